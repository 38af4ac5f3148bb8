import assert from 'node:assert/strict';
import {
  cleanedMessage,
  type ReplacementResult,
  replacedMessage,
} from '../../../../src/features/leaks/messages';

describe('the message when a value was replaced', () => {
  const told = (values: Partial<ReplacementResult>, kind: 'token' | 'secret' = 'token') =>
    replacedMessage(
      kind,
      { places: 0, files: 0, left: [], unsaved: 0, unread: 0, isWhole: true, ...values },
      'c1',
    );

  it('says how often', () => {
    assert.equal(told({}), 'The token was not found in any file.');
    assert.equal(told({ places: 1, files: 1 }), 'The token was replaced in 1 place.');
    assert.equal(told({ places: 3, files: 2 }), 'The token was replaced in 3 places of 2 files.');
    assert.equal(
      told({ places: 2, files: 1 }, 'secret'),
      'The client secret was removed from 2 places of 1 file. If others may have seen the file, or Git has it, reset the secret of client c1.',
    );
  });

  it('names the files that still contain it, and does not say that none does', () => {
    assert.equal(
      told({ left: ['a', 'b'] }),
      'The token is still in a, b, where an automatic edit could break something. Remove it by hand.',
    );
    assert.match(
      told({ places: 1, files: 1, left: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }, 'secret'),
      /^The client secret was removed from 1 place\. The client secret is still in a, b, c, d, e and 2 more, where/,
    );
  });

  it('says what was not saved and not searched', () => {
    const found = told({ places: 1, files: 1, unsaved: 1, unread: 1, isWhole: false });
    assert.equal(
      found,
      'The token was replaced in 1 place. 1 file has unsaved changes: save it. 1 file was not searched: it is too large or cannot be read. Not all files were searched.',
    );
    assert.match(
      told({ unsaved: 2, unread: 3 }),
      /2 files have unsaved changes: save them\. 3 files were not searched: they are/,
    );
  });
});

describe('the message when the history was cleaned', () => {
  it('says which tokens it knows: earlier ones may still be in it', () => {
    assert.match(
      cleanedMessage(0),
      /holds none of the tokens and client secrets that are kept here or were seen in this window\.$/,
    );
    assert.match(cleanedMessage(1), /^1 value was/);
    assert.match(cleanedMessage(3), /^3 values were/);
  });
});
