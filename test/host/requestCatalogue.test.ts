import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { operations } from '../../src/core/catalogue/operations';
import { linesOf } from '../../src/core/common/lines';
import { listRequests } from '../../src/core/requests/findRequests';
import {
  closeEditors,
  openFile,
  profileFor,
  removeProfile,
  run,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { until } from '../support/until';

/** The requests of a document, as the service would see them. */
function requestsIn(document: vscode.TextDocument): string[] {
  const dialect = document.languageId === 'markdown' ? 'markdown' : 'http';
  return listRequests(linesOf(document.getText()), dialect).map(({ method, url }) => `${method} ${url}`);
}

describe('New Request', () => {
  const service = useSandbox();
  useProfile(service, 'catalogue');

  after(closeEditors);

  it('inserts after the request at the cursor, with the profile’s values, in one undo step', async () => {
    const before =
      '### A\r\nPOST {{origin}}/a\r\n\r\n{\r\n  "a": 1\r\n}\r\n\r\n### B\r\nGET {{origin}}/b\r\n';
    const editor = await openFile('catalogue.http', before);
    const { document } = editor;
    editor.selection = new vscode.Selection(4, 3, 4, 3);
    const result = await run('newRequest', { operation: 'tokenPolicies.update' });
    assert.deepEqual(result, { operation: 'tokenPolicies.update' });
    const { origin, customerId } = service();
    const text = document.getText();
    assert.ok(text.startsWith(`@origin = ${origin}\r\n@customerId = ${customerId}\r\n\r\n### A\r\n`), text);
    assert.doesNotMatch(text, /[^\r]\n/);
    assert.deepEqual(requestsIn(document), [
      'POST {{origin}}/a',
      'PUT {{origin}}/{{customerId}}/config/tokenPolicies/<tokenPolicyId>',
      'GET {{origin}}/b',
    ]);
    assert.match(text, /^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}\r$/m);
    assert.deepEqual(
      editor.selections.map(selection => document.getText(selection)),
      ['<tokenPolicyId>'],
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('selects every place of the ID, so that typing it once fills all of them', async () => {
    const editor = await openFile('catalogue-id.http', '');
    await run('newRequest', { operation: 'loginPolicies.update' });
    assert.equal(editor.selections.length, 2);
    await vscode.commands.executeCommand('type', { text: 'abc' });
    assert.match(editor.document.getText(), /\/config\/loginPolicies\/abc\n[^]*"id": "abc"/);
  });

  it('puts the cursor on the request line when there is nothing to fill in', async () => {
    const editor = await openFile('catalogue-list.http', '');
    await run('newRequest', { operation: 'clients.list' });
    const { line, character } = editor.selection.active;
    assert.equal(character, 0);
    assert.match(editor.document.lineAt(line).text, /^GET .*\/config\/clients$/);
  });

  it('inserts all of them one after the other, each after the one before', async () => {
    const editor = await openFile('catalogue-all.http', '');
    for (const { name } of operations()) await run('newRequest', { operation: name });
    const text = editor.document.getText();
    assert.equal(text.match(/^@origin = /gm)?.length, 1);
    assert.deepEqual(
      requestsIn(editor.document),
      operations().map(({ method, path }) => `${method} {{origin}}/{{customerId}}/${path}`),
    );
  });

  it('writes a fence into Markdown', async () => {
    const { document } = await openFile('catalogue.md', '# Notes\n');
    await run('newRequest', { operation: 'clients.get' });
    assert.match(
      document.getText(),
      /^# Notes\n\n```http\n@origin = .*\n@customerId = .*\n```\n\n```http\n### Get a client\n/,
    );
    assert.deepEqual(requestsIn(document), ['GET {{origin}}/{{customerId}}/config/clients/<clientId>']);
  });

  it('opens a request file of its own when none is open', async () => {
    for (const close of ['workbench.action.closeAllEditors', 'workbench.action.files.newUntitledFile']) {
      await vscode.commands.executeCommand(close);
      const before = vscode.window.activeTextEditor?.document;
      await run('newRequest', { operation: 'tokenPolicies.list' });
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document && document !== before);
      assert.deepEqual([document.uri.scheme, document.languageId], ['untitled', 'http']);
      assert.match(document.uri.path, /^requests(?:-\d)?\.http$/);
      assert.deepEqual(requestsIn(document), ['GET {{origin}}/{{customerId}}/config/tokenPolicies']);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), '');
    }
  });

  it('rejects what it does not know, and tells what there is', async () => {
    const { document } = await openFile('catalogue-none.http', '');
    const all = operations()
      .map(({ name }) => name)
      .join(', ');
    for (const [args, message] of [
      [{ operation: 'clients.explode' }, 'There is no operation “clients.explode”. One of: '],
      [{}, 'Missing or invalid: operation. One of: '],
    ] as const) {
      await assert.rejects(run('newRequest', args), (error: Error) => {
        assert.ok(error.message.includes(message + all), error.message);
        return true;
      });
    }
    await assert.rejects(run('newRequest', { operation: 1 }), /operation/);
    assert.equal(document.getText(), '');
  });
});

describe('Open Example Requests', () => {
  const service = useSandbox();

  after(async () => {
    await closeEditors();
    await removeProfile('catalogue');
  });

  it('opens them with the values of the active profile, as a request file', async () => {
    await run('addProfile', profileFor(service(), 'catalogue'));
    const { uri } = await run<{ uri: string }>('openExample');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.toString(), uri);
    assert.equal(document.languageId, 'http');
    const { origin, customerId } = service();
    assert.ok(document.getText().includes(`\n@origin = ${origin}\n@customerId = ${customerId}\n`));
    assert.equal(requestsIn(document).length, 23);
  });

  it('puts the cursor on the first request, when inserting the header works at once', async () => {
    const { uri } = await run<{ uri: string }>('openExample');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri);
    assert.match(editor.document.lineAt(editor.selection.active).text, /^GET .*tokenPolicies$/);
    assert.ok(editor.selection.isEmpty);
    await until('it is shown', () =>
      editor.visibleRanges.some(range => range.contains(editor.selection.active)),
    );
    assert.equal(await run('insertAuthorizationHeader', {}), 1);
  });
});
