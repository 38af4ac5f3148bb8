import { milliseconds, timeRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { EchoMask } from '../../src/core/masking/echoMask';
import { Redactor } from '../../src/core/masking/redaction';
import { settled } from '../support/fakes';
import { addProfileOfNobody, createTokenService } from './tokenServiceFixture';

const requests = 200;
const rounds = 5;
const scopes = 20;
const hour = 3_600_000;

/** The time of our own code for requests one after the other, and for a log line with many masked tokens. */
export async function measureTokenWork(): Promise<Row[]> {
  return [
    ...[4_000, 1_000, 16_000].map(measureFirstMask),
    timeRow(
      `${requests} requests one after the other, processor time of ours for each`,
      await measureRequests(),
      1,
    ),
    ...[1_000, 10_000].map(measureLogLine),
  ];
}

/** The CPU time for each request of a round, in ms: a service in memory answers at once. */
async function measureRequests(): Promise<number[]> {
  const redactor = new Redactor(Date.now);
  let count = 0;
  const { profiles, tokenService } = createTokenService(
    (_profile, _client, scope) =>
      Promise.resolve({ accessToken: tokenValue(++count), expiresIn: 3600, scope }),
    {
      mask: (secret, expiresAt) => {
        redactor.add(secret, expiresAt);
      },
    },
  );
  const profile = await addProfileOfNobody(profiles);
  const round = async () => {
    const start = process.cpuUsage();
    for (let index = 0; index < requests; index++) {
      const scope = `.:config/clients/${index % scopes} .:config/tokenPolicies**`;
      await tokenService.acquire({ profile, scope, activate: true });
    }
    await settled();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000 / requests;
  };
  await round();
  const times: number[] = [];
  for (let count = 0; count < rounds; count++) times.push(await round());
  tokenService.dispose();
  return times;
}

/** @param known how many tokens are masked */
function measureLogLine(known: number): Row {
  const redactor = new Redactor(Date.now);
  for (let index = 0; index < known; index++) redactor.add(tokenValue(index), Date.now() + hour);
  const line =
    'POST https://v1.api.us.janrain.com/00000000-0000-0000-0000-000000000000/login/token → 200 (12 ms)';
  const times = Array.from({ length: 200 }, () => {
    const start = performance.now();
    redactor.redact(line);
    return performance.now() - start;
  });
  return timeRow(`a log line after ${known.toLocaleString('en')} tokens`, times, 0.2);
}

/** Searching an answer for a token for the first time; nothing is compiled before the first call of all. */
function measureFirstMask(characters: number): Row {
  const token = tokenValue(characters, characters);
  const start = process.cpuUsage();
  new EchoMask([token]).mask('Forbidden');
  const { user, system } = process.cpuUsage(start);
  const ms = (user + system) / 1000;
  return {
    what: `the first mask of a token of ${characters.toLocaleString('en')} characters`,
    measured: milliseconds(ms),
    ...(characters === 4_000 && { bound: '≤ 20 ms', isKept: ms <= 20 }),
  };
}

/** Pseudorandom, and the same in each run. */
function tokenValue(number: number, length = 64): string {
  let state = number + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  }).join('');
}
