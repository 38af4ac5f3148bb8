import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { readOnceInSteps } from '../../../../src/core/common/lines';
import type { Steps } from '../../../../src/core/common/steps';
import { inSlices, readAsked, readUnasked, snapshotOf } from '../../../../src/ui/documents/documentSnapshot';
import { TimeLimitError } from '../../../../src/ui/documents/timeLimit';

/** A document that a test changes and closes. */
function fakeDocument() {
  const document = {
    version: 1,
    isClosed: false,
    uri: { path: '/a.http' },
    getText: () => `version ${document.version}`,
  };
  return document as typeof document & vscode.TextDocument;
}

/** A step that takes longer than a slice. @param time in ms */
function work(time = 20): void {
  const end = performance.now() + time;
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
    const running = inSlices(fakeDocument(), 'requests', () => steps(3, step => seen.push(`step ${step}`)));
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
      assert.equal(
        await inSlices(document, 'requests', begin, token as vscode.CancellationToken),
        undefined,
        end,
      );
      assert.equal(last, 1, end);
    }
  });

  it('reads a version once for all who ask at the same time', async () => {
    const document = fakeDocument();
    let reads = 0;
    const begin = () => readOnceInSteps(snapshotOf(document), 'x', () => steps(2, () => reads++));
    assert.deepEqual(
      await Promise.all([inSlices(document, 'requests', begin), inSlices(document, 'requests', begin)]),
      ['done', 'done'],
    );
    assert.equal(reads, 2);
  });

  it('continues after a computation that failed', async () => {
    const document = fakeDocument();
    const failing = inSlices(document, 'requests', function* (): Steps<never> {
      yield;
      throw new Error('of the test');
    });
    await assert.rejects(failing, /of the test/);
    assert.equal(await inSlices(document, 'requests', () => steps(1, () => undefined)), 'done');
  });
});

describe('readings that take too long', () => {
  it('are stopped in slices, and not begun again', async () => {
    const document = fakeDocument();
    let begun = 0;
    let last: unknown;
    const begin = function* (): Steps<string> {
      begun++;
      last = snapshotOf(document);
      yield* endlessStep();
      return 'done';
    };
    await assert.rejects(inSlices(document, 'requests', begin), TimeLimitError);
    // What was read of it is half done.
    assert.notEqual(snapshotOf(document), last);
    // A second time, because the machine may have paused.
    assert.equal(begun, 2);
    assert.equal(await inSlices(document, 'requests', begin), undefined);
    document.version++;
    assert.equal(await inSlices(document, 'requests', begin), undefined);
    assert.equal(
      readUnasked(document, 'requests', () => 'read'),
      undefined,
    );
    assert.equal(begun, 2);
    // Nothing else is affected.
    assert.equal(
      readUnasked(document, 'secrets', () => 'read'),
      'read',
    );
    assert.equal(await inSlices(fakeDocument(), 'requests', () => steps(1, () => undefined)), 'done');
  });

  it('are stopped in slices that stall the window', async () => {
    const document = fakeDocument();
    let done = 0;
    const begin = function* (): Steps<string> {
      for (let step = 0; step < 12; step++) {
        work(250);
        done++;
        yield;
      }
      return 'done';
    };
    await assert.rejects(inSlices(document, 'requests', begin), TimeLimitError);
    assert.ok(done < 12, String(done));
  });

  it('are stopped at once, and not begun again', () => {
    const document = fakeDocument();
    let begun = 0;
    const read = (): string => {
      begun++;
      for (;;);
    };
    assert.throws(() => readUnasked(document, 'scopes', read), TimeLimitError);
    assert.equal(readUnasked(document, 'scopes', read), undefined);
    assert.equal(begun, 2);
  });

  it('begin anew after they were stopped once, with a new snapshot', async () => {
    const document = fakeDocument();
    const seen: unknown[] = [];
    const begin = function* (): Steps<string> {
      seen.push(snapshotOf(document));
      if (seen.length === 1) yield* endlessStep();
      return 'done';
    };
    assert.equal(await inSlices(document, 'requests', begin), 'done');
    assert.notEqual(seen[0], seen[1]);
  });

  it('pass other errors on', () => {
    const fail = (): string => {
      throw new RangeError('of the test');
    };
    assert.throws(() => readUnasked(fakeDocument(), 'requests', fail), RangeError);
    assert.throws(() => readAsked(fakeDocument(), fail), RangeError);
  });
});

function* endlessStep(): Steps<void> {
  yield;
  for (;;);
}
