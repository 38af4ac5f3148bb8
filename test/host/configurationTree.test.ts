import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ConfigurationApi } from '../../src/api/configuration/configurationApi';
import { ResourceCache } from '../../src/configuration/resourceCache';
import { createResource } from '../../src/configuration/writes/createResource';
import { deleteResource, prepareDeletion } from '../../src/configuration/writes/deleteResource';
import { Emitter } from '../../src/core/common/event';
import { isProblem, Problem } from '../../src/core/common/problem';
import type { Profile } from '../../src/core/profile/profile';
import { allowedScopes } from '../../src/core/resourceRules/configurationAccess';
import { BackgroundLoaders } from '../../src/features/configuration/tree/backgroundLoaders';
import { ActionNode, ProblemNode } from '../../src/features/configuration/tree/leafNodes';
import { CollectionNode, ResourceNode } from '../../src/features/configuration/tree/nodes';
import { ConfigurationTree } from '../../src/features/configuration/tree/treeDataProvider';
import { type TreeNode } from '../../src/features/configuration/tree/treeNode';
import { useSandbox } from '../support/extensionHost';
import { profileWith } from '../support/fakes';
import { manyClients } from '../support/manyClients';
import { until } from '../support/until';
import { configurationApiAt, configurationApiFor } from '../unit/api/configuration/apiFixture';
import { closeAll, serve } from '../unit/api/servers';
import { ConfigurationWindow } from '../unit/configuration/windowFixture';

/** The tree over real services, without a window around it. */
class Fixture {
  readonly changed: (TreeNode[] | undefined)[] = [];
  readonly onProgress: Promise<unknown>[] = [];
  readonly resourceCaches: ResourceCache[];
  readonly tree: ConfigurationTree;
  readonly #profilesChanged = new Emitter<void>();
  /** The clients whose access can be proved; only that of the profile by default. */
  proved: readonly string[] | undefined;
  readonly loaders: BackgroundLoaders;

  constructor(
    configurations: readonly ConfigurationApi[],
    readonly profiles: { all: Profile[]; active: Profile | undefined },
  ) {
    this.resourceCaches = configurations.map(configuration => new ResourceCache(configuration));
    const store = {
      get all() {
        return profiles.all;
      },
      get active() {
        return profiles.active;
      },
      onDidChange: this.#profilesChanged.event,
    };
    const deps = {
      profiles: store,
      problemOf: (_: string, error: unknown) =>
        isProblem(error) ? error : new Problem('internal', String(error)),
    };
    this.loaders = new BackgroundLoaders({
      ...deps,
      configurations: {
        for: ({ id, clientId }) => {
          const resourceCache = this.resourceCaches[Number(id)];
          assert.ok(resourceCache);
          return {
            resourceCache,
            guard: { findConfigurationAccess: () => this.#access(resourceCache.api, [clientId]) },
          };
        },
      },
      onProgress: work => this.onProgress.push(work),
    });
    this.tree = new ConfigurationTree({
      ...deps,
      loaders: this.loaders,
      after: (_, callback) => {
        const timer = setImmediate(callback);
        return () => {
          clearImmediate(timer);
        };
      },
      fireDidChange: nodes => this.changed.push(nodes),
      drafts: { get: () => undefined, onDidChange: () => ({ dispose: () => undefined }) },
      uriOf: ({ name }, entry) => vscode.Uri.parse(`hosted-login:/${name}/${entry.kind}/${entry.id}.json`),
    });
  }

  dispose(): void {
    this.tree.dispose();
    this.loaders.dispose();
  }

  changeProfiles(active: Profile | undefined, ...all: Profile[]): void {
    Object.assign(this.profiles, { all, active });
    this.#profilesChanged.fire();
  }

  /** The node at a path of labels. */
  async at(...path: readonly (string | RegExp)[]): Promise<TreeNode> {
    let node: TreeNode | undefined;
    for (const label of path) {
      const children = await this.tree.getChildren(node);
      node = children.find(child => matches(this.label(child), label));
      assert.ok(node, `no ${String(label)} among ${children.map(child => this.label(child)).join(' | ')}`);
    }
    assert.ok(node);
    return node;
  }

  /** The texts of a node as VS Code shows them. */
  shown(node: TreeNode): { readonly label: string; readonly description: string; readonly tooltip: string } {
    const { label, description, tooltip } = this.tree.getTreeItem(node);
    assert.ok(typeof label === 'string' && typeof description === 'string' && typeof tooltip === 'string');
    return { label, description, tooltip };
  }

  async #access(configuration: ConfigurationApi, clientIds: readonly string[]) {
    const found = (this.proved ?? clientIds).map(async id => {
      const client = await configuration.read('clients', id);
      const policy = await configuration.read('tokenPolicies', String(client.members['tokenPolicy']));
      return { client, policy, scopes: allowedScopes(policy.members) ?? [], granted: [] };
    });
    return Promise.all(found);
  }

  label(node: TreeNode): string {
    return this.shown(node).label;
  }

  /** What is shown below a path of labels, a line each: label and description. */
  async below(...path: readonly (string | RegExp)[]): Promise<string[]> {
    const node = path.length === 0 ? undefined : await this.at(...path);
    return (await this.tree.getChildren(node)).map(child => this.line(child));
  }

  line(node: TreeNode): string {
    const { label, description } = this.shown(node);
    return description === '' ? label : `${label} · ${description}`;
  }

  /** Waits until everything was read in the background. */
  async settle(): Promise<void> {
    for (let seen = -1; seen !== this.onProgress.length;) {
      seen = this.onProgress.length;
      await Promise.all(this.onProgress);
      await new Promise(resolve => setImmediate(resolve));
    }
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text === wanted : wanted.test(text);
}

const lines = (text: string) => text.trim().split(/\n\s*/);

describe('the tree of the configuration', () => {
  const sandbox = useSandbox();
  let fixture: Fixture;

  const profileOf = (values: Partial<Profile> = {}) =>
    profileWith({
      id: '0',
      name: 'Nordhaven',
      origin: sandbox().origin,
      customerId: sandbox().customerId,
      clientId: sandbox().clientId,
      ...values,
    });
  const asked = () =>
    sandbox()
      .received.filter(({ path }) => path.includes('/config/'))
      .map(({ path }) => path.replace(/^.*\/config\//, ''));

  beforeEach(() => {
    const profile = profileOf();
    fixture = new Fixture([configurationApiFor(sandbox()).configuration], {
      all: [profile],
      active: profile,
    });
  });
  afterEach(async () => {
    fixture.dispose();
    await closeAll();
  });

  it('shows the configuration access and the profiles, expands the active one, and sends no requests for collections', async () => {
    const other = profileOf({ id: '1', name: 'Other', customerId: 'someone-else' });
    fixture.resourceCaches.push(new ResourceCache(configurationApiAt('http://127.0.0.1:9')));
    fixture.changeProfiles(profileOf(), profileOf(), other);
    const before = asked().length;
    assert.deepEqual(await fixture.below(), [
      'Proving configuration access… · Nordhaven',
      'Nordhaven · active',
      'Other',
    ]);
    const states = (await fixture.tree.getChildren()).map(
      node => fixture.tree.getTreeItem(node).collapsibleState,
    );
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    assert.deepEqual(states, [None, Expanded, Collapsed]);
    assert.deepEqual(await fixture.below('Other'), ['Token Policies', 'Login Policies', 'Clients']);
    await fixture.settle();
    assert.ok(
      asked()
        .slice(before)
        .every(path => !path.startsWith('loginPolicies')),
      asked().join(),
    );
  });

  it('shows the active profile first', async () => {
    const other = profileOf({ id: '1', name: 'Other', customerId: 'someone-else' });
    fixture.resourceCaches.push(new ResourceCache(configurationApiAt('http://127.0.0.1:9')));
    fixture.changeProfiles(other, profileOf(), other);
    assert.deepEqual((await fixture.below()).slice(1), ['Other · active', 'Nordhaven']);
  });

  it('finds the node of a resource to reveal it, without requests if its list is not shown', async () => {
    const [key] = (await fixture.resourceCaches[0]?.list('tokenPolicies')) ?? [];
    assert.ok(key);
    assert.equal(fixture.tree.findNode(profileOf(), key), undefined);
    await fixture.below();
    await fixture.below('Nordhaven');
    await fixture.below('Nordhaven', 'Token Policies');
    const node = fixture.tree.findNode(profileOf(), key);
    assert.ok(node instanceof ResourceNode);
    assert.equal(node.key.id, key.id);
    assert.ok(node.parent instanceof CollectionNode);
  });

  it('sorts titles alphabetically, and shows the kinds of clients by icon and word', async () => {
    await fixture.below('Nordhaven', 'Clients');
    await fixture.settle();
    assert.deepEqual(
      await fixture.below('Nordhaven', 'Clients'),
      lines(`
        Configuration · configuration
        Configuration, read only · configuration
        Nordhaven for iOS and Android · public
        Nordhaven Store Staff · confidential
        Nordhaven Storefront · public`),
    );
    const node = await fixture.at('Nordhaven', 'Clients', /Staff/);
    const staff = fixture.tree.getTreeItem(node);
    assert.equal(staff.iconPath instanceof vscode.ThemeIcon && staff.iconPath.id, 'lock');
    assert.equal(staff.contextValue, 'client.confidential');
    assert.equal(staff.accessibilityInformation?.label, 'Nordhaven Store Staff, confidential client');
    assert.equal(fixture.shown(node).tooltip, 'Nordhaven Store Staff\nconfidential client');
  });

  it('opens the document of a clicked node', async () => {
    const { command } = fixture.tree.getTreeItem(await fixture.at('Nordhaven', 'Clients', /Staff/));
    const key = { kind: 'clients', id: sandbox().ids.staffClient };
    assert.deepEqual(command, {
      title: '',
      command: 'hostedLogin.openResource',
      arguments: [{ profile: 'Nordhaven', ...key }],
    });
  });

  it('shows the policies of a client and the clients of a policy', async () => {
    await fixture.below('Nordhaven', 'Token Policies');
    await fixture.settle();
    assert.deepEqual(
      await fixture.below('Nordhaven', 'Token Policies'),
      lines(`
        Configuration · used by 1
        Configuration, read only · used by 1
        Nordhaven Mobile Apps · used by 1
        Nordhaven Store Staff · used by 1
        Nordhaven Storefront · used by 1
        Winter Sale Microsite (retired) · not used`),
    );
    assert.deepEqual(await fixture.below('Nordhaven', 'Login Policies', 'Nordhaven Storefront'), [
      'Nordhaven for iOS and Android · public',
      'Nordhaven Storefront · public',
    ]);
    assert.deepEqual(await fixture.below('Nordhaven', 'Token Policies', /Winter/), [
      'Not used by any client',
    ]);
    assert.deepEqual(await fixture.below('Nordhaven', 'Clients', 'Nordhaven Store Staff'), [
      'Nordhaven Store Staff · token policy',
      'Nordhaven Store Staff · login policy',
    ]);
    const [policy] = await fixture.tree.getChildren(
      await fixture.at('Nordhaven', 'Clients', 'Nordhaven Store Staff'),
    );
    assert.ok(policy);
    assert.deepEqual(await fixture.tree.getChildren(policy), []);
  });

  it('warns about the only configuration access, with its client and scopes', async () => {
    await fixture.below();
    await fixture.settle();
    const [health] = await fixture.tree.getChildren();
    assert.ok(health);
    assert.equal(fixture.line(health), 'Only one access · create a spare · Nordhaven');
    assert.match(
      fixture.shown(health).tooltip,
      /^“Configuration” with the policy “Configuration”: Read and configure everything\n/,
    );
    assert.equal(fixture.tree.getTreeItem(health).command?.command, 'hostedLogin.createSpareAccess');
    assert.ok(fixture.changed.flat().includes(health), 'VS Code was not told.');
  });

  it('says “2 proved” once a second profile has access', async () => {
    await fixture.below();
    await fixture.settle();
    fixture.proved = [sandbox().ids.configurationClient, sandbox().ids.readOnlyClient];
    fixture.changeProfiles(profileOf(), profileOf(), profileOf({ id: '1', name: 'Nordhaven (spare)' }));
    await fixture.settle();
    const [health] = await fixture.tree.getChildren();
    assert.ok(health);
    assert.equal(fixture.line(health), 'Configuration access: 2 proved · Nordhaven');
    assert.equal(fixture.tree.getTreeItem(health).command?.command, 'hostedLogin.accessHealth');
  });

  it('filters titles and ids, and shows the number of matches', async () => {
    await fixture.below('Nordhaven', 'Clients');
    fixture.tree.filter = 'STORE';
    assert.deepEqual(
      (await fixture.below('Nordhaven', 'Clients')).map(line => line.replace(/ · .*/, '')),
      ['Nordhaven Store Staff', 'Nordhaven Storefront'],
    );
    assert.equal(fixture.line(await fixture.at('Nordhaven', 'Clients')), 'Clients · 2 of 5');
    fixture.tree.filter = sandbox().ids.mobileClient;
    assert.equal((await fixture.below('Nordhaven', 'Clients')).length, 1);
    fixture.tree.filter = 'nothing like it';
    assert.deepEqual(await fixture.below('Nordhaven', 'Clients'), [
      'Nothing matches the filter “nothing like it”',
    ]);
    fixture.tree.filter = '';
    assert.equal((await fixture.below('Nordhaven', 'Clients')).length, 5);
    assert.equal(fixture.line(await fixture.at('Nordhaven', 'Clients')), 'Clients · 5');
  });

  it('updates when resources are changed, created and deleted', async () => {
    await fixture.below('Nordhaven', 'Clients');
    await fixture.settle();
    const [resourceCache] = fixture.resourceCaches;
    const staff = resourceCache?.cached({ kind: 'clients', id: sandbox().ids.staffClient });
    assert.ok(resourceCache && staff);
    const collection = await fixture.at('Nordhaven', 'Clients');
    const told = async (what: string) => {
      await until(what, () => fixture.changed.flat().includes(collection));
      fixture.changed.length = 0;
    };
    fixture.changed.length = 0;
    resourceCache.set({ ...staff, title: 'A new title', body: '{}' });
    await told('the new title');
    assert.match((await fixture.below('Nordhaven', 'Clients'))[0] ?? '', /^A new title · /);
    resourceCache.delete(staff);
    await told('the deletion');
    assert.equal((await fixture.below('Nordhaven', 'Clients')).length, 4);
    resourceCache.set({ ...staff, id: 'new', title: 'Created' });
    await told('the creation');
    assert.equal((await fixture.below('Nordhaven', 'Clients')).length, 5);
    assert.equal(fixture.line(collection), 'Clients · 5');
  });

  it('shows the new count at another profile of the same customer after a write, without a refresh', async () => {
    const window = await ConfigurationWindow.open(sandbox());
    const { ids, secrets } = sandbox();
    const other = await window.hold(ids.readOnlyClient, secrets.readOnlyClient);
    const [writing, reading] = [window.profile, other].map(profile => window.configurations.for(profile));
    assert.ok(writing && reading);
    fixture.dispose();
    const profiles = [profileOf(), profileOf({ id: '1', name: 'Reader', clientId: ids.readOnlyClient })];
    fixture = new Fixture([], { all: profiles, active: profiles[0] });
    fixture.resourceCaches.push(writing.resourceCache, reading.resourceCache);
    const count = async () => {
      const collection = await fixture.at('Reader', 'Token Policies');
      await fixture.tree.getChildren(collection);
      return fixture.line(collection);
    };
    const before = await count();
    await fixture.settle();
    fixture.changed.length = 0;
    const body = '{"title": "Spring", "allowedScopes": ["openid"]}';
    const created = await createResource(writing, 'tokenPolicies', body);
    try {
      assert.deepEqual([before, await count()], ['Token Policies · 6', 'Token Policies · 7']);
      assert.ok(fixture.changed.includes(undefined), 'VS Code was not told.');
    } finally {
      await deleteResource(writing, await prepareDeletion(writing, created));
    }
    assert.equal(await count(), 'Token Policies · 6');
  });

  it('asks the service again after a refresh', async () => {
    await fixture.below('Nordhaven', 'Login Policies');
    await fixture.settle();
    const before = asked().length;
    await fixture.below('Nordhaven', 'Login Policies');
    assert.equal(asked().length, before);
    fixture.changed.length = 0;
    fixture.resourceCaches[0]?.refresh();
    assert.deepEqual(fixture.changed, [undefined]);
    await fixture.below('Nordhaven', 'Login Policies');
    assert.ok(asked().slice(before).includes('loginPolicies'), asked().join());
  });

  describe('when the service fails', () => {
    it('shows a failed list as one node with a next step, and retries on click', async () => {
      sandbox().fail({
        ...{ path: /config\/loginPolicies$/, times: 2 },
        ...{ status: 403, body: '{"errors":"Forbidden"}' },
      });
      const node = await fixture.at('Nordhaven', 'Login Policies');
      const [problem] = await fixture.tree.getChildren(node);
      assert.ok(problem);
      const { contextValue, command } = fixture.tree.getTreeItem(problem);
      const { label, tooltip } = fixture.shown(problem);
      assert.match(label, /does not allow this with a token for \.:config\/loginPolicies\*\*/);
      assert.match(tooltip, /allowedScopes/);
      assert.deepEqual([contextValue, command?.command], ['problem', 'hostedLogin.retryConfiguration']);
      fixture.changed.length = 0;
      fixture.tree.retry(problem);
      assert.deepEqual(fixture.changed, [[node]]);
      assert.equal((await fixture.tree.getChildren(node)).length, 3);
    });

    it('offers to check the connection', async () => {
      const gone = configurationApiAt('http://127.0.0.1:9');
      fixture.dispose();
      fixture = new Fixture([gone], { all: [profileOf()], active: profileOf() });
      const found = await fixture.tree.getChildren(await fixture.at('Nordhaven', 'Clients'));
      assert.deepEqual(
        found.map(node => node.constructor),
        [ProblemNode, ActionNode],
      );
      await fixture.settle();
      assert.equal((await fixture.below())[0], 'Configuration access could not be proved · Nordhaven');
    });

    it('marks a client that cannot be read, and shows the others', async () => {
      sandbox().fail({ path: sandbox().ids.mobileClient, status: 500, times: Infinity });
      await fixture.below('Nordhaven', 'Clients');
      await fixture.settle();
      const found = await fixture.below('Nordhaven', 'Clients');
      assert.deepEqual(found.slice(2, 4), [
        'Nordhaven for iOS and Android · cannot be read',
        'Nordhaven Store Staff · confidential',
      ]);
      assert.deepEqual(await fixture.below('Nordhaven', 'Login Policies', 'Nordhaven Storefront'), [
        'Nordhaven Storefront · public',
        'A client could not be read',
      ]);
      // And no policy shows fewer users than it has.
      assert.ok((await fixture.below('Nordhaven', 'Token Policies')).every(line => !line.includes('used')));
      sandbox().fail({ path: 'never', status: 500 });
    });
  });
});

describe('the tree of the configuration with unusual lists and titles', () => {
  let fixture: Fixture | undefined;
  afterEach(async () => {
    fixture?.dispose();
    await closeAll();
  });

  const treeOf = async (service: { readonly handler: Parameters<typeof serve>[0] }) => {
    const origin = await serve(service.handler);
    const profile = profileWith({ id: '0', name: 'Many', origin });
    fixture = new Fixture([configurationApiAt(origin)], { all: [profile], active: profile });
    fixture.proved = [];
    return fixture;
  };

  it('shows when the service counts more resources than it lists', async () => {
    const service = manyClients(3);
    service.instead = (path, answer) => {
      if (!path.endsWith('config/tokenPolicies')) return false;
      answer(200, { total: 7, _embedded: { tokenPolicies: [{ id: 'p-1', title: 'One' }, { id: 'p-2' }] } });
      return true;
    };
    const tree = await treeOf(service);
    await tree.below('Many', 'Token Policies');
    assert.equal(
      tree.line(await tree.at('Many', 'Token Policies')),
      'Token Policies · 2, the service counts 7',
    );
    assert.deepEqual(
      (await tree.below('Many', 'Token Policies')).map(line => line.replace(/ · .*/, '')),
      ['One', 'p-2'],
    );
  });

  it('shows every title on one line, shortened if it is long', async () => {
    const titles = ['a/b/../c', '🛒 shop', 'two\nlines', '$(flame) [x](command:y)', 'x'.repeat(5_000)];
    const service = manyClients(0);
    service.instead = (path, answer) => {
      if (!path.endsWith('config/tokenPolicies')) return false;
      const policies = titles.map((title, index) => ({ id: `t-${index}`, title }));
      answer(200, { total: 5, _embedded: { tokenPolicies: policies } });
      return true;
    };
    const tree = await treeOf(service);
    const policies = await tree.tree.getChildren(await tree.at('Many', 'Token Policies'));
    assert.deepEqual(policies.map(node => tree.label(node)).toSorted(), [
      '$(flame) [x](command:y)',
      'a/b/../c',
      'two lines',
      `${'x'.repeat(39)}…${'x'.repeat(20)}`,
      '🛒 shop',
    ]);
  });

  it('groups ten thousand clients with one request, and reads an expanded group six at a time', async () => {
    const service = manyClients(10_000, 1);
    const tree = await treeOf(service);
    const groups = await tree.below('Many', 'Clients');
    assert.equal(groups.length, 67);
    assert.equal(groups[0], 'App 1 … App 150 · 150');
    assert.equal(groups[66], 'App 9901 … App 10000 · 100');
    await tree.settle();
    assert.deepEqual(
      service.asked.filter(request => request.includes('clients')),
      ['GET config/clients'],
    );
    const group = await tree.at('Many', 'Clients', /^App 151 /);
    await tree.tree.getChildren(group);
    await tree.settle();
    assert.equal(service.asked.filter(request => request.includes('clients/')).length, 150);
    assert.ok(service.maxConcurrent <= 6, `${service.maxConcurrent} at once`);
    assert.equal((await tree.below('Many', 'Clients', /^App 151 /))[0], 'App 151 · public');
    assert.equal((await tree.below())[1], 'Many · active');
    const below = await tree.below('Many', 'Token Policies', 'Policy 1');
    assert.deepEqual(below.slice(-1), ['Read all 10000 clients…']);
  });

  it('sends at most six requests at a time', async () => {
    const service = manyClients(1_000, 1);
    const tree = await treeOf(service);
    const groups = await tree.tree.getChildren(await tree.at('Many', 'Clients'));
    await Promise.all(groups.slice(0, 3).map(group => tree.tree.getChildren(group)));
    await tree.settle();
    assert.ok(service.asked.length > 300, String(service.asked.length));
    assert.ok(service.maxConcurrent > 1 && service.maxConcurrent <= 6, `${service.maxConcurrent} at once`);
  });

  it('shows who uses a policy after all clients were read', async () => {
    const service = manyClients(400);
    const tree = await treeOf(service);
    await tree.below('Many', 'Token Policies');
    await tree.settle();
    assert.equal(tree.line(await tree.at('Many', 'Token Policies', 'Policy 1')), 'Policy 1');
    const policy = await tree.at('Many', 'Token Policies', 'Policy 1');
    tree.changed.length = 0;
    const { active } = tree.profiles;
    assert.ok(active);
    const seen: number[] = [];
    await tree.loaders.for(active).loadAllClients(new AbortController().signal, read => seen.push(read));
    assert.deepEqual([seen[0], seen.at(-1)], [0, 400]);
    await tree.settle();
    await until('VS Code is told', () => tree.changed.flat().includes(policy));
    assert.equal(tree.line(policy), 'Policy 1 · used by 40');
    assert.equal((await tree.below('Many', 'Token Policies', 'Policy 1')).length, 40);
  });

  it('keeps the clients that were read when reading all is cancelled', async () => {
    const service = manyClients(500);
    let answered = 100;
    service.instead = path => path.includes('clients/') && answered-- <= 0;
    const tree = await treeOf(service);
    await tree.below('Many', 'Token Policies');
    const { active } = tree.profiles;
    assert.ok(active);
    const controller = new AbortController();
    const looking = tree.loaders.for(active).loadAllClients(controller.signal, read => {
      if (read === 100) controller.abort();
    });
    await assert.rejects(looking);
    assert.equal(tree.loaders.for(active).uncachedClientCount, 400);
    const below = await tree.below('Many', 'Token Policies', 'Policy 1');
    assert.ok(below.length > 5 && below.length < 40, below.join());
    assert.equal(below.at(-1), 'Read all 500 clients…');
  });

  it('stops reading when a node is collapsed, continues when it is expanded, and stops at a refresh', async () => {
    const service = manyClients(301, 1);
    // Everything but the first twelve clients is never answered.
    let answered = 12;
    service.instead = path => path.includes('clients/') && answered-- <= 0;
    const tree = await treeOf(service);
    const reads = () => service.asked.filter(request => request.includes('clients/')).length;
    const group = await tree.at('Many', 'Clients', /^App 1 /);
    await tree.tree.getChildren(group);
    await until('all six wait', () => (reads() === 18 ? true : undefined));
    tree.tree.onCollapse(group);
    await tree.settle();
    assert.equal(reads(), 18);
    answered = Infinity;
    tree.tree.onExpand(group);
    await tree.settle();
    assert.ok(
      (await tree.below('Many', 'Clients', /^App 1 /)).every(line => /public|configuration/.test(line)),
    );
    answered = 0;
    const other = await tree.at('Many', 'Clients', /^App 102/);
    const before = reads();
    await tree.tree.getChildren(other);
    await until('all six wait again', () => (reads() === before + 6 ? true : undefined));
    tree.resourceCaches[0]?.refresh();
    await tree.settle();
    assert.equal(reads(), before + 6);
  });

  it('stops when another profile becomes the active one', async () => {
    const service = manyClients(50);
    service.instead = path => path.includes('clients/');
    const tree = await treeOf(service);
    await tree.below('Many', 'Clients');
    await until('six wait', () => (service.asked.length === 7 ? true : undefined));
    const other = profileWith({ id: '1', name: 'Other' });
    const first = tree.profiles.active;
    assert.ok(first);
    tree.resourceCaches.push(new ResourceCache(configurationApiAt('http://127.0.0.1:9')));
    tree.changeProfiles(other, first, other);
    await tree.settle();
    assert.equal(service.asked.length, 7);
  });

  it('keeps what was read before a 403, and marks the rest', async () => {
    const service = manyClients(40);
    service.instead = (path, answer) => {
      const [, number] = /clients\/c-(\d+)$/.exec(path) ?? [];
      if (number === undefined || Number(number) < 20) return false;
      answer(403, { errors: 'Forbidden' });
      return true;
    };
    const tree = await treeOf(service);
    await tree.below('Many', 'Clients');
    await tree.settle();
    const found = await tree.below('Many', 'Clients');
    assert.equal(found.filter(line => line.endsWith('public')).length, 19);
    assert.equal(found.filter(line => line.endsWith('cannot be read')).length, 20);
    const failed = tree.shown(await tree.at('Many', 'Clients', 'App 40'));
    assert.match(failed.tooltip, /allowedScopes/);
  });
});
