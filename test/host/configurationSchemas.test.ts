import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Kind, useConfiguration } from '../support/configurationHelpers';
import { openFile } from '../support/extensionHost';
import { positionAfter, completionsAt, hoverAt, labelOf, textOf } from '../support/languageFeatures';
import { until } from '../support/until';

/** What VS Code's own JSON support says of a document. */
const saidOf = ({ uri }: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== 'Hosted Login');

describe('JSON schemas of the configuration', () => {
  const { sandbox, open, edit } = useConfiguration();

  const wrong: [
    what: string,
    kind: Kind,
    id: () => string,
    from: string | RegExp,
    to: string,
    said: RegExp,
  ][] = [
    [
      'a lifetime above its limit',
      'tokenPolicies',
      () => sandbox().ids.mobileTokenPolicy,
      '"accessTokenLifetime": 3600',
      '"accessTokenLifetime": 7200',
      /accessTokenLifetime must be a whole number of seconds, 60 to 3600/,
    ],
    [
      'a flag that is a text',
      'tokenPolicies',
      () => sandbox().ids.mobileTokenPolicy,
      '"useAccessJWT": false',
      '"useAccessJWT": "no"',
      /useAccessJWT must be true or false/,
    ],
    [
      'a title that is missing',
      'loginPolicies',
      () => sandbox().ids.staffLoginPolicy,
      /"title".*,/,
      '',
      /title must be a string/,
    ],
    [
      'a type that there is not',
      'clients',
      () => sandbox().ids.mobileClient,
      '"type": "public"',
      '"type": "secret"',
      /type must be one of: public, confidential/,
    ],
    [
      'a client whose login policy is removed',
      'clients',
      () => sandbox().ids.mobileClient,
      /"loginPolicy".*,/,
      '',
      /The loginPolicy of a client cannot be removed/,
    ],
    [
      'an empty token policy',
      'clients',
      () => sandbox().ids.staffClient,
      /"tokenPolicy": ".*"/,
      '"tokenPolicy": ""',
      /The tokenPolicy of a client cannot be removed/,
    ],
  ];
  for (const [what, kind, id, from, to, said] of wrong) {
    it(`report ${what} once, until it is corrected`, async () => {
      const document = await open(kind, id());
      await edit(document, from, to);
      const found = await until('the finding', () => {
        const all = vscode.languages.getDiagnostics(document.uri).filter(({ message }) => said.test(message));
        return all.length > 0 ? all : undefined;
      });
      assert.equal(found.length, 1);
      await vscode.commands.executeCommand('undo');
      await until('none', () => vscode.languages.getDiagnostics(document.uri).length === 0 || undefined);
    });
  }

  it('accept unknown members', async () => {
    const document = await open('tokenPolicies', sandbox().ids.staffTokenPolicy);
    await edit(
      document,
      '"useAccessJWT"',
      '"newMember": { "a": [1] },\n  "accessTokenLifetime": "x",\n  "useAccessJWT"',
    );
    const found = await until('a finding', () => {
      const all = saidOf(document);
      return all.length > 0 ? all : undefined;
    });
    assert.doesNotMatch(found.map(({ message }) => message).join(), /newMember/);
  });

  it('describe a member on hover, and its default after a PUT', async () => {
    const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
    const lifetime = await until('the hover', async () => {
      const said = await hoverAt(document.uri, positionAfter(document, '"refreshTokenLife'));
      return said === '' ? undefined : said;
    });
    assert.match(lifetime, /60 to 31557600; default 7776000/);
    const scopes = await hoverAt(document.uri, positionAfter(document, '"allowedSco'));
    assert.match(scopes, /resets it to: openid profile email address phone, so its tokens/);
  });

  it('complete members, choices, and whole values', async () => {
    const document = await open('clients', sandbox().ids.staffClient);
    const types = await until('the types', async () => {
      const { items } = await completionsAt(document.uri, positionAfter(document, '"type": "'));
      const labels = items.map(labelOf);
      return labels.includes('"public"') ? labels : undefined;
    });
    assert.ok(types.includes('"confidential"'));
    const policy = await open('tokenPolicies', sandbox().ids.staffTokenPolicy);
    await edit(policy, /"refreshTokenLifetime".*\n/, '\n');
    const members = await completionsAt(policy.uri, positionAfter(policy, '"accessTokenLifetime": 900,\n'));
    const member = members.items.find(item => labelOf(item) === 'refreshTokenLifetime');
    assert.match(textOf(member), /7776000/);
    const client = await open('clients', sandbox().ids.mobileClient);
    await edit(client, /"name": "[^"]*",/, '');
    const named = await completionsAt(client.uri, positionAfter(client, '{'));
    assert.match(textOf(named.items.find(item => labelOf(item) === 'name')), /^"name": "\$\{1:name\}"/);
    await edit(policy, /"allowedScopes": \[[^\]]*\]/, '"allowedScopes": ');
    const values = (await completionsAt(policy.uri, positionAfter(policy, '"allowedScopes": '))).items.map(
      textOf,
    );
    assert.ok(
      values.some(value => /^\[\s*"\*:config\/\*\*"\s*\]$/.test(value)),
      values.join('|'),
    );
  });

  it('do not apply to files with the same name', async () => {
    const { document } = await openFile(
      'acme/tokenPolicies/Nordhaven Mobile Apps.1.json',
      '{ "accessTokenLifetime": 7200, "useAccessJWT": }\n',
    );
    const found = await until('the finding', () => {
      const all = saidOf(document);
      return all.length > 0 ? all : undefined;
    });
    assert.deepEqual(
      found.map(({ message }) => message),
      ['Value expected'],
    );
  });
});
