import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { request as undiciRequest } from 'undici';
import { comparedRow, median, withSpread } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { ConfigurationApi } from '../../src/api/configuration/configurationApi';
import type { Send } from '../../src/api/http';
import { readDiscoveryText } from '../../src/api/token/discovery';
import { findClientsUsing } from '../../src/configuration/policyUsers';
import { maxParallel, readSnapshot } from '../../src/configuration/readSnapshot';
import { ResourceCache } from '../../src/configuration/resourceCache';
import { readFolder } from '../../src/core/configurationFiles/configurationFolder';
import { planPull } from '../../src/core/configurationFiles/pull';
import { endpointUrl, type Profile } from '../../src/core/profile/profile';
import type { SandboxOptions } from '../../src/sandbox/index';
import { ConfigurationTokens } from '../../src/tokens/configurationTokens';
import { measureCompare } from './configurationFiles';
import type { SandboxValues } from './sandboxThread';
import { countingTransport, createTokenService, requestWith } from './tokenServiceFixture';

const answerMs = 20;
const rounds = 15;
/** How often a pull is measured: each takes seconds. */
const pullRounds = 3;

/** Reads configurations of a sandbox that waits 20 ms before each answer, with tokens as in a window. */
export async function measureConfiguration(): Promise<Row[]> {
  return [
    await measureList(10_000),
    await measureResources(2_000),
    await measureUsers(2_000),
    ...measureCompare(2_000),
  ];
}

/** Lists so many clients in turns with undici and with our client, over kept-alive connections. */
async function measureList(clients: number): Promise<Row> {
  return withConfiguration({ minimum: { clients }, delayMs: answerMs }, async reach => {
    const { configuration, url, authorization } = reach;
    const times: { readonly bare: number[]; readonly ours: number[] } = { bare: [], ours: [] };
    for (let round = -3; round < rounds; round++) {
      const start = performance.now();
      const answer = await undiciRequest(url('clients'), { headers: { authorization } });
      const { total } = (await answer.body.json()) as { readonly total: number };
      const between = performance.now();
      const { entries } = await configuration.list('clients');
      const end = performance.now();
      if (total !== clients || entries.length !== clients)
        throw new Error('Not all clients are in the list.');
      if (round < 0) continue;
      times.bare.push(between - start);
      times.ours.push(end - between);
    }
    return listRow(`list of ${clients.toLocaleString('en')} clients`, times.ours, 'undici', times.bare);
  });
}

/** What takes one request, whose answer we read. */
export function listRow(what: string, ms: readonly number[], name: string, bareMs: readonly number[]): Row {
  const isKept = median(ms) <= 1.2 * median(bareMs) + 100;
  return { ...comparedRow(what, ms, name, bareMs), bound: '≤ 1.2 × + 100 ms', isKept };
}

/** What takes a request for each resource, six at a time. */
function sideBySideRow(what: string, requests: number, ms: readonly number[]): Row {
  const ratio = median(ms) / ((requests / maxParallel) * answerMs);
  return {
    what,
    measured: withSpread(ms),
    reference: `${requests.toLocaleString('en')} ÷ ${maxParallel} × ${answerMs} ms`,
    ratio,
    bound: '≤ 1.2 ×',
    isKept: ratio <= 1.2,
  };
}

/** Reads who uses a policy, each time with an empty cache. */
async function measureUsers(clients: number): Promise<Row> {
  return withConfiguration({ minimum: { clients }, delayMs: answerMs }, async ({ configuration, sent }) => {
    const { entries } = await configuration.list('tokenPolicies');
    const [policy] = entries;
    if (!policy) throw new Error('There is no policy.');
    const before = sent();
    const ms: number[] = [];
    for (let round = 0; round < pullRounds; round++) {
      const start = performance.now();
      const users = await findClientsUsing(new ResourceCache(configuration), policy, {});
      ms.push(performance.now() - start);
      if (users.clients.length === 0 || users.unread > 0) throw new Error('Not all clients were read.');
    }
    const requests = (sent() - before) / pullRounds;
    return sideBySideRow(`who uses a policy, of ${clients.toLocaleString('en')} clients`, requests, ms);
  });
}

/** Pulls that many resources into files. */
async function measureResources(resources: number): Promise<Row> {
  // Every sandbox has six token policies and three login policies.
  return withConfiguration(
    { minimum: { clients: resources - 9 }, delayMs: answerMs },
    async ({ configuration, profile, send, sent }) => {
      const before = sent();
      const ms: number[] = [];
      for (let round = 0; round < pullRounds; round++) {
        const start = performance.now();
        const snapshot = await readSnapshot({
          api: configuration,
          profile,
          readDiscovery: signal => readDiscoveryText(send, profile, signal),
        });
        const { result } = planPull(readFolder(new Map()), snapshot, { bases: new Map() });
        ms.push(performance.now() - start);
        if (result.written.length !== resources || result.unread.length > 0)
          throw new Error('Not all resources were pulled.');
      }
      const requests = (sent() - before) / pullRounds;
      return sideBySideRow(`all of ${resources.toLocaleString('en')} resources`, requests, ms);
    },
  );
}

/** A configuration client, with its service and connections. */
export interface Reach {
  readonly deps: ReturnType<typeof createTokenService>;
  readonly profile: Profile;
  readonly configuration: ConfigurationApi;
  readonly send: Send;
  readonly url: (kind: string) => string;
  readonly authorization: string;
  /** The number of requests so far. */
  readonly sent: () => number;
}

/** Works with the configuration of a sandbox that runs in another thread. */
export async function withConfiguration<T>(
  options: SandboxOptions,
  work: (reach: Reach) => Promise<T>,
): Promise<T> {
  const thread = new Worker(path.join(__dirname, 'sandboxThread.js'), { workerData: options });
  const { send, sent } = countingTransport();
  try {
    const [{ clientSecret, ...values }] = (await once(thread, 'message')) as [SandboxValues];
    const deps = createTokenService(requestWith(send));
    const profile = await deps.profiles.add({ name: 'acme', ...values }, clientSecret);
    const authorize = new ConfigurationTokens(deps).authorizeFor(profile);
    const configuration = new ConfigurationApi({ send, profile, authorize });
    const authorization = `Bearer ${await authorize('.:config/clients**', {})}`;
    return await work({
      deps,
      profile,
      configuration,
      send,
      url: kind => endpointUrl(profile, `config/${kind}`),
      authorization,
      sent,
    });
  } finally {
    await thread.terminate();
  }
}
