// @ts-check
/**
 * Stands for any REST client extension: sends the request at the cursor with the real httpYac library, which reads
 * `{{$processEnv …}}` from the process that it shares with Hosted Login, and shows what the server answered.
 */
const path = require('node:path');
const vscode = require('vscode');
const { activateSession } = require('./session.js');

/** @param {vscode.ExtensionContext} context */
function activate(context) {
  context.subscriptions.push(vscode.commands.registerCommand('companion.sendWithHttpyac', sendAtCursor));
  activateSession(context);
}

async function sendAtCursor() {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('Open a request file first.');
  const httpyac = loadHttpyac();
  const { document, selection } = editor;
  // An untitled file has no folder of its own.
  const workingDir = document.isUntitled
    ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath
    : path.dirname(document.uri.fsPath);
  await httpyac.cli.initIOProvider();
  const httpFile = await new httpyac.store.HttpFileStore().getOrCreate(
    document.uri.fsPath,
    () => Promise.resolve(document.getText()),
    document.version,
    workingDir === undefined ? {} : { workingDir },
  );
  const line = selection.active.line;
  const requests = httpFile.httpRegions.filter(({ request }) => request !== undefined);
  const httpRegion =
    requests.find(({ symbol }) => symbol.startLine <= line && line <= symbol.endLine) ?? requests[0];
  if (httpRegion === undefined) throw new Error('There is no request in this file.');
  /** @type {string[]} */
  const answers = [];
  await httpyac.send({
    httpFile,
    httpRegion,
    logResponse: response => {
      if (response === undefined) answers.push('No answer.');
      else
        answers.push(
          `HTTP ${String(response.statusCode)} ${response.statusMessage ?? ''}\n\n${bodyOf(response)}`,
        );
      return Promise.resolve();
    },
  });
  const answer = await vscode.workspace.openTextDocument({
    content: answers.join('\n'),
    language: 'companion-answer',
  });
  await vscode.window.showTextDocument(answer, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

/** @param {import('httpyac').HttpResponse} response */
function bodyOf({ prettyPrintBody, body }) {
  return prettyPrintBody ?? (typeof body === 'string' ? body : JSON.stringify(body, undefined, 2));
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
