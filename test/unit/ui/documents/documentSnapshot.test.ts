import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { readOnceInSteps } from '../../../../src/core/common/lines';
import type { Steps } from '../../../../src/core/common/steps';
import { inSlices, snapshotOf } from '../../../../src/ui/documents/documentSnapshot';

/** A document that a test changes and closes. */
function fakeDocument() {
  const document = { version: 1, isClosed: false, getText: () => `version ${document.version}` };
  return document as typeof document & vscode.TextDocument;
}

/** A step that takes longer than a slice. */
function work(): void {
  const end = performance.now() + 20;
  while (performance.now() < end);
}

function* steps(count: number, onStep: (step: number) => void): Steps<string> {
  for (let step = 1; step <= count; step++) {
    work();
    onStep(step);
    yield;
  }
  return 'done';
}

describe('snapshotOf', () => {
  it('reads each version of a document once', () => {
    const document = fakeDocument();
    const first = snapshotOf(document);
    assert.equal(snapshotOf(document), first);
    document.version++;
    assert.equal(snapshotOf(document).line(0), 'version 2');
  });
});

describe('inSlices', () => {
  it('lets others run between the slices', async () => {
    const seen: string[] = [];
    const running = inSlices(fakeDocument(), () => steps(3, step => seen.push(`step ${step}`)));
    setImmediate(() => seen.push('another'));
    assert.equal(await running, 'done');
    assert.deepEqual(seen.slice(0, 3), ['step 1', 'another', 'step 2']);
  });

  it('ends when the document changes, is closed, or nobody waits', async () => {
    for (const end of ['change', 'close', 'cancel']) {
      const document = fakeDocument();
      const token = { isCancellationRequested: false };
      let last = 0;
      const begin = () =>
        steps(5, step => {
          last = step;
          if (end === 'change') document.version++;
          else if (end === 'close') Object.assign(document, { isClosed: true });
          else token.isCancellationRequested = true;
        });
      assert.equal(await inSlices(document, begin, token as vscode.CancellationToken), undefined, end);
      assert.equal(last, 1, end);
    }
  });

  it('reads a version once for all who ask at the same time', async () => {
    const document = fakeDocument();
    let reads = 0;
    const begin = () => readOnceInSteps(snapshotOf(document), 'x', () => steps(2, () => reads++));
    assert.deepEqual(await Promise.all([inSlices(document, begin), inSlices(document, begin)]), [
      'done',
      'done',
    ]);
    assert.equal(reads, 2);
  });

  it('continues after a computation that failed', async () => {
    const document = fakeDocument();
    const failing = inSlices(document, function* (): Steps<never> {
      yield;
      throw new Error('of the test');
    });
    await assert.rejects(failing, /of the test/);
    assert.equal(await inSlices(document, () => steps(1, () => undefined)), 'done');
  });
});
