import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { useAnswers } from '../support/answers';
import { useAutoSave } from '../support/configurationHelpers';
import {
  askSandbox,
  closeEditors,
  configure,
  lastToken,
  openFile,
  profileFor,
  removeProfile,
  run,
  useProfile,
  useSandbox,
} from '../support/extensionHost';
import { until } from '../support/until';

const read = '.:config/**';
const clients = '.:config/clients**';

const leaksIn = (uri: vscode.Uri) =>
  vscode.languages
    .getDiagnostics(uri)
    .filter(({ code }) => code === 'tokenInFile' || code === 'secretInFile');

/** Waits until so many values are pointed out in a document. */
const pointedOut = (uri: vscode.Uri, count: number) =>
  until(`${count} leaks`, () => {
    const found = leaksIn(uri);
    return found.length === count ? found : undefined;
  });

const fixesAt = (uri: vscode.Uri, range: vscode.Range) =>
  vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    // As of a person.
    new vscode.Selection(range.start, range.end),
  );

/** Runs the fix with this title, as a user who chooses it. */
const fix = async (uri: vscode.Uri, title: RegExp) => {
  const [leak] = leaksIn(uri);
  assert.ok(leak);
  const found = (await fixesAt(uri, leak.range)).find(action => title.test(action.title));
  assert.ok(found, `no fix ${String(title)}`);
  if (found.edit) assert.ok(await vscode.workspace.applyEdit(found.edit));
  if (found.command) {
    const args: unknown[] = found.command.arguments ?? [];
    // Its last message waits for the user.
    void vscode.commands.executeCommand(found.command.command, ...args);
  }
};

const onDisk = ({ fsPath }: vscode.Uri) => fs.readFileSync(fsPath, 'utf8');

const inFolder = (name: string) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
};

describe('the leak guard', () => {
  // The message names files with unsaved changes.
  useAutoSave('off');
  const sandbox = useSandbox();
  useProfile(sandbox);
  const { asked, answerBy } = useAnswers();

  /** The message that the user gets after an action. */
  const toldAfter = async (act: () => Promise<void> | void) => {
    const before = asked.length;
    await act();
    const { text } = await until('it is told', () =>
      asked.slice(before).find(({ kind }) => kind === 'information'),
    );
    return text;
  };

  afterEach(async () => {
    await run('forgetToken');
    // Not an untitled one that another test has left: VS Code would ask for its name.
    const dirty = vscode.workspace.textDocuments.filter(each => each.isDirty && !each.isUntitled);
    for (const document of dirty) await document.save();
    await closeEditors();
  });

  const issue = async (scope = read) => {
    await run('requestToken', { scope });
    return lastToken(sandbox());
  };

  /** What the service answers to this token. */
  const statusWith = async (token: string) =>
    (await askSandbox(sandbox(), 'config/clients', { token })).status;

  const assertHidden = (text: string) => {
    for (const token of sandbox().issued) assert.ok(!text.includes(token));
    assert.ok(!text.includes(sandbox().clientSecret));
  };

  const paste = async ({ document }: Pick<vscode.TextEditor, 'document'>, text: string) => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };

  const files: readonly [string, string, string, string][] = [
    ['http', 'GET https://x.example\nAuthorization: Bearer $T\n', '{{$processEnv HOSTED_LOGIN_TOKEN}}', ''],
    ['sh', 'curl -H "Authorization: Bearer $T" x\n', '$HOSTED_LOGIN_TOKEN', ''],
    ['bru', 'auth:bearer {\n  token: $T\n}\n', '{{process.env.HOSTED_LOGIN_TOKEN}}', ''],
    ['json', '{ "token": "$T" }\n', 'HOSTED_LOGIN_TOKEN', 'placeholder'],
  ];
  for (const [ending, text, reference, kind] of files) {
    it(`marks a token that is pasted into a .${ending} file, and replaces exactly that`, async () => {
      const token = await issue();
      const editor = await openFile(`leak.${ending}`, '');
      await paste(editor, text.replace('$T', token));
      const { document } = editor;
      const [leak] = await pointedOut(document.uri, 1);
      assert.ok(leak);
      assert.equal(document.getText(leak.range), token);
      assert.equal(leak.severity, vscode.DiagnosticSeverity.Warning);
      assert.equal(leak.source, 'Hosted Login');
      assert.match(
        leak.message,
        /This is the access token of “acme”\..*until (?:\w{3} \d{1,2}, )?\d\d:\d\d.*Read all token policies, login policies and clients/,
      );
      assertHidden(JSON.stringify(leak));
      await fix(document.uri, kind ? /Replace with the placeholder/ : /^Replace with reference \(/);
      assert.equal(document.getText(), text.replace('$T', reference));
      await pointedOut(document.uri, 0);
    });
  }

  it('replaces it by the reference of the client that is chosen in the settings', async () => {
    const token = await issue();
    const request = 'GET https://x.example\nAuthorization: Bearer ';
    await configure('authorizationHeader.client', 'kulala');
    try {
      const { document } = await openFile('kulala.http', `${request}${token}\n`);
      await pointedOut(document.uri, 1);
      await fix(document.uri, /^Replace with reference \(/);
      assert.equal(document.getText(), `${request}{{$env.HOSTED_LOGIN_TOKEN}}\n`);
      const all = await openFile('kulala-all.http', `${request}${token}\n`);
      await pointedOut(all.document.uri, 1);
      await toldAfter(() => fix(all.document.uri, /all files of the workspace/));
      assert.equal(all.document.getText(), `${request}{{$env.HOSTED_LOGIN_TOKEN}}\n`);
    } finally {
      await configure('authorizationHeader.client', undefined);
    }
  });

  /** Kinds of quick fixes for `codeActionsOnSave`: the empty one stands for all. */
  const fixedAtSave: readonly unknown[] = [{ quickfix: 'explicit' }, { '': 'explicit' }, ['']];

  for (const [index, kinds] of fixedAtSave.entries()) {
    it(`lets no workspace apply quick fixes at a save: ${JSON.stringify(kinds)}`, async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      const editor = vscode.workspace.getConfiguration('editor');
      await editor.update('codeActionsOnSave', kinds, Workspace);
      try {
        const token = await issue();
        const { document } = await openFile(`fixedAtSave${index}.txt`, '');
        await paste({ document }, `a ${token}`);
        const [leak] = await pointedOut(document.uri, 1);
        assert.ok(leak);
        await vscode.commands.executeCommand('workbench.action.files.save');
        await until('it is saved', () => onDisk(document.uri) !== '');
        assert.equal(onDisk(document.uri), `a ${token}`);
        assert.equal(await statusWith(token), 200);
        const titles = (await fixesAt(document.uri, leak.range)).map(({ title }) => title);
        assert.ok(titles.includes('Do not warn when this file is saved'), titles.join());
      } finally {
        await editor.update('codeActionsOnSave', undefined, Workspace);
      }
    });
  }

  /** Writes a notebook with one cell, and shows it. */
  async function openNotebook(uri: vscode.Uri) {
    const cell = { cell_type: 'code', id: 'a', metadata: {}, source: ['a'], outputs: [] };
    fs.writeFileSync(
      uri.fsPath,
      JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    return { notebook, document: notebook.cellAt(0).document };
  }

  for (const [index, kinds] of fixedAtSave.slice(0, 2).entries()) {
    it(`lets no workspace apply quick fixes to the cells of a notebook at a save: ${JSON.stringify(kinds)}`, async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      const settings = vscode.workspace.getConfiguration('notebook');
      await settings.update('codeActionsOnSave', kinds, Workspace);
      const uri = inFolder(`fixedAtSave${index}.ipynb`);
      try {
        const token = await issue();
        const { notebook, document } = await openNotebook(uri);
        await paste({ document }, ` = "${token}"`);
        const [leak] = await pointedOut(document.uri, 1);
        assert.ok(leak);
        await vscode.commands.executeCommand('workbench.action.files.save');
        await until('it is saved', () => !notebook.isDirty);
        assert.equal(document.getText(), `a = "${token}"`);
        assert.equal(await statusWith(token), 200);
        const titles = (await fixesAt(document.uri, leak.range)).map(({ title }) => title);
        assert.ok(titles.includes('Do not warn when this file is saved'), titles.join());
      } finally {
        await settings.update('codeActionsOnSave', undefined, Workspace);
        fs.rmSync(uri.fsPath, { force: true });
      }
    });
  }

  it('finds a token in a file that is opened, and in an unsaved document', async () => {
    const token = await issue();
    const file = await openFile('before.txt', `a ${token}\r\nb "${token}",${token}x\r\n`);
    await pointedOut(file.document.uri, 3);
    const unsaved = await vscode.workspace.openTextDocument({ content: token, language: 'yaml' });
    await pointedOut(unsaved.uri, 1);
    await vscode.window.showTextDocument(unsaved);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('searches documents that were open before the token was issued, also after it was forgotten', async () => {
    const editor = await openFile('early.txt', 'nothing yet\n');
    const token = await issue();
    await paste(editor, token);
    await pointedOut(editor.document.uri, 1);
    await run('forgetToken');
    const forgotten = await until('it is told', () =>
      leaksIn(editor.document.uri).find(({ message }) => message.includes('was forgotten here')),
    );
    assert.match(
      forgotten.message,
      /Unless it was revoked, anyone who reads this file can use it until (?:\w{3} \d{1,2}, )?\d\d:\d\d/,
    );
    assertHidden(forgotten.message);
    await paste(editor, `\n${token}`);
    await pointedOut(editor.document.uri, 2);
  });

  it('revokes a forgotten token whose value is only in the file', async () => {
    const token = await issue();
    const { document } = await openFile('forgotten.txt', `a ${token} b`);
    await pointedOut(document.uri, 1);
    await run('forgetToken');
    const kept = await issue(clients);
    await fix(document.uri, /Revoke this token/);
    await pointedOut(document.uri, 0);
    assert.deepEqual([await statusWith(token), await statusWith(kept)], [403, 200]);
  });

  it('stops marking a token that was revoked by the command', async () => {
    const token = await issue();
    const { document } = await openFile('revoked.txt', token);
    await pointedOut(document.uri, 1);
    await run('revokeToken');
    await pointedOut(document.uri, 0);
    await paste({ document }, ` ${token}`);
    const control = await openFile('revoked-control.txt', sandbox().clientSecret);
    await pointedOut(control.document.uri, 1);
    assert.deepEqual(leaksIn(document.uri), []);
  });

  it('still warns of a token that was replaced by a newer one, and revokes only the old one', async () => {
    const token = await issue();
    const { document } = await openFile(
      'older.http',
      `GET https://x.example\nAuthorization: Bearer ${token}\n`,
    );
    await pointedOut(document.uri, 1);
    await run('renewToken');
    const leak = await until('the older one', () =>
      leaksIn(document.uri).find(({ message }) => message.includes('which a newer one has replaced')),
    );
    const titles = (await fixesAt(document.uri, leak.range)).map(({ title }) => title);
    assert.ok(titles.includes('Replace with reference in all files of the workspace'), titles.join());
    const newer = lastToken(sandbox());
    await fix(document.uri, /Revoke this token/);
    await pointedOut(document.uri, 0);
    assert.deepEqual([await statusWith(token), await statusWith(newer)], [403, 200]);
    assert.ok(await run('copyToken'), 'the newer one is still kept');
  });

  it('replaces a token in all files of the workspace, also closed ones, and saves those', async () => {
    const token = await issue();
    const other = await issue(clients);
    const closed = inFolder('all/closed.sh');
    const excluded = inFolder('node_modules/x/closed.sh');
    for (const uri of [closed, excluded]) {
      fs.mkdirSync(path.dirname(uri.fsPath), { recursive: true });
      fs.writeFileSync(uri.fsPath, `A='Bearer ${token}'\r\nB=${token}\r\nC=${other}\r\n`);
    }
    const { document } = await openFile(
      'all.http',
      `GET https://x.example\nAuthorization: Bearer ${token}\n`,
    );
    await pointedOut(document.uri, 1);
    const told = await toldAfter(() => fix(document.uri, /all files of the workspace/));
    assert.equal(told, 'The token was replaced in 3 places of 2 files.');
    assert.equal(
      onDisk(closed),
      `A='Bearer '"$HOSTED_LOGIN_TOKEN"''\r\nB="$HOSTED_LOGIN_TOKEN"\r\nC=${other}\r\n`,
    );
    assert.match(onDisk(document.uri), /^Authorization: Bearer \{\{\$processEnv HOSTED_LOGIN_TOKEN\}\}$/m);
    assert.ok(onDisk(excluded).includes(token));
    fs.rmSync(path.dirname(closed.fsPath), { recursive: true });
    fs.rmSync(path.dirname(path.dirname(excluded.fsPath)), { recursive: true });
  });

  it('says that not all files were searched if the workspace excludes some', async () => {
    const { Workspace } = vscode.ConfigurationTarget;
    const settings = vscode.workspace.getConfiguration('search');
    await settings.update('exclude', { '**/hidden': true }, Workspace);
    try {
      const token = await issue();
      const { document } = await openFile('excludes.txt', token);
      await pointedOut(document.uri, 1);
      const told = await toldAfter(() => fix(document.uri, /all files of the workspace/));
      assert.match(told, /^The token was replaced in 1 place.*Not all files were searched\.$/);
    } finally {
      await settings.update('exclude', undefined, Workspace);
    }
  });

  it('does not damage files that contain a token, and says what is left to do', async () => {
    const token = await issue();
    const bytes = {
      'latin1.txt': Buffer.from(`gr\xf6\xdfer ${token}\n`, 'latin1'),
      'utf16.txt': Buffer.from(`\ufeffgrößer ${token}\n`, 'utf16le'),
      'mixed.txt': Buffer.from(`a\r\n${token}\nb\r\n`),
      'marked.txt': Buffer.from(`\ufeffgrößer ${token}\r\n`),
      'large.txt': Buffer.alloc(5_000_001, 'x'),
      'large.bin': Buffer.alloc(5_000_001, 0),
      'small.bin': Buffer.from(`\0${token}`),
    };
    const files = new Map(Object.entries(bytes).map(([name, data]) => [inFolder(`odd/${name}`), data]));
    fs.mkdirSync(inFolder('odd').fsPath);
    for (const [uri, data] of files) fs.writeFileSync(uri.fsPath, data);
    const { document } = await openFile('unsaved.txt', 'here: ');
    await paste({ document }, token);
    await pointedOut(document.uri, 1);
    // The second time, what was opened to read it is still open.
    for (const places of ['3 places of 3 files', '1 place']) {
      const told = await toldAfter(() => fix(document.uri, /all files of the workspace/));
      const [done, ...rest] = told.split(/(?<=\.) (?=[A-Z0-9])/);
      assert.equal(done, `The token was replaced in ${places}.`);
      const [, names = ''] = /^The token is still in (.*), where an automatic edit/.exec(rest[0] ?? '') ?? [];
      assert.deepEqual(names.split(', ').sort(), ['odd/latin1.txt', 'odd/mixed.txt']);
      assert.deepEqual(rest.slice(1), [
        'Remove it by hand.',
        '1 file has unsaved changes: save it.',
        '1 file was not searched: it is too large or cannot be read.',
      ]);
      assert.ok(document.isDirty);
      await pointedOut(document.uri, 0);
      await paste({ document }, ` ${token}`);
      await pointedOut(document.uri, 1);
    }
    const encodings = new Map<string, BufferEncoding>([
      ['utf16.txt', 'utf16le'],
      ['marked.txt', 'utf8'],
    ]);
    for (const [uri, data] of files) {
      const encoding = encodings.get(path.basename(uri.fsPath));
      const expected = encoding
        ? Buffer.from(data.toString(encoding).replace(token, 'HOSTED_LOGIN_TOKEN'), encoding)
        : data;
      assert.ok(fs.readFileSync(uri.fsPath).equals(expected), uri.fsPath);
    }
    fs.rmSync(inFolder('odd').fsPath, { recursive: true });
  });

  it('replaces a token in the cells of an open notebook, saves it, and names it because of its output', async () => {
    const token = await issue();
    const cellWith = (output: string) => ({
      ...{ cell_type: 'code', execution_count: null, id: 'a', metadata: {}, source: [`a = "${token}"`] },
      outputs: [{ output_type: 'stream', name: 'stdout', text: [output] }],
    });
    const told = [];
    for (const [name, output] of [
      ['silent.ipynb', 'nothing'],
      ['printed.ipynb', token],
    ] as const) {
      const uri = inFolder(name);
      const content = { cells: [cellWith(output)], metadata: {}, nbformat: 4, nbformat_minor: 5 };
      fs.writeFileSync(uri.fsPath, JSON.stringify(content));
      const notebook = await vscode.workspace.openNotebookDocument(uri);
      await vscode.window.showNotebookDocument(notebook);
      const cell = notebook.cellAt(0).document;
      await pointedOut(cell.uri, 1);
      told.push(await toldAfter(() => fix(cell.uri, /all files of the workspace/)));
      assert.equal(cell.getText(), 'a = "HOSTED_LOGIN_TOKEN"');
      assert.ok(!notebook.isDirty);
      assert.equal(onDisk(uri).includes(token), output === token);
      fs.rmSync(uri.fsPath);
    }
    assert.equal(told[0], 'The token was replaced in 1 place.');
    assert.match(told[1] ?? '', /1 place\. The token is still in printed\.ipynb, where /);
  });

  it('revokes the token in a file, without Cancel, because revoking cannot be undone', async () => {
    const token = await issue();
    const { document } = await openFile('revoke.txt', token);
    await pointedOut(document.uri, 1);
    const { window } = vscode;
    const original = window.withProgress;
    const shown: vscode.ProgressOptions[] = [];
    window.withProgress = (options, task) => {
      shown.push(options);
      return original(options, task);
    };
    try {
      await fix(document.uri, /Revoke this token/);
      await pointedOut(document.uri, 0);
    } finally {
      window.withProgress = original;
    }
    const [revoking] = shown;
    assert.match(revoking?.title ?? '', /^Revoking/);
    assert.ok(!revoking?.cancellable);
    assert.equal(await statusWith(token), 403);
  });

  it('marks the client secret, plain and in a Basic header, and removes it, without any token', async () => {
    const { clientId, clientSecret } = sandbox();
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const { document } = await openFile('secret.env', `SECRET=${clientSecret}\nBASIC=${basic}\n`);
    const found = await pointedOut(document.uri, 2);
    for (const { message } of found) {
      assert.match(message, /This is the client secret of “acme”\..*reset the secret of client/);
      assertHidden(message);
      assert.ok(!message.includes(basic));
    }
    await fix(document.uri, /Remove the client secret here/);
    await pointedOut(document.uri, 1);
    await fix(document.uri, /Remove the client secret here/);
    assert.equal(document.getText(), 'SECRET=\nBASIC=\n');
  });

  it('marks no near misses, and nothing without a profile', async () => {
    const token = await issue();
    const near = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'} ${token.slice(1)}`;
    const { document } = await openFile('near.txt', near);
    const control = await openFile('control.txt', token);
    await pointedOut(control.document.uri, 1);
    assert.deepEqual(leaksIn(document.uri), []);
    const secret = await openFile('secret-alone.env', `SECRET=${sandbox().clientSecret}\n`);
    await pointedOut(secret.document.uri, 1);
    await removeProfile('acme');
    await pointedOut(control.document.uri, 0);
    await pointedOut(secret.document.uri, 0);
    await run('addProfile', profileFor(sandbox()));
    await pointedOut(secret.document.uri, 1);
    await issue();
  });

  describe('when a file is saved', () => {
    const shown = () => asked.filter(({ kind }) => kind === 'warning');
    /** Clicks a button of the newest warning. */
    let choose: (button: string) => void = () => undefined;

    beforeEach(() => {
      answerBy(({ kind }) =>
        kind === 'warning'
          ? new Promise(resolve => {
              choose = resolve;
            })
          : undefined,
      );
    });
    afterEach(() => configure('authorizationHeader.mode', undefined));

    /** Saves a file with this text pasted in. */
    const savedWith = async (name: string, text: string) => {
      const editor = await openFile(name, '');
      await paste(editor, text);
      await pointedOut(editor.document.uri, 1);
      await editor.document.save();
      return editor;
    };

    it('warns once of a token, and replaces it on request', async () => {
      const token = await issue();
      const { document } = await savedWith('saved.sh', `A=${token}\n`);
      assert.equal(shown().length, 1);
      const { text, choices } = shown()[0] ?? assert.fail();
      assert.match(text, /^“saved\.sh” was saved with the access token of “acme” in it\..*until/);
      assertHidden(text);
      assert.deepEqual(choices, ['Replace with Reference', 'Don’t Show Again']);
      const [leak] = leaksIn(document.uri);
      assert.ok(leak);
      assert.deepEqual(
        (await fixesAt(document.uri, leak.range)).slice(1).map(({ title }) => title),
        [
          'Replace with reference in all files of the workspace',
          'Revoke this token',
          'Do not warn when this file is saved',
        ],
      );
      await paste({ document }, '# more');
      await document.save();
      assert.equal(shown().length, 1);
      choose('Replace with Reference');
      await until(
        'it is replaced on the disk',
        () => onDisk(document.uri) === 'A="$HOSTED_LOGIN_TOKEN"\n# more',
      );
      await pointedOut(document.uri, 0);
      // When it is back, it is reported again.
      await paste({ document }, token);
      await document.save();
      assert.equal(shown().length, 2);
    });

    it('warns when a notebook with a token in a cell is saved', async () => {
      const uri = inFolder('saved.ipynb');
      const { notebook, document } = await openNotebook(uri);
      await paste({ document }, ` = "${await issue()}"`);
      await pointedOut(document.uri, 1);
      assert.equal(shown().length, 0);
      await notebook.save();
      const { text } = await until('the message', () => shown()[0]);
      assert.match(text, /^“saved\.ipynb” was saved with the access token of “acme” in it\./);
      await notebook.save();
      assert.equal(shown().length, 1);
      fs.rmSync(uri.fsPath);
    });

    it('warns at once of a token in an untitled document, which VS Code backs up', async () => {
      const token = await issue();
      const document = await vscode.workspace.openTextDocument({
        language: 'javascript',
        content: `fetch('https://service.example', { headers: { authorization: 'Bearer ${token}' } });\n`,
      });
      const { text, choices } = await until('the message', () => shown()[0]);
      assert.match(text, /^“Untitled-\d+” is not saved, but VS Code keeps a copy.*access token of “acme”/);
      assertHidden(text);
      assert.deepEqual(choices, ['Replace with Reference', 'Revoke']);
      await paste({ document }, '// more');
      await pointedOut(document.uri, 1);
      assert.equal(shown().length, 1);
    });

    it('does not warn again of a muted file', async () => {
      const token = await issue();
      const { document } = await savedWith('muted.txt', token);
      choose('Don’t Show Again');
      await paste({ document }, ' ');
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, 9, 0), '');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      await paste({ document }, token);
      await document.save();
      assert.equal(shown().length, 1);
    });

    it('warns again after the file is unmuted', async () => {
      const token = await issue();
      const { document } = await savedWith('unmuted.txt', token);
      const told = await toldAfter(() => {
        choose('Don’t Show Again');
      });
      assert.match(told, /^No more warnings when “unmuted\.txt” is saved/);
      const again = async () => {
        const edit = new vscode.WorkspaceEdit();
        edit.replace(document.uri, new vscode.Range(0, 0, 9, 0), '');
        await vscode.workspace.applyEdit(edit);
        await document.save();
        await paste({ document }, token);
        await pointedOut(document.uri, 1);
        await document.save();
      };
      await again();
      assert.equal(shown().length, 1);
      await fix(document.uri, /Warn again when this file is saved/);
      const isOffered = async () => {
        const [leak] = leaksIn(document.uri);
        return (
          leak &&
          (await fixesAt(document.uri, leak.range)).some(({ title }) => title.startsWith('Warn again'))
        );
      };
      await until('it is offered no more', async () => !(await isOffered()));
      await again();
      assert.equal(shown().length, 2);
    });

    it('warns of a client secret, and of nothing else in the mode “literal”', async () => {
      await configure('authorizationHeader.mode', 'literal');
      const token = await issue();
      await savedWith('literal.txt', token);
      assert.equal(shown().length, 0);
      const { document } = await savedWith('secret.txt', sandbox().clientSecret);
      assert.equal(shown().length, 1);
      assert.match(
        shown()[0]?.text ?? '',
        /^“secret\.txt” was saved with the client secret of “acme” in it\.$/,
      );
      choose('Remove It');
      await until('it is removed', () => document.getText() === '' && !document.isDirty);
    });
  });

  describe('Remove Tokens from REST Client History', () => {
    let home = '';
    const file = () => path.join(home, 'history.json');

    beforeEach(() => {
      home = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-history-'));
      process.env['VSC_REST_CLIENT_HOME'] = home;
    });
    afterEach(() => {
      delete process.env['VSC_REST_CLIENT_HOME'];
      fs.rmSync(home, { recursive: true });
    });

    it('replaces our live and expired values, also in Basic headers, and nothing else', async () => {
      const first = await issue();
      await run('forgetToken');
      const second = await issue();
      const { clientId, clientSecret } = sandbox();
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
      const history = (one: string, two: string, three: string) =>
        `[ {"headers":{"Authorization":"Bearer ${one}"} ,"body":"\\u007b\\"a\\":\\"${two}\\"}\\n"},\r\n{"x":"Basic ${three}"}, "eyJ.of.others", 1.50]\n`;
      fs.writeFileSync(file(), history(second, second, basic), { mode: 0o640 });
      assert.deepEqual(await run('cleanRestClientHistory'), { replaced: 3 });
      const reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}';
      assert.equal(fs.readFileSync(file(), 'utf8'), history(reference, reference, 'CLIENT_SECRET'));
      assert.equal(fs.statSync(file()).mode & 0o777, 0o640);
      assert.deepEqual(fs.readdirSync(home), ['history.json']);
      assert.deepEqual(await run('cleanRestClientHistory'), { replaced: 0 });
      assert.ok(first);
    });

    it('replaces nothing when there is no history', async () => {
      assert.deepEqual(await run('cleanRestClientHistory'), { replaced: 0 });
      assert.deepEqual(fs.readdirSync(home), []);
    });

    it('leaves a history alone that is not JSON, and says so', async () => {
      const text = `[{"a":"${await issue()}"`;
      fs.writeFileSync(file(), text);
      await assert.rejects(run('cleanRestClientHistory'), (error: Error) => {
        assert.match(error.message, /not valid JSON\. Nothing was changed\. Open it/);
        assertHidden(error.message);
        return true;
      });
      assert.equal(fs.readFileSync(file(), 'utf8'), text);
    });
  });
});
