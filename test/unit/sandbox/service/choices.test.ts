import assert from 'node:assert/strict';
import fs from 'node:fs';
import { defaultChoices } from '../../../../src/sandbox/service/choices';

describe('the choices of the sandbox', () => {
  it('are all named in the page on the service', () => {
    const page = fs.readFileSync('docs/hosted-login-api.md', 'utf8');
    const inBrackets = page.match(/\([^()]*\)/g)?.join(' ') ?? '';
    const named: readonly string[] = inBrackets.match(/`[^`]+`/g) ?? [];
    assert.deepEqual(
      Object.keys(defaultChoices).filter(name => !named.includes(`\`${name}\``)),
      [],
    );
  });
});
