import { setTimeout as delay } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import * as vscode from 'vscode';
import { tokenVariable } from '../../src/ui/ids';
import type { Activation, ActivationFigures } from './figures';
import { startTokenEndpoint } from './tokenEndpoint';
import { unknownClient } from './unknownClient';

/** Our extension. scripts/bench/extensions.mjs installs it and the empty ones. */
export const ourId = 'hosted-login-tools.hosted-login';
const emptyBefore = ['bench.empty-a', 'bench.empty-b'];
const emptyBehind = ['bench.empty-c', 'bench.empty-d'];
const control = 'bench.control';
/** Activated first, so that what every host does once is not measured. */
export const warmUp = 'bench.warm-up';

/** Wait for the start of the window, in ms; `onStartupFinished` is later than that. */
const startup = 4000;

/** Wait after an activation, in ms, for what it started: reading the storage, messages to VS Code. */
const settling = 300;

/** Timeout for the shared token, in ms. */
const patience = 10_000;

/**
 * Activates ours between empty extensions in this host. Because the empty ones are on both sides, it does not matter
 * whether a host gets quicker or slower from one activation to the next.
 * @param controlFirst whether the empty one that ours is judged beside comes right before ours, or right after
 */
export async function measureActivation(
  hasToken: boolean,
  controlFirst: boolean,
): Promise<ActivationFigures> {
  await delay(startup);
  await measureOne(warmUp);
  const before = await measureAll(emptyBefore);
  const controlBefore = controlFirst ? await measureOne(control) : undefined;
  let tokenBackMs = 0;
  const ours = await measureOne(ourId, async start => {
    if (!hasToken) return;
    await sharedToken();
    tokenBackMs = performance.now() - start;
  });
  return {
    ours,
    control: controlBefore ?? (await measureOne(control)),
    empty: [...before, ...(await measureAll(emptyBehind))],
    tokenBackMs,
  };
}

async function measureAll(ids: readonly string[]): Promise<Activation[]> {
  const all: Activation[] = [];
  for (const id of ids) all.push(await measureOne(id));
  return all;
}

/** @param ready waits for what activation started at a time in ms of `performance.now()` */
async function measureOne(
  id: string,
  ready: (start: number) => Promise<void> = () => Promise.resolve(),
): Promise<Activation> {
  const extension = installed(id);
  if (extension.isActive) throw new Error(`${id} is active already.`);
  const before = heapInUse();
  const start = performance.now();
  await extension.activate();
  const ms = performance.now() - start;
  await ready(start);
  await delay(settling);
  return { ms, heapBytes: heapInUse() - before };
}

/** Polls until the token is shared again: there is no event. */
async function sharedToken(): Promise<void> {
  const start = performance.now();
  while (process.env[tokenVariable] === undefined) {
    if (performance.now() - start > patience) throw new Error('The token did not come back.');
    await delay(1);
  }
}

/** The heap in use after a full garbage collection, in bytes. */
function heapInUse(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/**
 * Adds a profile with a live token, with the commands of the contract.
 * @param more how many further profiles with a token
 */
export async function addProfileAndToken(more = 0): Promise<void> {
  const { origin, stop } = await startTokenEndpoint(0);
  await installed(ourId).activate();
  const first = more === 0 ? 'acme' : 'first of many';
  for (const name of [...Array.from({ length: more }, (_, index) => `customer ${index}`), first]) {
    await vscode.commands.executeCommand('hostedLogin.addProfile', {
      ...{ name, origin },
      ...unknownClient,
    });
    await vscode.commands.executeCommand('hostedLogin.requestToken', { scope: '*:**' });
  }
  await stop();
  // VS Code writes the storage in batches.
  await delay(2_000);
}

export function installed(id: string): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`The extension ${id} is not installed.`);
  return extension;
}
