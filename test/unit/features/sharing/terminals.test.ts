import assert from 'node:assert/strict';
import { hurlFormat } from '../../../../src/core/formats/hurl/hurlFormat';
import { shareWithTerminals, type TerminalEnvironment } from '../../../../src/features/sharing/terminals';

const now = new Date(2026, 10, 6, 14, 17).getTime();
const token = { value: 'T0ken-V4lue', profileName: 'acme', expiresAt: now + 43 * 60_000 };

/** VS Code's collection: persistent by default, and every change is sent to the window. */
class FakeEnvironment implements TerminalEnvironment {
  readonly messages: string[] = [];
  readonly variables = new Map<string, string>();
  #persistent = true;
  #description: unknown;

  get persistent() {
    return this.#persistent;
  }
  set persistent(value) {
    this.#persistent = value;
    this.messages.push(`persistent ${String(value)}`);
  }
  get description() {
    return this.#description;
  }
  set description(value) {
    this.#description = value;
    this.messages.push('description');
  }
  get(variable: string) {
    const value = this.variables.get(variable);
    return value === undefined ? undefined : { value };
  }
  replace(variable: string, value: string) {
    this.variables.set(variable, value);
    this.messages.push(`replace ${variable}`);
  }
  clear() {
    this.variables.clear();
    this.#description = undefined;
    this.messages.push('clear');
  }
}

describe('the token in new terminals', () => {
  let environment: FakeEnvironment;
  beforeEach(() => {
    environment = new FakeEnvironment();
  });

  it('changes nothing as long as there is no token to share', () => {
    shareWithTerminals(environment, undefined, now);
    shareWithTerminals(environment, undefined, now);
    assert.deepEqual(environment.messages, []);
  });

  it('is excluded from storage on disk before it is shared', () => {
    shareWithTerminals(environment, token, now);
    assert.deepEqual(environment.messages.slice(0, 2), ['persistent false', 'description']);
    assert.equal(environment.variables.get('HOSTED_LOGIN_TOKEN'), token.value);
  });

  it('is given to Hurl by the name that the reference in its files has', () => {
    shareWithTerminals(environment, token, now);
    const name = hurlFormat.reference.slice(2, -2);
    assert.equal(environment.variables.get(`HURL_SECRET_${name}`), token.value);
  });

  it('is described, and not shown', () => {
    shareWithTerminals(environment, { ...token, profileName: 'a*b' }, now);
    const description = String(environment.description);
    assert.match(
      description,
      /^HOSTED\\_LOGIN\\_TOKEN, HURL\\_SECRET\\_hosted\\_login\\_token: .*“a\\\*b”, until 15&#58;00\. A terminal keeps/,
    );
    assert.ok(!description.includes(token.value));
  });

  it('is written again only if it has changed', () => {
    shareWithTerminals(environment, token, now);
    environment.messages.length = 0;
    shareWithTerminals(environment, token, now + 60_000);
    assert.deepEqual(environment.messages, []);
    shareWithTerminals(environment, { ...token, value: 'N3w' }, now);
    assert.deepEqual(environment.messages, [
      'description',
      'replace HOSTED_LOGIN_TOKEN',
      'replace HURL_SECRET_hosted_login_token',
    ]);
    assert.deepEqual([...environment.variables.values()], ['N3w', 'N3w']);
  });

  it('is removed with its description, once', () => {
    shareWithTerminals(environment, token, now);
    environment.messages.length = 0;
    shareWithTerminals(environment, undefined, now);
    shareWithTerminals(environment, undefined, now);
    assert.deepEqual(environment.messages, ['clear']);
    assert.deepEqual([environment.variables.size, environment.description], [0, undefined]);
  });

  it('is removed also if an earlier extension host left it', () => {
    environment.variables.set('HOSTED_LOGIN_TOKEN', 'left');
    shareWithTerminals(environment, undefined, now);
    assert.deepEqual(environment.messages, ['persistent false', 'clear']);
  });
});
