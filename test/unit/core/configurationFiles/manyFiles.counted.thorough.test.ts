import assert from 'node:assert/strict';
import { compareByTitle } from '../../../../src/core/configurationFiles/compareByTitle';
import {
  type ConfigurationFolder,
  readFolder,
} from '../../../../src/core/configurationFiles/configurationFolder';
import { createPlan } from '../../../../src/core/configurationFiles/plan/plan';
import { planSteps } from '../../../../src/core/configurationFiles/plan/planSteps';
import { promote } from '../../../../src/core/configurationFiles/promote';
import { planPull } from '../../../../src/core/configurationFiles/pull';
import type { ConfigurationSnapshot, UnreadPart } from '../../../../src/core/resources/configurationSnapshot';
import type { Resource } from '../../../../src/core/resources/resource';
import { resourceOf, snapshotOf } from '../../../support/migration/randomCustomers';
import { growthOfSteps } from '../../../support/stepCounter';

/** Twice the files take twice the steps; sorting takes a little more. */
const maxGrowth = 2.4;

/** Files of each kind. */
const size = 200;

type Members = Readonly<Record<string, unknown>>;

const each = (count: number, create: (number: number) => Resource): readonly Resource[] =>
  Array.from({ length: count }, (_, number) => create(number));
const tokenPolicy = (number: number, members: Members = {}): Resource =>
  resourceOf('tokenPolicies', {
    ...{ id: `t${number}`, title: `T${number}`, allowedScopes: ['openid'] },
    ...members,
  });
const loginPolicy = (number: number, members: Members = {}): Resource =>
  resourceOf('loginPolicies', {
    ...{ id: `l${number}`, title: `L${number}`, loginURL: 'https://login.example/' },
    ...{ identityStoreDetails: { type: 'capture', connectionDetails: { domain: `d${number}` } } },
    ...members,
  });
const client = (number: number, members: Members = {}): Resource =>
  resourceOf('clients', {
    ...{ id: `c${number}`, name: `App ${number}`, type: 'public', redirectURIs: ['https://app.example/'] },
    ...{ tokenPolicy: 't0', loginPolicy: 'l0', ...members },
  });
/** The same number of each kind; each client has its own policies. */
const customer = (count: number): ConfigurationSnapshot =>
  snapshotOf([
    ...each(count, tokenPolicy),
    ...each(count, loginPolicy),
    ...each(count, number => client(number, { tokenPolicy: `t${number}`, loginPolicy: `l${number}` })),
  ]);
/** Clients with two policies for all. */
const clients = (count: number): ConfigurationSnapshot =>
  snapshotOf([tokenPolicy(0), loginPolicy(0), ...each(count, client)]);

/** The folder that a first pull writes, with changed files. */
function folderOf(
  snapshot: ConfigurationSnapshot,
  edit: (path: string, text: string) => string = (_, text) => text,
): ConfigurationFolder {
  const { writes } = planPull(readFolder(new Map()), snapshot, { bases: new Map() });
  return readFolder(new Map(Array.from(writes, ([path, text]) => [path, edit(path, text)])));
}

const withoutIds = (snapshot: ConfigurationSnapshot) =>
  folderOf(snapshot, (path, text) => (path === 'ids.json' ? '{}' : text));
/** The same titles with another prefix, without IDs. */
const asNew = (snapshot: ConfigurationSnapshot) =>
  folderOf(snapshot, (path, text) =>
    path === 'ids.json' ? '{}' : text.replace(/"(name|title)": "/, '"$1": "New '),
  );
/** The service answers no request for one of its resources. */
function unread(snapshot: ConfigurationSnapshot, title?: string): ConfigurationSnapshot {
  const parts = snapshot.resources.map((entry): UnreadPart => ({
    ...{ kind: entry.kind, reason: 'x', entry: { ...entry, title: title ?? entry.title } },
  }));
  return { ...snapshot, resources: [], unread: parts };
}

/** Clients that read the configuration, beside two that may change it. */
const readers = (count: number): ConfigurationSnapshot => {
  const reader = { type: 'confidential', loginPolicy: null };
  return snapshotOf([
    tokenPolicy(0, { allowedScopes: ['.:config/**'] }),
    tokenPolicy(1, { allowedScopes: ['*:config/**'] }),
    ...each(count, number => client(number, { ...reader, ...(number < 2 && { tokenPolicy: 't1' }) })),
  ]);
};
/** A login policy with many members, among them secrets. */
const members = (count: number): ConfigurationSnapshot => {
  const entries = Array.from({ length: count }, (_, number) => [
    [`m${number}`, 'old'],
    [`m${number}Secret`, 'x'],
  ]);
  return snapshotOf([loginPolicy(0, Object.fromEntries(entries.flat()) as Members)]);
};
const moved = (_: string, text: string) => text.replace('https://app.example/', 'https://new.example/');

type Sides = readonly [folder: ConfigurationFolder, other: ConfigurationSnapshot];

const plan = ([folder, snapshot]: Sides) => createPlan(folder, snapshot);

/** What is done with a folder and a service, or with the folders of two customers. */
const operations: Readonly<
  Record<string, { readonly run: (sides: Sides) => unknown; readonly sides: (count: number) => Sides }>
> = {
  'a plan of files that are all the same': {
    run: plan,
    sides: count => [folderOf(customer(count)), customer(count)],
  },
  'a plan and steps for new clients beside others': {
    run: sides => planSteps(plan(sides)),
    sides: count => [asNew(customer(count)), customer(count)],
  },
  'steps for chosen files that are all changed': {
    run: sides => {
      const planned = plan(sides);
      return planSteps(planned, {
        only: new Set(planned.entries.flatMap(({ result, address }) => (result === 'change' ? address : []))),
      });
    },
    sides: count => [folderOf(clients(count), moved), clients(count)],
  },
  'steps for changed files of configuration clients, with as many typed titles': {
    run: sides => {
      const planned = plan(sides);
      const titles = planned.entries.map(({ title }) => title);
      const { steps } = planSteps(planned, { typed: [...titles.map(title => `Not ${title}`), ...titles] });
      assert.equal(steps.length, planned.entries.length - 2);
    },
    sides: count => [folderOf(readers(count), moved), readers(count)],
  },
  'a plan of a file with many secrets, whose other members are changed': {
    run: sides => {
      assert.ok((plan(sides).entries[0]?.changes.length ?? 0) >= size);
    },
    sides: count => [
      folderOf(members(count), (_, text) => text.replaceAll('"old"', '"new"')),
      members(count),
    ],
  },
  'a plan of files with one ID': {
    run: plan,
    sides: count => [
      folderOf(clients(count), (path, text) =>
        path === 'ids.json' ? text.replace(/"c\d+"/g, '"c1"') : text,
      ),
      clients(count),
    ],
  },
  'a plan of files with one title': {
    run: plan,
    sides: count => [
      folderOf(clients(count), (path, text) =>
        path === 'ids.json' ? '{}' : text.replace(/"name": "[^"]*"/, '"name": "App"'),
      ),
      clients(count),
    ],
  },
  'a plan without an answer about any file': {
    run: plan,
    sides: count => [folderOf(clients(count)), unread(clients(count))],
  },
  'a plan without IDs and without an answer about any file': {
    run: plan,
    sides: count => [withoutIds(clients(count)), unread(clients(count), 'another')],
  },
  'a comparison with a customer of whom nothing was read': {
    run: ([folder, snapshot]) => compareByTitle(folder, snapshot, unread(snapshot, 'x').unread),
    sides: count => [folderOf(snapshotOf([])), clients(count)],
  },
  'the promotion of new login policies': {
    run: ([folder, snapshot]) => promote(folder, folderOf(snapshot)),
    sides: count => [
      folderOf(snapshotOf(each(count, loginPolicy))),
      snapshotOf(each(count, number => loginPolicy(number, { title: `Other ${number}` }))),
    ],
  },
  'the promotion of files that refer to IDs': {
    run: ([folder, snapshot]) => promote(folder, folderOf(snapshot)),
    sides: count => [
      folderOf(customer(count), (path, text) =>
        path.startsWith('clients/') ? text.replace(/"(?:token|login)Policies\/([tl]\d+)"/g, '"$1"') : text,
      ),
      customer(count),
    ],
  },
};

describe('Folders with many files are read in steps that grow with the number of files alone:', () => {
  for (const [name, { run, sides }] of Object.entries(operations)) {
    it(name, () => {
      const growth = growthOfSteps(run, sides, size);
      assert.ok(growth <= maxGrowth, `${growth.toFixed(2)} times the steps for twice the files`);
    });
  }
});
