import { median, withSpread } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { ConfigurationRegistry } from '../../src/configuration/profileConfiguration';
import { isConflict, prepareChange } from '../../src/configuration/writes/prepareChange';
import { toDocumentText } from '../../src/core/resources/resourceText';
import { PendingWrites } from '../../src/storage/configuration/pendingWrites';
import { ResourceHistory } from '../../src/storage/configuration/resourceHistory';
import { ConfigurationTokens } from '../../src/tokens/configurationTokens';
import { withConfiguration } from './configuration';

interface Saved {
  readonly ms: number;
  readonly requests: number;
}

const rounds = 7;

/** From Save in a policy with configuration access until the diff can be shown: the first and the second time. */
export async function measureSaving(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [clients, answerMs] of [
    [200, 20],
    [2_000, 20],
    [2_000, 150],
    [10_000, 20],
  ] as const) {
    rows.push(...(await measureCustomer(clients, answerMs)));
  }
  return rows;
}

async function measureCustomer(clients: number, answerMs: number): Promise<Row[]> {
  const options = { minimum: { clients }, delayMs: answerMs };
  return withConfiguration(options, async ({ deps, profile, send, sent }) => {
    const files = {
      list: () => Promise.resolve([]),
      read: () => Promise.reject(new Error('no such file')),
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    const { warn, now } = deps;
    const createRegistry = () =>
      new ConfigurationRegistry({
        ...deps,
        send,
        tokens: new ConfigurationTokens(deps),
        history: new ResourceHistory(files, now, warn),
        pendingWrites: new PendingWrites(files, () => Promise.resolve()),
        newId: () => '1',
        owner: 'bench',
        delay: () => Promise.resolve(),
        onPending: () => undefined,
        hasProcessEnded: () => false,
      });
    const first: Saved[] = [];
    const again: Saved[] = [];
    for (let round = 0; round < rounds; round++) {
      // A new cache, as in a new window.
      const registry = createRegistry();
      const { resourceCache, guard } = registry.for(profile);
      const client = await resourceCache.read({ kind: 'clients', id: profile.clientId });
      const key = { kind: 'tokenPolicies', id: String(client.members['tokenPolicy']) } as const;
      const base = toDocumentText((await resourceCache.read(key)).body);
      const edited = base.replace(/"title": "/, '"title": "Renamed ');
      const save = async (): Promise<Saved> => {
        const before = sent();
        const start = performance.now();
        const change = await prepareChange(resourceCache, guard, key, { edited, base });
        const ms = performance.now() - start;
        if (!change || isConflict(change)) throw new Error('There is no change to show.');
        return { ms, requests: sent() - before };
      };
      first.push(await save());
      again.push(await save());
      registry.dispose();
    }
    const title = `${clients.toLocaleString('en')} clients, answers of ${answerMs} ms`;
    return [
      savingRow(`${title}, the first time`, first, answerMs, 4),
      savingRow(`${title}, again`, again, answerMs, 2),
    ];
  });
}

/** @param trips how often the answers may be waited for; our own work may take 20 ms */
function savingRow(what: string, all: readonly Saved[], answerMs: number, trips: number): Row {
  const ms = all.map(each => each.ms);
  const requests = Math.max(...all.map(each => each.requests));
  return {
    what,
    measured: withSpread(ms),
    reference: `${requests} requests`,
    ratio: median(ms) / answerMs,
    bound: `≤ ${trips} × + 20 ms`,
    isKept: median(ms) <= trips * answerMs + 20 && requests <= 12,
  };
}
