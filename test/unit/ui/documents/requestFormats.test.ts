import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { otherShellFormat, posixFormat } from '../../../../src/core/formats/shellFormat';
import { requestFormatOf } from '../../../../src/ui/documents/requestFormats';

describe('requestFormatOf', () => {
  /** VS Code's language `shellscript` has all of these. */
  const scriptAt = (path: string): vscode.TextDocument =>
    ({ languageId: 'shellscript', uri: { path } }) as unknown as vscode.TextDocument;

  it('does not read scripts of fish and csh as those of sh', () => {
    for (const path of ['/a.fish', '/a.csh', '/a.tcsh', '/home/.cshrc', '/home/.tcshrc'])
      assert.equal(requestFormatOf(scriptAt(path), 'restClient'), otherShellFormat, path);
    for (const path of ['/a.sh', '/a.bash', '/a.zsh', '/a.ksh', '/home/.profile', '/fish/run'])
      assert.equal(requestFormatOf(scriptAt(path), 'restClient'), posixFormat, path);
  });
});
