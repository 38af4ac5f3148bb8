import assert from 'node:assert/strict';
import { readFolder } from '../../../../src/core/configurationFiles/configurationFolder';
import { checkIdentity } from '../../../../src/core/configurationFiles/folderIdentity';
import { problemOf } from '../../../support/fakes';
import { customer } from '../../../support/randomCustomer';

const read = (texts: Readonly<Record<string, string>>) => readFolder(new Map(Object.entries(texts)));

describe('readFolder', () => {
  it('reads files with comments, byte order mark and CRLF', () => {
    const folder = read({ 'clients/shop.json': '\ufeff{\r\n  // ours\r\n  "name": "Shop",\r\n}\r\n' });
    const file = folder.files.get('clients/shop');
    assert.equal(file?.title, 'Shop');
    assert.equal(file.issue, undefined);
  });

  const unusable: readonly [text: string, issue: RegExp][] = [
    ['', /empty/],
    ['{"name": "Shop"', /not JSON: line 1/],
    ['{\n"name" "Shop"}', /not JSON: line 2/],
    ['["Shop"]', /not a JSON object/],
    ['{"name": NaN}', /not JSON/],
    [`{"a":${'['.repeat(50)}${']'.repeat(50)}}`, /32 levels/],
    ['['.repeat(100_000), /32 levels/],
  ];
  for (const [text, issue] of unusable) {
    it(`says why ${text.slice(0, 20)} cannot be used`, () => {
      const file = read({ 'clients/shop.json': text }).files.get('clients/shop');
      assert.match(file?.issue ?? '', issue);
      assert.equal(file?.members, undefined);
    });
  }

  const misplaced: readonly [path: string, issue: RegExp][] = [
    ['Clients/shop.json', /Rename the folder to clients/],
    ['clients/eu/shop.json', /Move the file/],
    ['clients/shop.JSON', /ends in \.json/],
    ['clients/con.json', /Windows/],
    ['clients/../x.json', /Move the file/],
    ['clients/__proto__.json', /Rename/],
  ];
  for (const [path, issue] of misplaced) {
    it(`says what is wrong with ${path}`, () => {
      const { files, issues } = read({ [path]: '{"name":"Shop"}' });
      assert.equal(files.size, 0);
      assert.deepEqual(
        issues.map(each => each.path),
        [path],
      );
      assert.match(issues[0]?.message ?? '', issue);
    });
  }

  it('ignores files that do not belong to a configuration', () => {
    const { files, issues } = read({ 'README.md': 'x', 'clients/notes.txt': 'x', 'other/a.json': '{' });
    assert.deepEqual([files.size, issues.length], [0, 0]);
  });

  it('marks files whose names differ only in case', () => {
    const { files } = read({ 'clients/Shop.json': '{"name":"A"}', 'clients/shop.json': '{"name":"B"}' });
    for (const { issue } of files.values()) assert.match(issue ?? '', /only in case/);
  });

  it('leaves lines of ids.json out that are no address with an ID', () => {
    const { ids, issues } = read({
      'ids.json': '{"clients/a": "1", "clients/b": "..", "clients/c": 3, "../d": "4", "__proto__": "5"}',
    });
    assert.deepEqual([...ids], [['clients/a', '1']]);
    assert.equal(issues.length, 4);
  });

  const unclear: readonly [ids: string, issue: RegExp][] = [
    ['{"clients/a": "1", "clients/b": "2", "clients/a": "3"}', /clients\/a appears twice/],
    ['{"clients/a": "1", /* "clients/a": */ "clients/a" : "1",}', /clients\/a appears twice/],
    ['{"clients/Shop": "1", "clients/shop": "2"}', /clients\/shop differs from clients\/Shop only in case/],
  ];
  for (const [ids, issue] of unclear) {
    it(`says that it is unclear which line of ids.json counts: ${ids}`, () => {
      const { issues } = read({ 'ids.json': ids });
      assert.deepEqual(
        issues.map(({ path }) => path),
        ['ids.json'],
      );
      assert.match(issues[0]?.message ?? '', issue);
    });
  }

  it('finds no line of ids.json twice because of a comment or an ID', () => {
    const { issues } = read({ 'ids.json': '{\n  // "clients/a": "9"\n  "clients/a": "x\\":1"\n}' });
    assert.deepEqual(issues, []);
  });
});

describe('checkIdentity', () => {
  const identityOf = (text: string) => read({ 'hosted-login.json': text }).identity;
  const mine = { format: 1, ...customer };

  it('accepts the files of the customer, also in another spelling', () => {
    checkIdentity(identityOf(JSON.stringify(mine)), customer);
    checkIdentity(
      identityOf(
        `// ours\n${JSON.stringify({ ...mine, customerId: mine.customerId.toUpperCase(), more: 1 })}`,
      ),
      customer,
    );
  });

  const refused: readonly [why: string, text: string][] = [
    ['another customer', JSON.stringify({ ...mine, customerId: mine.customerId.replace('1ab', '2ab') })],
    ['another origin', JSON.stringify({ ...mine, origin: 'https://v1.api.eu.janrain.com' })],
    ['a later format', JSON.stringify({ ...mine, format: 2 })],
    ['an origin with a path', JSON.stringify({ ...mine, origin: `${mine.origin}/x` })],
    ['no JSON', 'x'],
  ];
  for (const [why, text] of refused) {
    it(`refuses ${why}`, async () => {
      const problem = await problemOf(
        Promise.resolve().then(() => {
          checkIdentity(identityOf(text), customer);
        }),
        'invalidInput',
      );
      assert.ok(problem.nextStep);
    });
  }
});
