import assert from 'node:assert/strict';
import { isProblem } from '../../src/core/common/problem';
import { createPlan, type Plan } from '../../src/core/configurationFiles/plan/plan';
import { findAccess } from '../../src/core/configurationFiles/plan/planState';
import { planSteps } from '../../src/core/configurationFiles/plan/planSteps';
import { planText } from '../../src/core/configurationFiles/plan/planText';
import { updateFileText } from '../../src/core/configurationFiles/text/updateFileText';
import { MemoryFolder } from './folders';
import { pick, type Random, randomSource } from './mutations';
import { randomCustomer, secretSign } from './randomCustomer';
import { SimulatedService } from './simulatedApply';

/** What was done with a random customer, so that a test can check that it covered enough. */
export interface Outcome {
  readonly applied: number;
  readonly refused: number;
}

/** Runs random customers one after the other, the same for the same seed, and adds up what became of them. */
export function checkRandomCustomers(seed: number, count: number): Outcome {
  const random = randomSource(seed);
  let [applied, refused] = [0, 0];
  for (let round = 0; round < count; round++) {
    const outcome = checkRandomCustomer(random);
    applied += outcome.applied;
    refused += outcome.refused;
  }
  return { applied, refused };
}

/**
 * Runs one random customer through pull, compare, pull again, edit, apply and compare. Throws if the files do not mean
 * what the service has, hold a secret, or if no initial access is left between two writes.
 */
function checkRandomCustomer(random: Random): Outcome {
  const { snapshot } = randomCustomer(random);
  const ownClientId = snapshot.resources.find(({ kind }) => kind === 'clients')?.id ?? 'none';
  const files = new MemoryFolder();
  files.pull(snapshot);
  const compare = (service: SimulatedService, mayDelete = false) =>
    createPlan(files.folder, service.snapshot, { bases: files.bases, ownClientId, mayDelete });
  const service = new SimulatedService(snapshot);
  assertAllSame(compare(service), files);
  assert.deepEqual([...files.pull(snapshot).writes], []);

  edit(random, files);
  const plan = compare(service, random(2) === 0);
  planText(plan, { folder: 'folder', profile: 'profile' });
  const appliable = plan.entries.filter(({ result }) => ['create', 'change', 'delete'].includes(result));
  const access = findAccess(snapshot.resources);
  let refused = 0;
  let applied = 0;
  try {
    const { steps } = planSteps(plan, {
      only: new Set(appliable.map(({ address }) => address)),
      typed: snapshot.resources.flatMap(({ id, title }) => [id, title]),
      deletes: appliable.filter(({ result }) => result === 'delete').length,
    });
    for (const step of steps) {
      service.apply(step, plan, files);
      if (access.length > 0) assertSomeLeft(access, service, step.address);
    }
    applied = steps.length;
    const after = compare(service);
    for (const { address } of steps) {
      const entry = after.entries.find(each => each.address === address);
      // Deleted resources no longer exist.
      assert.ok(entry === undefined || entry.result === 'same', JSON.stringify(entry));
    }
    const texts = [...files.texts.values()].join('\n');
    assert.ok(!texts.includes(secretSign), texts);
  } catch (error) {
    if (!isProblem(error)) throw error;
    assert.ok(error.nextStep, error.message);
    refused = 1;
  }
  return { applied, refused };
}

function assertAllSame(plan: Plan, files: MemoryFolder): void {
  const others = plan.entries.filter(({ result }) => result !== 'same');
  assert.deepEqual(others, [], [...files.texts].map(([path, text]) => `${path}\n${text}`).join('\n'));
  assert.deepEqual(plan.issues, []);
}

/** Access counts only if neither its client nor its policy was touched in a way that could break it. */
function assertSomeLeft(
  access: ReturnType<typeof findAccess>,
  service: SimulatedService,
  address: string,
): void {
  const now = findAccess(service.snapshot.resources);
  const isLeft = access.some(({ client, policy }) =>
    now.some(other => other.client.id === client.id && other.policy.id === policy.id),
  );
  assert.ok(isLeft, `No access is left after ${address}.`);
}

const values: Readonly<Record<string, readonly string[]>> = {
  title: ['"Renamed"', '""'],
  name: ['"Renamed"'],
  accessTokenLifetime: ['900', '"1800"', '1'],
  allowedScopes: [
    '["openid"]',
    '["*:config/**", "openid"]',
    '["*:config/**", "*:webhooks/**"]',
    '[]',
    '["*:config/tokenPolicies/<new-policy>"]',
    '["*:config/clients/<new-client>"]',
  ],
  useAccessJWT: ['true', 'null'],
  type: ['"public"', '"confidential"'],
  tokenPolicy: ['"tokenPolicies/new-policy"', '"tokenPolicies/untitled"', '"nowhere"'],
  loginPolicy: ['"loginPolicies/new-login"'],
  loginURL: ['"https://other.example/"'],
  customClaims: ['{"userinfo": {"a": "b"}}'],
  'x-unknown': ['12345678901234567891', '1.5', '{"a": [null]}'],
  $pushClaims: ['{"enabled": false}'],
};

/** Edits files as people do: other values, members that are left out, files that are new, deleted or renamed. */
function edit(random: Random, files: MemoryFolder): void {
  const paths = [...files.texts.keys()].filter(path => path.includes('/'));
  for (const path of paths) {
    if (random(3) !== 0) continue;
    const name = pick(random, Object.keys(values));
    const wanted = random(3) === 0 ? '{}' : `{"${name}": ${pick(random, values[name] ?? ['1'])}}`;
    files.texts.set(path, updateFileText(files.text(path), wanted, [name]));
  }
  const [first] = paths;
  if (first !== undefined && random(4) === 0) files.texts.delete(pick(random, paths));
  if (first !== undefined && files.texts.has(first) && random(6) === 0) {
    files.texts.set(first.replace('/', '/moved-'), files.text(first));
    files.texts.delete(first);
  }
  const added: readonly [path: string, text: string][] = [
    ['tokenPolicies/new-policy.json', '{"title": "New", "allowedScopes": ["openid"]}'],
    [
      'loginPolicies/new-login.json',
      '{"title": "New", "loginURL": "https://x.example/", "identityStoreDetails": {"clientSecret": {"$secret": "OWNER"}}, "$pushClaims": {"enabled": true}}',
    ],
    [
      'clients/new-client.json',
      '{"name": "New", "type": "public", "tokenPolicy": "tokenPolicies/new-policy", "loginPolicy": "loginPolicies/new-login"}',
    ],
  ];
  for (const [path, text] of added) if (random(2) === 0) files.texts.set(path, text);
}
