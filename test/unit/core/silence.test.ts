import assert from 'node:assert/strict';
import { linesOf } from '../../../src/core/httpLines';
import { explainScopes, scopeCompletions } from '../../../src/core/scopeCompletion';
import { scopeFindings } from '../../../src/core/scopeFindings';
import type { ScopeLanguage } from '../../../src/core/scopeStrings';
import { otherFiles } from '../../support/otherFiles';

/** What of ours appears in a text: on opening it, and with the cursor at each place that has something to do with scopes. */
function appearing(language: ScopeLanguage, text: string): string[] {
  const lines = linesOf(text);
  const found = scopeFindings(lines, language).map(({ line, message }) => `finding ${line}: ${message}`);
  for (let line = 0; line < lines.lineCount; line++) {
    const written = lines.line(line);
    const isNear = /scope/i.test(lines.line(line - 2) + lines.line(line - 1) + written);
    for (let at = 0; isNear && at <= written.length; at++) {
      const place = `${line}: ${written.slice(0, at)}|${written.slice(at)}`;
      if (scopeCompletions(lines, language, line, at, [])) found.push(`completion ${place}`);
      if (explainScopes(lines, language, line, at)) found.push(`hover ${place}`);
    }
  }
  return found;
}

describe('files of other people', () => {
  const files = otherFiles();

  it('are many, and each another one', () => {
    assert.ok(files.length >= 200, `${files.length} files`);
    assert.ok(new Set(files.map(({ text }) => text)).size >= 200);
  });

  for (const { name, language, text } of files) {
    it(`stay as they are: ${name}`, () => {
      assert.deepEqual(appearing(language, text), [], text);
    });
  }
});
