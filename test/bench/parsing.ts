import * as httpyac from 'httpyac';
import { comparedRow } from '../../scripts/bench/statistics.mjs';
import type { Row } from '../../scripts/bench/table.mjs';
import { linesOf } from '../../src/core/common/lines';
import { finish } from '../../src/core/common/steps';
import { findHostedLoginRequestsInSteps } from '../../src/core/requestAnalysis/hostedLoginRequests';
import { listRequests } from '../../src/core/requests/findRequests';

const rounds = 5;
const requests = 2_000;

const profile = {
  id: '1',
  name: 'acme',
  origin: 'https://v1.api.us.janrain.com',
  customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
  clientId: 'a-client',
};

/** Reads a request file of 20,000 lines in turns by ours and by httpYac's parser, which its extension runs at changes. */
export async function measureParsing(): Promise<Row[]> {
  await httpyac.cli.initIOProvider();
  const oursMs: number[] = [];
  const httpyacMs: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const text = textOf(round);
    const start = performance.now();
    const lines = linesOf(text);
    const found = listRequests(lines, 'http').length;
    finish(findHostedLoginRequestsInSteps(lines, 'http', profile));
    const between = performance.now();
    // A store of its own, which knows nothing yet.
    const store = new httpyac.store.HttpFileStore();
    const { httpRegions } = await store.getOrCreate('requests.http', () => Promise.resolve(text), 0, {
      workingDir: '/',
    });
    const end = performance.now();
    if (found !== requests || httpRegions.filter(({ request }) => request).length !== requests)
      throw new Error('Not all requests were found.');
    if (round < 0) continue;
    oursMs.push(between - start);
    httpyacMs.push(end - between);
  }
  return [
    comparedRow(
      `${requests.toLocaleString('en')} requests in 20,000 lines`,
      oursMs,
      'httpYac',
      httpyacMs,
      0.5,
    ),
  ];
}

/** Another text each time: nothing that was read before is known. */
function textOf(round: number): string {
  return Array.from({ length: requests }, (_, index) => [
    `### Request ${index}`,
    `PUT ${profile.origin}/${profile.customerId}/config/clients/${index} HTTP/1.1`,
    'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}',
    'Content-Type: application/json',
    '',
    '{',
    `  "name": "a name ${round}",`,
    '  "redirectURIs": ["https://nordhaven.example/in"]',
    '}',
    '',
  ])
    .flat()
    .join('\n');
}
