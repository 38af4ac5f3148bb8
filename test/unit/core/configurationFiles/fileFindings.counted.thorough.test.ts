import assert from 'node:assert/strict';
import { checkFile } from '../../../../src/core/configurationFiles/fileFindings';
import { numbered } from '../../../support/hostileTexts';
import { growthOfSteps } from '../../../support/stepCounter';

const newFile = { ids: new Map(), addresses: new Set<string>(), isOnService: false, base: undefined };

describe('A new configuration file is checked in steps that grow with its length alone,', () => {
  for (const [kind, list] of [
    ['tokenPolicies', 'allowedScopes'],
    ['clients', 'redirectURIs'],
  ] as const) {
    it(`also with thousands of refused ${list} below other members`, () => {
      const growth = growthOfSteps(
        (text: string) => checkFile({ kind, name: 'x' }, text, newFile),
        size => numbered(n => `"a${n}":1,`, '{')(size) + `"${list}":[${'"",'.repeat(size / 3)}""]}`,
        9_000,
      );
      assert.ok(growth < 2.4, `${growth.toFixed(2)} times the steps for twice the text`);
    });
  }
});
