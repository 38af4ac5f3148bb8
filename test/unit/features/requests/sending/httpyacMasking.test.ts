import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { maskedCopy, maskResponse } from '../../../../../src/features/requests/sending/httpyacMasking';

const redact = (text: string) => text.replaceAll('secret', '•••');

const formWith = (value: string) => {
  const form = new FormData();
  form.append('t', value);
  return form;
};

const text: (value: unknown) => string = String;

/** As templates write an object that says so itself. */
const asText = (value: unknown) =>
  typeof value === 'object' && value !== null && Symbol.toPrimitive in value ? text(value) : '';

const textIn = (value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : '');

describe('what httpYac logs, masked', () => {
  it('is the same object if it contains none of our values', () => {
    class Other {
      readonly name = 'plain';
      more() {
        return `a method with a secret and ${this.name}`;
      }
    }
    for (const value of [
      undefined,
      null,
      1,
      5n,
      'plain',
      Symbol.iterator,
      { a: [{ b: 'c' }], d: new Date(0) },
      Buffer.from('plain'),
      new Error('plain'),
      new Other(),
      new Map([['a', new Set(['b'])]]),
      new URL('https://plain.example/'),
      new Uint8Array([1, 2]),
      new String('plain'),
      new URLSearchParams({ a: 'plain' }),
      new Headers({ a: 'plain' }),
      /plain/g,
      { [Symbol('plain')]: new AggregateError(['plain'], 'plain') },
      Object.create(null),
      {
        toString() {
          throw new Error('a secret that is not written');
        },
      },
    ]) {
      assert.equal(maskedCopy(value, redact), value);
    }
  });

  it('is a copy without our values, at any depth', () => {
    const value = { a: ['x', { b: 'a secret', c: 1 }], d: Buffer.from('secret'), e: { f: 'plain' } };
    const masked = maskedCopy(value, redact) as typeof value;
    assert.deepEqual(masked, { ...value, a: ['x', { b: 'a •••', c: 1 }], d: Buffer.from('•••') });
    assert.deepEqual(value.a[1], { b: 'a secret', c: 1 }, 'what it came from is as it was');
  });

  it('is a copy of the same class when an object of one holds it', () => {
    class Session {
      readonly inner = { token: 'a secret', count: 1 };
    }
    const session = new Session();
    const masked = maskedCopy(session, redact) as Session;
    assert.ok(masked instanceof Session);
    assert.deepEqual({ ...masked.inner }, { token: 'a •••', count: 1 });
    assert.equal(session.inner.token, 'a secret');
  });

  const written: Readonly<Record<string, unknown>> = {
    'a map': new Map<unknown, unknown>([['secret', { a: 'secret' }]]),
    'a set': new Set(['secret']),
    bytes: new TextEncoder().encode('a secret'),
    'a URL': new URL('https://plain.example/?token=secret'),
    'what says itself how it is written': { toJSON: () => ({ a: 'secret' }) },
    'a plain object of a script': runInNewContext(`({ a: ['secret'] })`) as unknown,
    'an error of a script': runInNewContext(`new Error('secret')`) as unknown,
    'the cause and the members of an error': Object.assign(
      new Error('plain', { cause: new Error('secret') }),
      {
        request: { headers: 'secret' },
      },
    ),
    'a member behind a getter': Object.defineProperty({}, 'a', { enumerable: true, get: () => 'secret' }),
    'a member with a name of it': { secret: 1 },
    'a text as an object': { t: new String('a secret') },
    'a text as an object of a script': runInNewContext(`[new String('a secret')]`) as unknown,
    'the parameters of a URL': { p: new URLSearchParams({ t: 'secret' }) },
    'headers and forms': [new Headers({ t: 'secret' }), formWith('secret')],
    'a pattern': /secret/,
    'what says itself how it is a text': {
      [Symbol.toPrimitive]: () => 'a secret',
      toJSON: undefined,
    },
    'the errors of an error': new AggregateError([new Error('secret')], 'plain'),
    'the name of an error': Object.assign(new Error('plain'), { name: 'secret' }),
    'a member behind a symbol': { [Symbol('plain')]: 'secret' },
    'a symbol': [Symbol('secret'), { [Symbol('secret')]: 1 }],
  };
  for (const [what, value] of Object.entries(written)) {
    it(`is masked in ${what}`, () => {
      const shown = (each: unknown) =>
        `${JSON.stringify(each)} ${inspect(each, { depth: 5 })} ${textIn(each)} ${asText(each)}`;
      assert.match(shown(value), /secret/);
      assert.doesNotMatch(shown(maskedCopy(value, redact)), /secret/);
    });
  }

  it('keeps the name of an error', () => {
    const error = new TypeError('no secret');
    const masked = maskedCopy(error, redact) as Error;
    assert.equal(masked.message, 'no •••');
    assert.equal(masked.name, 'TypeError');
    assert.ok(!masked.stack?.includes('secret'));
  });

  it('handles circular references', () => {
    const loop: Record<string, unknown> = { a: 'plain' };
    loop['loop'] = loop;
    assert.equal(maskedCopy(loop, redact), loop);
    loop['a'] = 'secret';
    const masked = maskedCopy(loop, redact) as { a: string; loop: unknown };
    assert.equal(masked.a, '•••');
    assert.equal(masked.loop, masked);
  });

  it('changes a response, and not what the response shares with others', () => {
    const headers = { a: 'secret' };
    const response: Record<string, unknown> = {
      statusCode: 200,
      headers,
      body: 'secret',
      request: { headers },
    };
    maskResponse(response, redact);
    assert.deepEqual(response, {
      statusCode: 200,
      headers: { a: '•••' },
      body: '•••',
      request: { headers: { a: '•••' } },
    });
    assert.equal(headers.a, 'secret');
  });

  it('masks what it cannot search, and all other values', () => {
    const response: Record<string, unknown> = {
      parsedBody: JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      body: 'secret',
    };
    maskResponse(response, redact);
    assert.equal(response['parsedBody'], '•••');
    assert.equal(response['body'], '•••');
  });
});
