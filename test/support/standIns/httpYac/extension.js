// @ts-check
/**
 * Stands for httpYac's extension, which is not on npm: the real library, exported by the same names, a store of parsed
 * documents, the request at the cursor sent by it, and what it logs in output channels of the same names
 * (docs/request-files.md, What the clients do). No code of theirs is in here.
 */
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  const httpyac = loadHttpyac();
  await httpyac.cli.initIOProvider();
  const channels = {
    Log: vscode.window.createOutputChannel('httpyac - Log'),
    Console: vscode.window.createOutputChannel('httpyac - Console'),
    Request: vscode.window.createOutputChannel('httpyac - Request'),
  };
  /** Everything that was logged, for tests. @type {string[]} */
  const logged = [];
  /** @param {keyof typeof channels} name */
  const logTo =
    name =>
    /** @param {unknown[]} params */
    (...params) => {
      for (const param of params) {
        const line = param instanceof Error ? String(param.stack) : httpyac.utils.stringifySafe(param);
        channels[name].appendLine(line);
        logged.push(line);
      }
    };
  httpyac.io.log.options.logMethod = logTo('Log');

  const files = new httpyac.store.HttpFileStore();
  const documentStore = {
    /** The environments that are selected. @type {string[] | undefined} */
    activeEnvironment: undefined,
    clear: () => {
      files.clear();
    },
    /** @param {vscode.TextDocument} document */
    getHttpFile: document =>
      files.getOrCreate(document.uri.fsPath, () => Promise.resolve(document.getText()), document.version, {
        workingDir: path.dirname(document.uri.fsPath),
      }),
  };
  /** The environments of a setting, for tests. @type {import('httpyac').EnvironmentConfig} */
  const config = { environments: {} };

  async function send() {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    const { line } = selection.active;
    await sendFrom(
      await documentStore.getHttpFile(document),
      ({ startLine, endLine }) => startLine <= line && line <= endLine,
    );
  }

  /** As its Test Explorer: it reads files that no editor has opened. */
  async function runTests() {
    for (const { fsPath } of await vscode.workspace.findFiles('**/*.test.http')) {
      const getText = () => fs.promises.readFile(fsPath, 'utf8');
      const httpFile = await files.getOrCreate(fsPath, getText, 0, { workingDir: path.dirname(fsPath) });
      await sendFrom(httpFile, () => true);
    }
  }

  /**
   * @param {import('httpyac').HttpFile} httpFile
   * @param {(symbol: import('httpyac').HttpSymbol) => boolean} isMeant
   */
  async function sendFrom(httpFile, isMeant) {
    const httpRegion = httpFile.httpRegions.find(({ symbol, request }) => request && isMeant(symbol));
    if (!httpRegion) return;
    await httpyac.send({
      httpFile,
      httpRegion,
      config: { ...config },
      ...(documentStore.activeEnvironment && { activeEnvironment: documentStore.activeEnvironment }),
      scriptConsole: new httpyac.io.Logger({ logMethod: logTo('Console') }),
      logResponse: httpyac.utils.requestLoggerFactory(logTo('Request'), {
        requestOutput: true,
        requestHeaders: true,
        requestBodyLength: 1024,
        responseHeaders: true,
        responseBodyLength: 1024,
      }),
    });
  }

  context.subscriptions.push(
    ...Object.values(channels),
    vscode.commands.registerCommand('httpyac.send', send),
    vscode.commands.registerCommand('httpyac.standIn.runTests', runTests),
  );
  return { httpyac, documentStore, logged, getEnvironmentConfig: () => ({ ...config }), config };
}

/** From the repository's packages: this folder is copied to where VS Code keeps extensions. */
function loadHttpyac() {
  const modules = process.env['HOSTED_LOGIN_TEST_MODULES'];
  if (modules === undefined) throw new Error('HOSTED_LOGIN_TEST_MODULES is missing.');
  /** @type {unknown} */
  const loaded = require(path.join(modules, 'httpyac'));
  return /** @type {typeof import('httpyac')} */ (loaded);
}

module.exports = { activate };
