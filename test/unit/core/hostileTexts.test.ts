import assert from 'node:assert/strict';
import { once } from 'node:events';
import { isMainThread, MessageChannel, type MessagePort, parentPort, Worker } from 'node:worker_threads';
import { hostileReading, type Reader, readToTheEnd } from '../../support/readers';
import { type StepCounter, countSteps, optimizeAgain } from '../../support/stepCounter';

/** Twice the text takes twice the steps; what is sorted, and what is looked up, a little more. */
const maxGrowth = 2.4;

const cases = hostileReading.flatMap(({ readers, texts }) => readers.map(reader => ({ reader, texts })));

// A thread has a V8 of its own. What counts there would make every later test of this process slow for good.
if (isMainThread) {
  describe('Hostile texts are read in steps that grow with their length alone:', () => {
    let thread: Worker;
    before(() => {
      thread = new Worker(__filename);
    });
    after(async () => {
      await thread.terminate();
      optimizeAgain();
    });

    cases.forEach(({ reader }, index) => {
      it(reader.name, async function () {
        // Not optimized, and each count asks V8 for all there is.
        this.timeout(30_000);
        const { port1, port2 } = new MessageChannel();
        thread.postMessage({ index, port: port2 }, [port2]);
        const [steep] = (await once(port1, 'message')) as [unknown];
        assert.deepEqual(steep, []);
      });
    });
  });
} else {
  const counter = countSteps();
  parentPort?.on('message', ({ index, port }: { readonly index: number; readonly port: MessagePort }) => {
    try {
      port.postMessage(steepIn(counter, cases[index] ?? assert.fail()));
    } catch (error) {
      port.postMessage(error);
    }
    port.close();
  });
}

/** The texts for which a reader needs too many steps, with how many more for twice the text. */
function steepIn(counter: StepCounter, { reader, texts }: (typeof cases)[number]): readonly string[] {
  return Object.entries(texts).flatMap(([name, text]) => {
    const growth = growthOf(counter, reader, text);
    return growth <= maxGrowth ? [] : [`${name}: ${growth.toFixed(2)} times the steps for twice the text`];
  });
}

function growthOf(counter: StepCounter, reader: Reader, text: (size: number) => string): number {
  const growthAt = (size: number) =>
    counter.growthOf(
      each => {
        readToTheEnd(reader, each);
      },
      text,
      size,
    );
  let growth = growthAt(800);
  // What is made at the first time is there the second time.
  if (growth > maxGrowth) growth = growthAt(800);
  // A window of lines around the cursor, or a handful of hits, may only seem to grow.
  if (growth > maxGrowth) growth = growthAt(6400);
  return growth;
}
