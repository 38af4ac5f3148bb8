// @ts-check
// How long our code takes to load when it is first needed, each in a process of its own (`loadOnce.mjs`).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../install.mjs';
import { node } from '../process.mjs';
import { timeRow } from './statistics.mjs';

/** What is asked for first, the bundle and its modules that are loaded for it, and the bound in ms. */
const firstUses = /** @type {const} */ ([
  ['a window without a profile', 'extension', [], 3],
  ['a window with a profile', 'container', [], 8],
  [
    'a lens, reference or scope in a request file',
    'files',
    ['sending/codeLens', 'references/providers', 'scopeLanguage/completion'],
    10,
  ],
  ['the leak guard', 'leaks', ['leaks/secretTracker', 'leaks/leakDiagnostics'], 10],
  ['a document, or the tree, of the configuration', 'configuration', ['configuration/lazy'], 15],
]);

/** Processes for each. */
const rounds = 15;

/**
 * Loads code for its first use, each time in a process of its own: the CPU time.
 * @returns {Promise<import('./table.mjs').Row[]>}
 */
export async function measureLoading() {
  const figures = firstUses.map(([what, bundle, modules, bound]) => {
    return { what, bundle, modules, bound, ms: /** @type {number[]} */ ([]) };
  });
  const script = fileURLToPath(new URL('loadOnce.mjs', import.meta.url));
  // In turns, so that a busy moment of the machine meets all of them; the first round fills the disk's cache.
  for (let round = -1; round < rounds; round++) {
    for (const { bundle, modules, ms } of figures) {
      const { code, output } = await node([script, path.join(root, 'dist', `${bundle}.js`), ...modules]);
      if (code !== 0) throw new Error(`dist/${bundle}.js was not loaded.\n${output}`);
      if (round >= 0) ms.push(Number(output));
    }
  }
  return figures.map(({ what, bound, ms }) => timeRow(what, ms, bound));
}
