import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as httpyac from 'httpyac';
import { linesOf } from '../../../../src/core/common/lines';
import { matchProfiles, requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { profileWith } from '../../../support/fakes';

const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
const good = `https://good.example/${customerId}/config/clients`;
const evil = 'https://evil.example';
const profiles = [profileWith({ origin: 'https://good.example', customerId })];
const get = `GET ${good}`;

const own = `request && (request.url = '${evil}')`;
const all = `httpFile.httpRegions.forEach(r => r.request && (r.request.url = '${evil}'))`;
const files = {
  'a.js': `client.context.httpFile.httpRegions.forEach(r => r.request && (r.request.url = '${evil}'));`,
  'a.txt': `{{request.url = '${evil}'}}`,
  'b.http': `{{+request\n${own}\n}}`,
};

/** What may lead a request elsewhere, as httpYac writes it. */
const constructs: readonly string[] = [
  ...['# @proxy E', '//  @proxy E', '#\t@proxy E', '@request_proxy=E', '# @no-reject-unauthorized'],
  ...['/*\n# @proxy E\n*/', '# @import ./b.http', `@a := {{${own}}}`],
  ...[
    '{{',
    '{{+',
    '{{@request',
    '{{@js',
    '{{@REQUEST',
    '{{@response',
    '{{@after',
    '{{@responseLogging',
  ].flatMap(start => [
    `${start}\n${own}\n}}`,
    `${start}\nconst s = '%}';\n${all}\n}}`,
    `${start}\nx = {\n}};\n${all}\n}}`,
  ]),
  ...[
    '< ./a.js',
    '  < ./a.js',
    '> ./a.js',
    '<@ ./a.txt',
    '<@latin1 ./a.txt',
    '# @injectVariables\n\n< ./a.txt',
  ],
  ...[`> {%\nconst s = '%}';\n${files['a.js']}\n%}`],
  ...['gql < ./a.txt', 'gql a < ./a.txt', 'X-A: {{<@ ./a.txt}}', `X-A: {{${all}}}`, `...(${own})`],
  ...[`?? js ${all} == 1`, `?? status == {{${all}}}`, `?? body x || ${all} == 1`, `>> ./a{{${all}}}`],
  `proto < ./a.txt\nkeepCase: $context.${all}\n`,
  ...[
    `# @disabled ${own} && false`,
    `# @disabled "${own} && false /*" */`,
    `# @sleep (${own}, 1)`,
    `# @loop for x of (${own}, [1])`,
    `# @ref {{${own}}}`,
  ],
].map(text => text.replace(/(?<=[ \t=])E$/m, evil));

const places: readonly ((construct: string) => string)[] = [
  construct => `${construct}\n\n###\n${get}`,
  construct => `${construct}\n${get}`,
  construct => `${get}\n\n${construct}`,
  construct => `${get}\nA: b\n${construct}`,
  construct => `${construct}\nGET ${evil}\n\n###\n${get}`,
  construct => `POST ${evil}\n\n${construct}\n\n###\n${get}`,
];

interface Sent {
  readonly url: string;
  readonly proxy?: string;
  readonly noRejectUnauthorized?: boolean;
}

/** With the library that the extension holds. It sends nothing: its client only notes what it would send. */
describe('where httpYac sends a request', () => {
  const { httpClientProvider } = httpyac.io;
  const create = httpClientProvider.createRequestClient;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-httpyac-'));
  let sent: Sent[] = [];

  before(async () => {
    await httpyac.cli.initIOProvider();
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    httpClientProvider.createRequestClient = (request, context) => {
      assert.ok(create);
      const client = create(request, context);
      client.send = () => {
        sent.push(request);
        return Promise.resolve();
      };
      return client;
    };
  });
  after(() => {
    if (create) httpClientProvider.createRequestClient = create;
    fs.rmSync(folder, { recursive: true });
  });

  it('is that of its profile, if that is certain, whatever code the file has and where', async () => {
    let sure = 0;
    for (const [index, text] of constructs.flatMap(each => places.map(place => place(each))).entries()) {
      const lines = linesOf(text);
      const targetOf = requestTargets(lines, 'http', { client: 'httpYac', environment: new Map() });
      const found = listRequests(lines, 'http').findLast(({ url }) => url === good);
      if (!found || matchProfiles(targetOf(found), profiles).kind !== 'yes') continue;
      sure++;
      const file = path.join(folder, `${String(index)}.http`);
      const httpFile = await new httpyac.store.HttpFileStore().getOrCreate(
        file,
        () => Promise.resolve(text),
        1,
        {
          workingDir: folder,
        },
      );
      const regions = httpFile.httpRegions.filter(({ request }) => request !== undefined);
      // The others first: they may change what is sent later.
      for (const httpRegion of [...regions, ...regions.slice(-1)]) {
        sent = [];
        await httpyac.send({ httpFile, httpRegion });
      }
      for (const { url, proxy, noRejectUnauthorized } of sent)
        assert.deepEqual([url, proxy, noRejectUnauthorized], [good, undefined, undefined], text);
    }
    assert.ok(sure > 10, `${String(sure)} sure ones`);
  });
});
