import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { referenceCompletion } from '../../../../src/core/requestAnalysis/referenceCompletion';
import { profileWith } from '../../../support/fakes';

const acme = profileWith();
const reference = '{{$processEnv HOSTED_LOGIN_TOKEN}}';
const get = `GET ${acme.origin}/${acme.customerId}/config/clients\n`;

/** The line of the cursor with the completion accepted; undefined where there is none. */
function accept(marked: string, dialect: 'http' | 'markdown' = 'http'): string | undefined {
  const before = marked.split('|')[0]?.split('\n') ?? [];
  const lines = linesOf(marked.replace('|', ''));
  const place = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const found = referenceCompletion(lines, dialect, place, [acme], reference);
  if (!found) return undefined;
  const text = lines.line(place.line);
  assert.ok(found.start <= place.character && place.character <= found.end);
  return text.slice(0, found.start) + found.newText + text.slice(found.end);
}

describe('referenceCompletion', () => {
  const whole = `Authorization: Bearer ${reference}`;
  const table: readonly [marked: string, expected: string][] = [
    [`${get}Authorization:|`, whole],
    [`${get}Authorization: |`, whole],
    [`${get}authorization: Be|`, `authorization: Bearer ${reference}`],
    [`${get}Authorization: Bearer |`, whole],
    [`${get}Authorization: bearer {{|}}`, `Authorization: bearer ${reference}`],
    [`${get}Authorization: Bearer {{$pro|}}`, whole],
    [`${get}Authorization: Bearer {{|tok}}`, whole],
    [`${get}Authorization: Bearer {{$pro|cessEnv OTHER}} `, `${whole} `],
    [`${get}Authorization: Bearer {{$pro|cess.token("x")}}`, whole],
    [`${get}Accept: */*\nAuthorization: |\n\n{}`, whole],
    [`curl ${get.slice(4, -1)} -H "Authorization: |"`, `curl ${get.slice(4, -1)} -H "${whole}"`],
    [`GET {{origin}}/{{customerId}}/config/clients\nAuthorization: |`, whole],
  ];
  for (const [marked, expected] of table) {
    it(JSON.stringify(marked), () => {
      assert.equal(accept(marked), expected);
      assert.equal(accept(`\`\`\`http\n${marked}\n\`\`\``, 'markdown'), expected);
    });
  }

  const silent: readonly string[] = [
    'GET https://api.github.com/user\nAuthorization: |',
    'GET {{host}}/user\nAuthorization: Bearer |',
    'GET /config/clients\nAuthorization: |',
    `POST ${acme.origin}/${acme.customerId}/login/token\nAuthorization: |`,
    `${get}Authorization: Basic |`,
    `${get}Authorization: Bearer of-my-own|`,
    `${get}Authorization: Bearer ${reference} |`,
    `${get}X-Authorization-Note: |`,
    `${get}Proxy-Authorization: |`,
    `${get}Authorization|: `,
    `${get}\nAuthorization: |`,
    `# Authorization: |\n${get}`,
    'Authorization: |',
    `${get}Authorization: Bearer |${'x'.repeat(3000)}`,
  ];
  for (const marked of silent) {
    it(`is silent at ${JSON.stringify(marked.slice(0, 120))}`, () => {
      assert.equal(accept(marked), undefined);
    });
  }

  it('is silent in Markdown outside of requests', () => {
    assert.equal(accept(`${get}Authorization: |`, 'markdown'), undefined);
  });
});
