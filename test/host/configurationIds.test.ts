import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { secretPlaceholder } from '../../src/core/resources/secretPlaces';
import { useConfiguration } from '../support/configurationHelpers';
import { run } from '../support/extensionHost';
import { positionAfter, completionsAt, hoverAt, labelOf, textOf } from '../support/languageFeatures';

describe('ids in documents of the configuration', () => {
  const { sandbox, open, edit } = useConfiguration();

  async function offered(document: vscode.TextDocument, after: string) {
    const { items } = await completionsAt(document.uri, positionAfter(document, after));
    return items;
  }

  it('complete by title, and the whole value is replaced by the id', async () => {
    const { ids } = sandbox();
    const document = await open('clients', ids.mobileClient);
    for (const [member, title, id] of [
      ['tokenPolicy', 'Nordhaven Store Staff', ids.staffTokenPolicy],
      ['loginPolicy', 'Nordhaven Store Staff', ids.staffLoginPolicy],
    ] as const) {
      const item = (await offered(document, `"${member}": "`)).find(
        candidate => labelOf(candidate) === title && candidate.detail === id,
      );
      assert.equal(textOf(item), JSON.stringify(id));
      const { range } = item ?? {};
      assert.ok(range instanceof vscode.Range);
      assert.match(document.getText(range), /^"[^"]+"$/);
    }
    const titles = (await offered(document, '"tokenPolicy": "'))
      .filter(({ kind }) => kind === vscode.CompletionItemKind.Reference)
      .map(labelOf);
    assert.ok(titles.length >= 6);
    assert.deepEqual(titles, [...titles].sort(new Intl.Collator().compare));
  });

  it('are offered with the title to the letter, without icons', async () => {
    const title = '$(verified-filled) Main';
    const body = { title, allowedScopes: ['.:config/**'] };
    const { id } = await run<{ id: string }>('createResource', { kind: 'tokenPolicies', body });
    const document = await open('clients', sandbox().ids.mobileClient);
    const found = (await offered(document, '"tokenPolicy": "')).find(({ detail }) => detail === id);
    assert.ok(found);
    assert.equal(labelOf(found), '$\u200b(verified-filled) Main');
    await run('deleteResource', { kind: 'tokenPolicies', id });
  });

  it('complete an empty value, and nothing else', async () => {
    const document = await open('clients', sandbox().ids.mobileClient);
    await edit(document, /"tokenPolicy": ".*"/, '"tokenPolicy": ');
    const here = (await offered(document, '"tokenPolicy": ')).map(labelOf);
    assert.ok(here.includes('Configuration'));
    // Words of other documents aside, which VS Code offers too.
    const elsewhere = await offered(document, '"name": "');
    assert.ok(elsewhere.every(({ kind }) => kind !== vscode.CompletionItemKind.Reference));
  });

  it('complete in scopes after the collection, together with the general scopes', async () => {
    const { ids } = sandbox();
    const document = await open('tokenPolicies', ids.readOnlyTokenPolicy);
    await edit(document, '".:config/**"', '"*:config/clients/", ""');
    const item = (await offered(document, '"*:config/clients/')).find(
      ({ detail }) => detail === ids.staffClient,
    );
    assert.equal(textOf(item), `"*:config/clients/${ids.staffClient}"`);
    const words = (await offered(document, '"*:config/clients/", "')).map(labelOf);
    assert.ok(words.includes('Read everything'), words.join(' | '));
    assert.ok(words.includes('"openid"'), words.join(' | '));
  });

  it('show the title and users of the resource on hover', async () => {
    const document = await open('clients', sandbox().ids.storefrontClient);
    const policy = await hoverAt(document.uri, positionAfter(document, '"tokenPolicy": "'));
    assert.match(policy, /token policy: Nordhaven Storefront/);
    assert.match(policy, /Used by Nordhaven/);
    await edit(document, /"loginPolicy": ".*"/, '"loginPolicy": "none"');
    assert.match(
      await hoverAt(document.uri, positionAfter(document, '"loginPolicy": "')),
      /lists no login policy with this ID/,
    );
  });

  it('explain the placeholder of a secret on hover', async () => {
    const document = await open('loginPolicies', sandbox().ids.staffLoginPolicy);
    const said = await hoverAt(
      document.uri,
      positionAfter(document, `"clientSecret": "${secretPlaceholder.slice(1)}`),
    );
    assert.match(said, /The service stores this secret/);
    assert.doesNotMatch(said, /environment variable/);
  });

  it('offer nothing and show no message if the service does not answer', async () => {
    const document = await open('clients', sandbox().ids.mobileClient);
    await run('refreshConfiguration');
    sandbox().fail({ path: /config\/tokenPolicies$/, status: 500, times: 2 });
    const items = await offered(document, '"tokenPolicy": "');
    assert.ok(items.every(({ kind }) => kind !== vscode.CompletionItemKind.Reference));
    assert.equal(
      await hoverAt(document.uri, positionAfter(document, '"tokenPolicy": "')).then(text =>
        text.includes('Used by'),
      ),
      false,
    );
  });
});
