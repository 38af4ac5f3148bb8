import assert from 'node:assert/strict';
import { Problem } from '../../../../src/core/common/problem';
import type { Profile } from '../../../../src/core/profile/profile';
import type { AccessToken } from '../../../../src/core/tokens/accessToken';
import { revokeAndForget } from '../../../../src/features/tokens/revocations';
import { problemOf, settled } from '../../../support/fakes';
import { TokenServiceFixture } from '../../tokens/tokenServiceFixture';

const read = '.:config/**';
const clients = '.:config/clients**';

describe('revoking tokens', () => {
  let at: TokenServiceFixture;
  let acme: Profile;
  /** What the service was told to end, in turn. */
  let revoked: string[];
  let warnings: string[];
  /** What happens while the service ends the token with that value. */
  let meanwhile: (value: string) => Promise<void>;

  beforeEach(async () => {
    at = new TokenServiceFixture();
    acme = await at.addProfile('acme');
    revoked = [];
    warnings = [];
    meanwhile = () => Promise.resolve();
  });
  afterEach(settled);

  const revoke = (scope?: string) =>
    revokeAndForget(
      {
        tokenService: at.tokenService,
        revoke: async ({ value }: AccessToken) => {
          await meanwhile(value);
          revoked.push(value);
        },
        warn: message => warnings.push(message),
      },
      acme,
      scope,
    );
  const kept = async () => (await at.tokens.read(acme)).map(({ value }) => value);
  /** What the service answers where it ends nothing. */
  const refusal = () => new Problem('server', 'The server failed.', 'Nothing was changed.');

  for (const scope of [read, undefined]) {
    const title = scope === undefined ? 'all of a profile' : 'the one of a scope';

    it(`${title}: a renewal that ends during the round trip is revoked as well`, async () => {
      await at.issue(acme, read, 'T0');
      meanwhile = async value => {
        if (value === 'T0') await at.issue(acme, read, 'T1');
      };
      await revoke(scope);
      assert.deepEqual([revoked, await kept(), at.describeStatus()], [['T0', 'T1'], [], 'acme -']);
    });

    it(`${title}: one that comes in the second round too`, async () => {
      await at.issue(acme, read, 'T0');
      const next = ['T1', 'T2'];
      meanwhile = async () => {
        const value = next.shift();
        if (value !== undefined) await at.issue(acme, read, value);
      };
      await revoke(scope);
      assert.deepEqual([revoked, await kept()], [['T0', 'T1', 'T2'], []]);
    });
  }

  it('of which one is renewed while another one is revoked', async () => {
    await at.issue(acme, clients, 'C0');
    await at.issue(acme, read, 'T0');
    meanwhile = async value => {
      if (value === 'C0') await at.issue(acme, read, 'T1');
      if (value === 'T0') await at.issue(acme, clients, 'C1');
    };
    await revoke();
    assert.deepEqual([[...revoked].sort(), await kept()], [['C0', 'C1', 'T0', 'T1'], []]);
  });

  it('of one scope leaves those of another, also those that were issued meanwhile', async () => {
    await at.issue(acme, read, 'T0');
    meanwhile = () => at.issue(acme, clients, 'C0');
    await revoke(read);
    assert.deepEqual([revoked, await kept()], [['T0'], ['C0']]);
  });

  it('forgets expired ones without a request', async () => {
    await at.issue(acme, read, 'T0', 60);
    await at.issue(acme, clients, 'C0');
    at.clock.time += 61_000;
    await revoke();
    assert.deepEqual([revoked, await kept()], [['C0'], []]);
  });

  it('has nothing to do without one', async () => {
    await problemOf(revoke(), 'noToken');
    await at.issue(acme, read, 'T0');
    await problemOf(revoke(clients), 'noToken');
    assert.deepEqual([revoked, await kept()], [[], ['T0']]);
  });

  it('keeps a token that was issued meanwhile if the service refuses to revoke it, and says so', async () => {
    await at.issue(acme, read, 'T0');
    meanwhile = async value => {
      if (value !== 'T0') throw refusal();
      await at.issue(acme, read, 'T1');
    };
    const { message, nextStep } = await problemOf(revoke(), 'server');
    assert.match(
      message,
      /^1 of 2 access tokens of “acme” were revoked, but not those for \.:config\/\*\*\./,
    );
    assert.equal(nextStep, 'Try again later.');
    assert.deepEqual([revoked, await kept(), warnings], [['T0'], ['T1'], []]);
  });

  it('forgets what was revoked when it is stopped, and only warns when that fails', async () => {
    await at.issue(acme, clients, 'C0');
    await at.issue(acme, read, 'T0');
    meanwhile = value =>
      value === 'T0' ? Promise.resolve() : Promise.reject(new Problem('cancelled', 'Cancelled.'));
    await problemOf(revoke(), 'cancelled');
    assert.deepEqual([revoked, await kept()], [['T0'], ['C0']]);

    await at.issue(acme, read, 'T1');
    meanwhile = value => {
      if (value === 'T1') return Promise.resolve();
      at.faults.fails = (_, step) => step.startsWith('secrets.store');
      return Promise.reject(refusal());
    };
    await problemOf(revoke(), 'server');
    assert.deepEqual(warnings, ['The revoked tokens could not be forgotten']);
  });

  it('stops if new ones are issued again and again, and does not claim success', async () => {
    await at.issue(acme, read, 'T0');
    let count = 0;
    meanwhile = () => at.issue(acme, read, `T${++count}`);
    const { message } = await problemOf(revoke());
    assert.match(
      message,
      /^5 of 6 access tokens of “acme” were revoked.*New tokens were requested while these were revoked/,
    );
    assert.deepEqual([revoked.length, await kept()], [5, ['T5']]);
  });
});
