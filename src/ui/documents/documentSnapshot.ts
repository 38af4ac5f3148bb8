// Reads documents: in slices, with a limit of time, and each version once.
import type * as vscode from 'vscode';
import { Queue } from '../../core/common/async/queue';
import { t } from '../../core/common/l10n';
import { type Lines, linesOf } from '../../core/common/lines';
import { Problem } from '../../core/common/problem';
import type { Steps } from '../../core/common/steps';
import { TimeLimitError, withTimeLimit } from './timeLimit';

/** The maximum time of a slice in ms. The extension host is shared with other extensions and VS Code itself. */
const sliceLength = 8;

/** A reading that nobody asked for is stopped if it stalls the window for this time, in ms. Only texts that are made for it do. */
const stallLimit = 1_000;

/** A slice of this time, in ms, stalls the window. */
const stall = 200;

/** Or if all its slices together take this time, in ms: other documents wait. */
const readingLimit = 15_000;

/** A reading that the user waits for is stopped after this time, in ms. */
const askedLimit = 5_000;

interface Snapshot {
  readonly version: number;
  readonly lines: Lines;
}

/** Only a cache: what it holds of a document follows from that version of it, and goes with the document. */
const snapshots = new WeakMap<vscode.TextDocument, Snapshot>();

/** The lines of a version of a document. What is read of them (`Lines.known`) is read once for all features. */
export function snapshotOf(document: vscode.TextDocument): Lines {
  const known = snapshots.get(document);
  if (known?.version === document.version) return known.lines;
  const lines = linesOf(document.getText());
  snapshots.set(document, { version: document.version, lines });
  return lines;
}

/** What is looked for in a document. */
export type Subject = 'requests' | 'scopes' | 'secrets' | 'resource';

/** What took too long in a document. It is not looked for again until the document is closed. */
const stopped = new WeakMap<vscode.TextDocument, Set<Subject>>();

function isStopped(document: vscode.TextDocument, subject: Subject): boolean {
  return stopped.get(document)?.has(subject) === true;
}

/**
 * After a reading was stopped: what was being read is half done, for example some variables may seem to have no value. Throws any
 * other error.
 */
function forgetHalfRead(document: vscode.TextDocument, error: unknown): void {
  if (!(error instanceof TimeLimitError)) throw error;
  snapshots.delete(document);
}

/** Remembers that a reading was stopped. Returns the error for the log. */
function stop(document: vscode.TextDocument, subject: Subject): Error {
  stopped.set(document, (stopped.get(document) ?? new Set()).add(subject));
  return new TimeLimitError(
    `Reading the ${subject} of ${document.uri.path} took too long. They are not read again until it is closed and opened.`,
  );
}

/**
 * One computation at a time, because the next one may need the same results. For the whole thread, which the slices share,
 * so it is not part of a container; it holds nothing but the order.
 */
const queue = new Queue();

/**
 * Runs a computation over a document in slices between which others run. Resolves with undefined if the document has changed
 * or was closed meanwhile, or nobody waits for it. Rejects with a `TimeLimitError` if it takes too long; from then on resolves
 * with undefined.
 */
export function inSlices<T>(
  document: vscode.TextDocument,
  subject: Subject,
  begin: () => Steps<T>,
  token?: vscode.CancellationToken,
): Promise<T | undefined> {
  const { version } = document;
  const isStale = () =>
    document.version !== version || document.isClosed || token?.isCancellationRequested === true;
  const read = async () => {
    if (isStale()) return undefined;
    const steps = withTimeLimit(stallLimit, begin);
    for (let [left, leftToStall] = [readingLimit, stallLimit]; left > 0 && leftToStall > 0;) {
      const start = performance.now();
      const next = withTimeLimit(stallLimit, () => runSlice(steps));
      if (next.done === true) return next.value;
      const time = performance.now() - start;
      left -= time;
      if (time >= stall) leftToStall -= time;
      await new Promise(resolve => setImmediate(resolve));
      if (isStale()) return undefined;
    }
    throw new TimeLimitError();
  };
  return queue.run(async () => {
    if (isStopped(document, subject)) return undefined;
    try {
      return await read();
    } catch (error) {
      forgetHalfRead(document, error);
    }
    // Once more: the whole machine may have paused.
    try {
      return await read();
    } catch (error) {
      forgetHalfRead(document, error);
      throw stop(document, subject);
    }
  });
}

/** Runs steps until the slice is over. */
function runSlice<T>(steps: Steps<T>): IteratorResult<undefined, T> {
  for (const end = performance.now() + sliceLength; ;) {
    const next = steps.next();
    if (next.done === true || performance.now() >= end) return next;
  }
}

/**
 * Reads something of a document that nobody asked for, at once. Undefined after it took too long once; then throws a
 * `TimeLimitError`.
 */
export function readUnasked<T>(
  document: vscode.TextDocument,
  subject: Subject,
  read: () => T,
): T | undefined {
  if (isStopped(document, subject)) return undefined;
  try {
    return withTimeLimit(stallLimit, read);
  } catch (error) {
    forgetHalfRead(document, error);
  }
  try {
    return withTimeLimit(stallLimit, read);
  } catch (error) {
    forgetHalfRead(document, error);
    throw stop(document, subject);
  }
}

/** Reads something of a document that the user waits for. Throws a `Problem` if it takes too long. */
export function readAsked<T>(document: vscode.TextDocument, read: () => T): T {
  try {
    return withTimeLimit(askedLimit, read);
  } catch (error) {
    forgetHalfRead(document, error);
    throw new Problem(
      'notARequest',
      t('This file takes too long to read. Nothing was changed.'),
      t('Move the request into a file of its own.'),
    );
  }
}
