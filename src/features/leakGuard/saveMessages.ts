import path from 'node:path';
import type * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { Leak } from '../../core/leakSearch';
import { commands } from '../../ui/ids';
import { type Action, showWarning } from '../../ui/notifications';
import { headerMode } from '../../ui/settings';
import type { MutedFiles } from '../../vault/mutedFiles';
import type { ProfileStore } from '../../vault/profileStore';
import type { Fix } from './fixing';
import type { Known } from './knownValues';
import { keptMessage } from './words';

interface Rooms {
  readonly profiles: ProfileStore;
  readonly mutedFiles: MutedFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The messages when a document gets to the disk with a value in it: when it is saved, and at once where it has no file
 * yet, since VS Code keeps a copy of such. One for each value, until that was gone in between.
 */
export class SaveMessages {
  /** The ids of what was told, by the document's URI. */
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(private readonly rooms: Rooms) {}

  /** Notes what stands in a document now: what does not, is told of when it is back. */
  seen(document: vscode.TextDocument, leaks: readonly Leak<Known>[]): void {
    const { uri, isUntitled } = document;
    const told = this.#told.get(uri.toString());
    if (told) {
      const here = new Set(leaks.map(({ about }) => about.id));
      this.#told.set(uri.toString(), new Set([...told].filter(id => here.has(id))));
    }
    if (isUntitled) this.tell(document, leaks);
  }

  forget({ uri }: vscode.TextDocument): void {
    this.#told.delete(uri.toString());
  }

  /** Tells of what was not told of before. */
  tell({ uri, isUntitled }: vscode.TextDocument, leaks: readonly Leak<Known>[]): void {
    const key = uri.toString();
    if (this.rooms.mutedFiles.has(key)) return;
    const told = this.#told.get(key) ?? new Set();
    const news = new Set(leaks.map(({ about }) => about).filter(({ id }) => !told.has(id)));
    this.#told.set(key, new Set([...told, ...[...news].map(({ id }) => id)]));
    for (const about of news) {
      // Who chose the mode “literal” wants tokens in files, and has been warned.
      if (about.kind === 'token' && headerMode() === 'literal') continue;
      const profile = this.rooms.profiles.all.find(({ id }) => id === about.profileId);
      if (!profile) continue;
      const message = keptMessage(about, profile, {
        file: path.posix.basename(uri.path),
        isUntitled,
        now: this.rooms.now(),
      });
      void showWarning(message, ...actionsFor(about, key, isUntitled));
    }
  }
}

/** Two: VS Code cuts the texts of more. All others are quick fixes where the value is underlined. */
function actionsFor({ id, kind }: Known, uri: string, isUntitled: boolean): Action[] {
  const action = (title: string, fix: Fix['fix']): Action => {
    const argument: Fix = { fix, id, uri };
    return { title, command: commands.fixLeak, argument };
  };
  const mending = action(kind === 'secret' ? t('Remove It') : t('Replace by Reference'), 'file');
  // The next document without a file may have the same name, so it cannot be left out of the messages.
  if (!isUntitled) return [mending, action(t('Don’t Show Again'), 'mute')];
  return kind === 'secret' ? [mending] : [mending, action(t('Revoke'), 'revoke')];
}
