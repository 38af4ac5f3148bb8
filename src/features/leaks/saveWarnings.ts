// Warns when a document with a secret is saved.
import path from 'node:path';
import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Leak } from '../../core/leaks/secretSearch';
import type { MutedFiles } from '../../storage/mutedFiles';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { type CommandLink, commandLink, type LeakFix } from '../../ui/commands/commandLink';
import { commands } from '../../ui/ids';
import { showWarning } from '../../ui/notifications';
import { headerMode } from '../../ui/settings';
import { savedMessage } from './messages';
import type { TrackedSecret } from './secretTracker';

interface SaveWarningsDeps {
  readonly profiles: ProfileStore;
  readonly mutedFiles: MutedFiles;
  readonly now: () => number;
}

/**
 * Warnings when a document with a secret reaches the disk: on save, and at once if it is untitled, because VS Code backs
 * those up. One warning for each secret, until it is removed.
 */
export class SaveWarnings {
  /** The ids of the secrets that were shown, by the document's URI. */
  readonly #shown = new Map<string, ReadonlySet<string>>();

  constructor(private readonly deps: SaveWarningsDeps) {}

  /** Remembers the leaks of a document. If a leak is removed and comes back, it is shown again. */
  update(document: vscode.TextDocument, leaks: readonly Leak<TrackedSecret>[]): void {
    const { uri, isUntitled } = document;
    const shown = this.#shown.get(uri.toString());
    if (shown) {
      const here = new Set(leaks.map(({ secret }) => secret.id));
      this.#shown.set(uri.toString(), new Set([...shown].filter(id => here.has(id))));
    }
    if (isUntitled) this.show(document, leaks);
  }

  forget({ uri }: vscode.TextDocument): void {
    this.#shown.delete(uri.toString());
  }

  /** Shows the leaks that were not shown before. */
  show({ uri, isUntitled }: vscode.TextDocument, leaks: readonly Leak<TrackedSecret>[]): void {
    const key = uri.toString();
    if (this.deps.mutedFiles.has(key)) return;
    const shown = this.#shown.get(key) ?? new Set();
    const unshown = new Set(leaks.map(({ secret }) => secret).filter(({ id }) => !shown.has(id)));
    this.#shown.set(key, new Set([...shown, ...[...unshown].map(({ id }) => id)]));
    for (const secret of unshown) {
      // A user who chose the mode “literal” wants tokens in files, and was warned.
      if (secret.kind === 'token' && headerMode() === 'literal') continue;
      const profile = this.deps.profiles.all.find(({ id }) => id === secret.profileId);
      if (!profile) continue;
      const message = savedMessage(secret, profile, {
        file: path.posix.basename(uri.path),
        isUntitled,
        now: this.deps.now(),
      });
      void showWarning(message, ...actionsFor(secret, key, isUntitled));
    }
  }
}

/** At most two: VS Code cuts off longer rows. The others are quick fixes of the diagnostic. */
function actionsFor({ id, kind }: TrackedSecret, uri: string, isUntitled: boolean): CommandLink[] {
  const action = (title: string, fix: LeakFix['fix']) =>
    commandLink(title, commands.fixLeak, { fix, id, uri });
  const replace = action(kind === 'secret' ? t('Remove It') : t('Replace with Reference'), 'file');
  // An untitled document cannot be muted: the next one may have the same name.
  if (!isUntitled) return [replace, action(t('Don’t Show Again'), 'mute')];
  return kind === 'secret' ? [replace] : [replace, action(t('Revoke'), 'revoke')];
}
