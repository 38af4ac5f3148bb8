import assert from 'node:assert/strict';
import {
  changedMembers,
  joinSecrets,
  separateSecrets,
  titleIn,
} from '../../../../src/core/resources/draftText';
import { secretPlaceholder } from '../../../../src/core/resources/secretPlaces';

describe('separateSecrets and joinSecrets', () => {
  const texts = [
    '{"title": "no secret"}',
    `{"clientSecret": "${secretPlaceholder}"}`,
    '{"clientSecret": "typed", "secrets": ["a", {"b": 12}], "title": "T"}',
    `{"secrets": ["${secretPlaceholder}", "typed"]}`,
    '{"secret": ""}',
    '{"secret": "unfinished',
    '{"hookPassword": "unfinished',
    '{Authorization: "typed',
    '{"access_tokens" ["typed"',
    '{"x-id_token": "typed',
    '{"credentials": {"id_token": "typed"',
    '{',
    '',
    `{"a":${'['.repeat(40)}"x"${']'.repeat(40)}, "secret": "deep"}`,
  ];
  for (const text of texts) {
    it(`give the same text back: ${text.slice(0, 60)}`, () => {
      assert.equal(joinSecrets(separateSecrets(text)), text);
    });
  }

  it('leave nothing that is typed under the name of a secret in the text', () => {
    for (const secret of ['typed', 'unfinished', 'deep']) {
      for (const text of texts) assert.doesNotMatch(separateSecrets(text).text, new RegExp(secret), text);
    }
  });

  it('leave a text without a secret as it is', () => {
    for (const text of [
      '{"title": 1',
      '{"accessTokenLifetime": 60,',
      '{"customClaims": {"id_token": {"a": "b"',
    ])
      assert.deepEqual(separateSecrets(text), { text, secrets: undefined });
  });
});

describe('changedMembers', () => {
  it('names members that differ, were added or removed, and not those that are spelled differently', () => {
    assert.deepEqual(changedMembers('{"a":1,"b":2,"c":[1]}', '{"c":[1.0], "a": 10e-1, "d": 1}'), ['b', 'd']);
  });

  it('is undefined for what is not a JSON object', () => {
    assert.equal(changedMembers('{}', '{'), undefined);
    assert.equal(changedMembers('[]', '{}'), undefined);
  });
});

describe('titleIn', () => {
  it('reads the title of each kind, and else tells the ID', () => {
    assert.equal(titleIn('clients', '{"name":"N","title":"T"}', 'i'), 'N');
    assert.equal(titleIn('tokenPolicies', '{"title":"T"}', 'i'), 'T');
    assert.equal(titleIn('tokenPolicies', '{"title":', 'i'), 'i');
  });
});
