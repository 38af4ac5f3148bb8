import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import * as httpyac from 'httpyac';
import { type Lines, linesOf } from '../../../../src/core/common/lines';
import { matchProfiles, requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import { listRequests } from '../../../../src/core/requests/findRequests';
import type { WrittenRequest } from '../../../../src/core/requests/request';
import { profileWith } from '../../../support/fakes';
import { pick, randomSource } from '../../../support/mutations';

const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
const good = `https://good.example/${customerId}/config/clients`;
const evil = 'https://evil.example/x';
const profiles = [profileWith({ origin: 'https://good.example', customerId })];

const methods = [
  'GET ',
  'GET ',
  'POST ',
  '',
  '',
  'get ',
  '  GET ',
  'QUERY ',
  'MERGE ',
  'RABBITMQ ',
  'FOO ',
  'WS ',
];
const headers = [
  ...[
    '',
    '',
    'A: b',
    '# c',
    '@z = 1',
    '?a=b',
    'Content-Type: text/markdown',
    'Content-Type: application/json',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=b',
    'Content-Type: text/plain',
    '# @forceRegionDelimiter',
    '/x',
  ],
];
const between = [
  ...[
    '',
    '',
    '',
    '###',
    '###',
    '### title',
    ' ### x',
    '# ###',
    '/*',
    '*/',
    '/* x */',
    '/*\n###\n*/',
    '{{',
    '}}',
  ],
  ...['{{\n###\n}}', '< {%\n###\n%}', '> {%', '%}', '?? status == 200', '--b--', '<> x', '{"a":1}', '@a = b'],
  ...[
    '// @force-region-delimiter',
    '# @name a',
    '```',
    '"""',
    'HTTP/1.1 200 OK',
    'query x {',
    'mutation',
    '}',
  ],
  ...['fragment a on b', 'gql x < y', '# x', '&x=1', '/x', '< ./x.json', '\u00a0###', '/**', '*/ ###'],
];

/** Those among the lines above, wherever they stand. */
const scripts = /^(?:\{\{$|[<>] \{%|gql x <|< \.)/m;

/** With the library that the extension holds. */
describe('a request that certainly goes to a profile by httpYac', function () {
  it('begins a region of httpYac and has no other in it, whatever is around it', async () => {
    await httpyac.cli.initIOProvider();
    const next = randomSource(20261129);
    const one = (all: readonly string[]) => pick(next, all);
    const request = (url: string) => `${one(methods)}${url}\n${one(headers)}`;
    let sure = 0;
    for (let count = 0; count < 2000; count++) {
      const parts = [request(evil), ...Array.from({ length: next(5) }, () => one(between)), request(good)];
      const text = [...parts, ...Array.from({ length: next(3) }, () => one(between))].join('\n');
      const lines = linesOf(text);
      const found = sureOnes(lines, true);
      // Without the hook, scripts make all of them uncertain, and nothing else does.
      const withoutHook = sureOnes(lines, false);
      if (!scripts.test(text) || withoutHook.length > 0)
        assert.deepEqual(withoutHook, found, JSON.stringify(text));
      const begun = found.length > 0 ? await requestLinesOf(text, count) : [];
      for (const { requestLine, lastLine } of found) {
        const own = begun.filter(line => line >= requestLine && line <= lastLine);
        assert.deepEqual(own, [requestLine], JSON.stringify(text));
        sure++;
      }
    }
    assert.ok(sure > 500, `${String(sure)} sure ones`);
  });

  it('and in Markdown, is in a block that httpYac finds', async () => {
    await httpyac.cli.initIOProvider();
    const openings = [
      '```http',
      '``` http',
      '```HTTP',
      '```rest\t',
      '```http title=a',
      '  ```http',
      '````http',
    ];
    const closings = ['```', '``` ', ' ```', '````', '~~~', ''];
    const pairs = [['~~~http', '~~~'], ...openings.flatMap(first => closings.map(last => [first, last]))];
    const kinds = new Map<string, number>();
    for (const [index, [first = '', last = '']] of pairs.entries()) {
      const text = `\`\`\`http\nDELETE ${good}\n\`\`\`\n\n${first}\nGET ${good}\n${last}\n`;
      const lines = linesOf(text);
      const [, request] = listRequests(lines, 'markdown');
      assert.ok(request);
      const context = { client: 'httpYac', environment: new Map(), asksForToken: true } as const;
      const { kind } = matchProfiles(requestTargets(lines, 'markdown', context)(request), profiles);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (kind !== 'yes') continue;
      const begun = await requestLinesOf(text, index, 'md');
      assert.ok(begun.includes(request.requestLine), JSON.stringify(text));
    }
    assert.deepEqual([...kinds.keys()].sort(), ['unknown', 'yes']);
    assert.ok((kinds.get('yes') ?? 0) >= 6);
  });
});

/** The requests that certainly go to the profile. */
function sureOnes(lines: Lines, asksForToken: boolean): readonly WrittenRequest[] {
  const targetOf = requestTargets(lines, 'http', { client: 'httpYac', environment: new Map(), asksForToken });
  return listRequests(lines, 'http').filter(each => matchProfiles(targetOf(each), profiles).kind === 'yes');
}

/** The lines that httpYac takes for request lines. */
async function requestLinesOf(text: string, count: number, extension = 'http'): Promise<readonly number[]> {
  const store = new httpyac.store.HttpFileStore();
  // No folder of a project, where httpYac would look for plugins.
  const workingDir = os.tmpdir();
  const file = path.join(workingDir, `${String(count)}.${extension}`);
  const { httpRegions } = await store.getOrCreate(file, () => Promise.resolve(text), 1, { workingDir });
  return httpRegions
    .flatMap(({ symbol }) => symbol.children ?? [])
    .filter(({ kind }) => kind === httpyac.HttpSymbolKind.requestLine)
    .map(({ startLine }) => startLine);
}
