import assert from 'node:assert/strict';
import { WriteJournal } from '../../../../src/configuration/writeJournal';
import { writeOption } from '../../../../src/configuration/writes/writeOption';
import { Problem } from '../../../../src/core/common/problem';
import { PendingWrites } from '../../../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../../../src/storage/configuration/resourceHistory';
import { problemOf, profileWith } from '../../../support/fakes';
import { FakeFiles } from '../windowFixture';

describe('writeOption', () => {
  const policy = { id: 'l1', title: 'Storefront' };
  let value: string;
  let events: string[];
  let files: FakeFiles;
  let history: ResourceHistory;
  let pendingWrites: PendingWrites;
  let readValue: () => Promise<string>;
  /** What happens when it is sent. */
  let send: (body: string) => void;

  beforeEach(() => {
    value = '{"enabled":true,"clientSecret":"s-1"}';
    events = [];
    files = new FakeFiles();
    history = new ResourceHistory(
      files,
      () => 1,
      () => undefined,
    );
    pendingWrites = new PendingWrites(files);
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
        journal: new WriteJournal({
          profile: profileWith(),
          profiles: { all: [] },
          hasProcessEnded: () => false,
          creations: new Map(),
          ...{ history, pendingWrites, now: () => 1, newId: () => 'note', owner: 'window' },
          delay: () => Promise.resolve(),
          onPending: () => events.push('pending'),
          warn: () => undefined,
        }),
      },
      { policy, option: 'pushClaims', text, planned: isNew ? undefined : planned },
    );

  const copies = () => history.list(profileWith(), { kind: 'loginPolicies', id: 'l1', option: 'pushClaims' });

  it('keeps a copy and a record, then sends it with the secrets that the service has', async () => {
    send = body => {
      const [note = ''] = [...files.texts].flatMap(([path, text]) =>
        path.includes('unfinished') ? [text] : [],
      );
      events.push(note.replace(/^.*("option":"\w+").*$/, '$1'));
      value = body;
    };
    const found = await write('{"enabled":false,"clientSecret":"••••••••"}');
    assert.deepEqual(events, ['send {"enabled":false,"clientSecret":"s-1"}', '"option":"pushClaims"']);
    assert.deepEqual(await pendingWrites.all(), []);
    const [{ title, text } = { title: '', text: '' }, ...others] = await copies();
    assert.deepEqual(
      [title, JSON.parse(text), others],
      ['Storefront', { enabled: true, clientSecret: '••••••••' }, []],
    );
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
    assert.deepEqual(await copies(), []);
  });

  it('finds out the outcome of a write whose answer was lost', async () => {
    const lost = new Problem('server', 'lost', '', '', { isOutcomeUnknown: true });
    send = body => {
      value = body;
      throw lost;
    };
    assert.equal(await write('{"enabled":false}'), '{"enabled":false}');
    send = () => {
      throw lost;
    };
    const unclear = await problemOf(write('{"enabled":true}'), 'server');
    assert.match(unclear.nextStep, /checked again/);
    assert.deepEqual(events.at(-1), 'pending');
    assert.deepEqual(
      (await pendingWrites.all()).map(({ does, id, option }) => [does, id, option]),
      [['replace', 'l1', 'pushClaims']],
    );
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
