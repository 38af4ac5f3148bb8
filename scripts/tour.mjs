// @ts-check
import { ensureBrowser } from '../test/harness/browser.mjs';
import { runMocha } from '../test/harness/mocha.mjs';
import { buildTests } from './build.mjs';
import { buildVsix } from './vsix.mjs';

/**
 * Runs a new user's first steps in a headless VS Code (test/e2e/tour.test.ts), and prints what it sees.
 * @returns {Promise<number>} the exit code
 */
export async function tour() {
  await ensureBrowser();
  console.log('Building and packing the extension …');
  await buildTests();
  await buildVsix();
  console.log('A new user’s first minutes, in a real VS Code without a screen:');
  const { passed, failures } = await runMocha('tour', ['out/test/e2e/tour.test.js'], {
    list: true,
    limit: 600_000,
  });
  if (failures.length > 0) {
    console.log('\nThe tour did not get to its end. Pictures of how far it came are in out/tour.');
    return 1;
  }
  console.log(`\nThe tour is done: ${passed} steps went well. The pictures are in out/tour.`);
  return 0;
}
