// Reviews of changes in a diff editor, with Apply and Cancel.
import * as vscode from 'vscode';
import type { PreparedChange, Conflict } from '../../../configuration/writes/prepareChange';
import { Queue } from '../../../core/common/async/queue';
import { displayText } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { alignMembers } from '../../../core/resources/memberOrder';
import { toDocumentText } from '../../../core/resources/resourceText';
import type { Draft } from '../../../storage/configuration/draftFiles';
import { setContextKey } from '../../../ui/contextKeys';
import { showSides } from '../../../ui/documents/diffEditors';
import { contextKeys, reviewScheme } from '../../../ui/ids';
import { askQuestion } from '../../../ui/notifications';

interface PendingReview {
  /** The titles of its editors. */
  readonly title: string;
  readonly uris: readonly string[];
  /** The documents that are reviewed. */
  readonly documents: readonly string[];
  readonly answer: (isApplied: boolean) => void;
}

/** A change of a document, for a review. */
export interface ReviewedChange {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly change: PreparedChange;
}

/** Shows what writes will change in a diff editor, and conflicts with changes by somebody else. */
export class ChangeReviews {
  readonly #texts = new Map<string, string>();
  readonly #queue = new Queue();
  /** The last review of each document that was begun, while nothing ended it. */
  readonly #latest = new Map<string, object>();
  /** How often the changes of each document were given up. */
  readonly #givenUp = new Map<string, number>();
  #count = 0;
  #pending: PendingReview | undefined;
  /** Whether the active editor shows the open review. */
  #isActive = false;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(reviewScheme, {
        provideTextDocumentContent: uri =>
          this.#texts.get(uri.toString()) ??
          t('This review is out of date. Run Review and Apply again to see what will change.'),
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.some(tab => this.#isPendingIn(tab))) this.#pending?.answer(false);
        this.#updateKeys();
      }),
      vscode.window.tabGroups.onDidChangeTabGroups(() => {
        this.#updateKeys();
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
   * Begins a review of a document, which ends all earlier ones. Returns whether it is still the last one: a later save, another
   * review or Discard may end it while it loads, or waits for the review of another document.
   */
  begin(uri: vscode.Uri): () => boolean {
    const key = uri.toString();
    this.#closeFor(key);
    const review = {};
    this.#latest.set(key, review);
    return () => this.#latest.get(key) === review;
  }

  /** Ends the reviews of this document, also one that was just applied and is not sent yet: its changes were given up. */
  cancelFor(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#givenUp.set(key, this.#timesGivenUp(key) + 1);
    this.#latest.delete(key);
    this.#closeFor(key);
  }

  /** Returns whether the changes of a document are given up from now on: then they must not be sent any more. */
  watchCancel(uri: vscode.Uri): () => boolean {
    const key = uri.toString();
    const before = this.#timesGivenUp(key);
    return () => this.#timesGivenUp(key) > before;
  }

  #timesGivenUp(key: string): number {
    return this.#givenUp.get(key) ?? 0;
  }

  #closeFor(key: string): void {
    if (this.#pending?.documents.includes(key) === true) this.#pending.answer(false);
  }

  /**
   * Shows what will change, and resolves with whether the user applies it. Closing the editor cancels. Calls `ask` before
   * the next review, and rejects as `ask` does. Reviews are queued, because Save All saves all documents in parallel.
   * @param isCurrent see `begin`
   */
  confirmChange(
    uri: vscode.Uri,
    name: string,
    change: PreparedChange,
    ask: () => Promise<void>,
    isCurrent: () => boolean,
  ): Promise<boolean> {
    return this.#queue.run(async () => {
      if (!isCurrent()) return false;
      const isApplied = await this.#review(
        [{ uri, name, change }],
        t('{0}: what will change', displayText(name)),
        questionOf(name, change),
      );
      if (isApplied) await ask();
      return isApplied && isCurrent();
    });
  }

  /** The same for several changes, in one editor. */
  confirmChanges(profile: string, changes: readonly ReviewedChange[]): Promise<boolean> {
    const [first, ...others] = changes;
    const question =
      first && others.length === 0 ? questionOf(first.name, first.change) : questionOfAll(profile, changes);
    return this.#queue.run(() => this.#review(changes, t('{0}: all that will change', profile), question));
  }

  async #review(changes: readonly ReviewedChange[], title: string, question: string): Promise<boolean> {
    const pairs = changes.map(({ uri, name, change }) => ({
      ...{ uri, name },
      ...this.#sides(
        uri.path.replace(/json$/, 'jsonc'),
        toDocumentText(alignMembers(change.current.body, change.body)),
        `${headerComments(change)}${toDocumentText(change.body)}`,
      ),
    }));
    const uris = pairs.flatMap(({ current, then }) => [current, then]);
    const documents = changes.map(({ uri }) => uri);
    const { promise: answered, review } = createPendingReview(title, uris, documents);
    this.#pending = review;
    await showSides(
      pairs.map(({ uri, current, then }) => [uri, current, then]),
      title,
    );
    this.#updateKeys();
    void askToApply(question, review);
    try {
      return await answered;
    } finally {
      this.#pending = undefined;
      this.#updateKeys();
      const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
      await vscode.window.tabGroups.close(tabs.filter(tab => isReviewIn(review, tab)));
      for (const uri of uris) this.#texts.delete(uri.toString());
    }
  }

  /** Shows the draft of another window beside the document. */
  async showOtherDraft(document: vscode.Uri, { title, text }: Pick<Draft, 'title' | 'text'>): Promise<void> {
    const name = displayText(title);
    const other = this.#document(`${name} (${t('the other draft')}).json`, text);
    await vscode.commands.executeCommand(
      'vscode.diff',
      other,
      document,
      t('{0}: the other draft, and yours', name),
    );
  }

  /**
   * Shows what somebody else changed since editing began, to be merged into the document. VS Code's merge editor is not a
   * documented command; without it, a list of diffs shows both changes.
   */
  async showConflict(
    document: vscode.Uri,
    title: string,
    { base, theirs, own }: Conflict & { readonly own: string },
  ): Promise<void> {
    const name = displayText(title);
    const before = this.#document(`${name} (${t('before')}).json`, base);
    const now = this.#document(`${name} (${t('theirs')}).json`, toDocumentText(alignMembers(theirs, base)));
    const all = await vscode.commands.getCommands();
    if (all.includes(mergeEditorCommand)) {
      const yours = this.#document(`${name} (${t('yours')}).json`, own);
      await vscode.commands.executeCommand(mergeEditorCommand, {
        base: before,
        input1: { uri: now, title: t('Theirs'), description: t('what the service has') },
        input2: { uri: yours, title: t('Yours'), description: t('your draft') },
        output: document,
      });
      return;
    }
    await vscode.commands.executeCommand('vscode.changes', t('{0}: theirs, then yours', name), [
      [now, before, now],
      [document, before, document],
    ]);
  }

  #document(name: string, text: string): vscode.Uri {
    return this.#put(`/${String(++this.#count)}/${name.replaceAll(/[/\\]/g, '-')}`, '', text);
  }

  /** Two versions at one path: VS Code shows them as one file only then. */
  #sides(
    path: string,
    now: string,
    then: string,
  ): { readonly current: vscode.Uri; readonly then: vscode.Uri } {
    const count = String(++this.#count);
    return { current: this.#put(path, `${count} now`, now), then: this.#put(path, `${count} then`, then) };
  }

  #put(path: string, query: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: reviewScheme, path, query });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  /** Only in the open review, so that its keys and buttons are in no other list of diffs, such as that of Git. */
  #updateKeys(): void {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const isActive = activeTab !== undefined && this.#isPendingIn(activeTab);
    if (isActive === this.#isActive) return;
    this.#isActive = isActive;
    setContextKey(contextKeys.reviewsDrafts, isActive);
  }

  #isPendingIn(tab: vscode.Tab): boolean {
    return this.#pending !== undefined && isReviewIn(this.#pending, tab);
  }
}

/** What Git's extension opens, too. */
const mergeEditorCommand = '_open.mergeEditor';

async function askToApply(question: string, review: PendingReview): Promise<void> {
  const apply = t('Apply');
  const chosen = await askQuestion(question, [apply, t('Cancel')]);
  // Do not count a notification that disappears as an answer: the editor has the same buttons.
  if (chosen !== undefined) review.answer(chosen === apply);
}

function questionOf(name: string, { omittedMembers }: PreparedChange): string {
  return omittedMembers.length === 0
    ? t('Send this change of “{0}” to the service?', name)
    : t(
        'Send this change of “{0}” to the service? Members that are left out are reset: {1}.',
        name,
        listNames(omittedMembers.map(member => member.name)),
      );
}

function questionOfAll(profile: string, changes: readonly ReviewedChange[]): string {
  const omitted = changes.filter(({ change }) => change.omittedMembers.length > 0).map(({ name }) => name);
  return omitted.length === 0
    ? t('Send these {0} changes to “{1}”?', changes.length, profile)
    : t(
        'Send these {0} changes to “{1}”? Members that are left out are reset in: {2}.',
        changes.length,
        profile,
        listNames(omitted),
      );
}

function createPendingReview(
  title: string,
  uris: readonly vscode.Uri[],
  documents: readonly vscode.Uri[],
): { readonly promise: Promise<boolean>; readonly review: PendingReview } {
  let answer: PendingReview['answer'] = () => undefined;
  const promise = new Promise<boolean>(resolve => {
    answer = resolve;
  });
  return { promise, review: { title, uris: uris.map(String), documents: documents.map(String), answer } };
}

/**
 * Whether a tab shows this review. VS Code identifies a list of diffs only by its title, with the number of files after
 * it.
 */
function isReviewIn({ title, uris }: PendingReview, { input, label }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputTextDiff
    ? uris.includes(input.modified.toString())
    : uris.length > 2 && label.startsWith(title);
}

/** Comments above the new text: reset members, warnings, and the reason of the guard. */
function headerComments({ omittedMembers, warnings, lockoutCheck }: PreparedChange): string {
  const lines = [
    ...(omittedMembers.length === 0 ? [] : [t('Members that are left out, which the service resets:')]),
    ...omittedMembers.map(({ name, now, afterPut }) => `  ${name}: ${now} → ${afterPut}`),
    ...warnings.map(({ message }) => t('Note: {0}', message)),
    ...(lockoutCheck.kind === 'confirm' ? [t('Note: {0}', lockoutCheck.why)] : []),
  ];
  return lines.map(line => `// ${line.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')}\n`).join('');
}
