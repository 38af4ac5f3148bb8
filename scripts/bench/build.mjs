// @ts-check
import path from 'node:path';
import { root } from '../install.mjs';

const out = path.join(root, 'out/bench');

/**
 * Builds the programs of test/bench, minified like the extension. Packages are loaded from node_modules.
 * @param {string[]} names of files in test/bench, without `.ts`
 * @returns {Promise<void>}
 */
export async function buildBenches(names) {
  // Imported here, because in a bare clone esbuild is installed by now.
  const esbuild = await import('esbuild');
  await esbuild.build({
    entryPoints: names.map(name => path.join(root, 'test/bench', `${name}.ts`)),
    outdir: out,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    external: ['vscode'],
    logLevel: 'warning',
  });
}

/** A built program. @param {string} name */
export function benchFile(name) {
  return path.join(out, `${name}.js`);
}
