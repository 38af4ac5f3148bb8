import assert from 'node:assert/strict';
import {
  isSameResource,
  parseResourceUri,
  resourceUriParts,
} from '../../../../src/core/resources/resourceUri';

const entry = (title: string, id = '1a2b') => ({ kind: 'tokenPolicies', id, title }) as const;
const earlier = (path: string) => ({ path, query: '' });

describe('resourceUriParts', () => {
  const table: [title: string, id: string, file: string][] = [
    ['Configuration', '1a2b', 'Configuration.json'],
    ['v1.2 (old)', '1a2b', 'v1.2 (old).json'],
    ['ends with a dot.', '1a2b', 'ends with a dot..json'],
    ['a.json', '1a2b', 'a.json.json'],
    ['a/b\\c', '1a2b', 'a-b-c.json'],
    ['..', '1a2b', '1a2b.json'],
    ['../../etc', '1a2b', '..-..-etc.json'],
    ['', '1a2b', '1a2b.json'],
    ['Grüße 🚀', '1a2b', 'Grüße 🚀.json'],
    ['x\ny\u202e', '1a2b', 'x-y-.json'],
    ['50 %?', '1a2b', '50 -.json'],
    ['t', 'a/b.c d?#%2F', 't.json'],
    ['t', '..', 't.json'],
    ['', '..', '%2E%2E.json'],
    ['', 'a/b', 'a%2Fb.json'],
  ];
  for (const [title, id, file] of table) {
    it(`${JSON.stringify(title)} with ${JSON.stringify(id)}`, () => {
      const uri = resourceUriParts('acme', entry(title, id));
      assert.equal(uri.path, `/acme/tokenPolicies/${file}`);
      assert.deepEqual(parseResourceUri(uri), { profile: 'acme', kind: 'tokenPolicies', id });
    });
  }

  it('cuts a title of 5,000 characters, but never inside of a character', () => {
    for (const title of ['x'.repeat(5000), `y${'🚀'.repeat(2500)}`]) {
      const { path } = resourceUriParts('acme', entry(title));
      assert.ok(path.length < 120 && !/\p{Cs}/u.test(path), path);
    }
  });

  it('adds the beginning of the ID to a title that several resources have', () => {
    const { path } = resourceUriParts('acme', entry('Kiosk', '3f2a91bc-77'), true);
    assert.equal(path, '/acme/tokenPolicies/Kiosk (3f2a91bc).json');
  });

  const profiles: [name: string, part: string][] = [
    ['acme stage 2', 'acme stage 2'],
    ['Größe (EU), prod.eu & more', 'Größe (EU), prod.eu & more'],
    ['acme/../prod', 'acme%2F..%2Fprod'],
    ['..', '%2E%2E'],
    ['50% %2E', '50%25 %252E'],
    ['a\\b?c#d', 'a%5Cb%3Fc%23d'],
  ];
  for (const [name, part] of profiles) {
    it(`keeps the profile ${name} readable in one part`, () => {
      const uri = resourceUriParts(name, entry('t'));
      assert.equal(uri.path, `/${part}/tokenPolicies/t.json`);
      assert.equal(parseResourceUri(uri)?.profile, name);
    });
  }
});

describe('parseResourceUri', () => {
  it('ignores the title', () => {
    const uri = { path: '/acme/clients/anything.json', query: '7' };
    assert.deepEqual(parseResourceUri(uri), { profile: 'acme', kind: 'clients', id: '7' });
  });

  const earlierForm: [path: string, profile: string, id: string][] = [
    ['/acme/tokenPolicies/1a2b.json', 'acme', '1a2b'],
    ['/acme%20stage%202/tokenPolicies/v1.2 (old).1a2b.json', 'acme stage 2', '1a2b'],
    ['/prod%2Eeu/tokenPolicies/t.a%2Fb%2Ec%20d.json', 'prod.eu', 'a/b.c d'],
  ];
  for (const [path, profile, id] of earlierForm) {
    it(`reads the earlier form ${path}`, () => {
      assert.deepEqual(parseResourceUri(earlier(path)), { profile, kind: 'tokenPolicies', id });
    });
  }

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
    '/acme%E0%A4/tokenPolicies/t.1.json',
  ];
  for (const path of none) {
    it(`takes ${JSON.stringify(path)} for no resource`, () => {
      for (const query of ['', '1']) assert.equal(parseResourceUri({ path, query }), undefined);
    });
  }

  it('takes a malformed ID of the earlier form for no resource', () => {
    assert.equal(parseResourceUri(earlier('/acme/tokenPolicies/t.%E0%A4.json')), undefined);
  });
});

describe('isSameResource', () => {
  const shown = resourceUriParts('acme stage 2', entry('Kiosk'));
  const table: [path: string, query: string, expected: boolean][] = [
    ['/acme stage 2/tokenPolicies/Kiosk of yesterday.json', '1a2b', true],
    ['/acme%20stage%202/tokenPolicies/Kiosk.1a2b.json', '', true],
    ['/acme stage 2/tokenPolicies/Kiosk.json', '1a2c', false],
    ['/acme stage 2/loginPolicies/Kiosk.json', '1a2b', false],
    ['/acme/tokenPolicies/Kiosk.json', '1a2b', false],
    ['/acme stage 2', '1a2b', false],
  ];
  for (const [path, query, expected] of table) {
    it(`${path}?${query}: ${String(expected)}`, () => {
      assert.equal(isSameResource(shown, { path, query }), expected);
    });
  }
});
