// @ts-check
/**
 * Loads code of the extension once, in a process that has loaded nothing, with a stand-in of VS Code that allows everything.
 * Prints the CPU time in ms.
 *
 *   node loadOnce.mjs <bundle> [<module> …]
 */
// What the extension host has loaded long before us.
import 'node:crypto';
import 'node:fs/promises';
import Module, { createRequire } from 'node:module';
import 'node:os';

function whatever() {
  return undefined;
}

/** @type {unknown} */
const anything = new Proxy(whatever, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === 'prototype' ? {} : anything),
  apply: () => anything,
  construct: () => /** @type {object} */ (anything),
});

/** @typedef {{_load: (request: string, ...others: unknown[]) => unknown}} Loader */
const loader = /** @type {Loader} */ (/** @type {unknown} */ (Module));
const load = loader._load.bind(Module);
loader._load = (/** @type {string} */ request, /** @type {unknown[]} */ ...others) =>
  request === 'vscode' ? anything : load(request, ...others);

const [bundle = '', ...modules] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const start = process.cpuUsage();
/** @type {unknown} */
const loaded = require(bundle);
const late = /** @type {{load: Record<string, () => unknown>}} */ (loaded);
for (const name of modules) {
  const evaluate = late.load[name];
  if (!evaluate) throw new Error(`${bundle} has no ${name}.`);
  evaluate();
}
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
