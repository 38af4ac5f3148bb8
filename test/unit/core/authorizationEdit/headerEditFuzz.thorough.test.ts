import assert from 'node:assert/strict';
import {
  type HeaderEditOptions,
  planAuthorizationHeader,
} from '../../../../src/core/authorizationEdit/headerEdit';
import { linesOf } from '../../../../src/core/common/lines';
import { listRequests, requestAt } from '../../../../src/core/requests/findRequests';
import { fileVariables } from '../../../../src/core/requests/variables/fileVariables';
import { type Random, randomSource } from '../../../support/mutations';
import { applied, withCursors } from '../../../support/textEdits';
import { value } from './headerEditCases/case';
import { groups } from './headerEditCases/index';

const documents = 2_000;
const texts = Object.values(groups).flatMap(cases => cases.map(({ before }) => withCursors(before).text));
const pieces = [
  ...[
    '###',
    '  ###',
    '# ',
    '//',
    '/*',
    '*/',
    '{{',
    '}}',
    '{{x}}',
    '> {%',
    '%}',
    '< {%',
    '?? ',
    '<> x',
    '@a=1',
    '',
  ],
  ...[
    'GET /x',
    'GET http://a',
    'POST {{h}}/x',
    'curl http://a',
    'curl ',
    ' \\',
    '"',
    "'",
    '-H ',
    '-u a:b',
    '$',
  ],
  ...[
    'Authorization: Basic x',
    'authorization:',
    'Authorization: Bearer',
    '  abc',
    '\t.x',
    'A: b',
    '?a',
    '&b',
    '  /c',
  ],
  ...[
    'HTTP/1.1 200 OK',
    '```http',
    '```',
    '~~~rest',
    '\r',
    '\r\n',
    '\n',
    ' ',
    '\0',
    '\uFEFF',
    '\u2028',
    ',',
    ':',
    '{',
    '}',
  ],
];

function mutated(random: Random): string {
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  let text = Array.from({ length: 1 + random(3) }, () => pick(texts)).join(
    pick(['\n', '\n###\n', '\r\n\r\n', '']),
  );
  for (let count = random(8); count > 0; count--) {
    const all = text.split('\n');
    const at = random(all.length);
    const line = all[at] ?? '';
    const character = random(line.length + 1);
    const change = random(6);
    if (change === 0) all.splice(at, 1);
    else if (change === 1) all.splice(at, 0, pick(pieces));
    else if (change === 2) all.splice(at, 0, pick(all));
    else if (change === 3) all[at] = line.slice(0, character) + pick(pieces) + line.slice(character);
    else if (change === 4) all[at] = line.slice(0, character) + line.slice(character + 1 + random(4));
    else all[at] = `${pick(['', ' ', '\t', '  '])}${line.trim()}`;
    text = all.join('\n');
  }
  return text;
}

/** The block around a line, found independently of the code under test. */
function blockAround(text: string, line: number): { first: number; last: number } {
  const isSeparator = text.split(/\r\n|\n|\r/).map(each => each.trim().startsWith('###'));
  let first = line;
  while (isSeparator[first]) first++;
  if (first === line) while (first > 0 && !isSeparator[first - 1]) first--;
  let last = Math.max(first, line);
  while (last + 1 < isSeparator.length && !isSeparator[last + 1]) last++;
  return { first, last };
}

describe('planAuthorizationHeader: mutated documents', () => {
  it(`never throws, stays in the block and is idempotent in ${documents} documents`, () => {
    let edited = 0;
    for (let seed = 1; seed <= documents; seed++) {
      const random = randomSource(seed);
      const text = mutated(random);
      const lines = linesOf(text);
      const options: HeaderEditOptions = {
        ...{ value, eol: random(2) ? '\n' : '\r\n', replaceOtherSchemes: random(3) > 0 },
        dialect: random(5) ? 'http' : 'markdown',
      };
      const cursor = random(lines.lineCount);
      const label = `seed ${seed}, cursor ${cursor}, ${JSON.stringify(options)}:\n${JSON.stringify(text)}`;
      const plan = planAuthorizationHeader(lines, [cursor], options);
      const after = applied(text, plan.edits);
      if (plan.changed > 0) edited++;

      const { first, last } = blockAround(text, cursor);
      for (const { range } of plan.edits) {
        const end = range.endLine - (range.endCharacter === 0 ? 1 : 0);
        assert.ok(range.startLine >= first && end <= last, `edit leaves the block; ${label}`);
      }
      assert.ok(plan.requests === 0 || plan.refused.length === 0, label);

      const request = requestAt(lines, cursor, options.dialect);
      const where = 'requestLine' in request ? request.requestLine : cursor;
      const again = planAuthorizationHeader(linesOf(after), [where], options);
      assert.deepEqual(again.edits, [], `second time edits; ${label}`);
      assert.deepEqual(again.otherSchemes, plan.otherSchemes, label);
      if ('requestLine' in request) {
        const same = listRequests(lines, options.dialect).find(
          each => each.requestLine === request.requestLine,
        );
        assert.deepEqual(same, request, label);
      }

      // Each part of such a command of curl is a request of its own.
      if (/\s(?:--next|-:)\s/.test(text)) continue;
      const every = Array.from({ length: lines.lineCount }, (_, line) => line);
      const whole = planAuthorizationHeader(lines, every, { ...options, replaceOtherSchemes: true });
      assert.equal(whole.requests, listRequests(lines, options.dialect).length, label);
      const right = linesOf(applied(text, whole.edits));
      // A variable of the file that holds the value is right too.
      const fill = fileVariables(right, options.dialect);
      for (const request of listRequests(right, options.dialect)) {
        const values = request.authorizations.map(each => fill(each.value, request));
        assert.deepEqual(values, [value], label);
      }
    }
    assert.ok(edited > documents / 3, `only ${edited} documents were edited`);
  });
});
