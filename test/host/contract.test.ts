import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands as ids, configurationViewId, contextKeys, undeclaredCommands } from '../../src/ui/ids';
import { run } from '../support/extensionHost';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly configuration: { readonly properties: Record<string, { readonly default: unknown }> };
    readonly menus: Record<string, readonly { readonly command: string; readonly when?: string }[]>;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly completionEvents: readonly string[];
        readonly description: string;
      }[];
    }[];
  };
}

describe('the contract', () => {
  const extension = vscode.extensions.getExtension('hosted-login-tools.hosted-login');
  const { contributes } = extension?.packageJSON as Manifest;
  const declared = contributes.commands.map(({ command }) => command).sort();
  const internal: readonly string[] = undeclaredCommands.map(name => ids[name]);

  it('registers every command that package.json declares', async () => {
    await extension?.activate();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      declared.filter(id => !registered.includes(id)),
      [],
    );
  });

  it('declares every command except the internal ones', async () => {
    const registered = (await vscode.commands.getCommands(true))
      .filter(id => id.startsWith('hostedLogin.'))
      // VS Code's own, for each view.
      .filter(id => !id.startsWith(`${configurationViewId}.`))
      // Those of the status bar, for each new secret that was not copied yet.
      .filter(id => !id.startsWith(`${ids.resetClientSecret}.copy.`));
    const undeclared = registered.filter(id => !declared.includes(id));
    assert.deepEqual(undeclared.sort(), internal);
  });

  it('has the commands of the contract in the category Hosted Login', () => {
    for (const { command, category } of contributes.commands) assert.equal(category, 'Hosted Login', command);
    for (const id of Object.values(ids)) {
      if (!internal.includes(id)) assert.ok(declared.includes(id), id);
    }
  });

  it('uses in menus and walkthroughs only commands and context keys that exist', () => {
    const keys: readonly string[] = Object.values(contextKeys);
    const menus = Object.values(contributes.menus).flat();
    for (const { command, when = '' } of menus) {
      assert.ok(declared.includes(command), command);
      for (const [key] of when.matchAll(/(?<!view == )hostedLogin\.\w+/g)) {
        assert.ok(keys.includes(key), key);
      }
    }
    for (const { completionEvents, description } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
      for (const event of completionEvents) {
        const [, kind = '', name = ''] = /^(\w+):(.*)$/.exec(event) ?? [];
        const known = {
          onContext: keys,
          onView: [configurationViewId],
        }[kind];
        assert.ok(known?.includes(name), event);
      }
      const own = description.matchAll(/\(command:(hostedLogin\.[\w.]+)/g);
      for (const [, command = ''] of own) {
        const isKnown = [...declared, ...internal, `${configurationViewId}.focus`].includes(command);
        assert.ok(isKnown, command);
      }
    }
  });

  it('has the settings of the contract with their defaults', () => {
    const defaults = Object.fromEntries(
      Object.entries(contributes.configuration.properties).map(([name, property]) => [
        name,
        property.default,
      ]),
    );
    assert.deepEqual(defaults, {
      'hostedLogin.scopePresets': [],
      'hostedLogin.authorizationHeader.mode': 'reference',
      'hostedLogin.authorizationHeader.client': 'auto',
      'hostedLogin.statusBar.warnMinutes': 5,
      'hostedLogin.renew': 'whileInUse',
      'hostedLogin.reviewOnSave': true,
      'hostedLogin.share.extensions': true,
      'hostedLogin.share.terminals': false,
    });
  });

  const incomplete: readonly [string, object, RegExp][] = [
    ['addProfile', { name: 'x' }, /origin.*customerId.*clientId.*clientSecret/],
    ['addProfile', { name: 1, surprise: true }, /surprise/],
    ['switchProfile', {}, /name/],
    ['switchProfile', { name: 'nobody' }, /no profile “nobody”.*Check the name/],
    ['requestToken', { profile: 'nobody', scope: '.:config/**' }, /no profile “nobody”/],
    ['removeProfile', { name: 'nobody', force: true }, /no profile “nobody”/],
    ['requestToken', {}, /There is no profile yet\. Add a profile, or start the sandbox\./],
    ['insertAuthorizationHeader', { mode: 'magic' }, /mode/],
    ['removeAuthorizationHeader', { mode: 'reference' }, /mode/],
    ['copyAuthorizationAs', {}, /format/],
  ];
  for (const [name, args, message] of incomplete) {
    it(`${name} ${JSON.stringify(args)} rejects with what is missing`, async () => {
      await assert.rejects(run(name, args), (error: Error) => {
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
