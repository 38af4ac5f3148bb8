import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useConfiguration } from '../support/configurationHelpers';
import { quickFixesAt } from '../support/languageFeatures';
import { until } from '../support/until';

describe('diagnostics in documents of the configuration', () => {
  const { sandbox, open, edit, apply } = useConfiguration();

  const shown = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Hosted Login');

  const findings = (document: vscode.TextDocument, count: number) =>
    until(`${count} findings`, () => {
      const all = shown(document);
      return all.length === count ? all : undefined;
    });

  async function fix(document: vscode.TextDocument, title: string) {
    const [finding] = shown(document);
    assert.ok(finding);
    const fixes = await quickFixesAt(document.uri, finding.range);
    const action = fixes.find(candidate => candidate.title === title);
    assert.ok(action?.edit, fixes.map(candidate => candidate.title).join(' | '));
    assert.ok(await vscode.workspace.applyEdit(action.edit));
  }

  it('show an error for a changed type, and restore it with a quick fix', async () => {
    const document = await open('clients', sandbox().ids.mobileClient);
    const text = document.getText();
    await edit(document, '"type": "public"', '"type": "confidential"');
    const [finding] = await findings(document, 1);
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(finding.range), '"confidential"');
    await fix(document, 'Restore type');
    await findings(document, 0);
    assert.equal(document.getText(), text);
  });

  it('warn about members that a PUT resets, and restore all of them', async () => {
    const document = await open('tokenPolicies', sandbox().ids.mobileTokenPolicy);
    const text = document.getText();
    await edit(document, /"refreshTokenLifetime".*\n\s*/, '');
    await edit(document, /"allowedScopes": \[[^\]]*\],\s*/, '');
    const all = await findings(document, 2);
    assert.deepEqual(
      all.map(({ severity, range }) => [severity, document.getText(range)]),
      [
        [vscode.DiagnosticSeverity.Warning, '{'],
        [vscode.DiagnosticSeverity.Warning, '{'],
      ],
    );
    assert.match(all.map(({ message }) => message).join('\n'), /refreshTokenLifetime: 31536000 → 7776000/);
    await fix(document, 'Restore all 2 members');
    await findings(document, 0);
    assert.equal(document.getText(), text);
  });

  it('leave malformed scopes to the scope language, which reports them', async () => {
    const document = await open('tokenPolicies', sandbox().ids.readOnlyTokenPolicy);
    await edit(document, '".:config/**"', '":config/**"');
    const [finding] = await findings(document, 1);
    assert.equal(finding?.code, 'malformedScope');
  });

  it('compare with the saved version after a save, and are removed with the document', async () => {
    const document = await open('clients', sandbox().ids.storefrontClient);
    await edit(document, /"redirectURIs": \[/, '"redirectURIs": [\n    "http://insecure.example/in",');
    const [finding] = await findings(document, 1);
    assert.equal(document.getText(finding?.range), '"http://insecure.example/in"');
    await edit(document, 'http://insecure', 'https://secure');
    await apply(document);
    await findings(document, 0);
    await edit(document, /"redirectURIs": \[[^\]]*\],\s*/, '');
    const [left] = await findings(document, 1);
    assert.match(left?.message ?? '', /secure\.example.*→ none: nobody can sign in/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until('no findings', () => shown(document).length === 0 || undefined);
  });
});
