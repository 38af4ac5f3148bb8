import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { addProfileAndToken, measureActivation } from './activation';
import { measureConfigurationTree } from './configurationTree';
import { measureEditing } from './editing';
import type { WindowFigures, WindowTask } from './figures';
import { serveChoices, serveLongLine } from './keyboard';
import { measureAfterActivation, measureColdFloor, measureTokenCommand } from './tokenCommand';
import { measureTokenRequest } from './tokenRequest';
import { measureTyping } from './typing';

/**
 * VS Code calls this in the extension host. The file that `HOSTED_LOGIN_BENCH` names has the tasks as a JSON array. Writes
 * the results (`WindowFigures`) to the file of that name with `.result`.
 */
export async function run(): Promise<void> {
  const file = process.env['HOSTED_LOGIN_BENCH'] ?? '';
  const tasks = JSON.parse(fs.readFileSync(file, 'utf8')) as WindowTask[];
  await hostAtRest();
  const figures: WindowFigures = {};
  try {
    for (const task of tasks) Object.assign(figures, await perform(task));
  } catch (error) {
    // Nobody sees the console of the extension host.
    Object.assign(figures, { error: error instanceof Error ? error.stack : String(error) });
  }
  fs.writeFileSync(`${file}.result`, JSON.stringify(figures));
}

async function perform(task: WindowTask): Promise<WindowFigures> {
  switch (task.task) {
    case 'activation':
      return { activation: await measureActivation(task.hasToken, task.controlFirst) };
    case 'editing':
      return { editing: await measureEditing() };
    case 'tokenRequest':
      return { tokenRequest: await measureTokenRequest() };
    case 'configurationTree':
      return { configurationTree: await measureConfigurationTree() };
    case 'tokenCommand':
      return { tokenCommand: await measureTokenCommand() };
    case 'coldFloor':
      return { coldFloor: await measureColdFloor() };
    case 'afterActivation':
      return { afterActivation: await measureAfterActivation() };
    case 'typing':
      return { typing: await measureTyping(task.withUs) };
    case 'choices':
      await serveChoices(task.lineCount);
      return {};
    case 'longLine':
      await serveLongLine(task.withUs);
      return {};
    case 'addProfileAndToken':
      await addProfileAndToken(task.more);
      return {};
  }
}

/**
 * Waits until the host has activated the built-in extensions and those that wait for `onStartupFinished`: then its timers
 * are on time. Gives up on a machine that stays busy.
 */
async function hostAtRest(): Promise<void> {
  await delay(1_000);
  for (let onTime = 0, rounds = 0; onTime < 10 && rounds < 100; rounds++) {
    const start = performance.now();
    await delay(20);
    onTime = performance.now() - start < 25 ? onTime + 1 : 0;
  }
}
