// Reads whole documents in slices, and remembers what was read of a version.
import type * as vscode from 'vscode';
import { Queue } from '../../core/common/async/queue';
import { type Lines, linesOf } from '../../core/common/lines';
import type { Steps } from '../../core/common/steps';

/** The maximum time of a slice in ms. The extension host is shared with other extensions and VS Code itself. */
const sliceLength = 8;

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

/**
 * One computation at a time, because the next one may need the same results. For the whole thread, which the slices share,
 * so it is not part of a container; it holds nothing but the order.
 */
const queue = new Queue();

/**
 * Runs a computation over a document in slices between which others run. Resolves with undefined if the document has changed
 * or was closed meanwhile, or nobody waits for it.
 */
export function inSlices<T>(
  document: vscode.TextDocument,
  begin: () => Steps<T>,
  token?: vscode.CancellationToken,
): Promise<T | undefined> {
  const { version } = document;
  const isStale = () =>
    document.version !== version || document.isClosed || token?.isCancellationRequested === true;
  return queue.run(async () => {
    if (isStale()) return undefined;
    const steps = begin();
    for (let end = performance.now() + sliceLength; ;) {
      const next = steps.next();
      if (next.done === true) return next.value;
      if (performance.now() < end) continue;
      await new Promise(resolve => setImmediate(resolve));
      if (isStale()) return undefined;
      end = performance.now() + sliceLength;
    }
  });
}
