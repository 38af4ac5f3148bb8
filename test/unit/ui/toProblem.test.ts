import assert from 'node:assert/strict';
import { Problem } from '../../../src/core/common/problem';
import { Redactor } from '../../../src/core/masking/redaction';
import type { Log } from '../../../src/ui/log';
import { toProblem, toReadableError } from '../../../src/ui/toProblem';

const token = 'S3/cr+et~T0ken-V4lue_0123456789';
const unknown = 'of-somebody-else-0123456789';

describe('toProblem', () => {
  let logged: unknown[];
  let log: Log;

  beforeEach(() => {
    logged = [];
    const redactor = new Redactor(() => 0);
    redactor.add(token);
    log = {
      error: (_: string, error: unknown) => logged.push(error),
      redactKnown: (text: string) => redactor.redactKnown(text),
      redact: (text: string) => redactor.redact(text),
    } as unknown as Log;
  });

  it('shows none of our secrets, whatever put them into a problem', () => {
    const problem = toProblem(
      log,
      'x',
      new Problem('http', `No: ${token}`, `Try ${encodeURIComponent(token)}`, `HTTP 400 ${token}`, {
        usedBy: ['c1'],
      }),
    );
    assert.deepEqual(
      [problem.kind, problem.message, problem.nextStep, problem.detail, problem.facts.usedBy],
      ['http', 'No: •••', 'Try •••', 'HTTP 400 •••', ['c1']],
    );
    assert.equal(logged.length, 1);
  });

  it('shows nothing that looks like a secret of an unexpected error, and refers to the log', () => {
    for (const value of [token, unknown]) {
      for (const error of [new TypeError(`bad Bearer ${value}`), `bad Bearer ${value}`]) {
        const { kind, message, nextStep } = toProblem(log, 'x', error);
        assert.deepEqual(
          [kind, message, nextStep],
          ['internal', 'An unexpected error occurred: bad Bearer •••', 'The log has the details.'],
        );
      }
    }
    assert.equal(logged.length, 4);
  });

  it('does not log a cancellation', () => {
    toProblem(log, 'x', new Problem('cancelled', ''));
    assert.deepEqual(logged, []);
  });
});

describe('toReadableError', () => {
  it('has the next step, and nothing that VS Code makes a link of', () => {
    const { message } = toReadableError(new Problem('http', 'No [x](command:y).', 'Try again.'));
    assert.equal(message.replaceAll('\u200b', ''), 'No [x](command:y). Try again.');
    assert.doesNotMatch(message, /\]\(command:/);
  });
});
