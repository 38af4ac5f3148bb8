import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as vscode from 'vscode';
import { completionsAt } from '../../src/features/requests/authorizationHeader/completion';
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
import { profileWith } from '../support/fakes';
import { until } from '../support/until';

const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';

describe('Insert Authorization Header', () => {
  const sandbox = useSandbox();
  const insert = (args: object = {}) => run<number>('insertAuthorizationHeader', args);

  // Whose requests those below are.
  useProfile(sandbox, 'example', { origin: 'https://example.com' });
  useProfile(sandbox, 'header');

  afterEach(async () => {
    await run('forgetToken');
    await closeEditors();
  });

  it('puts the reference below the URL, as one undo step', async () => {
    const text = 'GET https://example.com/a\n  ?b=1\nAccept: */*\n\n###\nGET https://example.com/c\n';
    const editor = await openFile('one.http', text);
    putCursors(editor, 2);
    assert.equal(await insert(), 1);
    assert.equal(
      editor.document.getText(),
      `GET https://example.com/a\n  ?b=1\n${header}\nAccept: */*\n\n###\nGET https://example.com/c\n`,
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('changes the request under every cursor, once, and is undone in one step', async () => {
    const text =
      'GET https://example.com/a\nX: 1\n\n###\nGET https://example.com/b\n\n###\nGET https://example.com/c\n';
    const editor = await openFile('many.http', text);
    putCursors(editor, 0, 1, 7);
    assert.equal(await insert(), 2);
    assert.equal(editor.document.getText().split(header).length - 1, 2);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('changes every request that a selection touches, and no other', async () => {
    const { origin } = sandbox();
    const text = ['a', 'b', 'c', 'd'].map(name => `GET ${origin}/${name}\nX: 1\n`).join('\n###\n');
    const changed = async (name: string, first: number, last: number, lastCharacter = 0) => {
      const editor = await openFile(name, text);
      editor.selection = new vscode.Selection(first, 0, last, lastCharacter);
      const count = await insert();
      const found = [...editor.document.getText().matchAll(/\/(\w)\nAuthorization:/g)].map(
        ([, each]) => each,
      );
      assert.equal(found.length, count);
      return found.join('');
    };
    const lines = text.split('\n').length - 1;
    assert.equal(await changed('all.http', 0, lines), 'abcd');
    assert.equal(await changed('two.http', 5, 9, 2), 'bc');
    // A selection that only ends at the beginning of a line does not touch it.
    assert.equal(await changed('whole.http', 4, 7), 'b');
    const backwards = await openFile('backwards.http', text);
    backwards.selection = new vscode.Selection(9, 0, 1, 0);
    assert.equal(await insert(), 3);
  });

  it('keeps CRLF', async () => {
    const editor = await openFile('crlf.http', 'GET https://example.com\r\nAccept: */*\r\n');
    putCursors(editor, 0);
    await insert();
    await editor.document.save();
    assert.equal(
      fs.readFileSync(editor.document.uri.fsPath, 'utf8'),
      `GET https://example.com\r\n${header}\r\nAccept: */*\r\n`,
    );
  });

  it('works in .rest files, when no client is installed', async () => {
    const editor = await openFile('plain.rest', 'GET https://example.com\n');
    assert.equal(editor.document.languageId, 'plaintext');
    putCursors(editor, 0);
    assert.equal(await insert(), 1);
  });

  it('works in an http block of a Markdown file, and only there', async () => {
    const editor = await openFile('notes.md', '# Notes\n\n```http\nGET https://example.com\n```\n');
    putCursors(editor, 0);
    await assert.rejects(insert(), /no request at the cursor/);
    putCursors(editor, 3);
    assert.equal(await insert(), 1);
    assert.equal(
      editor.document.getText(),
      `# Notes\n\n\`\`\`http\nGET https://example.com\n${header}\n\`\`\`\n`,
    );
  });

  it('replaces a Bearer header in place and changes nothing the second time', async () => {
    const editor = await openFile('old.http', 'GET https://example.com\nauthorization: Bearer old\n');
    putCursors(editor, 0);
    assert.equal(await insert(), 1);
    assert.match(
      editor.document.getText(),
      /^authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m,
    );
    assert.equal(await insert(), 0);
  });

  it('does not touch another scheme without asking', async () => {
    const text = 'GET https://example.com\nAuthorization: Basic abc\n';
    const editor = await openFile('basic.http', text);
    putCursors(editor, 0);
    await assert.rejects(insert(), /scheme other than Bearer, so nothing was changed: line 2 \(Basic\)/);
    assert.equal(editor.document.getText(), text);
  });

  it('leaves requests to other hosts alone, and says where they go', async () => {
    const { origin, customerId } = sandbox();
    const ours = `GET ${origin}/${customerId}/config/clients\n`;
    const refused: readonly [request: string, message: RegExp][] = [
      [
        'GET https://api.github.com/user\n',
        /line 1 goes to https:\/\/api\.github\.com.*none of your profiles.*Nothing was changed/,
      ],
      [`GET ${origin}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config/x\n`, /is for customer 9zy87x65/],
      [
        'GET {{Catalog.API_HostAddress}}/x\n',
        /It is not certain where.*only the REST client knows \{\{Catalog/,
      ],
      [`curl ${origin}/x -x http://proxy.example\n`, /It is not certain where.*it has -x/],
    ];
    for (const [index, [request, message]] of refused.entries()) {
      const text = `${request}\n###\n${ours}`;
      const editor = await openFile(`stray-${index}.http`, text);
      putCursors(editor, 0);
      await assert.rejects(insert(), message);
      // Nor any other that is selected with it.
      putCursors(editor, 0, 3);
      await assert.rejects(insert(), message);
      assert.equal(editor.document.getText(), text);
      putCursors(editor, 3);
      assert.equal(await insert(), 1);
    }
    const script = await openFile('stray.sh', 'curl https://api.github.com/user\n');
    putCursors(script, 0);
    await assert.rejects(insert(), /goes to https:\/\/api\.github\.com/);
  });

  it('writes the token itself only if a request certainly goes to the active profile', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const editor = await openFile(
      'literal-stray.http',
      'GET https://example.com/\n\n###\nGET {{origin}}/{{customerId}}/config/clients\n',
    );
    putCursors(editor, 0);
    await assert.rejects(insert({ mode: 'literal' }), /goes to https:\/\/example\.com/);
    putCursors(editor, 3);
    await assert.rejects(insert({ mode: 'literal' }), /only the REST client knows/);
    assert.equal(await insert(), 1);
  });

  it('refuses the login endpoints with the reason, and skips them in a selection', async () => {
    const { origin, customerId } = sandbox();
    const token = `POST ${origin}/${customerId}/login/token\nAuthorization: Basic {{id}} {{secret}}\n\nscope=.:config/**\n`;
    const editor = await openFile(
      'login.http',
      `${token}\n###\nGET ${origin}/${customerId}/config/clients\n`,
    );
    putCursors(editor, 0);
    await assert.rejects(insert(), /login endpoints take the client’s own credentials.*no access token/);
    editor.selection = new vscode.Selection(0, 0, 6, 3);
    assert.equal(await insert(), 1);
    assert.ok(editor.document.getText().startsWith(token));
  });

  it('changes each request of one curl command', async () => {
    const { origin } = sandbox();
    const editor = await openFile('next.http', `curl ${origin}/a --next ${origin}/b\n`);
    putCursors(editor, 0);
    assert.equal(await insert(), 2);
    assert.equal(
      editor.document.getText(),
      `curl ${origin}/a -H "${header}" --next ${origin}/b -H "${header}"\n`,
    );
    const other = await openFile('next-other.http', `curl ${origin}/a --next https://api.github.com/b\n`);
    putCursors(other, 0);
    await assert.rejects(insert(), /api\.github\.com/);
  });

  it('refuses a saved response', async () => {
    const editor = await openFile('response.http', 'HTTP/1.1 200 OK\nContent-Type: text/plain\n\nhello\n');
    putCursors(editor, 0);
    await assert.rejects(insert(), /saved response/);
  });

  it('refuses other files, and to run without an editor', async () => {
    const editor = await openFile('notes.txt', 'GET https://example.com\n');
    putCursors(editor, 0);
    await assert.rejects(insert(), /no requests that Hosted Login can edit/);
    await closeEditors();
    await assert.rejects(insert(), /no open editor/);
  });

  it('writes the token itself only in literal mode, and only with a live token', async () => {
    const editor = await openFile('literal.http', `GET ${sandbox().origin}\n`);
    putCursors(editor, 0);
    await assert.rejects(insert({ mode: 'literal' }), /no live access token.*Request/);
    await run('requestToken', { scope: '.:config/**' });
    assert.equal(await insert({ mode: 'literal' }), 1);
    assert.match(
      editor.document.getText(),
      new RegExp(`^Authorization: Bearer ${sharedToken() ?? '?'}$`, 'm'),
    );
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
  });

  it('does not write the token itself if only the workspace sets the mode', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    await run('requestToken', { scope: '.:config/**' });
    await configure('authorizationHeader.mode', 'literal', Workspace);
    try {
      const editor = await openFile('workspace-literal.http', `GET ${sandbox().origin}\n`);
      putCursors(editor, 0);
      assert.equal(await insert(), 1);
      assert.equal(editor.document.getText(), `GET ${sandbox().origin}\n${header}\n`);
      // What the user says counts.
      await configure('authorizationHeader.mode', 'literal');
      await vscode.commands.executeCommand('undo');
      assert.equal(await insert(), 1);
      assert.ok(editor.document.getText().includes(sharedToken() ?? '?'));
      await vscode.commands.executeCommand('undo');
    } finally {
      await configure('authorizationHeader.mode', undefined, Workspace);
      await configure('authorizationHeader.mode', undefined);
    }
  });

  for (const [name, text] of [
    ['an empty file', ''],
    ['one line break', '\n'],
    ['lone carriage returns', 'GET https://example.com\rAccept: */*\r'],
    ['binary-like text', `\u0000\u0001${'\u00ff'.repeat(1000)}\n\ufffd`],
  ] as const) {
    it(`survives ${name}`, async () => {
      // Not from the disk: VS Code opens no binary file as text.
      const document = await vscode.workspace.openTextDocument({ content: text, language: 'http' });
      const editor = await vscode.window.showTextDocument(document);
      putCursors(editor, 0);
      await insert().then(undefined, (error: unknown) => {
        assert.match(String(error), /There is no request at the cursor/);
      });
    });
  }

  it('changes a thousand requests under a thousand cursors', async () => {
    const editor = await openFile('thousand.http', 'GET https://example.com\n\n###\n'.repeat(1000));
    putCursors(editor, ...Array.from({ length: 1000 }, (_, index) => index * 3));
    assert.equal(await insert(), 1000);
  });

  it('completes the reference after the header, only in requests of the active profile', async () => {
    const { origin, customerId } = sandbox();
    const completed = async (name: string, url: string) => {
      const { document } = await openFile(name, `GET ${url}\nAuthorization: \n`);
      const place = new vscode.Position(1, 'Authorization: '.length);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        place,
        ' ',
      );
      return items
        .map(({ insertText }) => insertText)
        .filter(text => typeof text === 'string' && text.includes('{{$processEnv'));
    };
    const [value] = await until('the completion', async () => {
      const found = await completed('completed.http', `${origin}/${customerId}/config/clients`);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(value, header.replace('Authorization: ', ''));
    assert.deepEqual(await completed('elsewhere.http', 'https://api.github.com/user'), []);
  });

  it('leaves a file alone whose language is not that of its extension, and says why', async () => {
    const { origin, customerId } = sandbox();
    const url = `${origin}/${customerId}/config/clients`;
    const editor = await openFile('other-language.http', `GET ${url}\nAuthorization: \n\n###\nGET ${url}\n`);
    const place = new vscode.Position(1, 'Authorization: '.length);
    const profile = profileWith({ origin, customerId });
    const lenses = (uri: vscode.Uri) =>
      vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 20);
    assert.equal((await completionsAt(editor.document, place, profile)).length, 1);
    await until('the lens', async () => (await lenses(editor.document.uri)).length > 0);
    const shown = await vscode.languages.setTextDocumentLanguage(editor.document, 'shellscript');
    assert.deepEqual(await completionsAt(shown, place, profile), []);
    assert.deepEqual(await lenses(shown.uri), []);
    putCursors(editor, 0);
    for (const command of ['insertAuthorizationHeader', 'send', 'requestTokenForFile'])
      await assert.rejects(
        run(command),
        /language .*shellscript.* does not fit .*other-language\.http.*Change Language Mode/,
        command,
      );
  });
});
