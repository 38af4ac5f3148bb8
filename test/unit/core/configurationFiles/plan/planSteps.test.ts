import assert from 'node:assert/strict';
import type { ProblemKind } from '../../../../../src/core/common/problem';
import { createPlan } from '../../../../../src/core/configurationFiles/plan/plan';
import { type PlanChoices, planChoices } from '../../../../../src/core/configurationFiles/plan/planChoices';
import { countAccess } from '../../../../../src/core/configurationFiles/plan/planState';
import {
  planSteps,
  type PlannedSteps,
  type StepOptions,
} from '../../../../../src/core/configurationFiles/plan/planSteps';
import type { Resource } from '../../../../../src/core/resources/resource';
import { problemOf } from '../../../../support/fakes';
import { MemoryFolder } from '../../../../support/folders';
import { resourceOf, snapshotOf } from '../../../../support/randomCustomer';

const policy = (id: string, title: string, ...scopes: readonly string[]) =>
  resourceOf('tokenPolicies', JSON.stringify({ id, title, allowedScopes: scopes }));
const client = (id: string, name: string, tokenPolicy: string, loginPolicy?: string) =>
  resourceOf(
    'clients',
    JSON.stringify({ id, name, type: 'confidential', tokenPolicy, ...(loginPolicy && { loginPolicy }) }),
  );
const login = resourceOf(
  'loginPolicies',
  '{"id":"l1","title":"Login","loginURL":"https://a.example/","identityStoreDetails":{}}',
);
const shop = [policy('p1', 'Shop', 'openid'), client('c1', 'Shop', 'p1', 'l1'), login];
/** One way to change the configuration, by the client of the profile, and another one. */
const one = [policy('p0', 'Admin', '*:config/**'), client('c0', 'Admin', 'p0'), ...shop];
const two = [...one, policy('p9', 'Spare', '*:config/**'), client('c9', 'Spare', 'p9')];
const all = ['Admin', 'Spare', 'Shop', 'New', 'A'];

interface Folder {
  readonly files: MemoryFolder;
  readonly steps: (options?: StepOptions) => PlannedSteps;
  readonly choices: () => PlanChoices;
}

function folderOf(
  resources: readonly Resource[],
  edit: (files: MemoryFolder) => void = () => undefined,
): Folder {
  const files = new MemoryFolder();
  const snapshot = snapshotOf(resources);
  files.pull(snapshot);
  edit(files);
  const planOf = (mayDelete: boolean) =>
    createPlan(files.folder, snapshot, { bases: files.bases, ownClientId: 'c0', mayDelete });
  return {
    files,
    steps: (options = {}) => planSteps(planOf(options.deletes !== undefined), options),
    choices: () => planChoices(planOf(true), {}),
  };
}

const rejected = (planned: () => unknown, kind: ProblemKind) =>
  problemOf(Promise.resolve().then(planned), kind);

/** Edits that take access away, if it is that of `Admin`. */
const losses: Readonly<Record<string, (files: MemoryFolder, name?: string) => void>> = {
  'narrows the scopes of its policy': (files, name = 'admin') => {
    files.edit(`tokenPolicies/${name}.json`, '*:config/**', '.:config/**');
  },
  'leaves the scopes of its policy out': (files, name = 'admin') => {
    files.edit(`tokenPolicies/${name}.json`, /,\s*"allowedScopes": \[[^\]]*\]/, '');
  },
  'points its client to another policy': (files, name = 'admin') => {
    files.edit(`clients/${name}.json`, `tokenPolicies/${name}`, 'tokenPolicies/shop');
  },
  'makes its client a login client': (files, name = 'admin') => {
    files.edit(`clients/${name}.json`, /\n\}/, ',\n  "loginPolicy": "loginPolicies/login"\n}');
  },
  'deletes its client': (files, name = 'admin') => {
    files.texts.delete(`clients/${name}.json`);
  },
  'moves its client to a new policy that allows the same': (files, name = 'admin') => {
    files.texts.set('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["*:config/**"]}');
    files.edit(`clients/${name}.json`, `tokenPolicies/${name}`, 'tokenPolicies/new');
  },
  'replaces it by new access that nobody has tried': (files, name = 'admin') => {
    files.texts.set('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["*:config/**"]}');
    files.texts.set(
      'clients/new.json',
      '{"name": "New", "type": "confidential", "tokenPolicy": "tokenPolicies/new"}',
    );
    files.edit(`tokenPolicies/${name}.json`, '*:config/**', 'openid');
  },
};

describe('planSteps', () => {
  for (const [what, lose] of Object.entries(losses)) {
    it(`refuses a plan that ${what}, if it is the last access`, async () => {
      const { steps } = folderOf(one, lose);
      const problem = await rejected(() => steps({ typed: all, deletes: true }), 'lockOut');
      assert.match(problem.nextStep, /Nothing was sent/);
    });

    it(`asks for the title before a plan ${what}, if other access is left`, () => {
      const { steps } = folderOf(two, lose);
      assert.ok(steps({ deletes: true }).leftOut.some(({ reason }) => reason.includes('title')));
      const { steps: planned } = steps({ typed: ['Admin', 'New'], deletes: true });
      assert.ok(planned.some(({ check, isOwn }) => check.kind === 'confirm' && isOwn));
    });

    it(`refuses a plan that first takes other access and then ${what}`, async () => {
      for (const other of Object.values(losses)) {
        const { files, steps } = folderOf(two, each => {
          other(each, 'spare');
          lose(each, 'admin');
        });
        const deletes = ['admin', 'spare'].filter(name => !files.texts.has(`clients/${name}.json`)).length;
        await rejected(() => steps({ typed: all, deletes }), 'lockOut');
      }
    });
  }

  const grants: Readonly<Record<string, (files: MemoryFolder) => string>> = {
    'gives a policy scopes of the configuration': files => {
      files.edit('tokenPolicies/shop.json', '"openid"', '"openid", "*:config/**"');
      return 'tokenPolicies/shop';
    },
    'creates a policy with such scopes': files => {
      files.texts.set('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["*:config/clients**"]}');
      return 'tokenPolicies/new';
    },
    'creates a client with such a policy': files => {
      files.texts.set(
        'clients/new.json',
        '{"name": "New", "type": "confidential", "tokenPolicy": "tokenPolicies/admin"}',
      );
      return 'clients/new';
    },
    'gives a login client such a policy': files => {
      files.edit('clients/shop.json', 'tokenPolicies/shop', 'tokenPolicies/admin');
      return 'clients/shop';
    },
    'gives a login client such a policy by its ID in other letters': files => {
      files.edit('clients/shop.json', 'tokenPolicies/shop', 'P0');
      return 'clients/shop';
    },
  };
  for (const [what, grant] of Object.entries(grants)) {
    it(`asks for the title before a plan ${what}`, async () => {
      let address = '';
      const { steps } = folderOf(two, files => (address = grant(files)));
      const { steps: none, leftOut } = steps();
      assert.deepEqual([none, leftOut.map(each => each.address)], [[], [address]]);
      await rejected(() => steps({ only: new Set([address]) }), 'needsTyping');
      assert.deepEqual(
        steps({ only: new Set([address]), typed: ['Shop', 'New'] }).steps.map(step => step.address),
        [address],
      );
    });
  }

  it('asks for the title before a client gets a policy that could not be read', () => {
    const files = new MemoryFolder();
    files.pull(snapshotOf(two));
    files.edit('clients/shop.json', 'tokenPolicies/shop', 'tokenPolicies/spare');
    const isSpare = ({ kind, id }: Resource) => kind === 'tokenPolicies' && id === 'p9';
    const entry = { kind: 'tokenPolicies', id: 'p9', title: 'Spare' } as const;
    const snapshot = snapshotOf(
      two.filter(each => !isSpare(each)),
      {},
      [{ kind: 'tokenPolicies', entry, reason: 'HTTP 500' }],
    );
    const { steps, leftOut } = planSteps(createPlan(files.folder, snapshot, { ownClientId: 'c0' }));
    assert.deepEqual(steps, []);
    assert.match(leftOut.find(({ address }) => address === 'clients/shop')?.reason ?? '', /type its title/);
  });

  it('applies nothing if ids.json cannot be read: a file with a new title would become a twin', async () => {
    for (const ids of [
      ...['<<<<<<< HEAD\n{}', '{"tokenPolicies/shop": 1}'],
      ...['{"tokenPolicies/shop": "p9", "tokenPolicies/shop": "p1"}', '{"clients/a": "1", "clients/A": "2"}'],
    ]) {
      const { steps } = folderOf(one, files => {
        files.edit('tokenPolicies/shop.json', '"Shop"', '"Shop 2"');
        files.texts.set('ids.json', ids);
      });
      const { message } = await rejected(() => steps(), 'invalidInput');
      assert.match(message, /^ids\.json: /);
    }
  });

  it('deletes no policy that a client uses, also if the client has its ID in another case', async () => {
    const policies = [policy('P-A', 'Old', 'openid'), client('c5', 'App', 'p-a', 'l1')];
    const { steps } = folderOf([...one, ...policies], files => {
      files.texts.delete('tokenPolicies/old.json');
    });
    await rejected(() => steps({ deletes: 1 }), 'inUse');
  });

  it('deletes nothing that somebody else changed since the last pull, unless it is named', async () => {
    const snapshot = snapshotOf(one);
    const files = new MemoryFolder();
    files.pull(snapshot);
    files.texts.delete('clients/shop.json');
    const changed = snapshotOf([...one.filter(({ id }) => id !== 'c1'), client('c1', 'Reused', 'p1', 'l1')]);
    const planOf = (overwrite?: ReadonlySet<string>) =>
      createPlan(files.folder, changed, {
        bases: files.bases,
        mayDelete: true,
        ...(overwrite && { overwrite }),
      });
    const [entry] = planOf().entries.filter(({ result }) => result !== 'same');
    assert.deepEqual([entry?.address, entry?.result], ['clients/shop', 'conflict']);
    await rejected(() => planSteps(planOf(), { deletes: true }), 'changedMeanwhile');
    assert.deepEqual(planSteps(planOf(), { deletes: true, leaveOutUnfit: true }).steps, []);
    const only = new Set(['clients/shop']);
    assert.deepEqual(
      planSteps(planOf(only), { only, deletes: 1 }).steps.map(({ action }) => action),
      ['delete'],
    );
  });

  it('sorts the steps so that each refers to what is there, and own access comes late', () => {
    const { steps } = folderOf(two, files => {
      files.edit('clients/shop.json', 'tokenPolicies/shop', 'tokenPolicies/new');
      files.edit('tokenPolicies/admin.json', '"*:config/**"', '"*:config/**", "openid"');
      files.edit('loginPolicies/login.json', 'a.example', 'b.example');
      files.texts.set(
        'tokenPolicies/a-first.json',
        '{"title": "A", "allowedScopes": [".:config/tokenPolicies/<new>"]}',
      );
      files.texts.set('tokenPolicies/new.json', '{"title": "New", "allowedScopes": ["openid"]}');
      files.texts.set(
        'clients/new.json',
        '{"name": "New", "type": "public", "tokenPolicy": "tokenPolicies/new", "loginPolicy": "loginPolicies/login"}',
      );
    });
    const { steps: planned } = steps({ typed: all });
    assert.deepEqual(
      planned.map(({ action, address }) => `${action} ${address}`),
      [
        'create tokenPolicies/new',
        'create tokenPolicies/a-first',
        'create clients/new',
        'change loginPolicies/login',
        'change clients/shop',
        'change tokenPolicies/admin',
      ],
    );
  });

  it('writes only the parts of a login policy that differ', () => {
    const files = new MemoryFolder();
    const snapshot = snapshotOf(one, {
      l1: { pushClaims: '{"enabled":true}', allowedResponseTypes: '["code"]' },
    });
    files.pull(snapshot);
    files.edit('loginPolicies/login.json', 'true', 'false');
    const partsNow = () => planSteps(createPlan(files.folder, snapshot)).steps.map(({ parts }) => parts);
    assert.deepEqual(partsNow(), [['pushClaims']]);
    files.edit('loginPolicies/login.json', 'a.example', 'b.example');
    assert.deepEqual(partsNow(), [['resource', 'pushClaims']]);
  });

  it('deletes only if asked, and more than three only by their number', async () => {
    const clients = Array.from({ length: 5 }, (_, index) => client(`d${index}`, `Old ${index}`, 'p1', 'l1'));
    const { files, steps } = folderOf([...one, ...clients]);
    for (const index of [0, 1, 2]) files.texts.delete(`clients/old-${index}.json`);
    assert.equal(steps({ deletes: false }).steps.length, 0);
    assert.equal(steps({ deletes: true }).steps.length, 3);
    files.texts.delete('clients/old-3.json');
    const problem = await rejected(() => steps({ deletes: true }), 'needsTyping');
    assert.match(problem.nextStep, /type their number: 4/);
    await rejected(() => steps({ deletes: 3 }), 'needsTyping');
    assert.equal(steps({ deletes: 4 }).steps.length, 4);
  });

  it('deletes nothing while a file may be one that was renamed', async () => {
    const { files, steps } = folderOf(one, ({ texts }) => texts.delete('clients/shop.json'));
    files.texts.set('clients/My Shop.json', '{}');
    await rejected(() => steps({ deletes: true }), 'invalidInput');
    files.texts.delete('clients/My Shop.json');
    files.texts.set('clients/my-shop.json', '{');
    await rejected(() => steps({ deletes: true, only: new Set(['clients/shop']) }), 'invalidInput');
  });

  it('refuses to delete a policy that a client uses, or that a file refers to', async () => {
    const { files, steps } = folderOf(one, ({ texts }) => texts.delete('tokenPolicies/shop.json'));
    await rejected(() => steps({ deletes: true }), 'inUse');
    files.edit('clients/shop.json', 'confidential', 'confidential",\n  "more": "x');
    const used = await rejected(() => steps({ deletes: true }), 'invalidInput');
    assert.match(used.nextStep, /restore the deleted file/);
    files.texts.delete('clients/shop.json');
    assert.deepEqual(
      steps({ deletes: true }).steps.map(({ address }) => address),
      ['clients/shop', 'tokenPolicies/shop'],
    );
  });

  it('refuses to swap the names of two clients', async () => {
    const { steps } = folderOf([...one, client('c2', 'Store', 'p1', 'l1')], files => {
      files.edit('clients/shop.json', 'Shop', 'Store');
      files.edit('clients/store.json', 'Store', 'Shop');
    });
    const problem = await rejected(() => steps(), 'invalidInput');
    assert.match(problem.nextStep, /third/);
    const same = folderOf([...one, client('c2', 'Store', 'p1', 'l1')], files => {
      files.edit('clients/shop.json', 'Shop', 'New');
      files.edit('clients/store.json', 'Store', 'New');
    });
    await rejected(() => same.steps(), 'invalidInput');
  });

  it('refuses what cannot be applied, unless only others are', async () => {
    const { files, steps } = folderOf(one, each => {
      each.edit('tokenPolicies/shop.json', '"openid"', '"openid", "email"');
      each.texts.set('clients/broken.json', '{');
    });
    await rejected(() => steps(), 'invalidInput');
    assert.equal(steps({ only: new Set(['tokenPolicies/shop']) }).steps.length, 1);
    const { steps: planned, leftOut } = steps({ leaveOutUnfit: true });
    assert.deepEqual([planned.length, leftOut[0]?.address], [1, 'clients/broken']);
    await rejected(() => steps({ leaveOutUnfit: true, only: new Set(['clients/broken']) }), 'invalidInput');
    files.texts.set(
      'clients/broken.json',
      '{"name": "New", "type": "public", "tokenPolicy": "tokenPolicies/new", "loginPolicy": "loginPolicies/login"}',
    );
    files.texts.set('tokenPolicies/new.json', '{"title": "New"}');
    const problem = await rejected(() => steps({ only: new Set(['clients/broken']) }), 'invalidInput');
    assert.match(problem.message, /tokenPolicies\/new, which would not be created/);
    assert.match(problem.nextStep, /apply both files together/);
    await rejected(() => steps({ only: new Set(['clients/unknown']) }), 'invalidInput');
  });

  it('refuses a conflict', async () => {
    const files = new MemoryFolder();
    files.pull(snapshotOf(one));
    const now = snapshotOf([policy('p1', 'Shop', 'email'), ...one.filter(({ id }) => id !== 'p1')]);
    const plan = () => createPlan(files.folder, now, { bases: files.bases });
    await rejected(() => planSteps(plan()), 'changedMeanwhile');
  });

  it('names an access that is left out, and asks for its title if it is wanted', async () => {
    const { steps } = folderOf(two, files => {
      files.edit('tokenPolicies/spare.json', '"*:config/**"', '"*:config/**", "openid"');
    });
    assert.deepEqual(
      steps().leftOut.map(({ address }) => address),
      ['tokenPolicies/spare'],
    );
    const problem = await rejected(() => steps({ only: new Set(['tokenPolicies/spare']) }), 'needsTyping');
    assert.match(problem.message, /Spare/);
    assert.equal(steps({ typed: ['p9'] }).steps.length, 1);
  });
});

describe('countAccess', () => {
  it('counts access now and afterwards', () => {
    const { files } = folderOf(two, each => each.texts.delete('clients/spare.json'));
    const plan = createPlan(files.folder, snapshotOf(two), { mayDelete: true });
    assert.deepEqual(countAccess(plan), { now: 2, afterwards: 1 });
  });
});

describe('planChoices', () => {
  const old = client('d1', 'Old', 'p1', 'l1');
  const edited = 'loginPolicies/login';
  const rows: readonly (readonly [
    deleted: string,
    files: readonly string[],
    deletions: readonly string[],
    reason: RegExp,
  ])[] = [
    ['our own client', ['clients/admin'], [], /type its title: Admin/],
    ['another client with configuration access', ['clients/spare'], [], /type its title: Spare/],
    ['such a client and its policy', ['clients/spare', 'tokenPolicies/spare'], [], /type its title: Spare/],
    ['one of them and an ordinary client', ['clients/spare', 'clients/old'], ['clients/old'], /title: Spare/],
    ['an ordinary client', ['clients/old'], ['clients/old'], /unless you ask for it/],
    [
      'a policy that is used',
      ['tokenPolicies/shop'],
      [],
      /^tokenPolicies\/shop would be deleted, but is used/,
    ],
  ];
  for (const [deleted, paths, deletions, reason] of rows) {
    it(`offers the other changes if a deleted file is that of ${deleted}`, () => {
      const { choices } = folderOf([...two, old], files => {
        files.edit(`${edited}.json`, 'a.example', 'b.example');
        for (const path of paths) files.texts.delete(`${path}.json`);
      });
      const { without, all, deletions: count } = choices();
      const addressesOf = ({ steps }: PlannedSteps) => steps.map(({ address }) => address).sort();
      assert.deepEqual(addressesOf(without), [edited]);
      assert.deepEqual(addressesOf(all), [...deletions, edited].sort());
      assert.deepEqual([count, all === without], [deletions.length, deletions.length === 0]);
      assert.deepEqual(without.leftOut.map(({ address }) => address).sort(), [...paths].sort());
      assert.ok(without.leftOut.some(each => reason.test(each.reason)));
    });
  }

  it('names a file that cannot be read as the reason why nothing is deleted', () => {
    const { choices } = folderOf([...two, old], files => {
      files.edit(`${edited}.json`, 'a.example', 'b.example');
      files.texts.delete('clients/old.json');
      files.texts.set('clients/new.json', '{');
    });
    const { without, all } = choices();
    assert.deepEqual([all === without, without.steps.length], [true, 1]);
    const reasonOf = (address: string) => without.leftOut.find(each => each.address === address)?.reason;
    assert.match(reasonOf('clients/old') ?? '', /^Nothing is deleted while .* clients\/new/);
  });

  it('names why a deletion is refused also if nothing else is left', () => {
    const { choices } = folderOf(two, files => files.texts.delete('tokenPolicies/shop.json'));
    const { all, without } = choices();
    assert.deepEqual([all.steps, without === all], [[], true]);
    assert.match(all.leftOut[0]?.reason ?? '', /is used by Shop\. Give these clients another policy first/);
  });

  it('leaves out a refused deletion alone', () => {
    const { choices } = folderOf([...two, old, policy('p2', 'Unused', 'openid')], ({ texts }) => {
      for (const path of ['tokenPolicies/shop', 'tokenPolicies/unused', 'clients/old'])
        texts.delete(`${path}.json`);
    });
    const { all, without, deletions } = choices();
    assert.deepEqual([deletions, without.steps.length], [2, 0]);
    assert.deepEqual(
      all.steps.map(({ address }) => address),
      ['clients/old', 'tokenPolicies/unused'],
    );
    assert.deepEqual(
      all.leftOut.map(({ address }) => address),
      ['tokenPolicies/shop'],
    );
  });

  it('leaves the policy of a client that waits for its title', () => {
    const narrow = [policy('p2', 'Batch', 'openid'), client('d2', 'Batch', 'p2')];
    const { choices } = folderOf([...two, old, ...narrow], ({ texts }) => {
      for (const path of ['clients/batch', 'tokenPolicies/batch', 'clients/old'])
        texts.delete(`${path}.json`);
    });
    const { all } = choices();
    const done = [...all.steps, ...all.leftOut].map(({ address }) => address).sort();
    assert.deepEqual(done, ['clients/batch', 'clients/old', 'tokenPolicies/batch']);
    assert.ok(all.steps.some(({ address }) => address === 'clients/old'));
  });

  const newLogin = (url: string) =>
    `{"title": "New", "loginURL": "${url}", "identityStoreDetails": {"type": "janrainCapture"}}`;
  const newClient = (name: string, tokenPolicy: string, loginPolicy: string) =>
    JSON.stringify({ name, type: 'public', tokenPolicy, loginPolicy, redirectURIs: ['https://a.example/'] });
  const unfit: readonly (readonly [
    what: string,
    texts: Readonly<Record<string, string>>,
    reasons: Readonly<Record<string, RegExp>>,
  ])[] = [
    [
      'refers to a new policy with a mistake',
      {
        'loginPolicies/new': newLogin('nonsense'),
        'clients/new': newClient('New', 'tokenPolicies/shop', 'loginPolicies/new'),
      },
      {
        'loginPolicies/new': /https/,
        'clients/new': /refers to loginPolicies\/new, which is left out: .*https/,
      },
    ],
    [
      'refers to a new policy whose title must be typed',
      {
        'tokenPolicies/new': '{"title": "New", "allowedScopes": ["*:config/**"]}',
        'clients/new': newClient('New', 'tokenPolicies/new', 'loginPolicies/login'),
      },
      {
        'tokenPolicies/new': /type its title: New/,
        'clients/new':
          /refers to tokenPolicies\/new, which is left out: .*type its title: New|type its title/,
      },
    ],
  ];
  for (const [what, texts, reasons] of unfit) {
    it(`applies the others if a file ${what}`, () => {
      const { choices } = folderOf(two, files => {
        files.edit('tokenPolicies/shop.json', '"openid"', '"openid", "email"');
        for (const [address, text] of Object.entries(texts)) files.texts.set(`${address}.json`, text);
      });
      const { all } = choices();
      assert.deepEqual(
        all.steps.map(({ address }) => address),
        ['tokenPolicies/shop'],
      );
      const found = new Map(all.leftOut.map(({ address, reason }) => [address, reason]));
      assert.deepEqual([...found.keys()].sort(), Object.keys(reasons).sort());
      for (const [address, reason] of Object.entries(reasons)) assert.match(found.get(address) ?? '', reason);
    });
  }

  for (const [name, reason] of [
    ['Old', /which another client still has.*Names of clients are unique/],
    ['Same', /^clients\/old and clients\/shop would both get the name/],
  ] as const) {
    it(`applies the others if two clients cannot both be called ${name}`, () => {
      const { choices } = folderOf([...two, old], files => {
        files.edit(`${edited}.json`, 'a.example', 'b.example');
        files.edit('clients/shop.json', 'Shop', name);
        files.edit('clients/old.json', 'Old', name === 'Old' ? 'Shop' : name);
      });
      const { all } = choices();
      assert.deepEqual(
        all.steps.map(({ address }) => address),
        [edited],
      );
      assert.deepEqual(all.leftOut.map(({ address }) => address).sort(), ['clients/old', 'clients/shop']);
      for (const { reason: found } of all.leftOut) assert.match(found, reason);
    });
  }

  const second = [
    policy('p2', 'Two', 'openid'),
    resourceOf(
      'loginPolicies',
      '{"id":"l2","title":"Second","loginURL":"https://b.example/","identityStoreDetails":{}}',
    ),
  ];
  const invalid = '{"title": "New", "accessTokenLifetime": 1}';

  for (const [what, from, to] of [
    ['because of a new policy', 'tokenPolicies/shop', 'tokenPolicies/new'],
    ['because of a mistake in it', '"confidential"', '"confidential",\n  "redirectURIs": 3'],
  ] as const) {
    it(`deletes no policy that a file refers to which is left out ${what}`, () => {
      const { choices } = folderOf([...two, old, ...second], files => {
        files.edit(`${edited}.json`, 'a.example', 'b.example');
        files.texts.delete('loginPolicies/second.json');
        files.texts.set('tokenPolicies/new.json', invalid);
        files.edit('clients/old.json', 'loginPolicies/login', 'loginPolicies/second');
        files.edit('clients/old.json', from, to);
      });
      const { all } = choices();
      assert.ok(!all.steps.some(({ action }) => action === 'delete'));
      assert.match(
        all.leftOut.find(({ address }) => address === 'loginPolicies/second')?.reason ?? '',
        /clients\/old refers to loginPolicies\/second, which would be deleted/,
      );
    });
  }

  it('leaves out what refers to a policy that is no longer on the service', () => {
    const files = new MemoryFolder();
    files.pull(snapshotOf([...two, old, ...second]));
    files.edit(`${edited}.json`, 'a.example', 'b.example');
    files.edit('clients/old.json', 'loginPolicies/login', 'loginPolicies/second');
    const choices = () => {
      const plan = createPlan(files.folder, snapshotOf([...two, old]), {
        bases: files.bases,
        ...{ ownClientId: 'c0', mayDelete: true },
      });
      return planChoices(plan, {});
    };
    for (const reason of [
      /is left out: /,
      /refers to loginPolicies\/second, which is no longer on the service/,
    ]) {
      const { all } = choices();
      assert.deepEqual(
        all.steps.map(({ address }) => address),
        [edited],
      );
      assert.match(all.leftOut.find(({ address }) => address === 'clients/old')?.reason ?? '', reason);
      files.texts.delete('loginPolicies/second.json');
    }
  });

  it('changes a client whose name another file takes', () => {
    const { choices } = folderOf([...two, old], files => {
      files.edit('clients/shop.json', 'confidential', 'confidential",\n  "more": "x');
      files.edit('clients/old.json', 'Old', 'Shop');
    });
    const { all } = choices();
    assert.deepEqual(
      all.steps.map(({ address }) => address),
      ['clients/shop'],
    );
    assert.match(
      all.leftOut[0]?.reason ?? '',
      /clients\/old would get the name “Shop”, which another client/,
    );
  });
});
