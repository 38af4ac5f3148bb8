import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { request as undiciRequest } from 'undici';
import { comparedRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { requestAccessToken } from '../../src/api/token/tokenEndpoint';
import { Transport } from '../../src/api/transport/transport';
import { startTokenEndpoint } from './tokenEndpoint';
import { unknownClient } from './unknownClient';

const { customerId, ...client } = unknownClient;
const scope = '*:**';

/** How often curl is started: a process for each request. */
const curlRounds = 25;

/** The part of `rounds` that is run first and not counted. */
const warmUpRounds = 0.3;

/**
 * Requests tokens in turns with undici, with `fetch` and with our transport, over kept-alive connections. In the extension
 * host, `fetch` is VS Code's, which looks up the user's proxy.
 */
export async function measureTokenRequest(): Promise<Row[]> {
  return [
    ...(await measureAgainst('the service takes 20 ms', 20, 40, false)),
    ...(await measureAgainst('the service answers at once', 0, 600, true)),
  ];
}

/**
 * @param answerMs how long the service waits before it answers, in ms
 * @param rounds how many requests of each kind count
 * @param withOthers whether `fetch` and curl have rows of their own
 */
async function measureAgainst(
  what: string,
  answerMs: number,
  rounds: number,
  withOthers: boolean,
): Promise<Row[]> {
  const { origin, stop } = await startTokenEndpoint(answerMs);
  const transport = new Transport({
    fetch: (url, init) => globalThis.fetch(url, init),
    log: () => undefined,
    now: () => performance.now(),
  });
  const url = `${origin}/${customerId}/login/token`;
  const plain = {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }).toString(),
  } as const;

  const ours = async () => {
    await requestAccessToken(transport.send, { origin, customerId }, client, scope);
  };
  const byUndici = async () => {
    const { body } = await undiciRequest(url, plain);
    expectToken(await body.json());
  };
  const byFetch = async () => {
    expectToken(await (await globalThis.fetch(url, plain)).json());
  };

  try {
    const [undiciMs = [], fetchMs = [], oursMs = []] = await inTurns([byUndici, byFetch, ours], rounds);
    const row = comparedRow(what, oursMs, 'undici', undiciMs, 1.3);
    if (!withOthers) return [row];
    const curlMs = await measureCurl(url, plain);
    return [
      row,
      comparedRow('… the same by fetch alone (it knows the user’s proxy)', fetchMs, 'undici', undiciMs),
      ...(curlMs.length > 0
        ? [comparedRow('… the same by curl, a process for each', curlMs, 'undici', undiciMs)]
        : []),
    ];
  } finally {
    await stop();
  }
}

/** The times of curl; none where there is no curl. */
async function measureCurl(
  url: string,
  { headers, body }: { readonly headers: Record<string, string>; readonly body: string },
): Promise<number[]> {
  const options = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const byCurl = async () => {
    const { stdout } = await promisify(execFile)('curl', ['-sS', ...options, '-d', body, url]);
    expectToken(JSON.parse(stdout));
  };
  const isThere = await promisify(execFile)('curl', ['--version']).then(
    () => true,
    () => false,
  );
  return isThere ? ((await inTurns([byCurl], curlRounds))[0] ?? []) : [];
}

function expectToken(answer: unknown): void {
  if (typeof (answer as { access_token: unknown }).access_token !== 'string') throw new Error('No token.');
}

/** The times of each action, in ms, when all are done one after the other again and again. */
async function inTurns(actions: readonly (() => Promise<void>)[], rounds: number): Promise<number[][]> {
  const times: number[][] = actions.map(() => []);
  for (let round = -Math.ceil(rounds * warmUpRounds); round < rounds; round++) {
    for (const [index, action] of actions.entries()) {
      const start = performance.now();
      await action();
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
  }
  return times;
}
