import assert from 'node:assert/strict';
import { createPlan, type PlanOptions } from '../../../../../src/core/configurationFiles/plan/plan';
import type { PlanEntry } from '../../../../../src/core/configurationFiles/plan/planEntry';
import { planSteps } from '../../../../../src/core/configurationFiles/plan/planSteps';
import { planText } from '../../../../../src/core/configurationFiles/plan/planText';
import type {
  ConfigurationSnapshot,
  UnreadPart,
} from '../../../../../src/core/resources/configurationSnapshot';
import { problemOf } from '../../../../support/fakes';
import { MemoryFolder } from '../../../../support/folders';
import { resourceOf, snapshotOf } from '../../../../support/randomCustomer';

const policyBody = '{"id":"p1","title":"Shop","accessTokenLifetime":3600,"allowedScopes":["openid","phone"]}';
const loginBody =
  '{"id":"l1","title":"Shop","loginURL":"https://shop.example/","identityStoreDetails":{"type":"janrainCapture","connectionDetails":{"clientSecret":"hidden-value"}}}';
const clientBody =
  '{"id":"c1","name":"Shop","type":"public","tokenPolicy":"p1","loginPolicy":"l1","redirectURIs":["https://a.example/"]}';
const policy = resourceOf('tokenPolicies', policyBody);
const login = resourceOf('loginPolicies', loginBody);
const client = resourceOf('clients', clientBody);
const admin = resourceOf('tokenPolicies', '{"id":"p0","title":"Admin","allowedScopes":["*:config/**"]}');
const own = resourceOf('clients', '{"id":"c0","name":"Admin","type":"confidential","tokenPolicy":"p0"}');
const whole = snapshotOf([admin, policy, login, own, client]);
const changed = (resource: typeof policy, from: string, to: string) =>
  resourceOf(resource.kind, resource.body.replace(from, to));
const replaced = (...resources: readonly (typeof policy)[]) =>
  snapshotOf(whole.resources.map(resource => resources.find(({ id }) => id === resource.id) ?? resource));

function pulled(snapshot = whole): MemoryFolder {
  const files = new MemoryFolder();
  files.pull(snapshot);
  return files;
}

function compare(
  files: MemoryFolder,
  snapshot: ConfigurationSnapshot = whole,
  options: PlanOptions = {},
): readonly PlanEntry[] {
  return createPlan(files.folder, snapshot, { bases: files.bases, ownClientId: 'c0', ...options }).entries;
}

/** The entries that are not the same, by address. */
function results(entries: readonly PlanEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries.filter(({ result }) => result !== 'same').map(({ address, result }) => [address, result]),
  );
}

describe('createPlan', () => {
  it('tells set members from those that the service would reset', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', '"phone"', '"email"');
    files.edit('tokenPolicies/shop.json', /"accessTokenLifetime": 3600/, '"accessTokenLifetime": 900');
    files.edit('clients/shop.json', /,\s*"redirectURIs": \[[^\]]*\]/, '');
    const entries = compare(files);
    assert.deepEqual(results(entries), { 'tokenPolicies/shop': 'change', 'clients/shop': 'change' });
    const [, shop] = entries;
    assert.deepEqual(shop?.changes, [
      { name: 'accessTokenLifetime', now: '3600', wanted: '900' },
      {
        name: 'allowedScopes',
        now: '["openid","phone"]',
        wanted: '["openid","email"]',
        added: ['email'],
        removed: ['phone'],
      },
    ]);
    assert.equal(shop.changedOn, 'files');
    const reset = entries.find(({ address }) => address === 'clients/shop')?.changes[0];
    assert.equal(reset?.wanted, undefined);
    assert.match(reset?.afterPut ?? '', /nobody can sign in/);
  });

  it('takes the default of a member that is left out for the same', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', '"accessTokenLifetime": 3600,', '"useAccessJWT": false,');
    assert.deepEqual(results(compare(files)), {});
  });

  it('tells numbers apart that JavaScript does not', () => {
    const files = pulled(replaced(changed(policy, '}', ',"big":12345678901234567890}')));
    const now = replaced(changed(policy, '}', ',"big":12345678901234567891}'));
    assert.deepEqual(results(compare(files, now)), { 'tokenPolicies/shop': 'conflict' });
  });

  it('says on which side something was changed', () => {
    const theirs = replaced(changed(policy, '3600', '60'));
    const files = pulled();
    assert.deepEqual(compare(files, theirs).map(({ result, changedOn }) => [result, changedOn])[1], [
      'conflict',
      'service',
    ]);
    files.edit('tokenPolicies/shop.json', '3600', '900');
    assert.equal(compare(files, theirs)[1]?.changedOn, 'both');
    const forced = compare(files, theirs, { overwrite: new Set(['tokenPolicies/shop']) })[1];
    assert.deepEqual([forced?.result, forced?.changedOn], ['change', 'both']);
    const unknown = compare(files, theirs, { bases: new Map() })[1];
    assert.deepEqual([unknown?.result, unknown?.changedOn], ['change', undefined]);
  });

  it('takes what a file and the service say alike for sent: only what else the service changed is a conflict', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', '3600', '900');
    files.edit('tokenPolicies/shop.json', '"openid"', '"openid", "email"');
    const sides = (theirs: typeof policy) => {
      const entry = compare(files, replaced(theirs))[1];
      return [entry?.result, entry?.changedOn];
    };
    const partly = changed(policy, '3600', '900');
    assert.deepEqual(sides(partly), ['change', 'files']);
    assert.deepEqual(sides(changed(partly, '}', ',"useAccessJWT":true}')), ['conflict', 'both']);
  });

  it('creates what has no resource, with what it refers to', () => {
    const files = pulled();
    files.texts.set('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
    files.texts.set(
      'clients/new.json',
      '{"name": "New", "type": "public", "tokenPolicy": "tokenPolicies/new", "loginPolicy": "loginPolicies/shop"}',
    );
    assert.deepEqual(results(compare(files)), { 'tokenPolicies/new': 'create', 'clients/new': 'create' });
  });

  it('keeps a resource without a file, and deletes it only if its file was deleted and deleting is asked for', () => {
    const files = pulled();
    files.texts.delete('clients/shop.json');
    const other = resourceOf('clients', clientBody.replace('c1', 'c9').replace('Shop', 'Other'));
    const more = snapshotOf([...whole.resources, other]);
    assert.deepEqual(results(compare(files, more)), {
      'clients/shop': 'unmanaged',
      'clients/c9': 'unmanaged',
    });
    assert.deepEqual(results(compare(files, more, { mayDelete: true })), {
      'clients/shop': 'delete',
      'clients/c9': 'unmanaged',
    });
  });

  it('has no opinion on a kind without files', () => {
    const files = pulled();
    for (const path of ['clients/shop.json', 'clients/admin.json']) files.texts.delete(path);
    const plan = createPlan(files.folder, whole, { mayDelete: true });
    assert.deepEqual(results(plan.entries), {});
    assert.deepEqual(plan.unmanagedKinds, ['clients']);
  });

  it('does not take an unread resource for gone, nor an unread list for new files', () => {
    const files = pulled();
    const gone = snapshotOf(whole.resources.filter(({ id }) => id !== 'c1'));
    assert.deepEqual(results(compare(files, gone)), { 'clients/shop': 'gone' });
    const reason = 'No answer.';
    const unread: readonly UnreadPart[][] = [
      [{ kind: 'clients', reason }],
      [{ kind: 'clients', entry: { kind: 'clients', id: 'C1', title: '' }, reason }],
    ];
    for (const parts of unread) {
      files.texts.set('clients/new.json', clientBody.replace('"id":"c1",', '').replace('Shop', 'New'));
      const found = results(compare(files, { ...gone, unread: parts }));
      assert.equal(found['clients/shop'], 'unread');
      assert.equal(found['clients/new'], 'unread');
    }
  });

  it('says what below a login policy could not be compared', () => {
    const files = pulled(
      snapshotOf(whole.resources, { l1: { pushClaims: 'true', allowedResponseTypes: undefined } }),
    );
    const entry = compare(files).find(({ address }) => address === 'loginPolicies/shop');
    assert.deepEqual([entry?.result, entry?.unreadOptions], ['same', ['pushClaims']]);
  });

  it('finds files by their titles without ids.json, and says so', () => {
    const files = pulled();
    files.texts.delete('ids.json');
    assert.deepEqual(
      compare(files).map(({ result, isAdopted }) => [result, isAdopted]),
      whole.resources.map(() => ['same', true]),
    );
    const twin = resourceOf('tokenPolicies', policyBody.replace('p1', 'p2'));
    const found = compare(files, snapshotOf([...whole.resources, twin])).find(
      ({ address }) => address === 'tokenPolicies/shop',
    );
    assert.equal(found?.result, 'ambiguous');
    assert.match(found.messages[0] ?? '', /p1, p2/);
  });

  it('follows a file that was renamed', () => {
    const files = pulled();
    files.texts.set('clients/store.json', files.text('clients/shop.json'));
    files.texts.delete('clients/shop.json');
    const entry = compare(files, whole, { mayDelete: true }).find(
      ({ address }) => address === 'clients/store',
    );
    assert.deepEqual([entry?.result, entry?.renamedFrom, entry?.id], ['same', 'clients/shop', 'c1']);
    assert.deepEqual(results(compare(files, whole, { mayDelete: true })), {});
  });

  const bad: readonly [what: string, path: string, text: string, result: string, message: RegExp][] = [
    ['is not JSON', 'clients/shop.json', '{', 'invalid', /not JSON/],
    ['has a member twice', 'tokenPolicies/shop.json', '{"title":"A","title":"B"}', 'invalid', /twice/],
    [
      'refers to nothing',
      'clients/shop.json',
      clientBody.replace('"p1"', '"tokenPolicies/nowhere"'),
      'invalid',
      /no file tokenPolicies\/nowhere\.json/,
    ],
    [
      'refers to a policy of the wrong kind',
      'clients/shop.json',
      clientBody.replace('"p1"', '"loginPolicies/shop"'),
      'invalid',
      /no file/,
    ],
    [
      'refers to nothing in a scope',
      'tokenPolicies/shop.json',
      '{"title":"Shop","allowedScopes":["*:config/clients/<nowhere>"]}',
      'invalid',
      /clients\/nowhere/,
    ],
    [
      'holds a secret',
      'loginPolicies/shop.json',
      loginBody.replace('"title"', '"title":"x","other"'),
      'invalid',
      /secret does not belong/,
    ],
    [
      'has a marker that is none',
      'loginPolicies/shop.json',
      loginBody.replace('"hidden-value"', '{"$secret":"not a name"}'),
      'invalid',
      /name of a secret/,
    ],
    [
      'keeps a secret that is not there',
      'loginPolicies/shop.json',
      loginBody.replace('"hidden-value"', '{"$secret":"keep"},"newSecret":{"$secret":"keep"}'),
      'invalid',
      /no secret here to keep/,
    ],
    [
      'names a secret for a member that everybody sees',
      'loginPolicies/shop.json',
      loginBody
        .replace('"hidden-value"', '{"$secret":"keep"}')
        .replace('"id":"l1"', '"customClaims":{"id_token":{"debug":{"$secret":"OWNER_SECRET"}}}'),
      'invalid',
      /member is not masked/,
    ],
    [
      'has a number out of range',
      'tokenPolicies/shop.json',
      '{"title":"Shop","accessTokenLifetime":1}',
      'invalid',
      /60 to 3600/,
    ],
    [
      'has another type',
      'clients/shop.json',
      clientBody.replace('public', 'confidential'),
      'impossible',
      /type/,
    ],
    [
      'has another identity store',
      'loginPolicies/shop.json',
      loginBody.replace('"hidden-value"', '{"$secret":"keep"}').replace('janrainCapture', 'other'),
      'impossible',
      /identityStoreDetails/,
    ],
    [
      'has the title of another new file',
      'tokenPolicies/copy.json',
      '{"title":"Shop","allowedScopes":["openid"]}',
      'ambiguous',
      /tokenPolicies\/shop/,
    ],
    [
      'refers to itself before it exists',
      'tokenPolicies/self.json',
      '{"title":"Self","allowedScopes":["*:config/tokenPolicies/<self>"]}',
      'invalid',
      /refers back/,
    ],
    [
      'has push claims without being a login policy',
      'clients/shop.json',
      clientBody.replace('}', ',"$pushClaims":{}}'),
      'invalid',
      /login policy/,
    ],
  ];
  for (const [what, path, text, result, message] of bad) {
    it(`does not apply a file that ${what}`, () => {
      const files = pulled();
      files.texts.set(path, text);
      const address = path.replace('.json', '');
      const entry = compare(files).find(each => each.address === address);
      assert.equal(entry?.result, result);
      assert.match(entry.messages.join(' '), message);
      assert.ok(!entry.messages.join(' ').includes('hidden-value'));
    });
  }

  for (const member of [
    '"clientSecret":"typed-value"',
    '"smtp":{"password":"typed-value"}',
    '"apiKeys":["typed-value"]',
  ]) {
    it(`does not apply a file with the secret that the service has: ${member}`, () => {
      const held = replaced(changed(login, '"title"', `${member},"title"`));
      const files = pulled(held);
      files.edit('loginPolicies/shop.json', '{"$secret": "keep"}', '"typed-value"');
      const entry = compare(files, held).find(({ address }) => address === 'loginPolicies/shop');
      assert.equal(entry?.result, 'invalid');
      assert.match(entry.messages.join(' '), /secret does not belong/);
      files.pull(held);
      assert.ok(!files.text('loginPolicies/shop.json').includes('typed-value'));
      assert.deepEqual(results(compare(files, held)), {});
    });
  }

  it('shows no secret that stands in a list of a file', () => {
    const held = replaced(changed(login, '"title"', '"apiKeys":[],"title"'));
    const files = pulled(held);
    files.edit('loginPolicies/shop.json', /"apiKeys": \[\s*\]/, '"apiKeys": ["typed-value"]');
    const entry = compare(files, held).find(({ address }) => address === 'loginPolicies/shop');
    assert.deepEqual(
      entry?.changes.map(({ name }) => name),
      ['apiKeys'],
    );
    assert.ok(!JSON.stringify(entry).includes('typed-value'));
  });

  it('does not apply two files of one ID', () => {
    const files = pulled();
    files.texts.set('clients/twin.json', files.text('clients/shop.json'));
    files.edit('ids.json', '"clients/shop": "c1"', '"clients/shop": "c1",\n  "clients/twin": "C1"');
    assert.deepEqual(results(compare(files)), { 'clients/shop': 'invalid', 'clients/twin': 'invalid' });
  });

  it('creates with plain numbers what another service sent as strings', () => {
    const files = pulled();
    files.texts.set(
      'tokenPolicies/new.json',
      '{"title": "New", "accessTokenLifetime": "1800", "useAccessJWT": "false"}',
    );
    const entry = compare(files).find(({ address }) => address === 'tokenPolicies/new');
    assert.equal(entry?.result, 'create');
    assert.deepEqual(
      entry.changes.map(({ wanted }) => wanted),
      ['"New"', '1800'],
    );
  });

  it('takes the name of a secret for the secret that the service has, and says so', () => {
    const files = pulled();
    files.edit('loginPolicies/shop.json', '"keep"', '"NEW_SECRET"');
    assert.deepEqual(results(compare(files)), {});
    const { text } = planText(createPlan(files.folder, whole), { folder: 'f', profile: 'p' });
    assert.match(text, /loginPolicies\/shop .*the same\n.*keeps it, so NEW_SECRET is not used/);
    files.edit('loginPolicies/shop.json', 'shop.example', 'store.example');
    const [entry] = compare(files).filter(({ result }) => result !== 'same');
    assert.deepEqual([entry?.result, entry?.secretNames], ['change', []]);
    assert.match(entry?.messages[0] ?? '', /NEW_SECRET is not used/);
  });

  describe('of a list whose entries have secrets', () => {
    const hooks = resourceOf(
      'loginPolicies',
      loginBody.replace(
        '"title"',
        '"hooks":[{"url":"a","clientSecret":"SA"},{"url":"b","clientSecret":"SB"}],"title"',
      ),
    );
    const compared = (...entries: readonly (readonly [url: string, secret: string])[]) => {
      const files = pulled(replaced(hooks));
      const list = entries.map(([url, $secret]) => ({ url, clientSecret: { $secret } }));
      files.edit('loginPolicies/shop.json', /"hooks": \[[^\]]*\]/, `"hooks": ${JSON.stringify(list)}`);
      return compare(files, replaced(hooks)).find(({ address }) => address === 'loginPolicies/shop');
    };

    it('keeps the secret of each entry, wherever it is', () => {
      assert.equal(compared(['b', 'keep'])?.result, 'change');
      assert.equal(compared(['b', 'keep'], ['a', 'keep'])?.result, 'change');
    });

    it('does not apply a file whose secret may be that of several entries', () => {
      for (const entry of [
        compared(['c', 'keep']),
        compared(['a', 'keep'], ['b', 'keep'], ['c', 'keep']),
        compared(['c', 'keep'], ['d', 'keep']),
      ]) {
        assert.equal(entry?.result, 'invalid');
        assert.match(entry.messages.join(' '), /unclear which secret of the service belongs here/);
      }
    });

    it('does not apply a file that keeps one of two secrets of which nothing else differs', () => {
      const twins = (...secrets: readonly string[]) =>
        resourceOf(
          'loginPolicies',
          loginBody.replace('"title"', `"secrets":${JSON.stringify(secrets)},"title"`),
        );
      const files = pulled(replaced(twins('SA', 'SB')));
      files.edit('loginPolicies/shop.json', /(\{"\$secret": "keep"\}),\s*\1/, '$1');
      const entry = (...secrets: readonly string[]) =>
        compare(files, replaced(twins(...secrets))).find(({ address }) => address === 'loginPolicies/shop');
      assert.equal(entry('SA', 'SB')?.result, 'invalid');
      assert.match(entry('SA', 'SB')?.messages.join(' ') ?? '', /unclear which secrets/);
      assert.equal(entry('SA', 'SA')?.result, 'change');
    });

    it('asks for the secret of a new entry that is named', () => {
      const entry = compared(['a', 'keep'], ['b', 'keep'], ['c', 'HOOK_SECRET']);
      assert.deepEqual([entry?.result, entry?.secretNames], ['change', ['HOOK_SECRET']]);
    });
  });

  it('refuses a chain of references only if it is closed', () => {
    const files = pulled();
    const next = (index: number) =>
      `{"title": "T${index}", "allowedScopes": [".:config/tokenPolicies/<t${index + 1}>"]}`;
    for (let index = 0; index < 1000; index++) files.texts.set(`tokenPolicies/t${index}.json`, next(index));
    files.texts.set('tokenPolicies/t1000.json', '{"title": "End"}');
    const created = () => compare(files).filter(({ result }) => result === 'create').length;
    assert.equal(created(), 1001);
    assert.equal(planSteps(createPlan(files.folder, whole)).steps[0]?.address, 'tokenPolicies/t1000');
    files.texts.set(
      'tokenPolicies/t1000.json',
      '{"title": "End", "allowedScopes": [".:config/tokenPolicies/<t0>"]}',
    );
    assert.equal(created(), 0);
  });

  it('refuses the files of another customer', async () => {
    const other = { ...whole, origin: 'https://v1.api.eu.janrain.com' };
    await problemOf(
      Promise.resolve().then(() => compare(pulled(), other)),
      'invalidInput',
    );
  });

  it('ignores $schema', () => {
    const files = pulled();
    files.edit('clients/shop.json', '{', '{\n  "$schema": "https://x.example/s.json",');
    assert.deepEqual(results(compare(files)), {});
  });

  it('finds a resource by its title in another Unicode form, and two of them are unclear', () => {
    const policy = (id: string, title: string) =>
      resourceOf('tokenPolicies', JSON.stringify({ id, title, allowedScopes: ['openid'] }));
    const files = new MemoryFolder();
    files.pull(snapshotOf([policy('p1', 'Cafe\u0301')]));
    files.texts.delete('ids.json');
    const results = (...policies: readonly ReturnType<typeof policy>[]) =>
      createPlan(files.folder, snapshotOf(policies)).entries.map(({ result }) => result);
    assert.ok(!results(policy('p1', 'Caf\u00e9')).includes('create'));
    assert.ok(results(policy('p1', 'Caf\u00e9'), policy('p2', 'Cafe\u0301')).includes('ambiguous'));
  });
});

describe('planText', () => {
  it('shows each difference, configuration access, and that nothing was sent', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', '3600', '900');
    files.edit('tokenPolicies/admin.json', '"*:config/**"', '"*:config/**", "openid"');
    files.edit('clients/shop.json', /,\s*"redirectURIs": \[[^\]]*\]/, '');
    files.texts.set('tokenPolicies/winter.json', '{"title": "Winter\\nSale", "allowedScopes": ["openid"]}');
    files.texts.delete('clients/admin.json');
    const plan = createPlan(files.folder, replaced(changed(login, 'shop.example', 'store.example')), {
      bases: files.bases,
      ownClientId: 'c0',
    });
    const { text, lines } = planText(plan, { folder: 'hosted-login/dev', profile: 'Dev' });
    assert.equal(
      text,
      `Files hosted-login/dev ↔ service, profile “Dev”, 5 policies and clients read
  ~ tokenPolicies/admin   “Admin”        changed here; configuration access of this profile: not touched unless you type its title
      allowedScopes  + openid
  ~ tokenPolicies/shop    “Shop”         changed here
      accessTokenLifetime  3600 → 900
  + tokenPolicies/winter  “Winter Sale”  would be created
  ≠ loginPolicies/shop    “Shop”         changed on the service since the last pull
      loginURL  "https://store.example/" → "https://shop.example/"
      Changed on the service since the last pull. Pull to take the change, or apply this file to undo it.
  · clients/admin         “Admin”        only on the service: kept
  ~ clients/shop          “Shop”         changed here
      redirectURIs  ["https://a.example/"] → none: nobody can sign in: left out, so the service resets it
Configuration access: 1 now, 1 afterwards.
1 to create, 3 to change, 0 to delete, 0 the same; 1 changed on the service; 1 only on the service. Nothing was sent.
`,
    );
    assert.equal(text.split('\n')[lines.get('tokenPolicies/winter') ?? 0]?.trim().charAt(0), '+');
  });

  it('gives each entry its own line, whatever the names of members and files are', () => {
    const files = pulled();
    const forged = 'note\n  ~ clients/other  “Other”  changed here\u2028\u202e\n\n';
    files.edit('tokenPolicies/shop.json', '{', `{ ${JSON.stringify(forged)}: 1,`);
    files.edit('clients/shop.json', 'https://a.example/', 'https://b.example/');
    files.texts.set('clients/a\n  = nothing\u202e.json', '{}');
    const { text, lines } = planText(createPlan(files.folder, whole), { folder: 'x', profile: 'y' });
    const shown = text.split('\n');
    for (const [address, line] of lines) assert.ok(shown[line]?.includes(` ${address} `), shown[line]);
    assert.ok(lines.size > 1);
    assert.match(text, /✗ clients\/a {3}= nothing/);
    assert.match(text, /note ~ clients\/other “Other” changed here {2}none → 1/);
    assert.doesNotMatch(text, /[\u2028\u202e]|\n\n/);
  });

  it('shows any number of changed members', () => {
    const files = pulled();
    const plan = createPlan(files.folder, whole);
    const changes = Array.from({ length: 200_000 }, (_, n) => ({ name: `m${n}`, now: '1', wanted: '2' }));
    const [entry] = plan.entries;
    assert.ok(entry);
    const { text } = planText(
      { ...plan, entries: [{ ...entry, result: 'change', changes }] },
      { folder: 'x', profile: 'y' },
    );
    assert.match(text, /m199999 {2}1 → 2/);
  });

  it('counts entries that are cut, and says of a line that its end may not be shown', () => {
    const files = pulled();
    files.edit(
      'clients/shop.json',
      '"https://a.example/"',
      `"https://a.example/", "https://shop.example/${'long-'.repeat(20)}",${' '.repeat(12_000)}"https://evil.example/"`,
    );
    const { text } = planText(createPlan(files.folder, whole), { folder: 'x', profile: 'y' });
    assert.match(text, /redirectURIs {2}2 added, 0 removed: \+ https:\/\/shop\.example\/long-.*…/);
    assert.match(text, /line \d+ is so long that an editor may not show its end/);
  });

  it('shows the entries that a list has more, also if the others are in another order', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', /"openid",\s*"phone"/, '"phone", "openid", "*:**"');
    const { text } = planText(createPlan(files.folder, whole), { folder: 'x', profile: 'y' });
    assert.match(text, /allowedScopes {2}\+ \*:\*\* {2}\(and in another order\)\n/);
  });

  it('shows both lists if only the order differs', () => {
    const files = pulled();
    files.edit('tokenPolicies/shop.json', /"openid",\s*"phone"/, '"phone", "openid"');
    const { text } = planText(createPlan(files.folder, whole), { folder: 'x', profile: 'y' });
    assert.match(text, /allowedScopes {2}\["openid", ?"phone"\] → \["phone", ?"openid"\]\n/);
  });

  it('shows the scopes of a new policy that may allow to change the configuration', () => {
    const files = pulled();
    files.texts.set('tokenPolicies/users.json', '{"title": "Users", "allowedScopes": ["openid"]}');
    files.texts.set(
      'tokenPolicies/more.json',
      '{"title": "More", "allowedScopes": ["openid", "*:config/**"]}',
    );
    const { text } = planText(createPlan(files.folder, whole), { folder: 'x', profile: 'y' });
    assert.deepEqual(text.match(/allowedScopes.*/g), ['allowedScopes  none → ["openid","*:config/**"]']);
  });
});
