import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { registerRenewal } from '../../src/features/renewal/register';
import type { RenewalDeps } from '../../src/features/renewal/startRenewal';
import { configure, removeProfile, run, sharedToken, type TokenResult } from '../support/extensionHost';
import { type ShortLivedService, startShortLivedService } from '../support/shortLivedService';
import { until } from '../support/until';

/** The lifetime of the tokens, in seconds. They are renewed after half of it. */
const life = 8;

/** The lifetime of a token that only has to expire. */
const shortLife = 4;

describe('the renewal', () => {
  let service: ShortLivedService;

  beforeEach(async () => {
    service = await startShortLivedService(life);
    await run('addProfile', {
      name: 'short',
      origin: service.origin,
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: 'c',
      clientSecret: 'nobodys-secret',
    });
  });
  afterEach(async () => {
    await configure('renew', undefined);
    await removeProfile('short');
    await service.stop();
  });

  it('replaces a token in use before it expires; the variable is never empty', async () => {
    const { expiresAt } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    const first = sharedToken();
    let isGone = false;
    await until('the next token', () => {
      isGone ||= sharedToken() === undefined;
      return sharedToken() !== first || undefined;
    });
    assert.ok(Date.now() < expiresAt, 'it came too late');
    assert.equal(isGone, false);
    assert.equal(service.issued(), 2);
  });

  it('with “never”, lets the token expire, and stops sharing it', async () => {
    await configure('renew', 'never');
    service.issueFor(shortLife);
    const { expiresAt } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    await until('the end', () => sharedToken() === undefined || undefined);
    assert.ok(Date.now() >= expiresAt - 50);
    assert.equal(service.issued(), 1);
  });

  it('does not bring back a forgotten token', async () => {
    service.issueFor(shortLife);
    const { expiresAt } = await run<TokenResult>('requestToken', { scope: '.:config/**' });
    await run('forgetToken');
    await until('the time of its end', () => Date.now() > expiresAt || undefined);
    assert.deepEqual([service.issued(), sharedToken()], [1, undefined]);
  });

  it('does not send a rejected secret again, and lets the token expire', async () => {
    await run('requestToken', { scope: '.:config/**' });
    service.answerWith(401);
    await until('the end', () => sharedToken() === undefined || undefined);
    assert.equal(service.asked(), 2);
    service.answerWith(200);
    await run('renewToken');
    assert.notEqual(sharedToken(), undefined);
    assert.equal(service.asked(), 3);
  });
});

describe('the first use of a shared token', () => {
  const now = 1_000_000;
  const used: string[] = [];
  let active: { readonly profile: object; readonly token?: object };
  let tick: () => void = () => undefined;
  let renewal: vscode.Disposable;

  /** Makes a token the active one of a profile, as a switch does. */
  function activate(id: string, scope: string, value: string): void {
    const token = { profileId: id, value, requestedScope: scope, issuedAt: now, expiresAt: now + 60_000 };
    active = { profile: { id }, token };
    tick();
  }

  beforeEach(() => {
    used.length = 0;
    const nothing = () => ({ dispose: () => undefined });
    const listeners: (() => void)[] = [];
    tick = () => {
      for (const listener of listeners) listener();
    };
    const deps: unknown = {
      tokenService: {
        get status(): object {
          return active;
        },
        usage: {
          all: [],
          onDidChange: nothing,
          record: (_: object, { value }: { readonly value: string }) => used.push(value),
        },
      },
      expiryTimer: {
        onDidChangeTimeLeft: (listener: () => void) => {
          listeners.push(listener);
          return nothing();
        },
      },
      clock: { now: () => now, after: nothing },
    };
    renewal = registerRenewal(deps as RenewalDeps);
  });
  afterEach(() => {
    renewal.dispose();
  });

  it('is when it is shared, also after a switch; renewing it is no further use', () => {
    activate('a', '.:config/**', 'first');
    tick();
    activate('a', '.:config/**', 'renewed');
    activate('b', '.:config/**', 'other profile');
    activate('b', '*:**', 'other scope');
    activate('a', '.:config/**', 'renewed');
    assert.deepEqual(used, ['first', 'other profile', 'other scope', 'renewed']);
  });

  it('is not while none is live', () => {
    active = { profile: { id: 'a' } };
    tick();
    activate('a', '.:config/**', 'first');
    assert.deepEqual(used, ['first']);
  });
});
