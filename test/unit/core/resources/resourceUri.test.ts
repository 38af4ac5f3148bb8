import assert from 'node:assert/strict';
import { parseResourcePath, resourceUriPath } from '../../../../src/core/resources/resourceUri';

const entry = (title: string, id = '1a2b') => ({ kind: 'tokenPolicies', id, title }) as const;

describe('resourceUriPath', () => {
  const table: [title: string, id: string, file: string][] = [
    ['Configuration', '1a2b', 'Configuration.1a2b.json'],
    ['v1.2 (old)', '1a2b', 'v1.2 (old).1a2b.json'],
    ['a/b\\c', '1a2b', 'a-b-c.1a2b.json'],
    ['..', '1a2b', '1a2b.json'],
    ['../../etc', '1a2b', '..-..-etc.1a2b.json'],
    ['', '1a2b', '1a2b.json'],
    ['Grüße 🚀', '1a2b', 'Grüße 🚀.1a2b.json'],
    ['x\ny\u202e', '1a2b', 'x-y-.1a2b.json'],
    ['50 %?', '1a2b', '50 -.1a2b.json'],
    ['t', 'a/b.c d', 't.a%2Fb%2Ec%20d.json'],
    ['t', '..', 't.%2E%2E.json'],
  ];
  for (const [title, id, file] of table) {
    it(`${JSON.stringify(title)} with ${JSON.stringify(id)}`, () => {
      const path = resourceUriPath('acme', entry(title, id));
      assert.equal(path, `/acme/tokenPolicies/${file}`);
      assert.deepEqual(parseResourcePath(path), { profile: 'acme', kind: 'tokenPolicies', id });
    });
  }

  it('cuts a title of 5,000 characters, but never inside of a character', () => {
    for (const title of ['x'.repeat(5000), `y${'🚀'.repeat(2500)}`]) {
      const path = resourceUriPath('acme', entry(title));
      assert.ok(path.length < 120 && !/\p{Cs}/u.test(path), path);
      assert.equal(parseResourcePath(path)?.id, '1a2b');
    }
  });

  it('keeps any profile name in one part', () => {
    const path = resourceUriPath('acme/../prod.eu', entry('t'));
    assert.equal(path.split('/').length, 4);
    assert.equal(parseResourcePath(path)?.profile, 'acme/../prod.eu');
  });
});

describe('parseResourcePath', () => {
  const none = [
    '',
    '/',
    '/acme',
    '/acme/tokenPolicies',
    '/acme/tokenPolicies/.json',
    '/acme/tokenPolicies/t.1',
    '/acme/webhooks/t.1.json',
    '/acme/tokenPolicies/t.1.json/more',
    'acme/tokenPolicies/t.1.json',
    '//tokenPolicies/t.1.json',
    '/acme/tokenPolicies/t.%E0%A4.json',
  ];
  for (const path of none) {
    it(`takes ${JSON.stringify(path)} for no resource`, () => {
      assert.equal(parseResourcePath(path), undefined);
    });
  }
});
