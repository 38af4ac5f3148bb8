import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { brunoFormat } from '../../../../src/core/formats/bruno/brunoFormat';
import { hurlFormat } from '../../../../src/core/formats/hurl/hurlFormat';
import { openCollectionFormat } from '../../../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import { growthOfSteps } from '../../../support/stepCounter';

const texts: readonly (readonly [RequestFormat, (line: string) => string])[] = [
  [brunoFormat, line => `get {\n  ${line}\n}`],
  [brunoFormat, line => `get {\n  a: ${line}\n}`],
  [openCollectionFormat, line => `info:\n  type: ${line}\nhttp:\n  url: ${line}`],
  [openCollectionFormat, line => `info:\n  type: "${line}`],
  [hurlFormat, line => `GET http://a\n${line}`],
  [hurlFormat, line => `GET http://a\nb: ${line}`],
];

describe('Insert Authorization Header, in long lines of', () => {
  for (const piece of ['x', ' ', '"', '\\"', "'", '{{', '@x(', '#', '<a ', '```', '~', "'''", ') ']) {
    it(`${JSON.stringify(piece)} takes steps that grow with their length alone`, () => {
      for (const [format, text] of texts) {
        const growth = growthOfSteps(
          (read: string) => format.plan(linesOf(read), [0], { token: undefined, eol: '\n' }),
          count => text(piece.repeat(count)),
          4000,
        );
        assert.ok(growth < 2.4, `${growth.toFixed(2)} times the steps for twice the line: ${text(piece)}`);
      }
    });
  }
});
