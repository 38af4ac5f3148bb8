import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { inOrderOf, shownText } from '../../core/resourceText';
import { reviewScheme } from '../../ui/ids';
import { ask } from '../../ui/notifications';
import { Queue } from '../../vault/storage';
import type { Change, ChangedMeanwhile } from './change';

/** A question that waits for its answer in a diff editor. */
interface Waiting {
  readonly uris: readonly string[];
  readonly answer: (isApplied: boolean) => void;
}

/** Shows what a write will change, side by side, and what somebody else changed meanwhile, three-way. */
export class Reviews {
  readonly #texts = new Map<string, string>();
  readonly #queue = new Queue();
  #count = 0;
  #waiting: Waiting | undefined;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(reviewScheme, {
        provideTextDocumentContent: uri =>
          this.#texts.get(uri.toString()) ??
          t('What was here may not be true any more. Save the document again to see what will change.'),
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some(({ input }) => this.#isWaitedIn(input))) this.#waiting?.answer(false);
      }),
    );
  }

  dispose(): void {
    this.#waiting?.answer(false);
    this.#subscriptions.dispose();
  }

  /** Answers the question that is open, if one is: Apply, or Cancel. */
  answer(isApplied: boolean): void {
    this.#waiting?.answer(isApplied);
  }

  /**
   * Shows what will change, and resolves with whether a person lets it. Closing the editor does not. What `ask` still asks
   * then belongs to it; rejects as that does. One after the other: VS Code saves all at the same time, and an answer is to
   * the question that is seen.
   */
  isApplied(name: string, change: Change, ask: () => Promise<void>): Promise<boolean> {
    return this.#queue.run(async () => {
      const isApplied = await this.#review(name, change);
      if (isApplied) await ask();
      return isApplied;
    });
  }

  async #review(name: string, change: Change): Promise<boolean> {
    const now = this.#document(
      `${name} (${t('now')}).jsonc`,
      shownText(inOrderOf(change.now.body, change.body)),
    );
    const then = this.#document(`${name}.jsonc`, `${notes(change)}${shownText(change.body)}`);
    const title = t('{0}: what will change', name);
    const { promise: answered, waiting } = question([now, then]);
    this.#waiting = waiting;
    await vscode.commands.executeCommand('vscode.diff', now, then, title, { preview: true });
    void this.#ask(name, change, waiting);
    try {
      return await answered;
    } finally {
      this.#waiting = undefined;
      await closeTabsOf([now, then]);
      this.#texts.delete(now.toString());
      this.#texts.delete(then.toString());
    }
  }

  /** Shows what somebody else changed since editing began, and below it what the person did; nothing is sent. */
  async showThreeWay(document: vscode.Uri, name: string, { base, theirs }: ChangedMeanwhile): Promise<void> {
    const before = this.#document(`${name} (${t('before')}).json`, base);
    const now = this.#document(`${name} (${t('theirs')}).json`, shownText(inOrderOf(theirs, base)));
    await vscode.commands.executeCommand('vscode.changes', t('{0}: theirs, then yours', name), [
      [now, before, now],
      [document, before, document],
    ]);
  }

  async #ask(name: string, { resets }: Change, waiting: Waiting): Promise<void> {
    const apply = t('Apply');
    const text =
      resets.length === 0
        ? t('Send this change of “{0}” to the service?', name)
        : t(
            'Send this change of “{0}” to the service? What is left out is reset: {1}.',
            name,
            resets.map(reset => reset.name).join(', '),
          );
    const chosen = await ask(text, [apply, t('Cancel')]);
    // A message that goes by itself is no answer: the buttons of the editor are still there.
    if (chosen !== undefined) waiting.answer(chosen === apply);
  }

  #document(name: string, text: string): vscode.Uri {
    const path = `/${String(++this.#count)}/${name.replaceAll(/[/\\]/g, '-')}`;
    const uri = vscode.Uri.from({ scheme: reviewScheme, path });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  #isWaitedIn(input: unknown): boolean {
    return (
      input instanceof vscode.TabInputTextDiff &&
      this.#waiting?.uris.includes(input.modified.toString()) === true
    );
  }
}

function question(uris: readonly vscode.Uri[]): {
  readonly promise: Promise<boolean>;
  readonly waiting: Waiting;
} {
  let answer: Waiting['answer'] = () => undefined;
  const promise = new Promise<boolean>(resolve => {
    answer = resolve;
  });
  return { promise, waiting: { uris: uris.map(String), answer } };
}

/** What the text alone does not say, as comments above it. */
function notes({ resets, warnings, verdict }: Change): string {
  const lines = [
    ...(resets.length === 0 ? [] : [t('Left out, so the service resets:')]),
    ...resets.map(({ name, now, becomes }) => `  ${name}: ${now} → ${becomes}`),
    ...warnings.map(({ message }) => t('Note: {0}', message)),
    ...(verdict.is === 'typed' ? [t('Note: {0}', verdict.why)] : []),
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
