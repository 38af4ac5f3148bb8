import assert from 'node:assert/strict';
import { detectClient, hasOwnAuthorization } from '../../../../src/core/formats/environmentFiles';

const auth = (id: string) => JSON.stringify({ dev: { Security: { Auth: { [id]: {} } } } });

describe('detectClient', () => {
  const table: [name: string, texts: string[], client: string | undefined][] = [
    ['no file', [], undefined],
    ['variables only', ['{ "dev": { "host": "x" } }'], undefined],
    ['JetBrains authorization', ['{ "dev": {} }', auth('x')], 'jetBrains'],
    ['none in it', ['{ "dev": { "Security": { "Auth": {} } } }'], undefined],
    ['what Kulala shares', ['{ "$kulalaShared": {} }'], 'kulala'],
    ['Kulala with authorization', [auth('x'), '{ "$kulalaShared": {} }'], 'kulala'],
    ['broken, and odd', ['{', '[]', 'null', '{ "a": null, "b": { "Security": 1 } }', ''], undefined],
  ];
  for (const [name, texts, client] of table) {
    it(name, () => {
      assert.equal(detectClient(texts), client);
    });
  }

  it('knows whether our own entry is there', () => {
    assert.equal(hasOwnAuthorization([auth('x')]), false);
    assert.equal(hasOwnAuthorization(['{', auth('hosted-login')]), true);
  });
});
