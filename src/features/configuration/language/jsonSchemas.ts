import * as vscode from 'vscode';
import { resourceSchema } from '../../../core/resourceRules/resourceSchema';
import { resourceKinds } from '../../../core/resources/resource';
import { schemaScheme } from '../../../ui/ids';

/** Provides the JSON schemas that package.json refers to. They are generated, because their texts are localized. */
export function registerJsonSchemas(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemaScheme, {
    provideTextDocumentContent: ({ path }) => {
      const kind = resourceKinds.find(candidate => path === `/${candidate}.json`);
      return kind && JSON.stringify(resourceSchema(kind), undefined, 2);
    },
  });
}
