import { brunoFormat } from '../../../../../src/core/formats/bruno/brunoFormat';
import { outcomeOf, testFormat } from '../../../../support/formatCases';
import { brunoCases } from '../cases/bruno';
import { assertOnlyAuthorized } from './brunoReading';

describe('brunoFormat', () => {
  testFormat(brunoFormat, brunoCases, { withRemoval: false });

  describe('as Bruno reads it', () => {
    const changing = brunoCases.filter(({ after }) => after !== undefined);
    for (const each of changing) {
      for (const eol of ['\n', '\r\n'] as const) {
        it(`${each.name}${eol === '\n' ? '' : ', CRLF'}`, () => {
          const { before, after } = outcomeOf(brunoFormat, each, eol);
          const token = each.token ?? brunoFormat.reference;
          assertOnlyAuthorized(before, after, each.remove ? [] : [token]);
        });
      }
    }
  });
});
