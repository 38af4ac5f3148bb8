// What host tests share: they run our commands in the extension host.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Sandbox, startSandbox } from '../../src/sandbox/index';

/** The result of `requestToken` and `renewToken`. */
export interface TokenResult {
  readonly profile: string;
  readonly requestedScope: string;
  readonly grantedScope: string;
  readonly expiresAt: number;
}

/** Runs a command of ours by the last part of its id, with an argument object. */
export async function run<Result = unknown>(name: string, args: object = {}): Promise<Result> {
  return vscode.commands.executeCommand<Result>(`hostedLogin.${name}`, args);
}

/** The values of a profile for the sandbox's configuration client. */
export function profileFor(sandbox: Sandbox, name = 'acme') {
  const { origin, customerId, clientId, clientSecret } = sandbox;
  return { name, origin, customerId, clientId, clientSecret };
}

/** A sandbox for a `describe`, started before and stopped after it. */
export function useSandbox(): () => Sandbox {
  let sandbox: Sandbox | undefined;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(async () => {
    await sandbox?.stop();
  });
  return () => {
    assert.ok(sandbox);
    return sandbox;
  };
}

/**
 * A profile of a sandbox for a `describe`, added before it and removed after it. The one that is added last is the active one.
 * @param values instead of those of the sandbox's configuration client
 */
export function useProfile(sandbox: () => Sandbox, name = 'acme', values: object = {}): void {
  before(() => run('addProfile', { ...profileFor(sandbox(), name), ...values }));
  after(() => removeProfile(name));
}

/** Closes all editors, as a user does. */
export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Removes a profile, whether it is there or not. */
export async function removeProfile(name: string): Promise<void> {
  await run('removeProfile', { name, force: true, loseSecret: true }).then(undefined, () => undefined);
}

interface SandboxRequest {
  readonly method?: string;
  /** A new one for the whole configuration by default. */
  readonly token?: string;
  readonly body?: unknown;
}

/** Sends a request to a sandbox, past the extension. @param path below the customer */
export function askSandbox(
  sandbox: Sandbox,
  path: string,
  { method = 'GET', token = sandbox.grant('*:config/**'), body }: SandboxRequest = {},
): Promise<Response> {
  const { origin, customerId } = sandbox;
  return fetch(`${origin}/${customerId}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** The token that a sandbox issued last. */
export function lastToken(sandbox: Sandbox): string {
  const token = sandbox.issued.at(-1);
  assert.ok(token, 'no token was issued');
  return token;
}

/** Opens a text as a file of the workspace (written to disk) and shows it. */
export async function openFile(name: string, text: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the tests need a workspace folder');
  const uri = vscode.Uri.joinPath(folder.uri, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Puts a cursor on each of these lines (from 0). */
export function putCursors(editor: vscode.TextEditor, ...lines: readonly number[]): void {
  editor.selections = lines.map(line => new vscode.Selection(line, 0, line, 0));
}

/** Sets one of our settings, for the user or the workspace; undefined resets it. */
export async function configure(
  name: string,
  value: unknown,
  target = vscode.ConfigurationTarget.Global,
): Promise<void> {
  await vscode.workspace.getConfiguration('hostedLogin').update(name, value, target);
}

/** The environment variable with the token. */
export function sharedToken(): string | undefined {
  return process.env['HOSTED_LOGIN_TOKEN'];
}
