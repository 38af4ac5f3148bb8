import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { linesOf } from '../../../../src/core/common/lines';
import { otherShellFormat, posixFormat } from '../../../../src/core/formats/shellFormat';
import { createInsertionChecker } from '../../../../src/core/requestAnalysis/insertionRules';
import { detectDialect } from '../../../../src/ui/requestFiles/requestFileKind';
import { requestFormatOf } from '../../../../src/ui/requestFiles/requestFormats';
import { profileWith } from '../../../support/fakes';

const acme = profileWith();

describe('requestFormatOf', () => {
  const documentAt = (languageId: string, path: string, scheme = 'file'): vscode.TextDocument =>
    ({ languageId, uri: { path, scheme }, encoding: 'utf8' }) as unknown as vscode.TextDocument;
  /** VS Code's language `shellscript` has all of these. */
  const scriptAt = (path: string) => documentAt('shellscript', path);

  it('does not read scripts of fish and csh as those of sh', () => {
    for (const path of ['/a.fish', '/a.csh', '/a.tcsh', '/home/.cshrc', '/home/.tcshrc'])
      assert.equal(requestFormatOf(scriptAt(path), 'restClient'), otherShellFormat, path);
    for (const path of ['/a.sh', '/a.bash', '/a.zsh', '/a.ksh', '/home/.profile', '/fish/run'])
      assert.equal(requestFormatOf(scriptAt(path), 'restClient'), posixFormat, path);
  });

  it('reads no file whose language is of another kind than its extension', () => {
    for (const [languageId, path] of [
      ['powershell', '/a.sh'],
      ['bat', '/a.ps1'],
      ['http', '/a.sh'],
      ['http', '/a.hurl'],
      ['shellscript', '/a.http'],
      ['markdown', '/a.bru'],
      // REST Client goes by the language, httpYac by the extension.
      ['plaintext', '/a.md'],
      ['skill', '/SKILL.md'],
      ['json', '/a.markdown'],
      ['markdown', '/README'],
      ['markdown', '/README.MD'],
      ['markdown', '/a.mkd'],
      ['http', '/a.text'],
      ['http', '/a.adoc'],
    ] as const)
      for (const read of [detectDialect, (each: vscode.TextDocument) => requestFormatOf(each, 'restClient')])
        assert.equal(read(documentAt(languageId, path)), undefined, languageId + path);
  });

  it('has a format wherever REST clients find requests, and only there one of them', () => {
    for (const [languageId, path, dialect, scheme] of [
      ['http', '/a.http', 'http'],
      ['plaintext', '/a.REST', 'http'],
      ['http', 'Untitled-1', 'http'],
      ['json', '/a.http', 'http'],
      ['markdown', '/a.md', 'markdown'],
      ['markdown', '/a.rmd', 'markdown'],
      ['markdown', 'Untitled-1', 'markdown', 'untitled'],
      ['shellscript', '/a.sh', undefined],
      ['hurl', '/a.hurl', undefined],
    ] as const) {
      const document = documentAt(languageId, path, scheme);
      assert.equal(detectDialect(document), dialect, languageId + path);
      assert.ok(requestFormatOf(document, 'restClient'), languageId + path);
    }
  });

  it('asks about a script whose bytes a shell may read otherwise', () => {
    const url = `${acme.origin}/${acme.customerId}/config/clients`;
    /** Whether it asks about the token itself, and about the reference. */
    const asked = (path: string, encoding: string, above: string) => {
      const written = `${above}\n${path.endsWith('.ps1') ? 'irm' : 'curl'} ${url}\n`;
      const document = { ...documentAt('', path), encoding, getText: () => written };
      const format = requestFormatOf(document, 'restClient');
      assert.ok(format);
      return [true, false].map(isLiteral => {
        const plan = format.plan(linesOf(written), [1], {
          ...{ token: isLiteral ? 'abc' : format.reference, eol: '\n' },
          checkInsertion: createInsertionChecker([acme], isLiteral),
        });
        const reasons = plan.unconfirmed.map(({ check }) => check.kind === 'unknown' && check.reason);
        assert.deepEqual(
          reasons.filter(
            reason => reason !== 'a shell may read other characters in its encoding than VS Code',
          ),
          [],
        );
        return reasons.length > 0;
      });
    };
    assert.deepEqual(asked('/a.sh', 'shiftjis', 'label="ソ"'), [true, true]);
    assert.deepEqual(asked('/a.sh', 'gbk', 'label="o"'), [false, false]);
    for (const encoding of ['utf8', 'windows1252', 'iso88591', 'eucjp'])
      assert.deepEqual(asked('/a.sh', encoding, 'label="é"'), [false, false], encoding);
    // The mark is a part of the first command.
    assert.deepEqual(asked('/a.sh', 'utf8bom', '# x; export A=.'), [true, false]);
    // Windows PowerShell reads the bytes of this dash as a quote, too.
    assert.deepEqual(asked('/a.ps1', 'utf8', '$a = "–"'), [true, false]);
    assert.deepEqual(asked('/a.ps1', 'windows1252', '$a = "–"'), [true, false]);
    assert.deepEqual(asked('/a.ps1', 'utf16le', '$a = "–"'), [true, true]);
    assert.deepEqual(asked('/a.ps1', 'utf8bom', '$a = "–"'), [false, false]);
    assert.deepEqual(asked('/a.ps1', 'utf8', '$a = "-"'), [false, false]);
    assert.deepEqual(asked('/a.bat', 'utf8', 'rem ソ'), [true, false]);
  });

  it('reads a file of another extension, and a cell of a notebook, by its language', () => {
    for (const document of [
      documentAt('shellscript', '/a.txt'),
      documentAt('shellscript', 'Untitled-1', 'untitled'),
      documentAt('shellscript', '/a.http', 'vscode-notebook-cell'),
      documentAt('plaintext', '/a.sh'),
    ])
      assert.equal(requestFormatOf(document, 'restClient'), posixFormat, document.uri.path);
  });
});
