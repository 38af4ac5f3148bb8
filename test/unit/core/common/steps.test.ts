import assert from 'node:assert/strict';
import { type Lines, linesOf } from '../../../../src/core/common/lines';
import { finish, type Steps } from '../../../../src/core/common/steps';
import { findHostedLoginRequestsInSteps } from '../../../../src/core/requestAnalysis/hostedLoginRequests';
import { authorizingReferencesInSteps } from '../../../../src/core/requestAnalysis/tokenReferences';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { checkScopesInSteps } from '../../../../src/core/scopeLanguage/scopeFindings';

const address = 'https://v1.api.us.janrain.com/1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const profile = {
  ...{ id: '1', name: 'acme', clientId: '1', customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1' },
  origin: 'https://v1.api.us.janrain.com',
};
const reference = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';

const parts = {
  http: ['###', `PUT ${address}/config/clients/1`, reference, '', '{ "scope": "*:config/**" }'],
  markdown: [
    '```http',
    `GET ${address}/config/clients`,
    reference,
    '```',
    '```json',
    '{"scope":"*:x"}',
    '```',
  ],
  json: ['{ "scope": "*:config/** .:config/**" },'],
  shell: [`curl -d 'scope=*:config/**' "${address}/login/token"`, '', 'echo "$TOKEN" | jq .', '# it is done'],
};

const times = 1_000;

/** Lines that count how often one is read. */
function countedLines(text: string): { readonly lines: Lines; readonly reads: () => number } {
  const lines = linesOf(text);
  let count = 0;
  return {
    lines: {
      ...lines,
      line: index => {
        count++;
        return lines.line(index);
      },
    },
    reads: () => count,
  };
}

describe('reading in steps', () => {
  const table: [language: keyof typeof parts, what: string, begin: (lines: Lines) => Steps<unknown>][] = [
    ['http', 'requests', lines => findHostedLoginRequestsInSteps(lines, 'http', profile)],
    ['http', 'references', lines => authorizingReferencesInSteps(lines, 'http')],
    ['http', 'scopes', lines => checkScopesInSteps(lines, 'http')],
    ['markdown', 'requests', lines => findHostedLoginRequestsInSteps(lines, 'markdown', profile)],
    ['markdown', 'scopes', lines => checkScopesInSteps(lines, 'markdown')],
    ['json', 'scopes', lines => checkScopesInSteps(lines, 'json')],
    ['shell', 'scopes', lines => checkScopesInSteps(lines, 'shell')],
  ];
  for (const [language, what, begin] of table) {
    it(`pauses often: ${what} of ${language}`, () => {
      const part = parts[language];
      const { lines, reads } = countedLines(Array.from({ length: times }, () => part.join('\n')).join('\n'));
      const steps = begin(lines);
      let longest = 0;
      let count = 0;
      for (let before = reads(); !(steps.next().done ?? true); before = reads()) {
        longest = Math.max(longest, reads() - before);
        count++;
      }
      // No step reads much more than all lines once, and what is done for each request or scope has a step of its own.
      assert.ok(longest < 2.5 * lines.lineCount, `${longest} of ${reads()} reads in one step`);
      assert.ok(count >= times, `${count} steps`);
    });
  }
});

describe('Lines.known', () => {
  it('shares the requests of lines that never change, and of no others', () => {
    const lines = linesOf(parts.http.join('\n'));
    assert.equal(listRequests(lines, 'http')[0], listRequests(lines, 'http')[0]);
    const live: Lines = { lineCount: lines.lineCount, line: index => lines.line(index) };
    assert.notEqual(listRequests(live, 'http')[0], listRequests(live, 'http')[0]);
  });
});

describe('finish', () => {
  it('returns what the computation does', () => {
    const steps = function* (): Steps<number> {
      yield;
      yield;
      return 3;
    };
    assert.equal(finish(steps()), 3);
  });
});
