import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { registerSharing } from '../../src/features/sharing/register';
import type { ExpiryTimer } from '../../src/tokens/expiryTimer';
import type { TokenService } from '../../src/tokens/tokenService';
import { hurlTokenVariable, tokenVariable } from '../../src/ui/ids';

describe('the variable for REST clients, in a window with one already', () => {
  const { env } = process;
  const before = { own: env[tokenVariable], hurl: env[hurlTokenVariable] };
  const now = 1_000_000;
  const active: { readonly value: string; readonly expiresAt: number } = {
    value: 'active',
    expiresAt: now + 60_000,
  };
  let token: typeof active | undefined;
  let tick: () => void = () => undefined;
  let sharing: vscode.Disposable | undefined;

  function set(own: string | undefined, hurl: string | undefined): void {
    for (const [name, value] of [
      [tokenVariable, own],
      [hurlTokenVariable, hurl],
    ] as const) {
      if (value === undefined) Reflect.deleteProperty(env, name);
      else env[name] = value;
    }
  }

  /** Starts a window whose environment has these values. */
  function open(own: string | undefined, hurl: string | undefined): void {
    set(own, hurl);
    token = undefined;
    const service: unknown = {
      get status(): object {
        return { token, profile: { name: 'acme' } };
      },
    };
    const timer: unknown = {
      onDidChangeTimeLeft: (listener: () => void) => {
        tick = listener;
        return { dispose: () => undefined };
      },
    };
    const terminals: unknown = { get: () => undefined, clear: () => undefined };
    sharing = registerSharing(
      service as TokenService,
      timer as ExpiryTimer,
      () => now,
      terminals as vscode.EnvironmentVariableCollection,
    );
    tick();
  }

  const values = () => [env[tokenVariable], env[hurlTokenVariable]];

  afterEach(() => {
    sharing?.dispose();
  });
  after(() => {
    set(before.own, before.hurl);
  });

  it('is removed if it is the token of the terminal in which the window was opened', () => {
    open('earlier', 'earlier');
    assert.deepEqual(values(), [undefined, undefined]);
    token = active;
    tick();
    assert.deepEqual(values(), ['active', undefined]);
    token = undefined;
    tick();
    assert.deepEqual(values(), [undefined, undefined]);
  });

  it('stays if it is the user’s own, and is restored after a token', () => {
    open('own', 'other');
    assert.deepEqual(values(), ['own', 'other']);
    token = active;
    tick();
    assert.deepEqual(values(), ['active', 'other']);
    token = undefined;
    tick();
    assert.deepEqual(values(), ['own', 'other']);
  });
});
