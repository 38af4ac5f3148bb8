import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  closeEditors,
  configure,
  openFile,
  putCursors,
  run,
  sharedToken,
  useProfile,
  useSandbox,
} from '../support/extensionHost';

const url = 'https://example.com/a';

describe('Insert and Remove Authorization Header in files of other kinds', () => {
  const sandbox = useSandbox();
  const insert = (args: object = {}) => run<number>('insertAuthorizationHeader', args);
  const remove = (args: object = {}) => run<number>('removeAuthorizationHeader', args);

  // Whose requests those below are.
  useProfile(sandbox, 'example', { origin: 'https://example.com' });
  useProfile(sandbox, 'formats');
  afterEach(async () => {
    await configure('authorizationHeader.client', undefined);
    await closeEditors();
  });

  const files: readonly (readonly [
    name: string,
    language: string,
    line: number,
    before: string,
    after: string,
  ])[] = [
    [
      'script.sh',
      'shellscript',
      3,
      `#!/bin/sh\nx=$(curl -s \\\n  "$ORIGIN/$ID/config/clients" \\\n  -d x | jq .)\n`,
      `#!/bin/sh\nx=$(curl -s \\\n  "$ORIGIN/$ID/config/clients" \\\n  -H "Authorization: Bearer $HOSTED_LOGIN_TOKEN" \\\n  -d x | jq .)\n`,
    ],
    [
      'fence.md',
      'markdown',
      3,
      `# A\n\n\`\`\`sh\n$ curl ${url}\n{}\n\`\`\`\n`,
      `# A\n\n\`\`\`sh\n$ curl ${url} -H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"\n{}\n\`\`\`\n`,
    ],
    [
      'script.ps1',
      'powershell',
      0,
      `Invoke-RestMethod -Uri "$base/$id/config/clients" -Method Get\r\n`,
      `Invoke-RestMethod -Uri "$base/$id/config/clients" -Headers @{ Authorization = "Bearer $env:HOSTED_LOGIN_TOKEN" } -Method Get\r\n`,
    ],
    [
      'script.bat',
      'bat',
      0,
      `curl ${url}\r\n`,
      `curl ${url} -H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"\r\n`,
    ],
    [
      'request.bru',
      'bruno',
      1,
      `get {\n  url: ${url}\n  auth: none\n}\n`,
      `get {\n  url: ${url}\n  auth: bearer\n}\n\nauth:bearer {\n  token: {{process.env.HOSTED_LOGIN_TOKEN}}\n}\n`,
    ],
    [
      'request.hurl',
      'hurl',
      0,
      `GET ${url}\nHTTP 200\n`,
      `GET ${url}\nAuthorization: Bearer {{hosted_login_token}}\nHTTP 200\n`,
    ],
    [
      'request.yml',
      'yaml',
      0,
      `info:\n  name: A\n  type: http\nhttp:\n  method: GET\n  url: ${url}\n`,
      `info:\n  name: A\n  type: http\nhttp:\n  method: GET\n  url: ${url}\n  auth:\n    type: bearer\n    token: "{{process.env.HOSTED_LOGIN_TOKEN}}"\n`,
    ],
    [
      'command.http',
      'http',
      0,
      `curl ${url} \\\n  -s\n`,
      `curl ${url} \\\n  -H "Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}" \\\n  -s\n`,
    ],
  ];
  for (const [name, language, line, before, after] of files) {
    it(`${name}: inserts, does so once, and removes, each as one undo step`, async () => {
      const editor = await openFile(name, before);
      // Without a REST client, `.http` is plain text.
      assert.ok([language, 'plaintext'].includes(editor.document.languageId));
      putCursors(editor, line);
      assert.equal(await insert(), 1);
      assert.equal(editor.document.getText(), after);
      assert.equal(await insert(), 0);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), before);
      assert.equal(await insert(), 1);
      assert.equal(await remove(), 1);
      assert.equal(editor.document.getText(), before);
      assert.equal(await remove(), 0);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), after);
    });
  }

  it('writes the token itself into a script only in literal mode', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const url = sandbox().origin;
    const editor = await openFile('literal.sh', `curl ${url}\n`);
    putCursors(editor, 0);
    assert.equal(await insert({ mode: 'literal' }), 1);
    assert.equal(
      editor.document.getText(),
      `curl ${url} -H "Authorization: Bearer ${sharedToken() ?? '?'}"\n`,
    );
    assert.equal(await insert(), 1);
    assert.ok(!editor.document.getText().includes(sharedToken() ?? '?'));
  });

  it('leaves another scheme and a comment alone', async () => {
    const text = `# curl ${url}\ncurl ${url} -u a:b\n`;
    const editor = await openFile('other.sh', text);
    putCursors(editor, 1);
    await assert.rejects(insert(), /scheme other than Bearer, so nothing was changed: line 2 \(Basic\)/);
    await assert.rejects(remove(), /scheme other than Bearer, so nothing was changed: line 2 \(Basic\)/);
    putCursors(editor, 0);
    await assert.rejects(insert(), /no request at the cursor/);
    await assert.rejects(remove({ force: true }), /force/);
    assert.equal(editor.document.getText(), text);
  });

  it('says where the header of a command may be instead', async () => {
    const text = `irm @parameters\n`;
    const editor = await openFile('splatted.ps1', text);
    putCursors(editor, 0);
    await assert.rejects(insert(), /may be in “@parameters”\. Nothing was changed/);
    assert.equal(editor.document.getText(), text);
  });

  describe('for the client', () => {
    const processEnv = '{{$processEnv HOSTED_LOGIN_TOKEN}}';
    const forms = {
      restClient: processEnv,
      httpYac: processEnv,
      jetBrains: '{{$auth.token("hosted-login")}}',
      kulala: '{{$env.HOSTED_LOGIN_TOKEN}}',
      auto: processEnv,
    };
    for (const [client, reference] of Object.entries(forms)) {
      it(`${client}: by the setting, and by the argument`, async () => {
        const wanted = `GET ${url}\nAuthorization: Bearer ${reference}\n`;
        await configure('authorizationHeader.client', client);
        const editor = await openFile('client.http', `GET ${url}\n`);
        putCursors(editor, 0);
        assert.equal(await insert(), 1);
        assert.equal(editor.document.getText(), wanted);
        await configure('authorizationHeader.client', client === 'kulala' ? 'jetBrains' : 'kulala');
        assert.equal(await insert(), 1);
        assert.notEqual(editor.document.getText(), wanted);
        assert.equal(await insert({ client }), 1);
        assert.equal(editor.document.getText(), wanted);
        assert.equal(await remove(), 1);
        assert.equal(editor.document.getText(), `GET ${url}\n`);
      });
    }

    it('refuses clients that it does not know', async () => {
      await assert.rejects(insert({ client: 'telnet' }), /client/);
    });

    for (const [name, text, reference] of [
      ['http-client.private.env.json', '{ "dev": { "Security": { "Auth": { "x": {} } } } }', forms.jetBrains],
      ['http-client.env.json', `{ "$kulalaShared": {${' '.repeat(200_000)}} }`, processEnv],
      ['http-client.env.json', '\ufeff{ "$kulalaShared": {} }', forms.kulala],
      ['http-client.env.json', '{ "dev": { "host": "x" } }', processEnv],
    ] as const) {
      it(`looks at ${name} when no client is installed: ${text.slice(0, 80)}`, async function () {
        const isInstalled = (id: string) => vscode.extensions.getExtension(id) !== undefined;
        if (['humao.rest-client', 'anweber.vscode-httpyac'].some(isInstalled)) this.skip();
        const editor = await openFile('beside.http', `GET ${url}\n`);
        const file = path.join(path.dirname(editor.document.uri.fsPath), name);
        fs.writeFileSync(file, text);
        try {
          putCursors(editor, 0);
          assert.equal(await insert(), 1);
          assert.equal(editor.document.getText(), `GET ${url}\nAuthorization: Bearer ${reference}\n`);
        } finally {
          fs.rmSync(file);
        }
      });
    }

    it('reads no environment file that is a link to what has no end', async function () {
      if (process.platform !== 'linux') this.skip();
      const editor = await openFile('device.http', `GET ${url}\n`);
      const file = path.join(path.dirname(editor.document.uri.fsPath), 'http-client.env.json');
      for (const target of ['/dev/zero', '/proc/self/pagemap']) {
        fs.symlinkSync(target, file);
        try {
          putCursors(editor, 0);
          assert.equal(await insert(), 1);
          assert.equal(editor.document.getText(), `GET ${url}\nAuthorization: Bearer ${processEnv}\n`);
          assert.equal(await remove(), 1);
        } finally {
          fs.rmSync(file);
        }
      }
    });
  });

  describe('Copy Authorization As…', () => {
    const copy = (args: object) => run('copyAuthorizationAs', args);

    it('copies a reference, with or without a token, and returns nothing secret', async () => {
      assert.deepEqual(await copy({ format: 'curl' }), { format: 'curl' });
      assert.equal(await vscode.env.clipboard.readText(), '-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"');
      await copy({ format: 'postman' });
      const clipboard = await vscode.env.clipboard.readText();
      assert.match(clipboard, /"value": "\{\{HOSTED_LOGIN_TOKEN\}\}"/);
    });

    it('copies the token itself as Copy Access Token does', async () => {
      await run('forgetToken');
      await assert.rejects(copy({ format: 'raw' }), /has no access token\. Request an access token first/);
      await run('requestToken', { scope: '.:config/**' });
      assert.deepEqual(await copy({ format: 'raw' }), { format: 'raw' });
      assert.equal(await vscode.env.clipboard.readText(), sharedToken());
      await vscode.env.clipboard.writeText('');
    });

    it('refuses formats that it does not know', async () => {
      await assert.rejects(copy({ format: 'xml' }), /format/);
      await assert.rejects(copy({}), /format/);
    });
  });
});
