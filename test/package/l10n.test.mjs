// @ts-check
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { bundleFile, textsOfSource } from '../../scripts/l10n.mjs';

describe('the texts for translators', () => {
  it('are those of the source (npm run l10n writes them)', () => {
    assert.deepEqual(JSON.parse(fs.readFileSync(bundleFile, 'utf8')), textsOfSource());
  });
});
