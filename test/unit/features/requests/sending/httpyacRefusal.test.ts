import assert from 'node:assert/strict';
import { hookIntoHttpYac } from '../../../../../src/features/requests/sending/httpyacHooks';
import { refusalMessage } from '../../../../../src/features/requests/sending/httpyacRefusal';

describe('the message where httpYac gets no token', () => {
  const redact = (text: string) => text.replaceAll('S3cret', '•••');

  it('names the host without user name and password, up to the first space', () => {
    const message = refusalMessage({ host: 'https://me:pass@evil.example\n/a', reason: undefined }, redact);
    assert.match(message, /^httpYac sends a request to https:\/\/evil\.example … without an access token/);
  });

  it('shows no secret of ours, in the host or the reason, and no more than a line of it', () => {
    const host = `https://S3cret.${'a'.repeat(500)}.example`;
    const message = refusalMessage({ host, reason: 'it is sent through the proxy S3cret' }, redact);
    assert.ok(!message.includes('S3cret'), message);
    assert.ok(message.length < 250, message);
  });
});

describe('whether httpYac asks for each token', () => {
  type Plugins = Record<string, ((api: unknown) => void) | undefined>;
  const deps = {
    tokensFor: () => Promise.resolve({ token: undefined, own: [], forbidden: [], refusal: undefined }),
    refused: () => undefined,
    learnSecrets: () => Promise.resolve(),
    redact: (text: string) => text,
    warn: () => undefined,
  };
  const addHook = () => undefined;
  const whole = {
    replaceVariable: { addHook },
    onRequest: { addInterceptor: addHook },
    responseLogging: { addHook },
  };
  const rows: readonly [title: string, hooks: object, expected: boolean][] = [
    ['as we know it', whole, true],
    ['without a moment before a request leaves', { ...whole, onRequest: {} }, false],
    ['without a place for variables', { ...whole, replaceVariable: {} }, false],
    ['without hooks', {}, false],
  ];
  for (const [title, hooks, expected] of rows) {
    it(`${title}: ${String(expected)}, and only once it has read a file`, () => {
      const pluginStore: Plugins = {};
      const hooked = hookIntoHttpYac({ httpyac: { store: { pluginStore } } }, deps);
      assert.ok(hooked);
      assert.equal(hooked.isAsked(), false);
      pluginStore['hosted-login']?.({ hooks });
      assert.equal(hooked.isAsked(), expected);
      hooked.takeBack();
      assert.equal(hooked.isAsked(), false);
    });
  }
});
