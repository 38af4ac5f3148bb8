import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as httpyac from 'httpyac';
import {
  type HeaderEditOptions,
  planAuthorizationHeader,
} from '../../../../src/core/authorizationEdit/headerEdit';
import { linesOf } from '../../../../src/core/common/lines';
import { applied, withCursors } from '../../../support/textEdits';
import { value } from './headerEditCases/case';
import { groups } from './headerEditCases/index';

const token = 'value-from-the-environment';
const variable = 'HOSTED_LOGIN_TOKEN';

describe('planAuthorizationHeader: what httpYac sends', () => {
  const received: { path: string; authorizations: string[] }[] = [];
  const server = createServer((request, response) => {
    const { url = '', rawHeaders } = request;
    const authorizations = rawHeaders.filter(
      (_, index) => index % 2 === 1 && /^authorization$/i.test(rawHeaders[index - 1] ?? ''),
    );
    received.push({ path: url, authorizations });
    request.resume().on('end', () => response.end('{}'));
  });
  const earlier = process.env[variable];
  let origin = '';

  before(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env[variable] = token;
    await httpyac.cli.initIOProvider();
  });
  after(async () => {
    if (earlier === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = earlier;
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  const sent = Object.values(groups).flatMap(cases => cases.filter(each => each.sent));
  for (const { name, before: marked, after: _after, plan: _plan, sent: _sent, ...rest } of sent) {
    it(name, async () => {
      const options: HeaderEditOptions = { dialect: 'http', value, eol: '\n', ...rest };
      const { text, cursors } = withCursors(marked.replaceAll('http://hosted.example', origin));
      const edited = applied(text, planAuthorizationHeader(linesOf(text), cursors, options).edits);

      received.length = 0;
      await send(edited, name);
      const mine = received.filter(({ path }) => path.startsWith('/mine'));
      assert.ok(mine.length > 0, 'nothing was sent to /mine');
      for (const { path, authorizations } of received) {
        assert.deepEqual(authorizations, path.startsWith('/mine') ? [`Bearer ${token}`] : [], path);
      }
    });
  }
});

/** Sends every request of a file, as httpYac's command "send all" does. */
async function send(text: string, name: string): Promise<void> {
  const workingDir = process.cwd();
  const store = new httpyac.store.HttpFileStore();
  const httpFile = await store.getOrCreate(
    `${workingDir}/${encodeURIComponent(name)}.http`,
    () => Promise.resolve(text),
    1,
    {
      workingDir,
    },
  );
  await httpyac.send({ httpFile });
}
