import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { tokenVariable } from '../../src/ui/ids';
import { installed, ourId, warmUp } from './activation';
import type { AfterActivationFigures, FloorTimes, TokenCommandFigures, TokenCommandTimes } from './figures';
import { startTokenEndpoint } from './tokenEndpoint';
import { unknownClient } from './unknownClient';

const rounds = 25;
const scope = '*:**';

/** Wait after a change for what follows it, in ms. */
const settling = 150;

/** Wait for a list to open, in ms. */
const listTime = 500;

/** Timeout for whatever is awaited, in ms. */
const patience = 10_000;

/** The whole command `requestToken`, and the lower bound for it. */
export async function measureTokenCommand(): Promise<TokenCommandFigures> {
  watchVariable();
  await delay(2_000);
  const { origin, stop } = await startTokenEndpoint(0);
  try {
    await addProfile(`command ${Date.now()}`, origin);
    await delay(1_000);
    const firstMs = await chooseOnce();
    const later: TokenCommandTimes[] = [];
    const floor: FloorTimes[] = [];
    const secrets = await secretsOfEmpty();
    for (let round = 0; round < rounds; round++) {
      await delay(settling);
      later.push(await requestOnce());
      await delay(settling);
      floor.push(await measureFloor(secrets, origin));
    }
    const chosenMs: number[] = [];
    const bareChoiceMs: number[] = [];
    for (let round = 0; round < 8; round++) {
      await vscode.commands.executeCommand('hostedLogin.forgetToken', {});
      await delay(settling);
      chosenMs.push(await chooseOnce());
      bareChoiceMs.push(await chooseBare());
    }
    return { firstMs, later, floor, chosenMs, bareChoiceMs };
  } finally {
    await stop();
  }
}

/** The lower bound for the first request of a window. */
export async function measureColdFloor(): Promise<FloorTimes> {
  await delay(4_000);
  const { origin, stop } = await startTokenEndpoint(0);
  try {
    return await measureFloor(await secretsOfEmpty(), origin);
  } finally {
    await stop();
  }
}

async function requestOnce(): Promise<TokenCommandTimes> {
  const shown = nextToken();
  const start = performance.now();
  const done = vscode.commands.executeCommand('hostedLogin.requestToken', { scope });
  const stored = done.then(() => performance.now() - start);
  return { shownMs: (await shown) - start, storedMs: await stored };
}

/** Chooses the first scope of the list with Enter. */
async function chooseOnce(): Promise<number> {
  const shown = nextToken();
  const done = vscode.commands.executeCommand('hostedLogin.requestToken');
  await delay(listTime);
  const start = performance.now();
  void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  const ms = (await shown) - start;
  await done;
  return ms;
}

async function chooseBare(): Promise<number> {
  const chosen = vscode.window.showQuickPick(['a', 'b', 'c']);
  await delay(listTime);
  const start = performance.now();
  void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await chosen;
  return performance.now() - start;
}

let onToken: () => void = () => undefined;

/** Calls back when our variable is set. Polling would slow down what is measured. */
function watchVariable(): void {
  const env = new Proxy(process.env, {
    set: (target, name, value) => {
      if (name === tokenVariable) onToken();
      return Reflect.set(target, name, value);
    },
  });
  Object.defineProperty(process, 'env', { value: env, configurable: true });
}

/** Resolves with the time at which the next token is shared, in ms of `performance.now()`. */
function nextToken(): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('The token was not shown.'));
    }, patience);
    onToken = () => {
      clearTimeout(timer);
      resolve(performance.now());
    };
  });
}

async function measureFloor(secrets: vscode.SecretStorage, origin: string): Promise<FloorTimes> {
  const start = performance.now();
  await secrets.get('floor');
  const between = performance.now();
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await (await globalThis.fetch(`${origin}/x/login/token`, { method: 'POST', body, headers })).json();
  const fetched = performance.now();
  await secrets.store('floor', `${fetched}`.padEnd(200, 'x'));
  const stored = performance.now();
  return { secretMs: between - start, fetchMs: fetched - between, storeMs: stored - fetched };
}

async function secretsOfEmpty(): Promise<vscode.SecretStorage> {
  const { secrets } = (await installed('bench.secrets').activate()) as {
    readonly secrets: vscode.SecretStorage;
  };
  await secrets.store('floor', 'x'.repeat(200));
  return secrets;
}

/** The time after the activation that is measured, in ms. */
const watched = 700;

/** The CPU time of our activation and of what follows it. */
export async function measureAfterActivation(): Promise<AfterActivationFigures> {
  await delay(4_000);
  const before = await busyFor(() => undefined);
  // What a host does once, for its first extension, belongs to none: see `measureActivation`.
  await installed(warmUp).activate();
  await delay(settling);
  const emptyMs = await busyFor(() => void installed('bench.empty-a').activate());
  const oursMs = await busyFor(() => void installed(ourId).activate());
  await delay(4_000);
  // Not earlier: the host may still be starting.
  const restMs = Math.min(before, await busyFor(() => undefined));
  const accounts = await vscode.authentication.getAccounts('hosted-login');
  return { profiles: accounts.length, oursMs, emptyMs, restMs };
}

async function busyFor(begin: () => void): Promise<number> {
  const start = threadCpu();
  begin();
  await delay(watched);
  return threadCpu() - start;
}

/** The CPU time of this thread so far, in ms. */
function threadCpu(): number {
  // Node 24, which VS Code 1.125 and later have.
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => NodeJS.CpuUsage };
  const { user, system } = (threadCpuUsage ?? process.cpuUsage)();
  return (user + system) / 1000;
}

export async function addProfile(name: string, origin: string): Promise<void> {
  await installed(ourId).activate();
  await vscode.commands.executeCommand('hostedLogin.addProfile', {
    ...{ name, origin },
    ...unknownClient,
  });
}
