import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('activation', () => {
  it('finds the extension by its id, and activates it', async () => {
    const extension = vscode.extensions.getExtension('hosted-login-tools.hosted-login');
    assert.ok(extension, 'the extension is not there');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('exports nothing: tokens go only through vscode.authentication', () => {
    assert.equal(vscode.extensions.getExtension('hosted-login-tools.hosted-login')?.exports, undefined);
  });
});
