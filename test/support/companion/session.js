// @ts-check
/**
 * Stands for any extension that calls the service itself: signs in through VS Code's accounts, follows what becomes of
 * its session, and calls the service with it. A token is shown only as a fingerprint.
 */
const crypto = require('node:crypto');
const vscode = require('vscode');

const provider = 'hosted-login';

/** The scopes it signed in with last. @type {string[]} */
let scopes = [];
/** Counts the looks at the session: a later one knows better. */
let looks = 0;

/** @param {vscode.ExtensionContext} context */
function activateSession(context) {
  const item = vscode.window.createStatusBarItem('companion.session', vscode.StatusBarAlignment.Left);
  item.name = 'Companion: Session';
  context.subscriptions.push(
    item,
    vscode.authentication.onDidChangeSessions(event => {
      if (event.provider.id === provider && scopes.length > 0) void follow();
    }),
    vscode.commands.registerCommand('companion.signIn', () => signIn({ createIfNone: true })),
    vscode.commands.registerCommand('companion.getNewSession', () => signIn({ forceNewSession: true })),
    vscode.commands.registerCommand('companion.callService', callService),
  );

  /** @param {vscode.AuthenticationGetSessionOptions} options */
  async function signIn(options) {
    const text = await vscode.window.showInputBox({
      prompt: 'Scopes of the companion',
      value: scopes.join(' '),
    });
    if (text === undefined) return;
    scopes = text.split(' ');
    try {
      show(await vscode.authentication.getSession(provider, scopes, options));
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  async function follow() {
    const look = ++looks;
    const session = await vscode.authentication.getSession(provider, scopes, { silent: true });
    if (look === looks) show(session);
  }

  /** @param {vscode.AuthenticationSession | undefined} session */
  function show(session) {
    item.text = session
      ? `Companion: ${session.account.label} ${fingerprint(session.accessToken)} ${session.scopes.join(' ')}`
      : 'Companion: signed out';
    item.show();
  }
}

async function callService() {
  const address = await vscode.window.showInputBox({ prompt: 'Address for the companion to get' });
  if (address === undefined) return;
  const session = await vscode.authentication.getSession(provider, scopes, { silent: true });
  const headers = { authorization: `Bearer ${session?.accessToken ?? ''}` };
  const { status } = await fetch(address, { headers, redirect: 'error' });
  void vscode.window.showInformationMessage(`The companion was answered with HTTP ${status}.`);
}

/** @param {string} token */
function fingerprint(token) {
  return crypto.createHash('sha256').update(token).digest('hex').slice(0, 8);
}

module.exports = { activateSession };
