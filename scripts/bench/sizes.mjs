// @ts-check
// The rows about the sizes of the package.
import fs from 'node:fs';
import { readZip } from '../zip.mjs';

/** In bytes. */
const KB = 1024;

/**
 * The sizes of the package and of its files, with their budgets.
 * @param {string} vsix
 * @returns {import('./table.mjs').Row[]}
 */
export function sizeRows(vsix) {
  const entries = readZip(vsix);
  const whole = fs.statSync(vsix).size;
  const pictures = entries.filter(({ name }) =>
    /^extension\/media\/.*\.(?:png|gif|jpe?g|webp|svg)$/.test(name),
  );
  const inPictures = pictures.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  /** @param {string} name */
  const bundle = name => entries.find(entry => entry.name === `extension/dist/${name}`)?.size;
  const extension = bundle('extension.js');
  const container = bundle('container.js');
  return [
    sizeRow('dist/extension.js, in every window', extension, 8 * KB),
    sizeRow(
      'with dist/container.js, where there is a profile',
      extension && container && extension + container,
      60 * KB,
    ),
    ...entries
      .filter(({ name }) => /^extension\/dist\/(?!extension|container|late-).*\.js$/.test(name))
      .map(({ name, size }) => sizeRow(`${name.replace('extension/', '')}, loaded when needed`, size)),
    sizeRow(
      'dist/late-….js, what several of them need',
      entries.reduce((sum, { name, size }) => sum + (name.includes('/dist/late-') ? size : 0), 0),
    ),
    sizeRow('package (.vsix)', whole, 600 * KB),
    sizeRow(`package without its ${pictures.length} pictures`, whole - inPictures, 280 * KB),
  ];
}

/**
 * @param {string} what
 * @param {number | undefined} bytes undefined if the file is missing, which counts as too large
 * @param {number} [budget] in bytes
 * @returns {import('./table.mjs').Row}
 */
function sizeRow(what, bytes, budget) {
  const measured = bytes === undefined ? 'missing' : kilobytes(bytes);
  if (budget === undefined) return { what, measured };
  const size = bytes ?? Infinity;
  return {
    what,
    measured,
    ratio: size / budget,
    bound: `≤ ${kilobytes(budget)}`,
    isKept: size <= budget,
    isBudget: true,
  };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / KB).toFixed(1)} KB`;
}
