import { brunoFormat } from '../../../../../src/core/formats/bruno/brunoFormat';
import { brunoCases } from '../cases/bruno';
import { outcomeOf, testCases } from '../formatCase';
import { assertOnlyAuthorized } from './brunoReading';

describe('brunoFormat', () => {
  testCases(brunoFormat, brunoCases);

  describe('as Bruno reads it', () => {
    const changing = brunoCases.filter(({ after }) => after !== undefined);
    for (const each of changing) {
      for (const eol of ['\n', '\r\n'] as const) {
        it(`${each.name}${eol === '\n' ? '' : ', CRLF'}`, () => {
          const { text, after } = outcomeOf(brunoFormat, each, eol);
          const token = each.token ?? brunoFormat.reference;
          assertOnlyAuthorized(text, after, each.remove ? [] : [token]);
        });
      }
    }
  });
});
