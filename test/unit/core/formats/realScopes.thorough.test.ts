import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { findScopeListsInSteps } from '../../../../src/core/scopeLanguage/findScopeLists';

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** Commands as people write them; `§` is the existing scope. */
const commands: readonly string[] = [
  `curl -sS "$URL" -d 'grant_type=client_credentials&scope=§'`,
  `curl -sS "$URL" -d "grant_type=client_credentials&scope=§&a=b"`,
  `curl -sS "$URL" -d scope='§'`,
  `curl -sS "$URL" -d scope="§"`,
  `curl -sS "$URL" -d scope=§`,
  `curl -sS "$URL" -d $'a=\\x62&scope=§'`,
  `curl -sS "$URL" --data-urlencode 'scope=§' -d a=b`,
  `curl -sSG "$URL" --data-urlencode "scope=§"`,
  `curl -sS "$URL" -d 'a=b\n&scope=§\n&c=d'`,
  `curl -sS "$URL" -F 'scope=§'`,
  `curl -sS "$URL" --form 'scope="§"'`,
  `curl -sS "$URL" -F "scope=\\"§\\";type=text/plain"`,
  `curl -sS "$URL" -F scope=§`,
  `curl -sS "$URL" --form-string "scope=§" -F a=b`,
  `curl -sS "$URL" --json '{"a": "b", "scope": "§"}'`,
  `curl -sS "$URL" -H 'content-type: application/json' -d "{\\"scope\\":\\"§\\",\n\\"a\\":1}"`,
  `x="$(curl -sS "$URL" -d "scope=§" | cat)"`,
  `curl -sS \\\n  "$URL" \\\n  -F 'scope=§' \\\n  -F a=b`,
];

/** What replaces the scope, as a completion does: worse than any real scope. */
const scopes: readonly string[] = [
  '.:config/tokenPolicies** *:config/a',
  `it's "x" $HOME \`w\` \\ a*b {c,d} !e # <f>`,
];

describe('scopes in the real bash and curl', () => {
  it('arrive as they were meant, however the command is quoted', async function () {
    if (!hasBash || !hasCurl) this.skip();
    const received: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const url = new URL(request.url ?? '', 'http://localhost');
        received.push(url.searchParams.get('scope') ?? scopeIn(request.headers['content-type'] ?? '', body));
        response.end('{}');
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const written = scopes.flatMap(scope =>
      commands.map(command => ({ scope, script: withScope(command, scope) })),
    );
    const { PATH = '' } = process.env;
    const child = spawn('bash', ['-c', written.map(({ script }) => script).join('\n')], {
      env: { PATH, URL: `http://127.0.0.1:${port}/` },
    });
    await new Promise(resolve => child.on('exit', resolve));
    await new Promise(resolve => server.close(resolve));
    for (const [index, { scope, script }] of written.entries()) assert.equal(received[index], scope, script);
    assert.equal(received.length, written.length);
  });

  it('are found in the command again as they were written', () => {
    const [scope = ''] = scopes;
    for (const command of commands) {
      const script = withScope(command, scope);
      const found = finish(findScopeListsInSteps(linesOf(script), 'shell')).map(({ text }) => text);
      assert.deepEqual(found, [scope], script);
    }
  });
});

/** The command with another scope, written as the editor writes it. */
function withScope(command: string, scope: string): string {
  const all = command.replace('§', '.:a').split('\n');
  const [list] = finish(findScopeListsInSteps(linesOf(all.join('\n')), 'shell'));
  assert.ok(list, command);
  const line = all[list.line] ?? '';
  const start = list.characterAt(0);
  const end = list.characterAt(list.text.length);
  all[list.line] = line.slice(0, start) + list.encode(scope) + line.slice(end);
  return all.join('\n');
}

/** The scope that a server reads. */
function scopeIn(contentType: string, body: string): string | undefined {
  if (contentType.includes('json')) return (JSON.parse(body) as { scope: string }).scope;
  if (contentType.startsWith('multipart/')) {
    return /name="scope"(?:\r\nContent-Type: [^\r]*)?\r\n\r\n([^\r]*)\r\n/.exec(body)?.[1];
  }
  const field = body.split('&').find(each => each.trimStart().startsWith('scope='));
  return new URLSearchParams(field?.trim()).get('scope') ?? undefined;
}
