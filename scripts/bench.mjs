// @ts-check
/**
 * `npm run bench`, also from a bare clone: sizes with their budgets, and times as ratios within this run. Exits with 1 if a
 * size is over its budget. The other figures depend on how busy the machine is, so they only show whether they are within
 * their bounds.
 */
import { parseArgs } from 'node:util';
import { indent } from '../test/harness/results.mjs';
import { benchFile, buildBenches } from './bench/build.mjs';
import { measureLoading } from './bench/loading.mjs';
import {
  activationRows,
  afterActivationRows,
  choiceRows,
  longLineRows,
  tokenCommandRows,
  typingRows,
} from './bench/rows.mjs';
import { sizeRows } from './bench/sizes.mjs';
import { printTable } from './bench/table.mjs';
import { ensureInstalled, root } from './install.mjs';
import { node } from './process.mjs';
import { buildVsix, vsix } from './vsix.mjs';

/** @typedef {import('./bench/table.mjs').Row} Row */

/** What test/bench/plain.ts measures, and the headings. */
const inNode = {
  idle: 'Idle',
  callers: 'Many callers',
  tokenWork: 'Our own work for tokens',
  leakSearch: 'Leak guard',
  largeJson: 'Longest slice at a pause in typing, JSON',
  parsing: 'Reading a request file, beside httpYac’s parser',
  configuration: 'Configuration, the service takes 20 ms',
  saving: 'Save until the difference can be shown',
  tokenRequest: 'Token request, in plain Node',
};
const inVSCode = [
  'activation',
  'afterActivation',
  'editing',
  'tokenRequest',
  'tokenCommand',
  'configurationTree',
  'typing',
  'choices',
  'longLine',
];
const groups = [...new Set(['size', 'loading', ...Object.keys(inNode), 'hostile', ...inVSCode])];

const help = `npm run bench -- [options]

  --only NAME    measures only this group; can be given several times:
                 ${groups.join(', ')}
  --windows N    windows of VS Code for each row of the activation (5)
  --json         prints the rows as JSON
  --help`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    // For each row of the activation. A window takes some seconds.
    windows: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Whether a group is measured. @param {string} name */
function isWanted(name) {
  return values.only.length === 0 || values.only.includes(name);
}

/** The rows of a group, if there are figures. @template T @param {T | undefined} figures @param {(figures: T) => Row[]} toRows */
function rowsOf(figures, toRows) {
  return figures === undefined ? [] : toRows(figures);
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureInNode() {
  const names = Object.keys(inNode).filter(isWanted);
  if (names.length === 0) return {};
  const { code, output } = await node([benchFile('plain'), ...names], { cwd: root, limit: 240_000 });
  if (code !== 0) throw new Error(`The figures in plain Node are missing (${code}).\n${output.trim()}`);
  /** @type {unknown} */
  const parsed = JSON.parse(output);
  const rows = /** @type {Record<string, Row[]>} */ (parsed);
  return Object.fromEntries(Object.entries(inNode).map(([name, heading]) => [heading, rows[name] ?? []]));
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureLoadings() {
  if (!isWanted('loading')) return {};
  return { 'Loading code for its first use (CPU time)': await measureLoading() };
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureHostile() {
  if (!isWanted('hostile')) return {};
  const { code, output } = await node([benchFile('hostile')], { cwd: root, limit: 1_800_000 });
  if (code !== 0) throw new Error(`The figures of hostile texts are missing (${code}).\n${output.trim()}`);
  /** @type {unknown} */
  const rows = JSON.parse(output);
  return {
    'Texts made to take long, 1 MB (CPU time; growth as exponent)': /** @type {Row[]} */ (rows),
  };
}

/** @returns {Promise<Record<string, Row[]>>} heading → rows */
async function measureInVSCode() {
  if (!inVSCode.some(isWanted)) return {};
  // Imported here, because in a bare clone playwright-core is installed by now.
  const { measureInWindows } = await import('./bench/windows.mjs');
  const windows = Number(values.windows);
  const measured = await measureInWindows(vsix, benchFile('window'), windows, isWanted);
  const { fresh, withToken, tokenCommand, coldFloor, afterActivation } = measured;
  return {
    [`Activation, in one host with empty extensions (${windows} windows)`]: [
      ...(fresh.length > 0 ? activationRows('no profile yet', fresh) : []),
      ...(withToken.length > 0 ? activationRows('profile and live token', withToken) : []),
    ],
    'Host busy in the 0.7 s after activation': afterActivationRows(afterActivation),
    'requestToken as a whole command, over reading a secret and plain fetch':
      tokenCommand.length > 0 ? tokenCommandRows(tokenCommand, coldFloor) : [],
    'From a key until it is drawn': measured.choices.flatMap(choiceRows),
    'Typing a property with a scope in one line of 250 KB of JSON': rowsOf(measured.longLine, longLineRows),
    'Token request, in VS Code’s extension host': measured.tokenRequest ?? [],
    'Configuration in the side bar, the service takes 20 ms': measured.configurationTree ?? [],
    'Longest stall of the extension host, with a live token': rowsOf(measured.typing, typingRows),
    'In a request file, in VS Code’s extension host': measured.editing ?? [],
  };
}

/** @returns {Promise<number>} the exit code */
async function bench() {
  const unknown = values.only.filter(name => !groups.includes(name));
  if (values.help || unknown.length > 0) {
    if (unknown.length > 0) console.log(`There is no group ${unknown.join(', ')}.\n`);
    console.log(help);
    return unknown.length > 0 ? 1 : 0;
  }
  await ensureInstalled();
  if (!values.json)
    console.log('Building and packing the extension, then measuring; this takes some minutes …');
  await buildVsix();
  await buildBenches(['plain', 'hostile', 'sandboxThread', 'window']);
  /** @type {Record<string, Row[]>} */
  const sections = isWanted('size') ? { Size: sizeRows(vsix) } : {};
  /** @type {string[]} */
  const missing = [];
  for (const measure of [measureLoadings, measureInNode, measureHostile, measureInVSCode]) {
    try {
      Object.assign(sections, await measure());
    } catch (error) {
      missing.push(error instanceof Error ? error.message : String(error));
    }
  }
  const shown = Object.fromEntries(Object.entries(sections).filter(([, rows]) => rows.length > 0));
  const rows = Object.values(shown).flat();
  const missed = rows.filter(({ isKept }) => isKept === false);
  const broken = missed.filter(({ isBudget }) => isBudget === true);
  if (values.json) {
    console.log(JSON.stringify({ sections: shown, missing }, undefined, 2));
    return broken.length > 0 ? 1 : 0;
  }
  console.log();
  printTable(shown);
  for (const reason of missing) console.log(`\n✗ Not measured:\n${indent(reason)}`);
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
