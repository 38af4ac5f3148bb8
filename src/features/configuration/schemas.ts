import * as vscode from 'vscode';
import { resourceKinds } from '../../core/configuration';
import { resourceSchema } from '../../core/resourceSchema';
import { schemaScheme } from '../../ui/ids';

/** Answers VS Code's own JSON support, which package.json points here: files could not speak the user's language. */
export function registerSchemas(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemaScheme, {
    provideTextDocumentContent: ({ path }) => {
      const kind = resourceKinds.find(candidate => path === `/${candidate}.json`);
      return kind && JSON.stringify(resourceSchema(kind), undefined, 2);
    },
  });
}
