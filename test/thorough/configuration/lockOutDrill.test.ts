import assert from 'node:assert/strict';
import type { ResourceKey } from '../../../src/core/configuration';
import { shownText } from '../../../src/core/resourceText';
import { applyChange } from '../../../src/features/configuration/applying';
import { checkVerdict, isChangedMeanwhile, prepareChange } from '../../../src/features/configuration/change';
import { deleteResource, prepareDeletion } from '../../../src/features/configuration/deleting';
import { createSpareAccess } from '../../../src/features/configuration/spare';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index';
import { problemOf, settled } from '../../support/fakes';
import { closeAll } from '../../unit/api/servers';
import { ConfigurationWindow, Service, told } from './windowFixture';

type Members = Record<string, unknown>;

describe('the lock-out drill, against the sandbox', () => {
  let sandbox: Sandbox;
  let service: Service;
  let at: ConfigurationWindow;
  let ownClient: ResourceKey;
  let ownPolicy: ResourceKey;

  beforeEach(async () => {
    sandbox = await startSandbox();
    service = new Service(sandbox);
    at = await ConfigurationWindow.open(sandbox);
    ownClient = { kind: 'clients', id: sandbox.ids.configurationClient };
    ownPolicy = { kind: 'tokenPolicies', id: sandbox.ids.configurationTokenPolicy };
  });
  afterEach(async () => {
    await settled();
    await sandbox.stop();
    await closeAll();
  });

  /** Looks at a change of some members, and sends it with what is typed. */
  async function look(window: ConfigurationWindow, key: ResourceKey, change: (members: Members) => Members) {
    const { holdings, guard } = window.desk;
    const base = shownText((await holdings.read(key)).body);
    const edited = JSON.stringify(change(JSON.parse(base) as Members), undefined, 2);
    const found = await prepareChange(holdings, guard, key, { edited, base });
    assert.ok(found && !isChangedMeanwhile(found));
    return found;
  }
  async function save(
    window: ConfigurationWindow,
    key: ResourceKey,
    change: (members: Members) => Members,
    typed?: string,
  ) {
    const found = await look(window, key, change);
    checkVerdict(found.verdict, typed, key);
    return applyChange(window.desk, found);
  }
  async function remove(window: ConfigurationWindow, key: ResourceKey, typed?: string) {
    const deletion = await prepareDeletion(window.desk, key);
    checkVerdict(deletion.verdict, typed, key);
    return deleteResource(window.desk, deletion);
  }

  const scopes =
    (...allowedScopes: unknown[]) =>
    (members: Members): Members => ({ ...members, allowedScopes });
  const without =
    (name: string) =>
    (members: Members): Members =>
      Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
  /** Whoever makes it says the key of the resource, and what becomes of its members. */
  const writes: [what: string, on: 'client' | 'policy', change: (members: Members) => Members][] = [
    ['forgets the scopes', 'policy', without('allowedScopes')],
    ['empties the scopes', 'policy', scopes()],
    ['narrows to reading', 'policy', scopes('.:**')],
    ['narrows to clients', 'policy', scopes('*:config/clients**')],
    ['narrows to another policy', 'policy', scopes('*:config/tokenPolicies/other')],
    ['leaves those of people', 'policy', scopes('openid', 'profile')],
    ['misspells the path', 'policy', scopes('*:configuration/**')],
    ['misspells the case', 'policy', scopes('*:Config/**')],
    ['forgets the stars', 'policy', scopes('*:config/')],
    ['has one star', 'policy', scopes('*:config/*')],
    ['has a point for the colon', 'policy', scopes('*.config/**')],
    ['has a blank before', 'policy', scopes(' *:config/**')],
    ['has a blank behind', 'policy', scopes('*:config/** ')],
    ['has two in one', 'policy', scopes('*:config/** openid')],
    ['has a slash before', 'policy', scopes('*:/config/**')],
    ['has what looks like a star', 'policy', scopes('∗:config/**')],
    ['has no text', 'policy', scopes(null)],
    ['is no list', 'policy', members => ({ ...members, allowedScopes: '*:**' })],
    ['is null', 'policy', members => ({ ...members, allowedScopes: null })],
    ['moves to one that reads', 'client', members => ({ ...members, tokenPolicy: 'READS' })],
    ['moves to one for people', 'client', members => ({ ...members, tokenPolicy: 'PEOPLE' })],
    ['moves to none that is there', 'client', members => ({ ...members, tokenPolicy: 'nowhere' })],
    ['gets a login policy', 'client', members => ({ ...members, loginPolicy: 'LOGIN' })],
    ['becomes public', 'client', members => ({ ...members, type: 'public', loginPolicy: 'LOGIN' })],
    ['forgets its policy', 'client', without('tokenPolicy')],
  ];
  const filled =
    (change: (members: Members) => Members) =>
    (members: Members): Members => {
      const { ids } = sandbox;
      const names: Members = {
        ...{ READS: ids.readOnlyTokenPolicy, PEOPLE: ids.mobileTokenPolicy, LOGIN: ids.staffLoginPolicy },
      };
      return Object.fromEntries(
        Object.entries(change(members)).map(([name, value]) => [name, names[String(value)] ?? value]),
      );
    };
  const written = () => at.sent.filter(request => /^(?:PUT|DELETE)/.test(request));

  for (const [what, on, change] of writes) {
    it(`one way in, and a save that ${what}: refused, whatever is typed`, async () => {
      const key = on === 'client' ? ownClient : ownPolicy;
      const problem = await problemOf(save(at, key, filled(change), 'Configuration'));
      assert.ok(['lockOut', 'invalidInput'].includes(problem.kind), told(problem));
      assert.deepEqual([written(), await at.comesIn()], [[], true]);
    });

    it(`two ways in, and a save that ${what}: not without the title`, async () => {
      await service.addWayIn();
      const key = on === 'client' ? ownClient : ownPolicy;
      const problem = await problemOf(save(at, key, filled(change)));
      assert.ok(['needsTyping', 'invalidInput'].includes(problem.kind), told(problem));
      assert.deepEqual([written(), await at.comesIn()], [[], true]);
    });
  }

  it('a member that is there twice, once so and once so: nobody knows which one counts', async () => {
    const { holdings, guard } = at.desk;
    const base = shownText((await holdings.read(ownPolicy)).body);
    const edited = base.replace('"allowedScopes"', '"allowedScopes": [], "allowedScopes"');
    await problemOf(prepareChange(holdings, guard, ownPolicy, { edited, base }), 'invalidInput');
  });

  it('one way in: neither its client nor its policy is deleted', async () => {
    await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
    await problemOf(remove(at, ownPolicy, 'Configuration'), 'inUse');
    assert.deepEqual([written(), await at.comesIn()], [[], true]);
  });

  it('one way in: its client moves to another policy that lets in, which no client had', async () => {
    const tokenPolicy = await service.create('tokenPolicies', {
      ...{ title: 'Twin', allowedScopes: ['*:**'] },
    });
    await save(at, ownClient, members => ({ ...members, tokenPolicy }), 'Configuration');
    assert.ok(await at.comesIn());
  });

  it('a way in that vanishes while a person thinks about the question: not deleted', async () => {
    const second = await service.addWayIn();
    const deletion = await prepareDeletion(at.desk, ownClient);
    assert.equal(deletion.verdict.is, 'typed');
    await service.remove('clients', second.client);
    await problemOf(deleteResource(at.desk, deletion), 'lockOut');
    assert.ok(await at.comesIn());
  });

  it('two of three that vanish meanwhile: the last one is not deleted as if it were free', async () => {
    const [one, other] = [await service.addWayIn(), await service.create('tokenPolicies', { title: 'x' })];
    assert.ok(other);
    const third = await service.create('clients', {
      ...{ name: 'Third', type: 'confidential', tokenPolicy: one.policy, redirectURIs: [] },
    });
    const deletion = await prepareDeletion(at.desk, { kind: 'clients', id: third });
    assert.equal(deletion.verdict.is, 'free');
    await service.remove('clients', one.client);
    await problemOf(deleteResource(at.desk, deletion), 'needsTyping');
    assert.ok(await service.members('clients', third));
  });

  it('a resource that somebody changed while a person thinks: not deleted', async () => {
    const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.unusedTokenPolicy };
    const deletion = await prepareDeletion(at.desk, key);
    await service.change('tokenPolicies', key.id, { title: 'In use again' });
    await problemOf(deleteResource(at.desk, deletion), 'changedMeanwhile');
    assert.deepEqual(written(), []);
  });

  it('a client that somebody pointed elsewhere is no user any more', async () => {
    const { ids } = sandbox;
    await at.desk.holdings.all('clients');
    await service.change('clients', ids.mobileClient, { tokenPolicy: ids.storefrontTokenPolicy });
    await remove(at, { kind: 'tokenPolicies', id: ids.mobileTokenPolicy });
    assert.equal(await service.members('tokenPolicies', ids.mobileTokenPolicy), undefined);
  });

  // What the list does not tell, or tells wrong, can only make the guard stricter.
  const lies: [what: string, lie: (body: Members) => unknown][] = [
    ['leaves out the second client', body => dropped(body, 'Second')],
    ['says there are a hundred', body => ({ ...body, total: 100 })],
    ['says there are none, but names them', body => ({ ...body, total: 0 })],
    ['names a client that is not there', body => added(body, { id: 'ghost', name: 'Ghost' })],
    ['names a client twice', body => added(body, { id: sandbox.ids.configurationClient, name: 'Again' })],
    ['names what has no id', body => added(body, { name: 'Nobody' })],
    ['goes on at itself', body => ({ ...body, _links: { next: { href: '?page=0' } } })],
    ['goes on elsewhere', body => ({ ...body, _links: { next: { href: 'https://evil.example/' } } })],
  ];
  for (const [what, lie] of lies) {
    it(`a list of clients that ${what}: the last way in stays`, async () => {
      const second = await service.addWayIn();
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (!/^GET config\/clients(?:\?.*)?$/.test(request)) return reply;
        return new Response(JSON.stringify(lie((await reply.json()) as Members)), reply);
      };
      const isHidden = what.startsWith('leaves');
      const problem = await problemOf(remove(at, ownClient));
      assert.equal(problem.kind, isHidden ? 'lockOut' : 'needsTyping', told(problem));
      await problemOf(save(at, { kind: 'tokenPolicies', id: second.policy }, scopes())).then(
        ({ kind }) => {
          assert.equal(kind, 'needsTyping');
        },
        () => {
          assert.ok(isHidden);
        },
      );
      assert.ok(await at.comesIn());
    });
  }

  for (const status of [403, 404, 500]) {
    it(`a second client that can not be read (${status}) is no way in`, async () => {
      const { client } = await service.addWayIn();
      at.trouble = (request, pass) =>
        request.endsWith(client) ? Promise.resolve(new Response('{"errors":"no"}', { status })) : pass();
      await problemOf(remove(at, ownClient, 'Configuration'), 'lockOut');
      await problemOf(save(at, ownPolicy, scopes(), 'Configuration'), 'lockOut');
      assert.deepEqual([written(), await at.comesIn()], [[], true]);
    });
  }

  describe('with two people', () => {
    let other: ConfigurationWindow;
    let second: { readonly policy: string; readonly client: string };

    beforeEach(async () => {
      second = await service.addWayIn();
      const clientSecret = await service.secret(second.client);
      other = await ConfigurationWindow.open(sandbox, { clientId: second.client, clientSecret });
    });

    it('who edit the same policy: the second one is told, and nothing is lost', async () => {
      const key: ResourceKey = { kind: 'tokenPolicies', id: sandbox.ids.mobileTokenPolicy };
      const { holdings, guard } = other.desk;
      const base = shownText((await holdings.read(key)).body);
      await save(at, key, members => ({ ...members, title: 'Mine' }));
      const edited = base.replace('Nordhaven Mobile Apps', 'Theirs');
      const found = await prepareChange(holdings, guard, key, { edited, base });
      assert.ok(found && isChangedMeanwhile(found));
      assert.match(found.theirs, /"Mine"/);
      assert.equal((await service.members(key.kind, key.id))?.['title'], 'Mine');
      assert.deepEqual(
        other.sent.filter(request => request.startsWith('PUT')),
        [],
      );
    });

    it('who close one of two ways in at the same moment: one of them is put back', async () => {
      const mine = await look(at, ownPolicy, scopes('openid'));
      const theirs = await look(other, { kind: 'tokenPolicies', id: second.policy }, scopes('openid'));
      const ends = await Promise.allSettled([applyChange(at.desk, mine), applyChange(other.desk, theirs)]);
      const reasons = ends.flatMap(end => (end.status === 'rejected' ? [told(end.reason)] : []));
      assert.ok(reasons.length > 0);
      for (const reason of reasons) assert.match(reason, /^lockOut: .*was put back/);
      const left = [ownPolicy.id, second.policy].map(id => service.members('tokenPolicies', id));
      const ways = (await Promise.all(left)).filter(members =>
        JSON.stringify(members?.['allowedScopes']).includes('*'),
      );
      assert.ok(ways.length > 0);
    });

    it('who close both, where it can not be seen who is left: told, and not undone', async () => {
      const change = await look(at, ownPolicy, scopes('openid'));
      let isSent = false;
      at.trouble = (request, pass) => {
        if (isSent && request === `GET config/clients/${second.client}`) {
          return Promise.resolve(new Response('{"errors":"no"}', { status: 500 }));
        }
        isSent ||= request.startsWith('PUT');
        return pass();
      };
      const { unseen } = await applyChange(at.desk, change);
      assert.match(unseen?.message ?? '', /sent and accepted, but whether there is still a way/);
      assert.deepEqual((await service.members('tokenPolicies', ownPolicy.id))?.['allowedScopes'], ['openid']);
    });

    it('who close both, where it can not be put back: told how it stands', async () => {
      const change = await look(at, ownPolicy, scopes('openid'));
      await service.change('tokenPolicies', second.policy, { allowedScopes: ['openid'] });
      let puts = 0;
      at.trouble = (request, pass) =>
        request.startsWith('PUT') && ++puts > 1
          ? Promise.resolve(new Response('{"errors":"no"}', { status: 500 }))
          : pass();
      const problem = await problemOf(applyChange(at.desk, change), 'lockOut');
      assert.match(problem.message, /could not be put back/);
    });

    it('who delete both clients: told, and spare access makes a way in again', async () => {
      const deletion = await prepareDeletion(at.desk, ownClient);
      at.trouble = async (request, pass) => {
        if (request.startsWith('DELETE')) await service.remove('clients', second.client);
        return pass();
      };
      const problem = await problemOf(deleteResource(at.desk, deletion), 'lockOut');
      assert.match(problem.nextStep, /Create Spare Configuration Access/);
      at.trouble = (_, pass) => pass();
      assert.equal(await at.comesIn(), false);
      const spare = await createSpareAccess(at.rooms, at.desk, new AbortController().signal);
      assert.ok(await at.comesIn(spare));
    });

    it('of whom one refreshes while the other’s change is looked after: it stays', async () => {
      const change = await look(at, ownPolicy, members => ({ ...members, title: 'Renamed' }));
      at.desk.holdings.refresh();
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (request.startsWith('GET config/clients/')) at.desk.holdings.refresh();
        return reply;
      };
      await applyChange(at.desk, change);
      assert.equal((await service.members(ownPolicy.kind, ownPolicy.id))?.['title'], 'Renamed');
    });

    it('a look that began before a write is no answer after it', async () => {
      const change = await look(at, ownPolicy, members => ({ ...members, title: 'Renamed' }));
      let held: Response | undefined;
      let answer: () => void = () => undefined;
      at.trouble = async (request, pass) => {
        const reply = await pass();
        if (request !== `GET config/tokenPolicies/${ownPolicy.id}` || held) return reply;
        held = reply;
        await new Promise<void>(resolve => (answer = resolve));
        return reply;
      };
      const early = at.desk.holdings.read(ownPolicy);
      while (!held) await settled();
      assert.equal((await applyChange(at.desk, change)).title, 'Renamed');
      answer();
      await early;
      assert.equal(at.desk.holdings.known(ownPolicy)?.title, 'Renamed');
    });
  });

  it('a person who may only read can make no spare access', async () => {
    const { origin, customerId, ids, secrets } = sandbox;
    const values = { name: 'reader', origin, customerId, clientId: ids.readOnlyClient };
    const reader = await at.profiles.add(values, secrets.readOnlyClient);
    const made = createSpareAccess(at.rooms, at.desks.for(reader), new AbortController().signal);
    await problemOf(made, 'forbidden');
  });

  const added = (body: Members, entry: object) => ({
    ...body,
    _embedded: { clients: [...clientsIn(body), entry] },
  });
  const dropped = (body: Members, name: string) => ({
    ...body,
    _embedded: { clients: clientsIn(body).filter(client => client['name'] !== name) },
  });
  const clientsIn = (body: Members) => (body['_embedded'] as { clients: Members[] }).clients;
});
