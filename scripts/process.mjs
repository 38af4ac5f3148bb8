// @ts-check
// Runs programs to their end.
import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process's environment
 * @property {boolean} [show] hand the child's output through instead of collecting it
 * @property {boolean} [shell]
 * @property {number} [limit] in ms; what still runs then is ended
 */

/** The exit code of a program that had to be ended because it took too long. */
export const OUT_OF_TIME = 124;

/**
 * Runs a program to its end. It gets no stdin: nothing here may wait for an answer.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{code: number, output: string}>} the exit code (128 when a signal ended it), stdout and stderr as
 *   they came; empty with `show`
 */
export function run(program, args, { cwd, env, show = false, shell = false, limit } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        output += String(text);
      });
    }
    let late = false;
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            // SIGTERM first: a launcher still has to end what it started.
            child.kill();
            setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
          }, limit);
    child.on('error', reject);
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: late ? OUT_OF_TIME : (code ?? 128), output });
    });
  });
}

/**
 * Runs a JavaScript file with this very Node.
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function node(args, options) {
  return run(process.execPath, args, options);
}

/**
 * Runs npm, shows what it says only when it fails.
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>} rejects with npm's own words
 */
export async function npm(args, options) {
  const own = process.env['npm_execpath'];
  const { code, output } =
    own?.endsWith('npm-cli.js') === true
      ? await node([own, ...args], options)
      : await run('npm', args, { ...options, shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`npm ${args[0] ?? ''} failed (${code}).\n${output}`);
}
