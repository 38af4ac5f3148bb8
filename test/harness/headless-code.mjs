#!/usr/bin/env node
// @ts-check
/**
 * VS Code without a screen, called as the desktop's executable is: @vscode/test-electron starts it with
 * `--extensionDevelopmentPath=`, `--extensionTestsPath=` and a folder, and takes its exit code for the result.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitOnSignals, startServer } from './server.mjs';
import { drawn, openWindow } from './window.mjs';

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'logs-dir': { type: 'string' },
    'time-limit': { type: 'string' },
  },
  // The desktop's other switches mean nothing here.
  strict: false,
  allowPositionals: true,
});

/** @param {string} name of an option that needs a value */
function required(name) {
  const value = values[name];
  if (typeof value !== 'string') throw new Error(`--${name}= is missing.`);
  return value;
}

async function main() {
  const [workspace] = positionals;
  if (workspace === undefined) throw new Error('The folder to open is missing.');
  const logs = required('logs-dir');
  fs.rmSync(logs, { recursive: true, force: true });
  fs.mkdirSync(logs, { recursive: true });
  const server = await startServer({
    dataDir: required('user-data-dir'),
    extensionsDir: required('extensions-dir'),
    development: true,
    plainEditors: true,
  });
  const { promise: exited, resolve: onExit } = deferred();
  const page = await openWindow({
    server,
    workspace,
    extensionDevelopmentPath: required('extensionDevelopmentPath'),
    extensionTestsPath: required('extensionTestsPath'),
    isDrawn: false,
    onExit,
    onLog: line => {
      fs.appendFileSync(path.join(logs, 'window.log'), `${line}\n`);
    },
  });
  const limit = Number(required('time-limit'));
  const timer = setTimeout(() => {
    console.log(`The tests did not end in ${limit / 1000} s.`);
    onExit(undefined);
  }, limit);
  const code = await exited;
  clearTimeout(timer);
  if (code !== 0) {
    await page.screenshot({ path: path.join(logs, 'window.png'), style: drawn }).catch(() => undefined);
    fs.cpSync(path.join(server.dataDir, 'data/logs'), path.join(logs, 'server'), { recursive: true });
    console.log(`A picture of the window and the logs are in ${logs}.`);
  }
  await page.context().close();
  await server.stop();
  return code ?? 1;
}

/** @returns {{promise: Promise<number | undefined>, resolve: (code: number | undefined) => void}} */
function deferred() {
  /** @type {(code: number | undefined) => void} */
  let resolve = () => undefined;
  const promise = new Promise((/** @type {(code: number | undefined) => void} */ given) => {
    resolve = given;
  });
  return { promise, resolve };
}

exitOnSignals();
// process.exit: a browser that does not close must not keep us.
main().then(
  code => process.exit(code),
  (/** @type {unknown} */ error) => {
    console.log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
