// @ts-check
/** `npm run pictures`: makes the pictures of README and docs anew, in a real window. */
import path from 'node:path';
import { root } from './install.mjs';
import { node } from './process.mjs';

const { code } = await node([path.join(root, 'scripts/test.mjs'), 'pictures'], { cwd: root, show: true });
process.exit(code);
