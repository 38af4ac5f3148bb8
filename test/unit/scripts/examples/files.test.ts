import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { exampleFiles } from '../../../../scripts/examples/files';
import { operations } from '../../../../src/core/catalogue/operations';

/** The request catalogue is where requests are written; what is in `examples/` comes from there. */
describe('the files in examples/', () => {
  for (const [file, text] of Object.entries(exampleFiles())) {
    it(`${file} is what the catalogue gives (npm run examples writes it)`, () => {
      assert.equal(readFileSync(file, 'utf8'), text);
    });
  }

  it('have a snippet for every operation, with the prefixes that people know', () => {
    const snippets = Object.values(
      JSON.parse(exampleFiles()['examples/snippets/http.code-snippets'] ?? '') as Record<string, { prefix: string }>,
    ).map(({ prefix }) => prefix);
    assert.equal(new Set(snippets).size, snippets.length);
    assert.equal(snippets.length, operations().length + 5);
    const known = [
      ...['hl-variables', 'hl-token', 'hl-discovery', 'hl-introspect', 'hl-revoke'],
      ...['hl-token-policies', 'hl-login-policies', 'hl-clients'],
      ...['hl-token-policy', 'hl-login-policy', 'hl-client'].flatMap(one => [
        one,
        ...['create', 'update', 'delete'].map(verb => `${one}-${verb}`),
      ]),
      ...['hl-client-secret', 'hl-client-secret-reset'],
    ];
    assert.deepEqual(
      known.filter(prefix => !snippets.includes(prefix)),
      [],
    );
  });
});
