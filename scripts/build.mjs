// @ts-check
import { root } from './install.mjs';
import { node } from './process.mjs';

/**
 * Builds for development: `dist/`, and the tests in `out/test/`.
 * @returns {Promise<void>} rejects with esbuild's words
 */
export function buildTests() {
  return build('--tests');
}

/**
 * Builds `dist/` as it would be published.
 * @returns {Promise<void>} rejects with esbuild's words
 */
export function buildForProduction() {
  return build('--production');
}

/** @param {string} mode */
async function build(mode) {
  const { code, output } = await node(['esbuild.js', mode], { cwd: root, env: { NO_COLOR: '1' } });
  if (code !== 0) throw new Error(`The build failed.\n${output.trim()}`);
}
