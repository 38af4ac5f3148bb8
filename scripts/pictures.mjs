// @ts-check
/** `npm run pictures`: takes the pictures of README and docs in a real window, and writes them to `media/`. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { readPng, writePng } from './png.mjs';
import { node } from './process.mjs';

/** The screenshots of the tests: one for each picture, numbered ones for the animated picture. */
const screenshots = path.join(root, 'out/pictures');

/** How long the animated picture shows each screenshot, in ms. */
const delays = [1800, 2200, 1800, 2200, 4000];

fs.rmSync(screenshots, { recursive: true, force: true });
const { code } = await node([path.join(root, 'scripts/test.mjs'), 'pictures'], { cwd: root, show: true });
if (code === 0) {
  const moving = delays.map((_, i) => `everyday-${i + 1}`);
  write('everyday', moving, delays);
  for (const name of ['tree', 'draft', 'change', 'refused', 'plan']) write(`configuration/${name}`, [name]);
  write('migration/report', ['report']);
}
process.exitCode = code;

/** @param {string} target below `media/` @param {string[]} names @param {number[]} [shown] */
function write(target, names, shown) {
  const pictures = names.map(name => readPng(fs.readFileSync(path.join(screenshots, `${name}.png`))));
  const png = writePng(pictures, shown);
  const file = path.join(root, 'media', `${target}.png`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, png);
  console.log(`  media/${target}.png ${(png.length / 1024).toFixed(1)} KB`);
}
