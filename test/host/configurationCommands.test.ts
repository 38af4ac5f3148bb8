import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useAnswers } from '../support/answers';
import { closeEditors, run, type TokenResult, useProfile, useSandbox } from '../support/extensionHost';
import { until } from '../support/until';

interface Health {
  readonly waysIn: readonly { client: string; policy: string; scopes: readonly string[] }[];
}

describe('the commands of the configuration', () => {
  const sandbox = useSandbox();
  useProfile(sandbox);
  const asked = () => sandbox().received.filter(({ path }) => path.includes('/config/')).length;

  after(closeEditors);

  it('accessHealth returns each client with configuration access, its policy and its scopes', async () => {
    const { waysIn } = await run<Health>('accessHealth');
    assert.deepEqual(waysIn, [{ client: 'Configuration', policy: 'Configuration', scopes: ['*:**'] }]);
    await assert.rejects(run('accessHealth', { profile: 'nobody' }), /no profile “nobody”/);
    await assert.rejects(run('accessHealth', { surprise: 1 }), /surprise/);
  });

  it('rejects an argument that cannot be used, and says which', async () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    const kind = 'clients';
    for (const [name, args, message] of [
      ['applyResource', { uri: '%' }, /^Error: “%” is not a URI\./],
      ['discardDraft', { uri: '' }, /^Error: “” is not a URI\./],
      ['pullConfiguration', { folder: 'nowhere:/x' }, /^Error: \/x could not be read\./],
      ['createResource', { kind, body: circle }, /^Error: The body cannot be written as JSON\./],
      ['createResource', { kind, body: { big: 1n } }, /^Error: The body cannot be written as JSON\./],
    ] as const)
      await assert.rejects(run(name, args), message);
  });

  it('accessHealth rejects with a next step if no access can be proved', async () => {
    sandbox().fail({ path: /config\/clients\//, status: 403, body: '{"errors":"Forbidden"}' });
    await assert.rejects(run('accessHealth', { profile: 'acme' }), /HTTP 403.*allowedScopes/);
  });

  it('refreshConfiguration loads everything again', async () => {
    // Who uses a policy is only known once all clients are.
    const { storefrontLoginPolicy: id } = sandbox().ids;
    const look = () => assert.rejects(run('deleteResource', { kind: 'loginPolicies', id }), /used by/);
    await look();
    const before = asked();
    await look();
    const without = asked() - before;
    await run('refreshConfiguration');
    await look();
    assert.ok(asked() - before - without > without, 'The list was not asked for again.');
  });

  it('copies the id of the active document, or of the document of a menu', async () => {
    const { staffClient, storefrontTokenPolicy } = sandbox().ids;
    const { uri } = await run<{ uri: string }>('openResource', { kind: 'clients', id: staffClient });
    await vscode.commands.executeCommand('hostedLogin.copyResourceId');
    assert.equal(await vscode.env.clipboard.readText(), staffClient);
    await run('openResource', { kind: 'tokenPolicies', id: storefrontTokenPolicy });
    await vscode.commands.executeCommand('hostedLogin.copyResourceId', vscode.Uri.parse(uri, true));
    assert.equal(await vscode.env.clipboard.readText(), staffClient);
    await vscode.commands.executeCommand('hostedLogin.copyResourceId');
    assert.equal(await vscode.env.clipboard.readText(), storefrontTokenPolicy);
  });

  describe('restorePreviousVersion', () => {
    const { asked } = useAnswers();

    it('says as information that a resource has no previous version', async () => {
      await run('openResource', { kind: 'clients', id: sandbox().ids.mobileClient });
      await vscode.commands.executeCommand('hostedLogin.restorePreviousVersion');
      const { kind, text } = await until('the message', () => asked[0]);
      assert.deepEqual([asked.length, kind], [1, 'information']);
      assert.match(text, /^There is no previous version\. One is kept whenever/);
    });
  });

  describe('duplicateResource', () => {
    const { asked, answerBy } = useAnswers();

    it('copies the push claims and response types of a login policy, which a deletion keeps and a restoration writes', async () => {
      const { staffLoginPolicy: id } = sandbox().ids;
      await run('openResource', { kind: 'loginPolicies', id });
      answerBy(({ kind, text, choices }) => {
        if (kind === 'text') return text.includes('secret') ? 'for-a-test-0123456789' : 'Staff, copied';
        return choices.find(choice => ['Delete', 'Create'].includes(choice)) ?? choices[0];
      });
      const puts = () =>
        sandbox()
          .received.filter(({ method, path }) => method === 'PUT' && path.includes('/loginPolicies/'))
          .map(({ path, body }) => [path.replace(/^.*\//, ''), JSON.parse(body) as unknown]);
      const options = [
        ['pushClaims', { enabled: true }],
        ['allowedResponseTypes', { allowedResponseTypes: ['code', 'id_token'] }],
      ];
      await vscode.commands.executeCommand('hostedLogin.duplicateResource');
      assert.deepEqual(puts(), options, asked.map(({ text }) => text).join());
      await vscode.commands.executeCommand('hostedLogin.deleteResource');
      await closeEditors();
      await vscode.commands.executeCommand('hostedLogin.restorePreviousVersion');
      assert.deepEqual(puts(), [...options, ...options], asked.map(({ text }) => text).join());
    });
  });

  describe('requestTokenForResource', () => {
    const { ids } = { ids: () => sandbox().ids };
    const scopes: readonly [object, () => string][] = [
      [{ may: 'read' }, () => `.:config/clients/${ids().staffClient}`],
      [{ may: 'configure' }, () => `*:config/clients/${ids().staffClient}`],
      [
        { may: 'configure', withPolicies: true },
        () =>
          `*:config/tokenPolicies/${ids().staffTokenPolicy} *:config/loginPolicies/${ids().staffLoginPolicy} *:config/clients/${ids().staffClient}`,
      ],
    ];
    for (const [what, scope] of scopes) {
      it(`${JSON.stringify(what)} requests a token for just that, and makes it the active one`, async () => {
        const args = { kind: 'clients', id: ids().staffClient, ...what };
        const { requestedScope, grantedScope } = await run<TokenResult>('requestTokenForResource', args);
        assert.deepEqual([requestedScope, grantedScope], [scope(), scope()]);
        const active = await run<TokenResult>('renewToken');
        assert.equal(active.requestedScope, scope());
      });
    }

    it('rejects with what is missing', async () => {
      await assert.rejects(run('requestTokenForResource', { kind: 'clients' }), /id.*may/);
    });
  });

  it('filters while the view is closed, and clears the filter', async () => {
    await run('filterConfiguration', { text: 'staff' });
    await vscode.commands.executeCommand('hostedLogin.clearConfigurationFilter');
    await assert.rejects(run('filterConfiguration', {}), /text/);
  });
});
