import { createHmac, randomBytes } from 'node:crypto';
import { comparedRow, median, megabytes, withSpread } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { fingerprintOf, LeakSearch } from '../../src/core/leaks/secretSearch';

const rounds = 20;

/** Searches request files for the secrets that a window with three profiles may know. */
export function measureLeakSearch(): Row[] {
  const tokens = Array.from({ length: 12 }, () => randomBytes(48).toString('base64url'));
  const search = searchFor(tokens);
  const [short, long] = [textOf(2_000, tokens), textOf(20_000, tokens)];
  const times = { short: [] as number[], long: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.short.push(timed(search, short));
    times.long.push(timed(search, long));
  }
  const speeds = times.long.map(ms => long.length / 1_000 / ms);
  const longMs = median(times.long);
  return [
    { what: 'open text searched in a second', measured: withSpread(speeds, megabytes) },
    {
      ...comparedRow('a document of 20,000 lines', times.long, '2,000:', times.short),
      bound: '≤ 50 ms, ≤ 12 ×',
      isKept: longMs <= 50 && longMs <= 12 * median(times.short),
    },
  ];
}

/** The leak guard's search for these tokens. */
export function searchFor(tokens: readonly string[]): LeakSearch<string> {
  const secret = randomBytes(32);
  const key = {
    base: randomBytes(4).readUInt32LE() | 1,
    digest: (text: string) => createHmac('sha256', secret).update(text).digest('base64'),
  };
  const sought = tokens.flatMap(value => {
    const fingerprint = fingerprintOf(key, value);
    return fingerprint ? [{ fingerprint, secret: value }] : [];
  });
  return new LeakSearch(key, sought);
}

/** Requests of ten lines; every hundredth has a token. */
function textOf(lineCount: number, tokens: readonly string[]): string {
  const lines = Array.from({ length: lineCount }, (_, line) => {
    if (line % 10 === 0)
      return 'PUT https://v1.api.us.janrain.com/{{customerId}}/config/clients/{{clientId}}';
    const token = tokens[Math.floor(line / 1_000) % tokens.length] ?? '';
    if (line % 1_000 === 1) return `Authorization: Bearer ${token}`;
    return `  "redirectURIs${line}": ["https://app.example.com/callback?from=${line}"],`;
  });
  return lines.join('\r\n');
}

function timed(search: LeakSearch<string>, text: string): number {
  const start = performance.now();
  const { length } = search.find(text);
  const ms = performance.now() - start;
  if (length === 0) throw new Error('Nothing was found.');
  return ms;
}
