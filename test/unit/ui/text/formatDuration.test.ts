import assert from 'node:assert/strict';
import { formatTimeLeft, describeTimeLeft } from '../../../../src/ui/text/formatDuration';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('the time left', () => {
  const cases: readonly [left: number, text: string, words: string][] = [
    [-hour, '1s', '1 second'],
    [1, '1s', '1 second'],
    [1000, '1s', '1 second'],
    [1001, '2s', '2 seconds'],
    [59 * second, '59s', '59 seconds'],
    [minute, '60s', '60 seconds'],
    [minute + 1, '2m', '2 minutes'],
    [42 * minute, '42m', '42 minutes'],
    [99 * minute, '99m', '99 minutes'],
    [99 * minute + 1, '1h 40m', '1 hour 40 minutes'],
    [2 * hour, '2h 0m', '2 hours'],
    [2 * hour + 1, '2h 1m', '2 hours 1 minute'],
    [366 * 24 * hour, '8784h 0m', '8784 hours'],
  ];
  for (const [left, text, words] of cases) {
    it(`${left} ms: ${text}, ${words}`, () => {
      assert.deepEqual([formatTimeLeft(left), describeTimeLeft(left)], [text, words]);
    });
  }
});
