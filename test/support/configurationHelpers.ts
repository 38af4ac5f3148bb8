import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ResourceKind } from '../../src/core/resources/resource';
import type { Sandbox } from '../../src/sandbox/index';
import { askSandbox, closeEditors, run, useProfile, useSandbox } from './extensionHost';
import { until } from './until';

export type Kind = ResourceKind;

/** The configuration of a sandbox: through our commands, and directly on the service. */
export function configurationHelpers(sandbox: () => Sandbox) {
  async function open(kind: Kind, id: string): Promise<vscode.TextDocument> {
    const { uri } = await run<{ uri: string }>('openResource', { kind, id });
    return vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  }

  /** Edits a document as a user does: again if the extension changed it at the same time. */
  async function edit(document: vscode.TextDocument, from: string | RegExp, to: string): Promise<void> {
    await until('the edit', async () => {
      const text = document.getText();
      const changed = text.replace(from, to);
      assert.notEqual(changed, text, `nothing to change in ${text}`);
      const whole = new vscode.Range(0, 0, document.lineCount, 0);
      const change = new vscode.WorkspaceEdit();
      change.replace(document.uri, whole, changed);
      // False if the document changed meanwhile.
      return (await vscode.workspace.applyEdit(change)) || undefined;
    });
  }

  const apply = (document: vscode.TextDocument, typed?: string) =>
    run('applyResource', { uri: document.uri.toString(), ...(typed === undefined ? {} : { typed }) });

  const discard = (document: vscode.TextDocument) => run('discardDraft', { uri: document.uri });

  /** Sent directly to the service, with a new token each time, so that it works as long as anybody has access. */
  const ask = (kind: Kind, id: string, request: Parameters<typeof askSandbox>[2] = {}) =>
    askSandbox(sandbox(), `config/${kind}/${encodeURIComponent(id)}`, request);

  /** What the service has. */
  async function atService(kind: Kind, id: string): Promise<Record<string, unknown>> {
    return (await (await ask(kind, id)).json()) as Record<string, unknown>;
  }

  async function statusAtService(kind: Kind, id: string): Promise<number> {
    return (await ask(kind, id)).status;
  }

  async function changeAtService(kind: Kind, id: string, changes: object): Promise<void> {
    const body = { ...(await atService(kind, id)), ...changes };
    const { status } = await ask(kind, id, { method: 'PUT', body });
    assert.equal(status, 200);
  }

  async function deleteAtService(kind: Kind, id: string): Promise<void> {
    const { ok, status } = await ask(kind, id, { method: 'DELETE' });
    assert.ok(ok, `HTTP ${status}`);
  }

  return { open, edit, apply, discard, atService, statusAtService, changeAtService, deleteAtService };
}

/** Auto save for a `describe`. A browser's default is `afterDelay`, the desktop's `off`. */
export function useAutoSave(value: 'off' | 'afterDelay'): void {
  const update = (to: string | undefined) =>
    vscode.workspace.getConfiguration('files').update('autoSave', to, vscode.ConfigurationTarget.Workspace);
  before(() => update(value));
  after(() => update(undefined));
}

/**
 * The same with a sandbox and a profile “acme” for a `describe`. After each test, closes what it opened and discards
 * its drafts.
 */
export function useConfiguration() {
  const sandbox = useSandbox();
  useProfile(sandbox);
  const helpers = configurationHelpers(sandbox);
  /** VS Code keeps documents for minutes, so those of many tests are open. */
  const edited = new Set<vscode.TextDocument>();
  let listening: vscode.Disposable;
  before(() => {
    listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === 'hosted-login') edited.add(document);
    });
  });
  after(() => {
    listening.dispose();
  });
  afterEach(async () => {
    for (const document of edited) {
      // Rejects if there is no draft.
      await helpers.discard(document).then(undefined, () => undefined);
    }
    edited.clear();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeEditors();
  });
  return { sandbox, ...helpers };
}
