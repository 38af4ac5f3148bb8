import assert from 'node:assert/strict';
import { escapeMarkdown } from '../../../../src/core/common/escapeMarkdown';

/** What Markdown makes of a line that begins like this. */
const isBlock = /^ {0,3}(?:#{1,6}(?: |$)|>|[-+*] |\d{1,9}[.)] )/;

/** How Markdown shows escaped characters and HTML entities. An entity with a backslash in it is not one. */
const shown = (markdown: string) =>
  markdown.replace(
    /\\([^a-z\d\s])|&#(\d+);/gi,
    (_, plain?: string, code?: string) => plain ?? String.fromCharCode(Number(code)),
  );

describe('escapeMarkdown', () => {
  for (const text of [
    'Read all *token* policies_',
    'https://evil.example/x',
    'www.evil.example',
    '//evil.example/x',
    'a@b.example',
    '[x](command:y)',
    '$(key) <b>bold</b> &amp; `code` # ~~x~~',
    '# a heading',
    '> a quote',
    '1. a list',
    '1) a list',
    '- a list',
    'version 1. And more',
  ]) {
    it(`shows ${text} as it is, and nothing of it as a mark or a link`, () => {
      const escaped = escapeMarkdown(text);
      assert.equal(shown(escaped), text);
      assert.doesNotMatch(escaped, isBlock);
      assert.doesNotMatch(escaped, /https?:|\/\/|www\.|\w@\w|(?<!\\)[[\]`*_$]|<|command:/);
    });
  }

  it('removes what turns the text around it', () => {
    assert.equal(escapeMarkdown('a \u202egnp\u2069 b'), 'a gnp b');
  });

  it('is one line', () => {
    assert.equal(escapeMarkdown('a\n\n> b'), 'a &#62; b');
  });

  it('keeps a colon that begins no address, so that the text can be read without a preview', () => {
    assert.equal(escapeMarkdown('Twice: a'), 'Twice: a');
    assert.equal(escapeMarkdown('http:'), 'http&#58;');
  });
});
