// @ts-check
/**
 * `npm run bench`, from a bare clone too: sizes against their budgets, and times as ratios within this one run.
 * Ends with 1 where a size budget is broken. The other figures depend on how busy the machine is: they are shown with
 * what they should be, and decide nothing.
 *
 *   node scripts/bench.mjs [--windows 5]
 */
import { parseArgs } from 'node:util';
import { indent } from '../test/harness/results.mjs';
import { benchFile, buildBenches } from './bench/build.mjs';
import {
  activationRows,
  callersRows,
  configurationRows,
  configurationTreeRows,
  editingRows,
  formatRows,
  hostileRows,
  idleRows,
  leakSearchRows,
  tokenRequestRows,
  wholeDocumentRows,
} from './bench/rows.mjs';
import { sizeRows } from './bench/sizes.mjs';
import { printTable } from './bench/table.mjs';
import { ensureInstalled, root } from './install.mjs';
import { node } from './process.mjs';
import { buildVsix, vsix } from './vsix.mjs';

/** @typedef {import('./bench/table.mjs').Row} Row */

const { values } = parseArgs({
  options: {
    // For each row of the activation; each takes some seconds.
    windows: { type: 'string', default: '5' },
  },
});

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureInNode() {
  const { code, output } = await node([benchFile('plain')], { cwd: root, limit: 120_000 });
  if (code !== 0) throw new Error(`The figures in plain Node are missing (${code}).\n${output.trim()}`);
  /** @type {unknown} */
  const parsed = JSON.parse(output);
  const { idle, callers, tokenRequest, leakSearch, configuration } =
    /** @type {import('../test/bench/figures').PlainFigures} */ (parsed);
  return {
    Idle: idleRows(idle),
    'Many callers': callersRows(callers),
    'Leak guard': leakSearchRows(leakSearch),
    'Configuration, the service takes 20 ms': configurationRows(configuration),
    'Token request, in plain Node': tokenRequestRows(tokenRequest),
  };
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureHostile() {
  const { code, output } = await node([benchFile('hostile')], { cwd: root, limit: 1_800_000 });
  if (code !== 0) throw new Error(`The figures of hostile texts are missing (${code}).\n${output.trim()}`);
  /** @type {unknown} */
  const figures = JSON.parse(output);
  return {
    'Texts made to take long, 1 MB (time of the processor; growth as exponent)': hostileRows(
      /** @type {import('../test/bench/figures').HostileFigures[]} */ (figures),
    ),
  };
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureInVSCode() {
  // Not above: in a bare clone playwright-core is installed by then.
  const { measureInWindows } = await import('./bench/windows.mjs');
  const windows = Number(values.windows);
  const { fresh, withToken, editing, tokenRequest, configurationTree } = await measureInWindows(
    vsix,
    benchFile('window'),
    windows,
  );
  return {
    [`Activation, in one host with an empty extension (medians of ${windows} windows)`]: [
      ...activationRows('no profile yet', fresh),
      ...activationRows('profile and live token', withToken),
    ],
    'Token request, in VS Code’s extension host': tokenRequest ? tokenRequestRows(tokenRequest) : [],
    'Configuration in the side bar, the service takes 20 ms': configurationTree
      ? configurationTreeRows(configurationTree)
      : [],
    'In a request file, in VS Code’s extension host': editing
      ? [
          ...editingRows('header', editing.header),
          ...editingRows('completion', editing.completion),
          ...wholeDocumentRows('reading references', editing.references, 50),
          ...wholeDocumentRows('findings on references', editing.findings, 10),
          ...formatRows(editing.formats),
        ]
      : [],
  };
}

/** @returns {Promise<number>} the exit code */
async function bench() {
  await ensureInstalled();
  console.log('Building and packing the extension, then measuring; this takes some minutes …');
  await buildVsix();
  await buildBenches(['plain', 'hostile', 'sandboxThread', 'window']);
  /** @type {Record<string, Row[]>} */
  const sections = { Size: sizeRows(vsix) };
  /** @type {string[]} */
  const missing = [];
  for (const measure of [measureInNode, measureHostile, measureInVSCode]) {
    try {
      Object.assign(sections, await measure());
    } catch (error) {
      missing.push(error instanceof Error ? error.message : String(error));
    }
  }
  console.log();
  printTable(sections);
  for (const reason of missing) console.log(`\n✗ Not measured:\n${indent(reason)}`);
  const rows = Object.values(sections).flat();
  const missed = rows.filter(({ isKept }) => isKept === false);
  const broken = missed.filter(({ isBudget }) => isBudget === true);
  console.log(
    `\n${missed.length} of ${rows.filter(({ isKept }) => isKept !== undefined).length} bounds missed, ` +
      `${broken.length} of them a size budget.`,
  );
  return broken.length > 0 ? 1 : 0;
}

bench().then(
  code => process.exit(code),
  (/** @type {unknown} */ error) => {
    console.log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
