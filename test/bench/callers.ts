import { withSpread } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { startTokenEndpoint } from './tokenEndpoint';
import {
  addProfileOfNobody,
  countingTransport,
  createTokenService,
  requestWith,
} from './tokenServiceFixture';

const callers = 1_000;
const rounds = 7;

/** Has a thousand callers ask for the same token at once, over HTTP, and counts the requests of a round. */
export async function measureCallers(): Promise<Row[]> {
  const { origin, stop } = await startTokenEndpoint(20);
  const { send, sent } = countingTransport();
  const { profiles, tokenService } = createTokenService(requestWith(send));
  const profile = await addProfileOfNobody(profiles, origin);
  const ms: number[] = [];
  let most = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const before = sent();
      // A new scope: no token has it yet.
      const scope = `.:config/clients/${round}`;
      const start = performance.now();
      await Promise.all(
        Array.from({ length: callers }, () => tokenService.acquire({ profile, scope, activate: true })),
      );
      ms.push(performance.now() - start);
      most = Math.max(most, sent() - before);
    }
    return [
      {
        what: `requests sent for ${callers.toLocaleString('en')} callers at once`,
        measured: String(most),
        bound: '1',
        isKept: most === 1,
      },
      { what: '… until all have the token; the service takes 20 ms', measured: withSpread(ms) },
    ];
  } finally {
    await stop();
  }
}
