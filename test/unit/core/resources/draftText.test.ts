import assert from 'node:assert/strict';
import {
  changedMembers,
  joinSecrets,
  separateSecrets,
  withoutSecrets,
  titleIn,
} from '../../../../src/core/resources/draftText';
import { secretPlaceholder } from '../../../../src/core/resources/secretPlaces';

describe('withoutSecrets', () => {
  for (const member of [
    '"clientSecret": "S3cr3t-value",',
    '"clientSecret":S3cr3t-value"',
    '"clientSecret" "S3cr3t-value"',
    'clientSecret: S3cr3t-value',
    '"clientSecret": /* mine */ "S3cr3t-value",',
    '"clientSecret": "••••••••", "password" "S3cr3t-value"',
    '"secrets": ["S3cr3t-value"],',
    '"secrets": {\n"new": "S3cr3t-value"\n},',
    '"credentials": { "key": "S3cr3t-value" },',
    '"client\\u0053ecret": "S3cr3t-value",',
  ]) {
    it(`of a text that is no JSON: ${JSON.stringify(member)}`, () => {
      const kept = withoutSecrets(`{\n"title": "Basic authentication",\n${member}\n"tokenPolicy": "p",,\n}`);
      assert.doesNotMatch(kept, /S3cr3t|value/);
      assert.match(kept, /"title": "Basic authentication",\n[^]*\n"tokenPolicy": "p",,\n\}/);
    });
  }

  it('leaves masks as they are', () => {
    const text = '{ "clientSecret": "••••••••", "a": 1, }';
    assert.equal(withoutSecrets(text), text);
  });
});

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
