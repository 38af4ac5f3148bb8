import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { cancelledIfAborted } from '../../src/core/common/cancelled';
import { isCancelled } from '../../src/core/common/problem';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';
import { FolderFiles } from '../../src/ui/documents/folderFiles';
import { useAnswers } from '../support/answers';
import { run, useProfile, useSandbox } from '../support/extensionHost';
import { problemOf } from '../support/fakes';
import { MemoryFileSystem } from '../support/memoryFileSystem';

interface Export {
  readonly files: readonly string[];
  readonly notes: readonly {
    readonly output: string;
    readonly severity: string;
    readonly about: readonly unknown[];
  }[];
}

interface Comparison {
  readonly same: readonly { readonly member: string }[];
  readonly different: readonly { readonly member: string; readonly missing: readonly string[] }[];
}

describe('the commands of the migration', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hosted-login-export-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const to = (name: string) => path.join(folder, name);
  const read = (name: string, file: string) => fs.readFileSync(path.join(to(name), file), 'utf8');

  describe('exportForMigration', () => {
    it('writes the report and a folder for each product, and returns files and notes', async () => {
      const { files, notes } = await run<Export>('exportForMigration', { to: to('all') });
      for (const file of files) assert.ok(fs.existsSync(path.join(to('all'), file)), file);
      for (const file of [
        'README.md',
        'applications.csv',
        'keys.json',
        'keycloak/realm.json',
        'auth0/tenant.yaml',
      ])
        assert.ok(files.includes(file), file);
      assert.match(read('all', 'README.md'), /^# Leaving Hosted Login: acme\n[^]*```mermaid\nflowchart LR\n/);
      assert.ok(notes.some(({ output, severity }) => output === 'keycloak' && severity === 'ask'));
    });

    it('writes no secret of a client or a user store', () => {
      const secrets = Object.values({ ...sandbox().secrets });
      const texts = fs
        .readdirSync(to('all'), { recursive: true, encoding: 'utf8' })
        .filter(file => fs.statSync(path.join(to('all'), file)).isFile())
        .map(file => read('all', file));
      assert.ok(texts.length > 8, `${texts.length}`);
      for (const text of texts) {
        for (const secret of secrets) assert.ok(!text.includes(secret));
        assert.doesNotMatch(text, /"clientSecret"/);
      }
    });

    it('writes an unchanged export again without a question, and only the given formats', async () => {
      const { files } = await run<Export>('exportForMigration', { to: to('all') });
      const uri = vscode.Uri.file(to('some'));
      const some = await run<Export>('exportForMigration', { to: uri, formats: ['keycloak'] });
      assert.ok(some.files.length < files.length);
      assert.deepEqual(
        some.files.filter(file => file.includes('/')),
        ['keycloak/realm.json'],
      );
      await run('exportForMigration', { to: uri.toString(), formats: ['keycloak'], profile: 'acme' });
    });

    it('replaces no file that exists with another content, and says which', async () => {
      const file = path.join(to('all'), 'README.md');
      fs.writeFileSync(file, 'our own notes');
      fs.rmSync(path.join(to('all'), 'applications.csv'));
      await assert.rejects(run('exportForMigration', { to: to('all') }), /Nothing was written.*README\.md/);
      assert.equal(fs.readFileSync(file, 'utf8'), 'our own notes');
      assert.ok(!fs.existsSync(path.join(to('all'), 'applications.csv')));
    });

    it('rejects what is missing or invalid', async () => {
      await assert.rejects(run('exportForMigration', {}), /Missing or invalid: to/);
      await assert.rejects(run('exportForMigration', { to: 'migration/../..' }), /must not contain “\.\.”/);
      await assert.rejects(run('exportForMigration', { to: to('x'), formats: ['okta'] }), /formats/);
      await assert.rejects(
        run('exportForMigration', { to: to('x'), profile: 'nobody' }),
        /no profile “nobody”/,
      );
      assert.ok(!fs.existsSync(to('x')));
    });

    it('exports what is in a pulled folder, without a request', async () => {
      const pulled = path.join(folder, 'pulled');
      const write = (name: string, value: object) => {
        fs.mkdirSync(path.dirname(path.join(pulled, name)), { recursive: true });
        fs.writeFileSync(path.join(pulled, name), JSON.stringify(value));
      };
      const { origin, customerId, received } = sandbox();
      write('hosted-login.json', { format: 1, origin, customerId });
      write('ids.json', { 'clients/shop': 'c-1', 'tokenPolicies/shop': 't-1' });
      write('tokenPolicies/shop.json', { title: 'Shop', allowedScopes: ['openid', 'email'] });
      write('clients/shop.json', {
        ...{ name: 'Shop', type: 'public', redirectURIs: ['https://shop.example/'] },
        tokenPolicy: 'tokenPolicies/shop',
      });
      // The sandbox keeps a limited number of them.
      const asked = received.at(-1);
      await run('exportForMigration', { folder: pulled, to: to('of-folder'), formats: ['rfc7591'] });
      assert.ok(received.at(-1) === asked, 'nothing was sent');
      const metadata = JSON.parse(read('of-folder', 'rfc7591/shop.json')) as Record<string, unknown>;
      assert.deepEqual([metadata['software_id'], metadata['scope']], ['c-1', 'openid email']);
      await assert.rejects(
        run('exportForMigration', { folder, to: to('x') }),
        /not a folder of a configuration/,
      );
      await assert.rejects(
        run('exportForMigration', { folder, profile: 'acme', to: to('x') }),
        /Specify either a profile or a folder/,
      );
    });

    it('refuses links that may lead out of the folder', async function () {
      if (process.platform === 'win32') this.skip();
      const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
      fs.mkdirSync(to('linked'));
      // It leads to nothing yet.
      fs.symlinkSync(path.join(elsewhere, 'report.md'), path.join(to('linked'), 'README.md'));
      await assert.rejects(run('exportForMigration', { to: to('linked') }), /README\.md is a symbolic link/);
      fs.rmSync(path.join(to('linked'), 'README.md'));
      fs.symlinkSync(elsewhere, path.join(to('linked'), 'auth0'));
      await assert.rejects(run('exportForMigration', { to: to('linked') }), /auth0 is a symbolic link/);
      fs.symlinkSync(to('pulled'), to('pulled-link'));
      await assert.rejects(
        run('exportForMigration', { folder: to('pulled-link'), to: to('x') }),
        /pulled-link is a symbolic link/,
      );
      fs.rmSync(to('linked'), { recursive: true });
      fs.symlinkSync(elsewhere, to('linked'));
      await assert.rejects(run('exportForMigration', { to: to('linked') }), /linked is a symbolic link/);
      assert.deepEqual(fs.readdirSync(elsewhere), []);
      fs.rmSync(elsewhere, { recursive: true });
    });

    it('says that some files were written if it is cancelled meanwhile, and nothing before', async () => {
      const texts = new Map(Array.from({ length: 40 }, (_, index) => [`${index}.txt`, 'text']));
      const cancel = new AbortController();
      const files = new MemoryFileSystem();
      const registered = files.register('memory-export');
      const written: string[] = [];
      const writeFile = files.writeFile.bind(files);
      files.writeFile = (uri, content) => {
        written.push(uri.path);
        cancel.abort();
        return writeFile(uri, content);
      };
      try {
        const target = new FolderFiles(vscode.Uri.parse('memory-export:/shop'));
        const write = (signal: AbortSignal) =>
          problemOf(cancelledIfAborted(signal, target.write(texts, new Map(), signal)), 'cancelled');
        assert.ok(isCancelled(await write(AbortSignal.abort())));
        assert.deepEqual(written, []);
        const problem = await write(cancel.signal);
        assert.ok(written.length > 0 && written.length < texts.size, `${written.length}`);
        assert.ok(!isCancelled(problem), 'it is shown');
        assert.match(problem.message, /^Some files in .*shop were written, others were not\.$/);
      } finally {
        registered.dispose();
      }
    });

    it('says in the report what could not be read', async () => {
      const { storefrontLoginPolicy: id } = sandbox().ids;
      sandbox().fail({ path: `/config/loginPolicies/${id}/pushClaims`, status: 500, body: '{}', times: 9 });
      await run('exportForMigration', { to: to('unread'), formats: [] });
      assert.match(read('unread', 'README.md'), /## Not read\n[^]*Nordhaven Storefront[^]*pushClaims/);
    });
  });

  describe('compareIssuer', () => {
    it('returns what is the same and what is different', async () => {
      const other = await startSandbox();
      try {
        const issuer = `${other.origin}/${other.customerId}/login`;
        const comparison = await run<Comparison>('compareIssuer', { discoveryUrl: issuer });
        const moved = comparison.different.map(({ member }) => member);
        assert.ok(moved.includes('issuer') && moved.includes('token_endpoint'), moved.join());
        assert.ok(comparison.same.some(({ member }) => member === 'scopes_supported'));
        assert.ok(comparison.different.every(({ missing }) => missing.length === 0));
        assert.ok(!other.received.some(({ headers }) => 'authorization' in headers));
      } finally {
        await other.stop();
      }
    });

    it('rejects a text that is not a URL, or not an issuer', async () => {
      await assert.rejects(run('compareIssuer', {}), /discoveryUrl/);
      await assert.rejects(run('compareIssuer', { discoveryUrl: 'http://example.com' }), /begins with https/);
      await assert.rejects(
        run('compareIssuer', { discoveryUrl: sandbox().origin }),
        /not with a discovery document/,
      );
    });

    it('blames the address of the new issuer, not the profile', async () => {
      const discovery = `/${sandbox().customerId}/login/.well-known/openid-configuration`;
      const issuer = await startSandbox();
      try {
        issuer.fail({ path: '/.well-known/', status: 302, headers: { location: 'https://other.example/' } });
        await assert.rejects(
          run('compareIssuer', { discoveryUrl: `${issuer.origin}${discovery}` }),
          (error: Error) => {
            assert.match(error.message, /Check the address of the new issuer/);
            assert.doesNotMatch(error.message, /profile/);
            return true;
          },
        );
      } finally {
        await issuer.stop();
      }
    });
  });

  describe('compareIssuer for a person', () => {
    const { asked, answerBy } = useAnswers();

    const troubles: readonly [
      what: string,
      make: (issuer: Sandbox) => Promise<void> | void,
      message: RegExp,
    ][] = [
      ['is not there', issuer => issuer.stop(), /Nothing listens.*Check the address of the new issuer/],
      [
        'leads elsewhere',
        issuer => {
          issuer.fail({
            path: '/.well-known/',
            status: 302,
            headers: { location: 'https://other.example/' },
          });
        },
        /Check the address of the new issuer/,
      ],
      [
        'is reset',
        issuer => {
          issuer.fail({ path: '/.well-known/', connection: 'destroy', times: 5 });
        },
        /The connection to .* failed/,
      ],
    ];
    for (const [what, make, message] of troubles) {
      it(`offers nothing about the profile or the sandbox if the new issuer ${what}`, async () => {
        const issuer = await startSandbox();
        try {
          await make(issuer);
          answerBy(({ kind }) => (kind === 'text' ? issuer.origin : undefined));
          await vscode.commands.executeCommand('hostedLogin.compareIssuer');
          const { kind, text, choices } = asked.at(-1) ?? assert.fail();
          assert.deepEqual([kind, choices], ['error', ['Show Log']]);
          assert.match(text, message);
        } finally {
          await issuer.stop();
        }
      });
    }
  });

  it('opens a terminal with secrets only for a user, not for code', async () => {
    const before = vscode.window.terminals.length;
    const asked = sandbox().received.at(-1);
    await assert.rejects(run('openImportTerminal', {}), /Only a person can open/);
    await assert.rejects(run('openImportTerminal', { profile: 'acme' }), /profile/);
    assert.equal(vscode.window.terminals.length, before);
    assert.ok(sandbox().received.at(-1) === asked, 'nothing was sent');
  });

  describe('openImportTerminal for a person', () => {
    const { asked, answerBy } = useAnswers();

    it('says so if the workspace chooses what runs in the terminal', async () => {
      const before = vscode.window.terminals.length;
      const settings = vscode.workspace.getConfiguration('terminal.integrated');
      const details = async () => {
        await vscode.commands.executeCommand('hostedLogin.openImportTerminal');
        return asked.at(-1)?.detail ?? assert.fail();
      };
      const text = /settings of this workspace choose what runs .*: terminal\.integrated\.env\.linux\./;
      assert.doesNotMatch(await details(), text);
      await settings.update('env.linux', { A: 'b' }, vscode.ConfigurationTarget.Workspace);
      try {
        assert.match(await details(), text);
      } finally {
        await settings.update('env.linux', undefined, vscode.ConfigurationTarget.Workspace);
      }
      assert.equal(vscode.window.terminals.length, before);
    });

    it('opens none if VS Code would change a secret in its environment', async () => {
      const before = vscode.window.terminals.length;
      sandbox().fail({ path: '/secret', status: 200, body: JSON.stringify({ secret: 'abc${env:HOME}' }) });
      answerBy(({ choices }) => choices.find(choice => choice === 'Open Terminal'));
      await vscode.commands.executeCommand('hostedLogin.openImportTerminal');
      const { kind, text } = asked.at(-1) ?? assert.fail();
      assert.equal(kind, 'error');
      assert.match(
        text,
        /secret of “Nordhaven Store Staff” contains \$\{, .* set HOSTED_LOGIN_SECRET_\w+ there/,
      );
      assert.doesNotMatch(text, /abc|HOME/);
      assert.equal(vscode.window.terminals.length, before);
    });
  });
});
