import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { posixFormat } from '../../../../src/core/formats/shellFormat';
import { edited } from '../../../support/formatCases';
import { withCursors } from '../../../support/textEdits';

/**
 * Runs each script in a subshell of bash, in which `curl` prints its arguments, one per line. One process runs all
 * of them: starting one takes longer than the test.
 */
const runner = `
curl() { { echo "[curl]"; printf '%s\\n' "$@"; } >> "$CALLS"; echo answer; }
for name in "$@"; do export CALLS="$PWD/$name.calls"; ( . "./$name" ) < /dev/null > /dev/null; done
`;
/** For the command after one such as `env`, which does not know functions. */
const standIn = '#!/bin/sh\n{ echo "[curl]"; printf "%s\\n" "$@"; } >> "$CALLS"\n';
const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const url = 'https://hosted.example/a';
const token = 'eyJ.a-b_c~x y\'"$z';

describe('shell scripts in the real bash', () => {
  let folder = '';

  before(function () {
    if (!hasBash) this.skip();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-shell-'));
    fs.writeFileSync(path.join(folder, 'curl'), standIn, { mode: 0o755 });
    const names = variants.flatMap(({ text, reference, literal, removed }, index) =>
      Object.entries({ text, reference, literal, removed }).map(([kind, script]) => {
        fs.writeFileSync(path.join(folder, `${index}.${kind}`), `${script}\n`);
        return `${index}.${kind}`;
      }),
    );
    const { PATH = '' } = process.env;
    const env = { CALLS: '', PATH: `${folder}:${PATH}`, HOSTED_LOGIN_TOKEN: token, URL: url };
    execFileSync('bash', ['-c', runner, 'bash', ...names], { env, cwd: folder });
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true });
  });

  const scripts: Readonly<Record<string, string>> = {
    'one line': 'curl -s "$URL"$$CURSOR$$ -d x',
    'several lines': 'curl -X PUT \\\n  "$URL" \\\n  -H \'A: b\' \\$$CURSOR$$\n  -d \'{\n "a": 1 }\'',
    'a substitution in quotes':
      'x="$(curl -s "$URL" | tr a b)"$$CURSOR$$; [ "$x" = bnswer ] || [ "$x" = "$x" ]',
    backticks: 'x=`curl -s "$URL"$$CURSOR$$`',
    'a condition': 'if ! curl -fsS "$URL"; then$$CURSOR$$ exit 1; fi',
    'a pipe on the next line': 'curl "$URL" \\\n  | cat$$CURSOR$$',
    'a prefix': 'env A=b curl "$URL"$$CURSOR$$',
    'a here-document': 'curl "$URL" -d @- <<\'X\'$$CURSOR$$\n{ "it\'s": 1 }\nX',
    'a loop': 'for i in 1; do curl "$URL"; done$$CURSOR$$',
    'single quotes replaced': 'curl -H \'Authorization: Bearer $OLD\' "$URL"$$CURSOR$$',
    'an option replaced': 'curl --oauth2-bearer "$OLD" "$URL"$$CURSOR$$ -sS',
    'a short option replaced': 'curl -sH "Authorization: Bearer $OLD" "$URL"$$CURSOR$$',
    'user and password replaced': 'curl -u "$A:$B" \\\n  "$URL"$$CURSOR$$ \\\n  -H "A: b"',
    'an array': 'c=(curl -s "$URL")$$CURSOR$$; "${c[@]}"',
    'a shortened option replaced': 'curl --heade "Authorization: Bearer $OLD" "$URL"$$CURSOR$$',
    'an empty header replaced': 'curl -H "Authorization;" "$URL"$$CURSOR$$',
    'options in an array': 'a=(-s -H "A: b")\ncurl "${a[@]}" "$URL"$$CURSOR$$',
    'quotes above that are easily misread':
      'x=${1:-\'{"a":1}\'}\nid="${x//\'"\'/}"\nm="$(case a in a) echo $\'it\\\'s\';; esac)"\ncurl "$URL" `# it\'s`$$CURSOR$$ -d x',
    'a redirection': 'curl "$URL" > out \\\n  -d x$$CURSOR$$',
  };
  const variants = Object.entries(scripts).map(([name, marked]) => {
    const { text, cursors } = withCursors(marked);
    const reference = edited(posixFormat, text, cursors, { replaceOtherSchemes: true }).text;
    const literal = edited(posixFormat, text, cursors, { token, replaceOtherSchemes: true }).text;
    const removed = edited(posixFormat, reference, cursors, { token: undefined }).text;
    return { name, text, reference, literal, removed };
  });

  /** The words of each call of curl. */
  function callsOf(index: number, kind: string): string[][] {
    const calls = fs.readFileSync(path.join(folder, `${index}.${kind}.calls`), 'utf8');
    return calls
      .split('[curl]\n')
      .slice(1)
      .map(call => call.trimEnd().split('\n'));
  }

  /** The headers and other options that authorize. */
  function authorizationsOf(words: readonly string[]): string[] {
    return words.filter(
      (word, index) =>
        /^(?:-u|--user|--oauth2-bearer)$/.test(word) ||
        (/^(?:-\w*H|--heade(?:r)?)$/.test(words[index - 1] ?? '') && /^authorization[:;]/i.test(word)),
    );
  }

  for (const [index, { name, text, reference, removed }] of variants.entries()) {
    it(`${name}: curl gets the token, from the environment or as it stands there, once`, () => {
      assert.ok(!reference.includes(token));
      for (const kind of ['reference', 'literal']) {
        const calls = callsOf(index, kind);
        assert.equal(calls.length, 1);
        for (const words of calls) {
          assert.deepEqual(authorizationsOf(words), [`Authorization: Bearer ${token}`], kind);
          assert.ok(words.includes(url), kind);
        }
      }
    });

    it(`${name}: and none when it is removed`, () => {
      for (const words of callsOf(index, 'removed')) assert.deepEqual(authorizationsOf(words), []);
      if (callsOf(index, 'text').every(words => authorizationsOf(words).length === 0)) {
        assert.equal(removed, text);
      }
    });
  }

  it('is what the real curl sends, once', async function () {
    if (!hasCurl) this.skip();
    const { createServer } = await import('node:http');
    const received: (readonly string[])[] = [];
    const server = createServer((request, response) => {
      received.push(request.headersDistinct['authorization'] ?? []);
      response.end('{}');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    // A second curl before each shows which of the replaced options it sends.
    const options = ['', '--heade "Authorization: Bearer old"', '-H "Authorization;"', '--oauth old'];
    const scripts = options.map(
      option => `curl -sS \\\n  "http://127.0.0.1:${port}/" ${option} \\\n  -H 'Accept: */*' | cat`,
    );
    const script = scripts.flatMap(each => [each, edited(posixFormat, each, [1]).text]).join('\n');
    const { spawn } = await import('node:child_process');
    const { PATH = '' } = process.env;
    const child = spawn('bash', ['-c', script], {
      env: { PATH, HOSTED_LOGIN_TOKEN: 'from-the-environment' },
    });
    await new Promise(resolve => child.on('exit', resolve));
    await new Promise(resolve => server.close(resolve));
    const wanted = ['Bearer from-the-environment'];
    assert.deepEqual(received, [
      ...[[], wanted],
      ...[['Bearer old'], wanted],
      ...[[''], wanted],
      ...[['Bearer old'], wanted],
    ]);
  });
});
