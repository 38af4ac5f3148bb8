import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../src/ui/markdown';

/** As a browser shows HTML entities, and Markdown what a backslash protects. */
const shown = (markdown: string) =>
  markdown
    .replace(/\\(?=[^a-z\d\s])/gi, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&amp;/g, '&');

describe('escapeMarkdown', () => {
  for (const text of [
    'Read all *token* policies_',
    'https://evil.example/x',
    'www.evil.example',
    'a@b.example',
    '[x](command:y)',
    '$(key) <b>bold</b> &amp; `code` # ~~x~~',
  ]) {
    it(`shows ${text} as it is, and nothing of it as a mark or a link`, () => {
      const escaped = escapeMarkdown(text);
      assert.equal(shown(escaped), text);
      assert.doesNotMatch(escaped, /https?:|www\.|\w@\w|(?<!\\)[[\]`*_$]|<|command:/);
    });
  }

  it('is one line', () => {
    assert.equal(escapeMarkdown('a\n\n> b'), 'a > b');
  });
});
