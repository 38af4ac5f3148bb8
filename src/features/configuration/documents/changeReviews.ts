import * as vscode from 'vscode';
import type { PreparedChange, Conflict } from '../../../configuration/writes/prepareChange';
import { t } from '../../../core/common/l10n';
import { Queue } from '../../../core/common/queue';
import { alignMembers, toDocumentText } from '../../../core/resources/resourceText';
import { reviewScheme } from '../../../ui/ids';
import { askQuestion } from '../../../ui/notifications';

interface PendingReview {
  readonly uris: readonly string[];
  readonly answer: (isApplied: boolean) => void;
}

/** Shows what a write will change in a diff editor, and conflicts with changes by somebody else. */
export class ChangeReviews {
  readonly #texts = new Map<string, string>();
  readonly #queue = new Queue();
  #count = 0;
  #pending: PendingReview | undefined;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(reviewScheme, {
        provideTextDocumentContent: uri =>
          this.#texts.get(uri.toString()) ??
          t('This review is out of date. Save the document again to see what will change.'),
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some(({ input }) => this.#isPendingIn(input))) this.#pending?.answer(false);
      }),
    );
  }

  dispose(): void {
    this.#pending?.answer(false);
    this.#subscriptions.dispose();
  }

  /** Answers the open review, if there is one. */
  answer(isApplied: boolean): void {
    this.#pending?.answer(isApplied);
  }

  /**
   * Shows what will change, and resolves with whether the user applies it. Closing the editor cancels. Calls `ask` before
   * the next review, and rejects as `ask` does. Reviews are queued, because Save All saves all documents in parallel.
   */
  confirmChange(name: string, change: PreparedChange, ask: () => Promise<void>): Promise<boolean> {
    return this.#queue.run(async () => {
      const isApplied = await this.#showDiff(name, change);
      if (isApplied) await ask();
      return isApplied;
    });
  }

  async #showDiff(name: string, change: PreparedChange): Promise<boolean> {
    const current = this.#document(
      `${name} (${t('now')}).jsonc`,
      toDocumentText(alignMembers(change.current.body, change.body)),
    );
    const then = this.#document(`${name}.jsonc`, `${headerComments(change)}${toDocumentText(change.body)}`);
    const title = t('{0}: what will change', name);
    const { promise: answered, review } = createPendingReview([current, then]);
    this.#pending = review;
    await vscode.commands.executeCommand('vscode.diff', current, then, title, { preview: true });
    void this.#askToApply(name, change, review);
    try {
      return await answered;
    } finally {
      this.#pending = undefined;
      await closeTabsOf([current, then]);
      this.#texts.delete(current.toString());
      this.#texts.delete(then.toString());
    }
  }

  /** Shows what somebody else changed since editing began, and the user's own changes below it. */
  async showConflict(document: vscode.Uri, name: string, { base, theirs }: Conflict): Promise<void> {
    const before = this.#document(`${name} (${t('before')}).json`, base);
    const now = this.#document(`${name} (${t('theirs')}).json`, toDocumentText(alignMembers(theirs, base)));
    await vscode.commands.executeCommand('vscode.changes', t('{0}: theirs, then yours', name), [
      [now, before, now],
      [document, before, document],
    ]);
  }

  async #askToApply(name: string, { omittedMembers }: PreparedChange, review: PendingReview): Promise<void> {
    const apply = t('Apply');
    const text =
      omittedMembers.length === 0
        ? t('Send this change of “{0}” to the service?', name)
        : t(
            'Send this change of “{0}” to the service? Omitted members are reset: {1}.',
            name,
            omittedMembers.map(member => member.name).join(', '),
          );
    const chosen = await askQuestion(text, [apply, t('Cancel')]);
    // A notification that disappears is no answer: the editor has the same buttons.
    if (chosen !== undefined) review.answer(chosen === apply);
  }

  #document(name: string, text: string): vscode.Uri {
    const path = `/${String(++this.#count)}/${name.replaceAll(/[/\\]/g, '-')}`;
    const uri = vscode.Uri.from({ scheme: reviewScheme, path });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  #isPendingIn(input: unknown): boolean {
    return (
      input instanceof vscode.TabInputTextDiff &&
      this.#pending?.uris.includes(input.modified.toString()) === true
    );
  }
}

function createPendingReview(uris: readonly vscode.Uri[]): {
  readonly promise: Promise<boolean>;
  readonly review: PendingReview;
} {
  let answer: PendingReview['answer'] = () => undefined;
  const promise = new Promise<boolean>(resolve => {
    answer = resolve;
  });
  return { promise, review: { uris: uris.map(String), answer } };
}

/** Comments above the new text: reset members, warnings, and the reason of the guard. */
function headerComments({ omittedMembers, warnings, lockoutCheck }: PreparedChange): string {
  const lines = [
    ...(omittedMembers.length === 0 ? [] : [t('Omitted members, which the service resets:')]),
    ...omittedMembers.map(({ name, now, afterPut }) => `  ${name}: ${now} → ${afterPut}`),
    ...warnings.map(({ message }) => t('Note: {0}', message)),
    ...(lockoutCheck.kind === 'confirm' ? [t('Note: {0}', lockoutCheck.why)] : []),
  ];
  return lines.map(line => `// ${line.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')}\n`).join('');
}

async function closeTabsOf(uris: readonly vscode.Uri[]): Promise<void> {
  const keys = uris.map(String);
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && keys.includes(input.modified.toString()),
    );
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs);
}
