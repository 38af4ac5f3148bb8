// @ts-check
/**
 * Stands for httpYac's extension, which is not on npm: the real library, exported by the same names, a store of parsed
 * documents, the request at the cursor sent by it, and what it logs in output channels of the same names
 * (docs/request-files.md, What the clients do). No code of theirs is in here.
 */
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
    const httpFile = await documentStore.getHttpFile(document);
    const { line } = selection.active;
    const httpRegion = httpFile.httpRegions.find(
      ({ symbol, request }) => request && symbol.startLine <= line && line <= symbol.endLine,
    );
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
