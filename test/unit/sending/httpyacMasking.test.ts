import assert from 'node:assert/strict';
import { maskedCopy, maskResponse } from '../../../src/features/sending/httpyacMasking';

const redact = (text: string) => text.replaceAll('secret', '•••');

describe('what httpYac logs, masked', () => {
  it('is the very same where it holds nothing of ours', () => {
    class Other {
      readonly name = 'secret of a class that we do not know';
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
    ]) {
      assert.equal(maskedCopy(value, redact), value);
    }
  });

  it('is a copy without it, at any depth', () => {
    const value = { a: ['x', { b: 'a secret', c: 1 }], d: Buffer.from('secret'), e: { f: 'plain' } };
    const masked = maskedCopy(value, redact) as typeof value;
    assert.deepEqual(masked, { ...value, a: ['x', { b: 'a •••', c: 1 }], d: Buffer.from('•••') });
    assert.deepEqual(value.a[1], { b: 'a secret', c: 1 }, 'what it came from is as it was');
  });

  it('keeps the name of an error', () => {
    const error = new TypeError('no secret');
    const masked = maskedCopy(error, redact) as Error;
    assert.equal(masked.message, 'no •••');
    assert.equal(masked.name, 'TypeError');
    assert.ok(!masked.stack?.includes('secret'));
  });

  it('goes round in no circle', () => {
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
});
