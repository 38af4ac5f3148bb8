import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { authorizingReferencesInSteps } from '../../../../src/core/requestAnalysis/tokenReferences';
import { tokenVariable } from '../../../../src/core/tokens/tokenVariable';
import { numbered } from '../../../support/hostileTexts';
import { growthOfSteps } from '../../../support/stepCounter';

describe('References of one command of curl are read in steps that grow with its length alone,', () => {
  for (const [title, before] of [
    ['as they are written', ''],
    ['with escapes', '\\"'],
  ] as const) {
    it(title, () => {
      const growth = growthOfSteps(
        (text: string) => finish(authorizingReferencesInSteps(linesOf(text), 'http')),
        numbered(
          n => ` -H "Authorization: ${before}${n}{{$processEnv ${tokenVariable}}}"`,
          'curl https://x/y',
        ),
        20_000,
      );
      assert.ok(growth < 2.4, `${growth.toFixed(2)} times the steps for twice the text`);
    });
  }
});

describe('A reference is found in steps that do not grow with the value of a variable', () => {
  it('that the header has thousands of times', () => {
    const growth = growthOfSteps(
      (text: string) => finish(authorizingReferencesInSteps(linesOf(text), 'http')),
      size => `@a = ${'{{b}}'.repeat(size)}\nGET https://x/y\nAuthorization: ${'{{a}}'.repeat(2_000)}\n`,
      25,
    );
    assert.ok(growth < 1.2, `${growth.toFixed(2)} times the steps for twice the value`);
  });
});
