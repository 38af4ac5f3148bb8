import assert from 'node:assert/strict';
import { wrapText } from '../../../../src/ui/text/wrapText';

describe('wrapped', () => {
  it('breaks between words, and loses none', () => {
    const words = Array.from({ length: 60 }, (_, index) => `word${index}`);
    const lines = wrapText(words.join(' '), '  ');
    assert.ok(lines.length > 4);
    for (const line of lines) assert.ok(line.startsWith('  word') && line.length <= 96, line);
    assert.deepEqual(lines.join(' ').trim().split(/\s+/), words);
  });

  it('leaves what fits, and a word that is too long, as they are', () => {
    assert.deepEqual(wrapText('Not reached.', '    '), ['    Not reached.']);
    assert.deepEqual(wrapText(`a ${'x'.repeat(200)} b`), ['a', 'x'.repeat(200), 'b']);
    assert.deepEqual(wrapText(''), ['']);
  });
});
