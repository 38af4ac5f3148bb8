import { setTimeout as delay } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import * as vscode from 'vscode';
import { tokenVariable } from '../../src/ui/ids';
import type { Activation, ActivationFigures } from './figures';
import { startTokenEndpoint } from './tokenEndpoint';

/** As scripts/bench/extensions.mjs installs them. */
export const ourId = 'hosted-login-tools.hosted-login';
const emptyBefore = ['bench.empty-a', 'bench.empty-b'];
const emptyBehind = ['bench.empty-c', 'bench.empty-d'];
const control = 'bench.control';
/** Pays for what every host does once. */
const warmUp = 'bench.warm-up';

/** Until the window has started and the machine is quiet again: `onStartupFinished` comes behind that too. In ms. */
const startup = 4000;

/** After an activation, for what goes on behind it: reading what is stored, telling VS Code. In ms. */
const settling = 300;

/** How long the token may take to be back, in ms. */
const patience = 10_000;

/**
 * Activates ours between empty extensions in this host. Because the empty ones stand on both sides, it does not matter
 * whether a host gets quicker or slower from one activation to the next.
 * @param controlFirst whether the empty one that ours is judged beside comes right before ours, or right behind
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

/** @param ready waits for what activation began; told when that was, in ms of `performance.now()` */
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

/** Waits until the token is shared again, by looking: nothing tells. */
async function sharedToken(): Promise<void> {
  const start = performance.now();
  while (process.env[tokenVariable] === undefined) {
    if (performance.now() - start > patience) throw new Error('The token did not come back.');
    await delay(1);
  }
}

/** The heap in use after a full collection, in bytes. */
function heapInUse(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/**
 * Leaves a profile with a live token, through the contract's commands as any extension could.
 * @param more how many further profiles, with a token each
 */
export async function addProfileAndToken(more = 0): Promise<void> {
  const { origin, stop } = await startTokenEndpoint(0);
  await installed(ourId).activate();
  const first = more === 0 ? 'acme' : 'first of many';
  for (const name of [...Array.from({ length: more }, (_, index) => `customer ${index}`), first]) {
    await vscode.commands.executeCommand('hostedLogin.addProfile', {
      name,
      origin,
      customerId: '00000000-0000-0000-0000-000000000000',
      clientId: '11111111-1111-1111-1111-111111111111',
      clientSecret: 'a secret of nobody',
    });
    await vscode.commands.executeCommand('hostedLogin.requestToken', { scope: '*:**' });
  }
  await stop();
  // The window writes its storage in batches.
  await delay(2_000);
}

export function installed(id: string): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`The extension ${id} is not installed.`);
  return extension;
}
