import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, openFile } from '../support/extensionHost';
import { completionsAt, hoverAt, labelOf, quickFixesAt } from '../support/languageFeatures';
import { until } from '../support/until';

/** A customer, and where it issues tokens. */
const customer = 'https://x.example/01a2b3c4-5678-9012-d3ef-4a567b89cd01';
const issuer = `${customer}/login`;

/** Opens a text with `$$CURSOR$$` in it, without this mark. */
async function openAt(name: string, marked: string) {
  const [before = '', after = ''] = marked.split('$$CURSOR$$');
  const { document } = await openFile(name, before + after);
  return { document, position: document.positionAt(before.length) };
}

async function ours(name: string, marked: string): Promise<vscode.CompletionItem[]> {
  const { document, position } = await openAt(name, marked);
  const { items } = await completionsAt(document.uri, position);
  return items.filter(({ kind }) => kind === vscode.CompletionItemKind.Value);
}

async function diagnosticsIn(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return until(`${count} findings`, () => {
    const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Hosted Login');
    return found.length === count ? found : undefined;
  });
}

describe('scopes in the editor', () => {
  afterEach(closeEditors);

  const places: readonly [string, string, string][] = [
    [
      'a body of an .http file',
      'body.http',
      'POST https://x.example/login/token\n\ngrant_type=client_credentials&scope=$$CURSOR$$\n',
    ],
    ['a .rest file', 'body.rest', `POST ${issuer}/token\n\nscope=$$CURSOR$$\n`],
    [
      'a multipart body',
      'parts.http',
      `POST ${issuer}/token\nContent-Type: multipart/form-data; boundary=b\n\n--b\n` +
        'Content-Disposition: form-data; name="scope"\n\n$$CURSOR$$\n--b--\n',
    ],
    ['curl in a shell script', 'token.sh', `curl -X POST ${issuer}/token -F 'scope=$$CURSOR$$'\n`],
    [
      'curl in Markdown',
      'readme.md',
      `\`\`\`sh\ncurl ${issuer}/token --data-urlencode 'scope=$$CURSOR$$'\n\`\`\`\n`,
    ],
    ['allowedScopes in JSON', 'policy.json', '{ "allowedScopes": ["$$CURSOR$$"], "useAccessJWT": false }\n'],
    [
      'our own setting',
      'settings.json',
      '{ "hostedLogin.scopePresets": [{ "label": "x", "scope": "$$CURSOR$$" }] }\n',
    ],
  ];
  for (const [name, file, text] of places) {
    it(`completes presets in ${name}`, async () => {
      const labels = (await ours(file, text)).map(labelOf);
      assert.ok(labels.includes('Read everything'), labels.join(' | '));
    });
  }

  it('offers the resource paths after an action', async () => {
    const items = await ours('paths.http', `POST ${issuer}/token\n\nscope=.:$$CURSOR$$\n`);
    const labels = items.map(labelOf);
    assert.ok(
      labels.some(label => label.includes('config/tokenPolicies**')),
      labels.join(' | '),
    );
  });

  it('says on hover what each scope of the list allows', async () => {
    const { document, position } = await openAt(
      'hover.http',
      `POST ${issuer}/token\n\nscope=.:config/tokenPolicies** *:config/lo$$CURSOR$$ginPolicies**\n`,
    );
    assert.match(
      await hoverAt(document.uri, position),
      /configure all login policies[\s\S]*Read all token policies/i,
    );
  });

  it('marks a malformed scope at its place in the list', async () => {
    const { document } = await openAt(
      'wrong.http',
      `POST ${issuer}/token\n\nscope=.:config/** :config/clients**\n`,
    );
    const [finding] = await diagnosticsIn(document.uri, 1);
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.offsetAt(finding.range.start), document.getText().indexOf(' :config/clients') + 1);
  });

  it('marks a redundant scope, and the quick fix removes it', async () => {
    const { document } = await openAt(
      'twice.http',
      `POST ${issuer}/token\n\nscope=.:config/** .:config/clients**\n`,
    );
    const [finding] = await diagnosticsIn(document.uri, 1);
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Hint);
    const actions = await quickFixesAt(document.uri, finding.range);
    const fix = actions.find(({ edit }) => edit);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^scope=\.:config\/\*\*$/m);
    await document.save();
  });

  const readers: readonly [string, string, string][] = [
    [
      'a request file',
      'write.http',
      `POST ${issuer}/token\n\nscope=*:config/**\n\n###\nGET ${customer}/config/clients\n`,
    ],
    [
      'a shell script',
      'write.sh',
      'curl "$ORIGIN/$CUSTOMER/login/token" -F \'scope=*:config/**\'\ncurl "$ORIGIN/$CUSTOMER/config/clients"\n',
    ],
  ];
  for (const [name, file, text] of readers) {
    it(`hints at write access when the requests below only read in ${name}, and the quick fix narrows it`, async () => {
      const { document } = await openAt(file, text);
      const [finding] = await diagnosticsIn(document.uri, 1);
      assert.ok(finding);
      const actions = await quickFixesAt(document.uri, finding.range);
      const fix = actions.find(({ edit }) => edit);
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.match(document.getText(), /scope=\.:config\/\*\*'?$/m);
      await document.save();
    });
  }

  it('removes a finding when its cause is edited away', async () => {
    const { document } = await openAt('mended.http', `POST ${issuer}/token\n\nscope=:config/**\n`);
    await diagnosticsIn(document.uri, 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 6), '.');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsIn(document.uri, 0);
    await document.save();
  });

  it('has no findings on the read-only side of a diff', async () => {
    const text = '{ "scope": ".:config/** .:config/x" }\n';
    const registered = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider('scopes-before', {
        provideTextDocumentContent: () => text,
      }),
      vscode.workspace.registerFileSystemProvider('scopes-old', oneFile(text), { isReadonly: true }),
    );
    try {
      const others = await Promise.all(
        ['scopes-before:/compared.json', 'scopes-old:/compared.json'].map(uri =>
          vscode.workspace.openTextDocument(vscode.Uri.parse(uri)),
        ),
      );
      const { document } = await openAt('compared.json', text);
      await diagnosticsIn(document.uri, 2);
      for (const { uri, languageId } of others) {
        assert.equal(languageId, 'json');
        await diagnosticsIn(uri, 0);
      }
    } finally {
      registered.dispose();
    }
  });

  it('has no findings for scopes of other services', async () => {
    const { document } = await openAt('grammar.json', '{ "scope": "source.js", "scopes": [":x"] }\n');
    const { document: other } = await openAt('login.http', `POST ${issuer}/token\n\nscope=:config/**\n`);
    await diagnosticsIn(other.uri, 1);
    await diagnosticsIn(document.uri, 0);
  });
});

/** A file system in which every file has this text. */
function oneFile(text: string): vscode.FileSystemProvider {
  const content = new TextEncoder().encode(text);
  const refuse = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: content.length }),
    readFile: () => content,
    ...{
      readDirectory: () => [],
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    },
  };
}
