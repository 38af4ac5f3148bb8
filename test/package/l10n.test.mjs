// @ts-check
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { bundleFile, textsOfSource } from '../../scripts/l10n.mjs';

const texts = textsOfSource();

describe('the texts for translators', () => {
  it('are those of the source (npm run l10n writes them)', () => {
    assert.deepEqual(JSON.parse(fs.readFileSync(bundleFile, 'utf8')), texts);
  });

  it('say what the code inserts for each placeholder', () => {
    for (const [text, entry] of Object.entries(texts)) {
      const explained = typeof entry === 'string' ? [] : entry.comment.map(comment => comment.slice(0, 3));
      const placeholders = new Set(text.match(/\{\d\}/g));
      assert.deepEqual([...new Set(explained)], [...placeholders].sort(), text);
    }
  });
});
