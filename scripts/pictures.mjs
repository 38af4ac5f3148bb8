// @ts-check
/**
 * `npm run pictures`: makes the pictures of README and walkthrough anew, in a real window. The frames of the moving one
 * are put together by ImageMagick (`convert`, Debian's package imagemagick), which only this needs.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { node, run } from './process.mjs';

const frames = path.join(root, 'out/pictures');
fs.rmSync(frames, { recursive: true, force: true });
const { code } = await node([path.join(root, 'scripts/test.mjs'), 'pictures'], { cwd: root, show: true });
if (code !== 0) process.exit(code);

const made = fs.readdirSync(frames).filter(file => file.startsWith('frame-'));
const gif = path.join(root, 'media/everyday.gif');
const { code: converted } = await run(
  'convert',
  [
    ...['-delay', '180', '-loop', '0'],
    ...made.sort().map(file => path.join(frames, file)),
    ...['-delay', '400', path.join(frames, made.at(-1) ?? '')],
    ...['+dither', '-colors', '64', '-layers', 'optimize', gif],
  ],
  { show: true },
);
console.log(`${path.relative(root, gif)}: ${Math.round(fs.statSync(gif).size / 1024)} KB`);
process.exit(converted);
