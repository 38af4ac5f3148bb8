import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isActiveAt, SecretTracker } from '../../../../src/features/leaks/secretTracker';
import { profileWith } from '../../../support/fakes';

describe('the values that a window knows', () => {
  const profile = profileWith({});
  const tokenWith = (value: string) => ({
    profileId: profile.id,
    value,
    requestedScope: '*:**',
    grantedScope: '*:**',
    issuedAt: 0,
    expiresAt: 3_600_000,
  });
  const setUp = (value: string) => {
    let kept = [tokenWith(value)];
    const secret = { version: 0, value: 'secret-of-the-client', reads: 0 };
    const sources = {
      profiles: {
        all: [profile],
        clientVersion: () => secret.version,
        readClientSecret: () => {
          secret.reads += 1;
          return Promise.resolve(secret.value);
        },
      },
      tokenService: { list: () => Promise.resolve(kept) },
    };
    const keep = (...values: readonly string[]) => {
      kept = values.map(tokenWith);
    };
    return { known: new SecretTracker(), sources, keep, secret };
  };

  it('are read again before one is acted on: another window may have renewed or forgotten the token', async () => {
    const { known, sources, keep } = setUp('the-first-token');
    await known.read(sources);
    const [token] = known.filter(({ kind }) => kind === 'token');
    assert.ok(token?.kind === 'token');
    const stateNow = async () => {
      const about = await known.find(sources, token.id);
      return about?.kind === 'token' ? about.state : undefined;
    };
    assert.equal(await stateNow(), 'kept');
    keep('the-second-token');
    assert.equal(await stateNow(), 'replaced');
    keep();
    assert.equal(await stateNow(), 'forgotten');
    assert.equal(await known.find(sources, 'another'), undefined);
  });

  it('are read again only as far as they may have changed', async () => {
    const { known, sources, secret } = setUp('the-first-token');
    const isFound = (text: string) => known.search(isActiveAt(0)).find(text).length > 0;
    for (let count = 0; count < 3; count++) await known.read(sources);
    assert.deepEqual([secret.reads, isFound('secret-of-the-client')], [1, true]);
    Object.assign(secret, { version: 1, value: 'another-secret-of-it' });
    for (let count = 0; count < 3; count++) await known.read(sources);
    assert.deepEqual(
      [secret.reads, isFound('secret-of-the-client'), isFound('another-secret-of-it')],
      [2, false, true],
    );
  });

  for (const how of ['is removed', 'gets another client']) {
    it(`are searched for if two profiles have a secret, and the first one ${how}`, async () => {
      const both = [profile, profileWith({ id: 'second' })];
      const first = { version: 0, value: 'secret-of-the-client' };
      const profiles = {
        all: both,
        clientVersion: ({ id }: { readonly id: string }) => (id === 'second' ? 0 : first.version),
        readClientSecret: ({ id }: { readonly id: string }) =>
          Promise.resolve(id === 'second' ? 'secret-of-the-client' : first.value),
      };
      const sources = { profiles, tokenService: { list: () => Promise.resolve([]) } };
      const known = new SecretTracker();
      await known.read(sources);
      if (how === 'is removed') profiles.all = both.slice(1);
      else Object.assign(first, { version: 1, value: 'another-secret-of-it' });
      await known.read(sources);
      const [found] = known.search(isActiveAt(0)).find('secret-of-the-client');
      assert.equal(found?.secret.profileId, 'second');
    });
  }

  it('are searched for until they expire, also after they were forgotten, but not after they were revoked', async () => {
    const { known, sources, keep } = setUp('the-first-token');
    const found = (now: number) =>
      known
        .search(isActiveAt(now))
        .find('a the-first-token b')
        .map(({ start, end }) => [start, end]);
    await known.read(sources);
    keep();
    await known.read(sources);
    assert.deepEqual(found(3_599_999), [[2, 17]]);
    assert.deepEqual(found(3_600_000), []);
    known.markRevoked('the-first-token');
    assert.deepEqual(found(0), []);
    // Between revoking and forgetting it is kept for a moment.
    keep('the-first-token');
    await known.read(sources);
    keep();
    await known.read(sources);
    assert.deepEqual(found(0), []);
  });

  it('are searched for in the encodings that files have, client secrets also in base64', async () => {
    const { known, sources, secret } = setUp('the-first/token');
    secret.value = 'secret/of "the" client';
    await known.read(sources);
    const search = known.search(isActiveAt(0));
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    for (const text of [
      ...['the-first/token', 'the-first%2Ftoken', 'the-first%2ftoken'],
      ...[secret.value, 'secret/of \\"the\\" client', 'secret%2Fof%20%22the%22%20client'],
      ...[secret.value, `${secret.value}\n`, `${profile.clientId}:${secret.value}`].map(base64),
    ]) {
      const leaks = search.find(`x: ${text}\n`).map(({ start, end }) => [start, end]);
      assert.deepEqual(leaks, [[3, 3 + text.length]], text);
    }
  });

  it('keep only the keyed hash of a value', async () => {
    const { known, sources } = setUp('the-first-token');
    await known.read(sources);
    assert.doesNotMatch(inspect(known, { depth: 10, showHidden: true }), /the-first-token|secret-of-the/);
  });
});
