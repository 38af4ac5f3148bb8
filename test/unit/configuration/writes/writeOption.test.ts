import assert from 'node:assert/strict';
import { writeOption } from '../../../../src/configuration/writes/writeOption';
import { Problem } from '../../../../src/core/common/problem';
import { problemOf } from '../../../support/fakes';

describe('writeOption', () => {
  const policy = { id: 'l1', title: 'Storefront' };
  let value: string;
  let events: string[];
  let readValue: () => Promise<string>;
  /** What happens when it is sent. */
  let send: (body: string) => void;

  beforeEach(() => {
    value = '{"enabled":true,"clientSecret":"s-1"}';
    events = [];
    readValue = () => Promise.resolve(value);
    send = body => {
      value = body;
    };
  });

  const write = (text: string, { planned = value, isNew = false } = {}) =>
    writeOption(
      {
        resourceCache: {
          api: {
            readOption: () => readValue(),
            replaceOption: (_id, _option, body) => {
              events.push(`send ${body}`);
              send(body);
              return Promise.resolve();
            },
          },
        },
        journal: {
          keepCopy: ({ kind, id, option }, title, text) => {
            events.push(`copy ${kind}/${id}/${option ?? ''} “${title}” ${text}`);
            return Promise.resolve();
          },
          untilClear: check => check(),
        },
      },
      { policy, option: 'pushClaims', text, planned: isNew ? undefined : planned },
    );

  it('keeps a copy, then sends it with the secrets that the service has', async () => {
    const before = value;
    const found = await write('{"enabled":false,"clientSecret":"••••••••"}');
    assert.deepEqual(events, [
      `copy loginPolicies/l1/pushClaims “Storefront” ${before}`,
      'send {"enabled":false,"clientSecret":"s-1"}',
    ]);
    assert.equal(found, '{"enabled":false,"clientSecret":"s-1"}');
  });

  it('sends nothing if the service has this value already', async () => {
    await write('{ "clientSecret": "••••••••", "enabled": true }');
    assert.deepEqual(events, []);
  });

  it('sends nothing if somebody else changed it meanwhile', async () => {
    const problem = await problemOf(
      write('{"enabled":false}', { planned: '{"enabled":null}' }),
      'changedMeanwhile',
    );
    assert.match(problem.message, /Somebody else changed pushClaims of “Storefront”/);
    assert.deepEqual(events, []);
  });

  it('keeps no copy below a login policy that was just created', async () => {
    value = '{"enabled":false}';
    await write('{"enabled":true}', { isNew: true });
    assert.deepEqual(events, ['send {"enabled":true}']);
  });

  it('finds out the outcome of a write whose answer was lost', async () => {
    const lost = new Problem('server', 'lost', '', '', { isUncertain: true });
    send = body => {
      value = body;
      throw lost;
    };
    assert.equal(await write('{"enabled":false}'), '{"enabled":false}');
    send = () => {
      throw lost;
    };
    assert.equal(await write('{"enabled":true}').catch((error: unknown) => error), lost);
  });

  it('says that it was sent if it cannot be read back', async () => {
    send = () => {
      readValue = () => Promise.reject(new Problem('network', 'This machine is offline.'));
    };
    const problem = await problemOf(write('{"enabled":false}'), 'network');
    assert.equal(
      problem.message,
      'pushClaims of “Storefront” was sent and accepted, but could not be read back. This machine is offline.',
    );
  });

  it('says if the service shows another value afterwards', async () => {
    send = () => {
      value = '{"enabled":null}';
    };
    const problem = await problemOf(write('{"enabled":false}'), 'changedMeanwhile');
    assert.match(problem.message, /sent and accepted, but the service shows another value/);
  });
});
