import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { isOpenCollection, openCollectionFormat } from '../../../../src/core/formats/openCollectionFormat';
import { outcomeOf, testFormat } from '../../../support/formatCases';
import { withCursors } from '../../../support/textEdits';
import { openCollectionCases } from './cases/openCollection';
import { assertOnlyAuthorized } from './openCollectionReading';

describe('openCollectionFormat', () => {
  testFormat(openCollectionFormat, openCollectionCases, { withRemoval: false });

  describe('as YAML', () => {
    for (const each of openCollectionCases.filter(({ after }) => after !== undefined)) {
      for (const eol of ['\n', '\r\n'] as const) {
        it(`${each.name}${eol === '\n' ? '' : ', CRLF'}`, () => {
          const { before, after } = outcomeOf(openCollectionFormat, each, eol);
          const token = each.token ?? openCollectionFormat.reference;
          assertOnlyAuthorized(before, after, each.remove ? [] : [token]);
        });
      }
    }
  });
});

describe('isOpenCollection', () => {
  const expected: Record<string, boolean> = {
    'info:\n  type: http\nhttp:\n  url: x': true,
    'info:\n  name: x\n  type: graphql\ngraphql:\n  url: x': true,
    'info:\n  type: folder': true,
    'opencollection: 1.0.0\ninfo:\n  name: x': true,
    '# mine\n\n---\nhttp:\n  url: x\ninfo:\n  type: "http"': true,
    '': false,
    'info:\n  type: http': false,
    'info: type: http\nhttp:\n  url: x': false,
    'http:\n  method: GET': false,
    'openapi: 3.1.0\ninfo:\n  title: x\npaths: {}': false,
    'on: push\njobs:\n  http:\n    runs-on: x': false,
    '- info:\n    type: http\n  http:\n    url: x': false,
  };
  for (const [text, isOne] of Object.entries(expected)) {
    it(`${JSON.stringify(text)}: ${String(isOne)}`, () => {
      assert.equal(isOpenCollection(linesOf(text)), isOne);
    });
  }

  it('knows every request that is edited', () => {
    for (const { before, after } of openCollectionCases) {
      if (after !== undefined) assert.ok(isOpenCollection(linesOf(withCursors(before).text)), before);
    }
  });
});
