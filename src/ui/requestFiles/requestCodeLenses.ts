import * as vscode from 'vscode';
import type { Event } from '../../core/common/event';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { onceDocumentOpened } from '../documents/onceDocumentOpened';
import { requestFileSelector } from './requestFiles';

/** Whether the selector of request files matches a document. */
export function isRequestFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(requestFileSelector, document) > 0;
}

/**
 * Registers a code lens provider when the first request file opens. Shows no lenses without an active profile. Asks again
 * when profiles change, and at each of the `changes`.
 */
export function registerRequestCodeLenses(
  profiles: ProfileStore,
  changes: readonly Event<unknown>[],
  provideCodeLenses: (
    document: vscode.TextDocument,
    active: Profile,
    token: vscode.CancellationToken,
  ) => Promise<vscode.CodeLens[]>,
): vscode.Disposable {
  return onceDocumentOpened(isRequestFile, () => {
    const changed = new vscode.EventEmitter<void>();
    const change = () => {
      changed.fire();
    };
    return vscode.Disposable.from(
      changed,
      profiles.onDidChange(change),
      ...changes.map(each => each(change)),
      vscode.languages.registerCodeLensProvider(requestFileSelector, {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: (document, token) =>
          profiles.active ? provideCodeLenses(document, profiles.active, token) : [],
      }),
    );
  });
}
