import assert from 'node:assert/strict';
import { code } from '../../../../../src/core/migration/report/reportMarkdown';

describe('code in a cell of a table', () => {
  it('leaves no `|` that would end the cell', () => {
    // GitHub Flavored Markdown reads a backslash and the character behind it as one.
    for (const text of ['a|b', 'a\\|b', 'a\\\\|b', '|', '\\|', '||\\||', 'x\\\\\\|'])
      assert.doesNotMatch(code(text).replace(/\\[!-/:-@[-`{-~]/g, ''), /\|/, text);
    assert.equal(code('a|b'), '`a\\|b`');
  });
});
