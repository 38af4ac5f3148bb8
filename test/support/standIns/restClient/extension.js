// @ts-check
/**
 * Stands for REST Client, only to receive a request: the selected text, or the block around the cursor of the active
 * editor, sent with the environment as it is at that moment. It does not prove how REST Client reads files.
 */
const vscode = require('vscode');

/** @param {vscode.ExtensionContext} context */
function activate(context) {
  context.subscriptions.push(vscode.commands.registerCommand('rest-client.request', sendAtCursor));
}

async function sendAtCursor() {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const text = selection.isEmpty ? blockAround(document, selection.active.line) : document.getText(selection);
  const sent = text.replace(/\{\{\$processEnv (\w+)\}\}/g, (_, name) => process.env[String(name)] ?? '');
  const [first = '', ...rest] = sent
    .split(/\r?\n/)
    .filter(line => line.trim() !== '' && !line.startsWith('#'));
  const [, method = '', url = ''] = /^([A-Z]+)\s+(\S+)/.exec(first) ?? [];
  const headers = rest.map(line => /** @type {[string, string]} */ (line.split(/:\s*/, 2)));
  await fetch(url, { method, headers });
}

/** @param {vscode.TextDocument} document @param {number} line */
function blockAround(document, line) {
  const lines = document.getText().split(/\r?\n/);
  if (lines[line]?.startsWith('###')) return '';
  const first = lines.slice(0, line).findLastIndex(text => text.startsWith('###')) + 1;
  const length = lines.slice(first).findIndex(text => text.startsWith('###'));
  return lines.slice(first, length < 0 ? undefined : first + length).join('\n');
}

module.exports = { activate };
