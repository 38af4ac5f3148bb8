import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { commands } from '../../src/ui/ids';
import {
  closeEditors,
  configure,
  openFile,
  removeProfile,
  run,
  sharedToken,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { type ShortLivedService, startShortLivedService } from '../support/shortLivedService';
import { until } from '../support/until';

const reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}';
const header = `Authorization: Bearer ${reference}`;

const ours = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Hosted Login');

/** Waits until exactly these findings are shown, top to bottom. */
async function shows(
  document: vscode.TextDocument,
  ...codes: readonly string[]
): Promise<vscode.Diagnostic[]> {
  return until(`findings ${codes.join(', ') || 'none'}`, () => {
    const found = ours(document.uri).sort((a, b) => a.range.start.compareTo(b.range.start));
    return isDeepStrictEqual(
      found.map(({ code }) => code),
      codes,
    )
      ? found
      : undefined;
  });
}

/** The fixes at a place, ours and those of others. */
const fixesAt = (document: vscode.TextDocument, range: vscode.Range) =>
  vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );

/** Does what the fix with this title does. */
async function apply(
  document: vscode.TextDocument,
  finding: vscode.Diagnostic,
  title: RegExp,
): Promise<void> {
  const fixes = await fixesAt(document, finding.range);
  const fix = fixes.find(each => title.test(each.title));
  assert.ok(fix?.command, fixes.map(each => each.title).join(' | '));
  const { command, arguments: args = [] } = fix.command;
  await vscode.commands.executeCommand(command, ...(args as unknown[]));
}

async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  const contents = hovers.flatMap(hover => hover.contents);
  for (const content of contents)
    // A profile may be named `$(verified-filled)`, and no escape prevents that VS Code shows an icon.
    assert.ok(!(content instanceof vscode.MarkdownString && content.supportThemeIcons), 'no icons');
  return contents.map(content => (content instanceof vscode.MarkdownString ? content.value : '')).join('\n');
}

describe('a reference to the access token', () => {
  const sandbox = useSandbox();
  let other: ShortLivedService;

  before(async () => {
    other = await startShortLivedService(240);
    const { origin, customerId, clientId, clientSecret } = other;
    await run('addProfile', { name: 'other', origin, customerId, clientId, clientSecret });
  });
  // The active one.
  useProfile(sandbox);

  afterEach(async () => {
    await run('switchProfile', { name: 'acme' });
    await run('forgetToken');
    await run('forgetToken', { profile: 'other' });
    await closeEditors();
  });

  after(async () => {
    await removeProfile('other');
    await other.stop();
  });

  const url = (path: string) => `${sandbox().origin}/${sandbox().customerId}/${path}`;
  const open = async (name: string, text: string) => (await openFile(name, text)).document;
  const get = () => `GET ${url('config/tokenPolicies')}\n${header}\n`;

  it('has a finding while there is no token, and again after the token is forgotten', async () => {
    const document = await open('reference.http', get());
    const [finding] = await shows(document, 'noToken');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(document.getText(finding.range), reference);
    assert.match(finding.message, /“acme” has no access token/);
    await run('requestToken', { scope: '.:config/**' });
    await shows(document);
    await run('forgetToken');
    await shows(document, 'noToken');
  });

  it('offers the token that the request needs, and one for all of the file', async () => {
    const document = await open(
      'reference-fixes.http',
      `${get()}\n###\nPUT ${url('config/clients/1')}\n${header}\n`,
    );
    // Once for the file.
    const [first] = await shows(document, 'noToken');
    assert.ok(first);
    const [preferred, forFile, asking] = await fixesAt(document, first.range);
    assert.equal(preferred?.title, 'Request Access Token: Read the list of token policies');
    assert.equal(preferred.isPreferred, true);
    assert.match(forFile?.title ?? '', /^Request Token for This File: .*; Read and configure client 1$/);
    assert.equal(asking?.command?.command, commands.requestToken);
    await apply(document, first, /^Request Access Token: /);
    const [narrow] = await shows(document, 'scopeTooNarrow');
    assert.ok(narrow);
    assert.equal(narrow.range.start.line, 5);
    assert.equal(narrow.severity, vscode.DiagnosticSeverity.Hint);
    assert.match(narrow.message, /does not allow PUT on config\/clients\/1\..*\*:config\/clients\/1 \(/);
    await apply(document, narrow, /^Request Token for This File/);
    await shows(document);
    assert.ok(sharedToken() === sandbox().issued.at(-1), 'the token for the file is the active one');
  });

  it('has its fixes anywhere in the request, each once for a selection', async () => {
    const text = `### One\n${get()}Accept: */*\n\n###\nPUT ${url('config/clients/1')}\n${header}\n\n{}\n\n###\nGET https://x.example/\n`;
    const document = await open('reference-around.http', text);
    await shows(document, 'noToken');
    const titlesAt = async (first: number, last = first) =>
      (await fixesAt(document, new vscode.Range(first, 0, last, 0)))
        .map(({ title }) => title)
        .filter(title => title.startsWith('Request Access Token'));
    const read = 'Request Access Token: Read the list of token policies';
    const write = 'Request Access Token: Read and configure client 1';
    for (const line of [0, 1, 2, 3]) assert.equal((await titlesAt(line))[0], read, `line ${line}`);
    for (const line of [6, 9]) assert.equal((await titlesAt(line))[0], write, `line ${line}`);
    assert.deepEqual(await titlesAt(12), []);
    const all = await titlesAt(0, 12);
    assert.deepEqual(
      all.filter(title => !title.startsWith('Request Token for This File')),
      [read, 'Request Access Token…', write],
    );
  });

  it('offers a live token that allows the request before a new one, and uses it', async () => {
    await run('requestToken', { scope: '*:config/clients**' });
    const wide = sharedToken();
    await run('requestToken', { scope: '.:config/tokenPolicies**' });
    const document = await open('reference-live.http', `PUT ${url('config/clients/1')}\n${header}\n`);
    const [finding] = await shows(document, 'scopeTooNarrow');
    assert.ok(finding);
    const asked = sandbox().received.at(-1);
    await apply(document, finding, /^Use the Live Token That Allows It, \d+m Left$/);
    await shows(document);
    assert.ok(sharedToken() === wide, 'the wide one is the active one again');
    assert.ok(sandbox().received.at(-1) === asked, 'no token was requested');
  });

  it('says where the request goes to another profile’s host, and switches to it', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const target = `${other.origin}/${other.customerId}/config/clients`;
    const document = await open('reference-host.http', `@host = ${other.origin}\nGET ${target}\n${header}\n`);
    const [finding] = await shows(document, 'otherHost');
    assert.ok(finding);
    assert.ok(finding.message.includes(other.origin));
    await apply(document, finding, /^Switch to Profile “other”$/);
    await shows(document, 'noToken');
    await run('switchProfile', { name: 'acme' });
    await shows(document, 'otherHost');
  });

  it('says when the token is about to expire, by the setting; the fix renews it', async () => {
    await run('switchProfile', { name: 'other' });
    await run('requestToken', { scope: '.:config/**' });
    const document = await open(
      'reference-ends.http',
      `GET ${other.origin}/${other.customerId}/config/clients\n${header}\n`,
    );
    const [finding] = await shows(document, 'tokenEnds');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Information);
    assert.match(finding.message, /expires in 4 minutes/);
    const before = other.issued();
    await apply(document, finding, /^Renew Access Token$/);
    assert.equal(other.issued(), before + 1);
    await configure('statusBar.warnMinutes', 3);
    try {
      await shows(document);
    } finally {
      await configure('statusBar.warnMinutes', undefined);
    }
    await shows(document, 'tokenEnds');
  });

  it('says when the token is not shared, by the setting', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const document = await open('reference-shared.http', get());
    await shows(document);
    await configure('share.extensions', false);
    try {
      const [finding] = await shows(document, 'notShared');
      assert.match(finding?.message ?? '', /hostedLogin\.share\.extensions/);
    } finally {
      await configure('share.extensions', undefined);
    }
    await shows(document);
  });

  it('has no finding if another program set the variable', async () => {
    process.env['HOSTED_LOGIN_TOKEN'] = 'of the shell that VS Code was started in';
    try {
      const document = await open(
        'reference-inherited.http',
        `${get()}\n###\nPUT ${url('config/clients/1')}\n${header}\n`,
      );
      // A finding of another kind, to know that the document was read.
      await run('requestToken', { scope: '.:config/**' });
      await shows(document, 'scopeTooNarrow');
      await run('forgetToken');
      await shows(document);
    } finally {
      delete process.env['HOSTED_LOGIN_TOKEN'];
    }
  });

  it('updates its finding when the method or the reference is edited', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const document = await open('reference-edited.http', get());
    const change = async (line: number, text: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(line).range, text);
      await vscode.workspace.applyEdit(edit);
    };
    await change(0, `PUT ${url('config/tokenPolicies/1')}`);
    await shows(document, 'scopeTooNarrow');
    await change(1, 'Accept: */*');
    await shows(document);
    await change(1, `Authorization: Bearer {{process.env.HOSTED_LOGIN_TOKEN}}`);
    await shows(document, 'scopeTooNarrow');
    await document.save();
  });

  it('is found in a cURL request and in Markdown, too', async () => {
    const curl = `curl ${url('config/tokenPolicies')} \\\n  -H "${header}"\n`;
    const document = await open('reference-curl.http', curl);
    const [finding] = await shows(document, 'noToken');
    assert.equal(document.getText(finding?.range), reference);
    const fences = `\`\`\`http\n${get()}\`\`\`\n\n\`\`\`json\n${get()}\`\`\`\n`;
    await shows(await open('reference-fences.md', fences), 'noToken');
  });

  it('loses its finding when the document gets a language that does not fit its name', async () => {
    const document = await open('reference-language.md', `\`\`\`http\n${get()}\`\`\`\n`);
    await shows(document, 'noToken');
    await vscode.languages.setTextDocumentLanguage(document, 'shellscript');
    await shows(document);
  });

  it('says on hover what the token may do and what the request needs, never the token', async () => {
    await run('requestToken', { scope: '.:config/tokenPolicies**' });
    const document = await open('reference-hover.http', get());
    const token = sharedToken();
    assert.ok(token);
    const text = await hoverAt(document, new vscode.Position(1, 30));
    assert.match(text, /\*\*acme at /);
    assert.match(text, /Read all token policies/);
    assert.match(text, /Until .*left/);
    assert.match(text, /GET on config\/tokenPolicies needs .* which this token allows/);
    assert.match(text, /\[Renew\]\(command:hostedLogin\.renewToken\)/);
    assert.ok(!text.includes(token));
    assert.equal(await hoverAt(document, new vscode.Position(1, 3)), '');
  });

  it('says that REST Client does not support the form of other clients, and rewrites it', async () => {
    const { extensions }: { extensions: { getExtension: unknown } } = vscode;
    const original = vscode.extensions.getExtension;
    extensions.getExtension = (id: string) => (id === 'humao.rest-client' ? {} : original(id));
    try {
      const kulala = `GET ${url('config/clients')}\nAuthorization: Bearer {{$env.HOSTED_LOGIN_TOKEN}}\n`;
      const jetBrains = kulala.replace('$env.HOSTED_LOGIN_TOKEN', () => '$auth.token("hosted-login")');
      const whole = `@auth = Bearer {{HOSTED_LOGIN_TOKEN}}\n\n###\n${kulala.replace('Bearer {{$env.HOSTED_LOGIN_TOKEN}}', '{{auth}}')}`;
      const document = await open('reference-others.http', `${whole}\n###\n${kulala}\n###\n${jetBrains}`);
      for (const left of [3, 2, 1]) {
        const [finding] = await shows(document, ...Array.from({ length: left }, () => 'otherClient'));
        assert.ok(finding);
        const fix = (await fixesAt(document, finding.range)).find(each =>
          each.title.includes('for REST Client'),
        );
        assert.ok(fix?.edit);
        const edit = new vscode.WorkspaceEdit();
        for (const [uri, edits] of fix.edit.entries()) edit.set(uri, edits);
        assert.ok(await vscode.workspace.applyEdit(edit));
        if (left === 3) {
          await run('requestToken', { scope: '.:config/**' });
        }
      }
      await shows(document);
      assert.equal(document.getText().split(header).length, 4);
    } finally {
      extensions.getExtension = original;
    }
  });

  it('warns of a header without Bearer, and writes it as Insert does', async () => {
    await run('requestToken', { scope: '.:config/**' });
    const get = `GET ${url('config/clients')}\n`;
    const wrong = [
      `${get}Authorization: ${reference}\n`,
      `@token = ${reference}\n${get}Authorization: Basic {{token}}\n`,
      `curl ${url('config/clients')} -u x:${reference}\n`,
    ];
    const document = await open('reference-schemes.http', wrong.join('\n###\n'));
    for (const left of [3, 2, 1]) {
      const [finding] = await shows(document, ...Array.from({ length: left }, () => 'otherScheme'));
      assert.equal(finding?.severity, vscode.DiagnosticSeverity.Warning);
      const [fix] = await fixesAt(document, finding.range);
      assert.equal(fix?.title, 'Write “Bearer” and the Reference');
      assert.ok(fix.edit);
      const edit = new vscode.WorkspaceEdit();
      for (const [uri, edits] of fix.edit.entries()) edit.set(uri, edits);
      assert.ok(await vscode.workspace.applyEdit(edit));
    }
    await shows(document);
    const right = [
      `${get}${header}\n`,
      `@token = ${reference}\n${get}Authorization: Bearer {{token}}\n`,
      `curl ${url('config/clients')} -H "${header}"\n`,
    ];
    assert.equal(document.getText(), right.join('\n###\n'));
  });

  it('says on hover in Hurl and Bruno files how these clients get the token', async () => {
    await run('requestToken', { scope: '.:config/**' });
    for (const [name, text, expected] of [
      [
        'hover.hurl',
        'GET https://x.example\nAuthorization: Bearer {{hosted_login_token}}\n',
        /Until .*left[^]*Hurl/,
      ],
      [
        'hover.bru',
        'auth:bearer {\n  token: {{process.env.HOSTED_LOGIN_TOKEN}}\n}\n',
        /Until .*left[^]*app never/,
      ],
    ] as const) {
      const document = await open(`reference-${name}`, text);
      const place = document.positionAt(text.toUpperCase().indexOf('LOGIN_TOKEN'));
      const hover = await until(`the hover in ${name}`, async () => {
        const found = await hoverAt(document, place);
        return found === '' ? undefined : found;
      });
      assert.match(hover, expected);
    }
  });

  it('says on hover in a shell script whether terminals get the token', async () => {
    const text = 'curl "$ORIGIN" -H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"\n';
    const document = await open('reference-hover.sh', text);
    const hover = await until('the hover', async () => {
      const found = await hoverAt(document, new vscode.Position(0, text.indexOf('LOGIN')));
      return found === '' ? undefined : found;
    });
    assert.match(hover, /No access token[\s\S]*Terminals do not get it/);
    await shows(document);
  });
});
