// @ts-check
/** `npm run examples`: generates snippets and example requests from the catalogue, and the schemas of configuration files. */
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { root } from './install.mjs';

const { outputFiles } = await esbuild.build({
  entryPoints: [path.join(root, 'scripts/examples/files.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const code = `data:text/javascript;base64,${Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')}`;
/** @type {unknown} */
const files = await import(code);
const { exampleFiles } = /** @type {typeof import('./examples/files')} */ (files);
for (const [file, text] of Object.entries(exampleFiles())) fs.writeFileSync(path.join(root, file), text);
