import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median, milliseconds } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { readFolder } from '../../src/core/configurationFiles/configurationFolder';
import { createPlan, type Plan } from '../../src/core/configurationFiles/plan/plan';
import { planText } from '../../src/core/configurationFiles/plan/planText';
import { planPull } from '../../src/core/configurationFiles/pull';
import { parseJson } from '../../src/core/json/json';
import type { ConfigurationSnapshot } from '../../src/core/resources/configurationSnapshot';
import { type Resource, type ResourceKind, titleMember } from '../../src/core/resources/resource';

const rounds = 15;

/** The number of files that differ from the service. */
const edited = 20;

/**
 * The CPU time to compare the files of so many resources with a snapshot of the service, the first time and again; and the
 * heap for the snapshot, the files, what was pulled last, and the plan.
 */
export function measureCompare(resources: number): Row[] {
  const before = heapBytes();
  const snapshot = snapshotOf(resources);
  const { writes, bases } = planPull(readFolder(new Map()), snapshot, { bases: new Map() });
  const texts = new Map(writes);
  [...texts.keys()]
    .filter(path => path.startsWith('clients/'))
    .slice(0, edited)
    .forEach(path =>
      texts.set(path, (texts.get(path) ?? '').replace('"https://', '// ours\n    "https://new-')),
    );
  const times: number[] = [];
  let plan: Plan | undefined;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    plan = createPlan(readFolder(texts), snapshot, { bases, ownClientId: 'c-0' });
    const { text } = planText(plan, { folder: 'folder', profile: 'profile' });
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1_000);
    const changed = plan.entries.filter(({ result }) => result === 'change').length;
    if (changed !== edited || plan.entries.length !== resources || text === '')
      throw new Error('The comparison is wrong.');
  }
  const heldMB = (heapBytes() - before) / (1024 * 1024);
  // Until here all of it is needed.
  if (!plan || bases.size + texts.size < resources) throw new Error('The comparison is wrong.');
  const [firstMs = NaN] = times;
  const againMs = median(times);
  return [
    {
      what: `compare ${resources.toLocaleString('en')} resources with files (CPU time)`,
      measured: milliseconds(firstMs),
      reference: `again ${milliseconds(againMs)}`,
      bound: '≤ 150 ms',
      isKept: Math.max(firstMs, againMs) <= 150,
    },
    {
      what: '… the memory that this and what was pulled hold',
      measured: `${heldMB.toFixed(1)} MB`,
      bound: '≤ 100 MB',
      isKept: heldMB <= 100,
    },
  ];
}

/** The heap in use after a collection. */
function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function snapshotOf(count: number): ConfigurationSnapshot {
  const policies = Array.from({ length: 10 }, (_, index) =>
    resourceOf('tokenPolicies', {
      ...{ id: idOf('p', index), title: `Policy ${index}`, accessTokenLifetime: 3600 },
      ...{ refreshTokenLifetime: 7776000, useAccessJWT: false },
      allowedScopes: index === 0 ? ['*:config/**'] : ['openid', 'profile', 'email', 'address', 'phone'],
    }),
  );
  const clients = Array.from({ length: count - policies.length }, (_, index) =>
    resourceOf('clients', {
      ...{ id: idOf('c', index), name: `Nordhaven application ${index}`, type: 'public' },
      redirectURIs: [
        `https://app-${index}.nordhaven.example/signed-in`,
        `com.nordhaven.app${index}:/signed-in`,
      ],
      ...{ tokenPolicy: idOf('p', 1 + (index % 9)), loginPolicy: idOf('l', index % 5) },
    }),
  );
  return {
    ...{ origin: 'https://v1.api.us.janrain.com', customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1' },
    ...{
      resources: [...policies, ...clients],
      loginPolicyOptions: new Map(),
      discovery: undefined,
      unread: [],
    },
  };
}

function idOf(letter: string, index: number): string {
  return `${letter}a23c45d-6789-4123-84ef-${String(index).padStart(12, '0')}`;
}

function resourceOf(
  kind: ResourceKind,
  values: Readonly<Record<string, unknown>> & { readonly id: string },
): Resource {
  const links = { self: { href: `/1ab23c45-6789-0123-d4ef-5g678h90ijk1/config/${kind}/${values.id}` } };
  const body = JSON.stringify({ ...values, _links: links });
  const title = values[titleMember(kind)];
  return {
    ...{ kind, id: values.id, title: typeof title === 'string' ? title : '', body },
    members: parseJson(body) as Readonly<Record<string, unknown>>,
  };
}
