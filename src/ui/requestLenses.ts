import * as vscode from 'vscode';
import type { Profile } from '../core/profile';
import type { ProfileStore } from '../vault/profileStore';
import { dialectOf, httpFiles } from './httpFiles';
import { whenOpened } from './whenOpened';

/** Shows lenses above requests from the first request file on; anew when another profile is active, none without one. */
export function registerRequestLenses(
  profiles: ProfileStore,
  lensesIn: (document: vscode.TextDocument, active: Profile) => Promise<vscode.CodeLens[]>,
): vscode.Disposable {
  return whenOpened(
    document => dialectOf(document) !== undefined,
    () => {
      const changed = new vscode.EventEmitter<void>();
      return vscode.Disposable.from(
        changed,
        profiles.onDidChange(() => {
          changed.fire();
        }),
        vscode.languages.registerCodeLensProvider(httpFiles, {
          onDidChangeCodeLenses: changed.event,
          provideCodeLenses: document => (profiles.active ? lensesIn(document, profiles.active) : []),
        }),
      );
    },
  );
}
