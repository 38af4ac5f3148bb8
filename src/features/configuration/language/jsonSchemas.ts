import * as vscode from 'vscode';
import { resourceSchema } from '../../../core/resourceRules/resourceSchema';
import { resourceKinds } from '../../../core/resources/resource';
import { schemaScheme } from '../../../ui/ids';

/** Answers VS Code's own JSON support, which package.json points here: files could not speak the user's language. */
export function registerJsonSchemas(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemaScheme, {
    provideTextDocumentContent: ({ path }) => {
      const kind = resourceKinds.find(candidate => path === `/${candidate}.json`);
      return kind && JSON.stringify(resourceSchema(kind), undefined, 2);
    },
  });
}
