// @ts-check
/** `npm run package`: the package that would be published, and what is in it. */
import fs from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { buildVsix, listVsix, vsix } from './vsix.mjs';

await ensureInstalled();
await buildVsix();
/** @param {number} bytes */
const kilobytes = bytes => `${(bytes / 1024).toFixed(1).padStart(8)} KB`;
for (const { name, size } of listVsix(vsix)) console.log(`  ${name.padEnd(44)}${kilobytes(size)}`);
console.log(`${path.relative(root, vsix).padEnd(46)}${kilobytes(fs.statSync(vsix).size)}`);
