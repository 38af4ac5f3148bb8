// Checks what an export of random customers contains.
import assert from 'node:assert/strict';
import { parse } from 'yaml';
import {
  exportConfiguration,
  type FormatName,
  formatNames,
  type MigrationExport,
} from '../../../src/core/migration/exportConfiguration';
import type { ConfigurationSnapshot } from '../../../src/core/resources/configurationSnapshot';
import { resourceKey } from '../../../src/core/resources/resource';
import { randomSource } from '../mutations';
import { parseCsv } from './csv';
import { randomCustomer, resourceOf, snapshotOf } from './randomCustomers';

/** As `randomCustomer` makes them. */
const secret = /s3cret-\d+|987654321\d{3}/g;

type Output = FormatName | 'report';

/** Everything that the files of an output contain: strings, names of members, numbers and flags. */
function carriedBy(
  { files }: MigrationExport,
  output: Output,
): { whole: ReadonlySet<string>; texts: string } {
  const values: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        values.push(name);
        collect(member);
      }
    } else values.push(String(value));
  };
  for (const { path, text } of files) {
    if ((path.includes('/') ? path.split('/')[0] : 'report') !== output) continue;
    if (path.endsWith('.json')) collect(JSON.parse(text));
    else if (path.endsWith('.yaml')) collect(parse(text));
    else if (path === 'applications.csv')
      for (const row of parseCsv(text))
        collect([...row.values()].map(cell => cell.replace(/^'(?=[=+\-@\t\r])/, '')));
    else if (path.endsWith('.js'))
      collect([...text.matchAll(/^ {2}(\[.*\]),$/gm)].map(([, entry = '']): unknown => JSON.parse(entry)));
  }
  return { whole: new Set(values), texts: values.join('\n') };
}

/** The members of all resources, as the test itself reads them: path, and the values in it. */
function membersOf(snapshot: ConfigurationSnapshot) {
  const found: { key: string; path: string; values: string[] }[] = [];
  const walk = (key: string, path: string[], value: unknown): void => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject && Object.keys(value).length > 0)
      for (const [name, member] of Object.entries(value)) walk(key, [...path, name], member);
    // A known member without a value, or with an empty object, sets nothing.
    else if (
      !(isObject || value === null) ||
      !/^(?:customClaims(?:\.id_token|\.userinfo)?|identityStoreDetails(?:\.connectionDetails)?)$/.test(
        path.join('.'),
      )
    )
      found.push({ key, path: path.join('.'), values: (Array.isArray(value) ? value : [value]).map(String) });
  };
  for (const resource of snapshot.resources) {
    const key = resourceKey(resource);
    for (const [name, member] of Object.entries(JSON.parse(resource.body) as object))
      walk(key, [name], member);
    const options = snapshot.loginPolicyOptions.get(resource.id);
    if (resource.kind === 'loginPolicies')
      for (const [name, text] of Object.entries(options ?? {}) as [string, string | undefined][])
        if (text !== undefined) walk(key, [`/${name}`], JSON.parse(text));
  }
  return found;
}

/** The members that an output neither holds nor names. */
function fallen(snapshot: ConfigurationSnapshot, exported: MigrationExport, output: Output): string[] {
  const carried = carriedBy(exported, output);
  const named = new Set<string>();
  const whole = new Set<string>();
  for (const note of exported.notes.filter(each => each.output === output))
    for (const subject of note.about) {
      if (subject.members.length === 0) whole.add(resourceKey(subject));
      for (const member of subject.members) named.add(`${resourceKey(subject)} ${member}`);
    }
  const isNamed = (key: string, path: string) =>
    path.split('.').some((_, index, names) => named.has(`${key} ${names.slice(0, index + 1).join('.')}`)) ||
    named.has(`${key} ${path}`);
  // Each format has its own words for the type, which its own test checks.
  const isTranslated = (path: string, value: string) =>
    path === 'type' && (value === 'public' || value === 'confidential');
  const isCarried = (value: string) =>
    carried.whole.has(value) || (value.length > 3 && carried.texts.includes(value));
  return membersOf(snapshot)
    .filter(
      ({ key, path, values }) =>
        !whole.has(key) &&
        !isNamed(key, path) &&
        !values.every(value => isTranslated(path, value) || isCarried(value)),
    )
    .map(({ key, path, values }) => `${output}: ${key} ${path} = ${values.join(', ')}`);
}

/** Random customers with their exports, for all tests. */
const customers = new Map<number, readonly [ConfigurationSnapshot, MigrationExport]>();

function exportOf(seed: number): readonly [ConfigurationSnapshot, MigrationExport] {
  const known = customers.get(seed);
  if (known) return known;
  const snapshot = randomCustomer(randomSource(seed));
  const made = [snapshot, exportConfiguration(snapshot, 'acme')] as const;
  customers.set(seed, made);
  return made;
}

/** Tests the exports of so many random customers: no member is lost, no secret is in it, no file is written twice. */
export function testExportsOfRandomCustomers(count: number): void {
  it('carries each member of each resource into each output, or names it in a note', () => {
    for (let seed = 1; seed <= count; seed++) {
      const [snapshot, exported] = exportOf(seed);
      for (const output of ['report', ...formatNames] as const)
        assert.deepEqual(fallen(snapshot, exported, output), [], `seed ${seed}`);
    }
  });

  it('holds no secret, whatever member it is in', () => {
    let secrets = 0;
    for (let seed = 1; seed <= count; seed++) {
      const [customer, exported] = exportOf(seed);
      secrets +=
        JSON.stringify([...customer.loginPolicyOptions, customer.resources]).match(secret)?.length ?? 0;
      assert.deepEqual(JSON.stringify(exported).match(secret), null, `seed ${seed}`);
    }
    assert.ok(secrets > count, `${secrets}`);
  });

  it('writes each file once, with a name that every system takes', () => {
    for (let seed = 1; seed <= count; seed++) {
      const [, { files }] = exportOf(seed);
      const paths = files.map(({ path }) => path);
      assert.equal(new Set(paths.map(path => path.toLowerCase())).size, paths.length);
      for (const path of paths) {
        assert.match(path, /^(?:[a-zA-Z0-9][\w.-]*\/)*[a-zA-Z0-9][\w.-]*\.(?:json|csv|md|env|yaml|js)$/);
        assert.doesNotMatch(path, /(?:^|\/)(?:con|nul|aux|prn)\./);
      }
    }
  });
}

/** Tests the export of so many applications, whose titles are the same in names of files. */
export function testExportOfSameTitles(count: number): void {
  it(`exports ${count} applications whose titles are the same after cleaning`, () => {
    const policy = resourceOf('tokenPolicies', { id: 't', title: 'T', allowedScopes: ['openid'] });
    const login = resourceOf('loginPolicies', { id: 'l', title: 'L', loginURL: 'https://login.example/' });
    const clients = Array.from({ length: count }, (_, index) =>
      resourceOf('clients', {
        id: `c-${index}`,
        name: `Shop ${'!'.repeat(index % 3)}`,
        type: 'public',
        redirectURIs: [`https://shop-${index}.example/`],
        tokenPolicy: 't',
        loginPolicy: 'l',
      }),
    );
    const { files } = exportConfiguration(snapshotOf([policy, login, ...clients]), 'acme');
    assert.equal(files.filter(({ path }) => path.startsWith('rfc7591/')).length, count);
    assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
    const csv = files.find(({ path }) => path === 'applications.csv')?.text ?? '';
    assert.equal(parseCsv(csv).length, count);
    const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
    assert.ok(readme.length < 1_000_000, `${readme.length}`);
  });
}
