import assert from 'node:assert/strict';
import { ConfigurationApi } from '../../../../src/api/configuration/configurationApi';
import { problemOf } from '../../../support/fakes';
import { closeAll, serve, serveAnswer } from '../servers';
import { configurationApiAt } from './apiFixture';

const list = (entries: readonly unknown[], more: object = {}) =>
  JSON.stringify({ total: entries.length, _embedded: { clients: entries }, ...more });

describe('Lists of the configuration', () => {
  afterEach(closeAll);

  const bodies: readonly [what: string, body: string, expected: string | undefined][] = [
    ['names', list([{ id: 'a', name: 'A' }]), 'a=A/1'],
    ['titles', list([{ id: 'a', title: 'A' }]), 'a=A/1'],
    ['neither', list([{ id: 'a' }]), 'a=/1'],
    ['a title that is no text', list([{ id: 'a', title: 5, name: 'N' }]), 'a=N/1'],
    [
      'an id twice',
      list([
        { id: 'a', name: '1' },
        { id: 'a', name: '2' },
      ]),
      'a=1/2',
    ],
    ['entries without an id', list([{ name: 'x' }, null, 'y', 7, [], { id: 1 }, { id: 'a' }]), 'a=/7'],
    ['ids that lead elsewhere', list([{ id: '..' }, { id: '' }, { id: '%2e%2E' }, { id: 'a' }]), 'a=/4'],
    [
      'ids as odd as may be',
      list([{ id: 'a/b' }, { id: 'c d' }, { id: '😀' }, { id: '__proto__' }]),
      'a/b=, c d=, 😀=, __proto__=/4',
    ],
    ['a total too large', list([{ id: 'a' }], { total: 9 }), 'a=/9'],
    ['a total that is none', list([{ id: 'a' }], { total: 'many' }), 'a=/?'],
    ['no total', '{"_embedded":{"clients":[{"id":"a"}]}}', 'a=/?'],
    ['nothing', list([]), '/0'],
    ['nothing at all, and says so', '{"total":0}', '/0'],
    ['another name for the list', '{"total":1,"_embedded":{"oidcClients":[{"id":"a"}]}}', 'a=/1'],
    ['two other lists', '{"total":1,"_embedded":{"x":[{"id":"a"}],"y":[]}}', undefined],
    ['no list, though there is something', '{"total":5}', undefined],
    ['no list, and no total', '{}', undefined],
    ['a list that is none', '{"total":1,"_embedded":{"clients":{"id":"a"}}}', undefined],
    ['a bare list', '[{"id":"a"}]', undefined],
    ['a page', '<html>', undefined],
    ['null', 'null', undefined],
  ];
  for (const [what, body, expected] of bodies) {
    it(`with ${what}: ${expected ?? 'refused'}`, async () => {
      const listed = configurationApiAt(await serveAnswer(200, body)).list('clients');
      if (expected === undefined) {
        await problemOf(listed, 'badAnswer');
        return;
      }
      const { entries, total, isIncomplete } = await listed;
      const shown = entries.map(({ id, title }) => `${id}=${title}`).join(', ');
      assert.equal(`${shown}/${total ?? '?'}`, expected);
      assert.equal(isIncomplete, /without an id|lead elsewhere/.test(what));
    });
  }

  /** Answers with pages that have these links, by number; returns what was requested. */
  async function servePages(links: readonly unknown[]) {
    const asked: string[] = [];
    const origin = await serve(({ url = '', headers }, response) => {
      asked.push(`${url} ${headers.authorization ?? '-'}`);
      const number = Number(/page=(\d+)/.exec(url)?.[1] ?? 0);
      response.end(list([{ id: `c${number}` }], { total: 3, _links: { next: links[number] } }));
    });
    return { origin, asked };
  }
  const listAt = (origin: string) => configurationApiAt(origin).list('clients');
  const ids = async (origin: string) => (await listAt(origin)).entries.map(({ id }) => id);

  it('of several pages: follows the links to the last page, relative and absolute', async () => {
    const pages: unknown[] = ['?page=1', { href: '/cid/config/clients?page=2' }];
    const served = await servePages(pages);
    pages.push({ href: `${served.origin}/cid/config/clients?page=3` });
    assert.deepEqual(await ids(served.origin), ['c0', 'c1', 'c2', 'c3']);
    assert.ok(served.asked.every(line => line.endsWith(' Bearer token-1')));
  });

  it('of several pages: follows page numbers, and links that are garbled as that of a client itself', async () => {
    const { origin, asked } = await servePages([
      1,
      { href: 2 },
      '3',
      { href: '/config/cid/clients?page=4' },
      [{ href: '?page=5' }],
    ]);
    assert.deepEqual(await ids(origin), ['c0', 'c1', 'c2', 'c3', 'c4', 'c5']);
    assert.ok(
      asked.every(line => line.startsWith('/cid/config/clients')),
      asked.join(),
    );
  });

  const elsewhere = [
    'https://elsewhere.test/cid/config/clients?page=1',
    '//elsewhere.test/cid/config/clients?page=1',
    '/other/config/clients?page=1',
    '/cid/config/tokenPolicies?page=1',
    '/config/cid/tokenPolicies?page=1',
    '/config/other/clients?page=1',
    'https://elsewhere.test/config/cid/clients?page=1',
    -1,
    1.5,
    true,
    {},
    `?page=1&x=${'x'.repeat(3000)}`,
    '/cid/config/clients/c1?page=1',
    '../login/token?page=1',
    'javascript:alert(1)',
    'http://[',
  ];
  for (const href of elsewhere) {
    it(`whose next page is ${JSON.stringify(href).slice(0, 60)}: not followed`, async () => {
      const { origin, asked } = await servePages([{ href }]);
      const { entries, isIncomplete } = await listAt(origin);
      assert.equal(entries.map(({ id }) => id).join(), 'c0');
      assert.equal(isIncomplete, typeof href === 'string' || typeof href === 'number');
      assert.equal(asked.length, 1);
    });
  }

  it('whose next page has a user name: requested without it', async () => {
    const links: unknown[] = [];
    const { origin, asked } = await servePages(links);
    links.push({ href: `${origin.replace('//', '//user:password@')}/cid/config/clients?page=1` });
    assert.deepEqual(await ids(origin), ['c0', 'c1']);
    assert.equal(asked[1], '/cid/config/clients?page=1 Bearer token-1');
  });

  for (const [what, links, count] of [
    ['itself', ['?page=0', '?'], 2],
    ['the one before', ['?page=1', '?page=0'], 3],
    ['nothing', [null], 1],
    ['its own number', [1, 1], 2],
  ] as const) {
    it(`whose next page is ${what}: comes to an end`, async () => {
      const { origin, asked } = await servePages(links);
      assert.equal((await listAt(origin)).isIncomplete, false);
      assert.equal(asked.length, count);
    });
  }

  /** A list whose pages go on and on; `entries` are those of a page. Not over HTTP: that takes its time. */
  function endless(entries: (page: number) => readonly object[]): {
    configuration: ConfigurationApi;
    asked: number;
  } {
    const served = { asked: 0, configuration: undefined as unknown as ConfigurationApi };
    served.configuration = new ConfigurationApi({
      profile: { origin: 'https://service.test', customerId: 'cid' },
      authorize: () => Promise.resolve('token-1'),
      send: () => {
        served.asked += 1;
        const body = list([...entries(served.asked)], {
          _links: { next: { href: `?page=${served.asked}` } },
        });
        return Promise.resolve({ status: 200, header: () => null, body });
      },
    });
    return served;
  }

  it('without end: refused as a whole after a thousand pages', async () => {
    const served = endless(page => [{ id: `c${page}` }]);
    const { message } = await problemOf(served.configuration.list('clients'), 'tooLarge');
    assert.match(message, /stopped after 1000 entries on 1000 pages/);
    assert.equal(served.asked, 1000);
  });

  it('with more entries than any customer has: refused', async () => {
    const served = endless(page => Array.from({ length: 1000 }, (_, index) => ({ id: `c${page}-${index}` })));
    await problemOf(served.configuration.list('clients'), 'tooLarge');
    assert.ok(served.asked <= 51, `${served.asked} pages`);
  });

  it('with pages that fill the memory: refused', async () => {
    const served = endless(page => [{ id: `c${page}`, name: 'x'.repeat(4 * 1024 * 1024) }]);
    await problemOf(served.configuration.list('clients'), 'tooLarge');
    assert.ok(served.asked <= 9, `${served.asked} pages`);
  });

  it('whose later page is broken: refused as a whole', async () => {
    const origin = await serve(({ url = '' }, response) =>
      response.end(url.includes('page') ? '[]' : list([{ id: 'a' }], { _links: { next: '?page=1' } })),
    );
    await problemOf(configurationApiAt(origin).list('clients'), 'badAnswer');
  });
});
