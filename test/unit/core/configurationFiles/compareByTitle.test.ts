import assert from 'node:assert/strict';
import {
  compareByTitle,
  comparisonText,
  folderOfSnapshot,
} from '../../../../src/core/configurationFiles/compareByTitle';
import type { ConfigurationSnapshot, UnreadPart } from '../../../../src/core/resources/configurationSnapshot';
import type { Resource } from '../../../../src/core/resources/resource';
import { randomSource } from '../../../support/mutations';
import { randomCustomer, resourceOf, secretSign, snapshotOf } from '../../../support/randomCustomer';

/** The same configuration with other IDs. */
function withOtherIds(snapshot: ConfigurationSnapshot): ConfigurationSnapshot {
  const resources = snapshot.resources.map(({ kind, body }) => {
    const text = snapshot.resources.reduce(
      (all, { kind: of, id }) =>
        all
          .replaceAll(JSON.stringify(id), JSON.stringify(`other-${id}`))
          .replaceAll(`:config/${of}/${id}`, `:config/${of}/other-${id}`),
      body,
    );
    return resourceOf(kind, text);
  });
  const options = Object.fromEntries(
    Array.from(snapshot.loginPolicyOptions, ([id, value]) => [`other-${id}`, value]),
  );
  return snapshotOf(resources, options);
}

const compare = (one: ConfigurationSnapshot, other: ConfigurationSnapshot, unread?: readonly UnreadPart[]) =>
  compareByTitle(folderOfSnapshot(one), other, unread);

const policy = (id: string, title: string) =>
  resourceOf('tokenPolicies', `{"id":"${id}","title":"${title}","allowedScopes":["openid"]}`);
const client = (id: string, name: string, tokenPolicy: string, uri = 'https://a.example/') =>
  resourceOf(
    'clients',
    `{"id":"${id}","name":"${name}","type":"public","tokenPolicy":"${tokenPolicy}","redirectURIs":["${uri}"]}`,
  );
const of = (...resources: readonly Resource[]) => snapshotOf(resources);

describe('compareByTitle', () => {
  it('finds two customers with other IDs the same, when titles are unique', () => {
    const random = randomSource(5);
    let same = 0;
    for (let round = 0; round < 40; round++) {
      const { snapshot } = randomCustomer(random);
      const titles = snapshot.resources.map(({ kind, title }) => `${kind}/${title}`);
      const isUnique =
        new Set(titles).size === titles.length && snapshot.resources.every(({ title }) => title);
      if (!isUnique || snapshot.resources.some(({ id }) => id.includes(' '))) continue;
      const found = compare(snapshot, withOtherIds(snapshot));
      assert.deepEqual(
        found.filter(({ result }) => result !== 'same'),
        [],
      );
      same += found.length;
    }
    assert.ok(same > 20, String(same));
  });

  it('shows what is different in each environment apart, and when clients point to other policies', () => {
    const one = of(
      policy('p1', 'Shop'),
      policy('p2', 'Staff'),
      client('c1', 'A', 'p1'),
      client('c2', 'B', 'p1'),
    );
    const other = of(
      ...[policy('q1', 'Shop'), policy('q2', 'Staff'), client('d2', 'B', 'q2')],
      client('d1', 'A', 'q1', 'https://prod.example/'),
    );
    const found = compare(one, other);
    const [, , a, b] = found;
    assert.deepEqual(
      [a?.result, a?.changes, a?.environment.map(({ name }) => name)],
      ['same', [], ['redirectURIs']],
    );
    assert.deepEqual([b?.result, b?.changes.map(({ name }) => name)], ['differs', ['tokenPolicy']]);
    const text = comparisonText(found, { one: 'Dev', other: 'Prod' });
    assert.match(
      text,
      /environment {2}redirectURIs {2}\+ https:\/\/a\.example\/ − https:\/\/prod\.example\//,
    );
    assert.match(text, /3 the same, 1 differ, 0 only in Dev, 0 only in Prod/);
  });

  it('says which value is whose', () => {
    const withLifetime = (seconds: number) =>
      of(resourceOf('tokenPolicies', `{"id":"p","title":"A","accessTokenLifetime":${seconds}}`));
    const text = comparisonText(compare(withLifetime(111), withLifetime(999)), { one: 'Dev', other: 'Prod' });
    assert.match(text, /^Dev ↔ Prod, .*Values are shown as Prod → Dev\.$/m);
    assert.match(text, /accessTokenLifetime {2}999 → 111/);
  });

  it('says what only one side has, and what is unclear', () => {
    const one = of(policy('p1', 'A'), policy('p2', 'Same'), policy('p3', 'Same'));
    const other = of(policy('q1', 'B'), policy('q2', 'Same'));
    assert.deepEqual(
      compare(one, other).map(({ result, address }) => `${result} ${address}`),
      [
        'onlyOne tokenPolicies/a',
        'onlyOther tokenPolicies/b',
        'ambiguous tokenPolicies/same',
        'ambiguous tokenPolicies/same-2',
      ],
    );
  });

  it('does not call a resource missing when a list could not be read', () => {
    const [one, other] = [of(policy('p1', 'A')), of(policy('q1', 'B'))];
    const unread = [{ kind: 'tokenPolicies', reason: 'No answer.' }] as const;
    const results = (found: ReturnType<typeof compare>) => found.map(({ result }) => result);
    assert.deepEqual(results(compare(one, other, unread)), ['unread', 'onlyOne', 'unread']);
    assert.deepEqual(results(compare(one, { ...other, unread })), ['unread', 'unread', 'onlyOther']);
  });

  it('shows no secret', () => {
    const random = randomSource(6);
    for (let round = 0; round < 20; round++) {
      const [one, other] = [randomCustomer(random).snapshot, randomCustomer(random).snapshot];
      const text = comparisonText(compare(one, other), { one: 'A', other: 'B' });
      assert.ok(!text.includes(secretSign), text);
    }
  });
});
