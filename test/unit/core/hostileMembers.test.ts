import { readResource } from '../../../src/api/configurationAnswers';
import { readPage, titleOf } from '../../../src/api/configurationLists';
import { type Resource, resourceKinds, titleMember } from '../../../src/core/configuration';
import { accessOf, tokenPolicyOf } from '../../../src/core/configurationAccess';
import { documentFindings } from '../../../src/core/documentFindings';
import { jsonObject, parseJson } from '../../../src/core/json';
import { concernsAccess, judge } from '../../../src/core/lockOut';
import { resets } from '../../../src/core/resets';
import { fieldsOf, resourceIssues } from '../../../src/core/resourceRules';
import { inOrderOf, repeatedMember, saysTheSame, sentText, shownText } from '../../../src/core/resourceText';
import { policiesOf } from '../../../src/features/configuration/usage';

/** Values of JSON that throw, or are something else, where code makes a text or a key of them. */
const hostile = [
  '{"toString":null}',
  '[{"toString":null},1]',
  '{"toJSON":1,"valueOf":"x","length":-1}',
  '{"__proto__":{"id":"x"},"constructor":null}',
  '[[[]]]',
  'null',
  '-1e999',
  '"\\ud800"',
];

describe('members that no service would send', () => {
  for (const kind of resourceKinds) {
    const names = [
      ...fieldsOf(kind).map(({ name }) => name),
      ...['id', '_links', 'tokenPolicy', 'loginPolicy', 'type', 'toString', '__proto__', titleMember(kind)],
    ];
    it(`are a finding or nothing, in ${kind}`, () => {
      for (const name of new Set(names)) for (const value of hostile) lookAt(kind, name, value);
    });
  }
});

/** Whatever looks at a body looks at one with this member. */
function lookAt(kind: Resource['kind'], name: string, value: string): void {
  const base =
    '"title":"T","name":"T","type":"confidential","tokenPolicy":"p","allowedScopes":["*:config/**"]';
  const body = `{"${name}":${value},${base}}`;
  const last = `{${base},"${name}":${value}}`;
  for (const text of [body, last]) {
    const members = jsonObject(parseJson(text)) ?? {};
    const before = jsonObject(parseJson(`{${base}}`)) ?? {};
    resourceIssues(kind, members);
    resourceIssues(kind, members, before);
    resourceIssues(kind, before, members);
    resets(kind, members, before);
    documentFindings(kind, text, last);
    shownText(text);
    sentText(text, last);
    repeatedMember(text);
    saysTheSame(text, body);
    inOrderOf(text, body);
    titleOf(members);
    const resource = { kind, id: 'r', title: 'T', body: text, members };
    policiesOf(resource);
    readResource({ kind, id: 'r' }, text);
    readPage(kind, `{"_embedded":{"${kind}":[${text},${value}]},"total":${value},"_links":${value}}`);
    tokenPolicyOf(resource);
    accessOf(resource, resource);
    const write = { does: 'replace', key: { kind, id: 'r' }, members } as const;
    concernsAccess(write, resource, ['r']);
    const proved = [{ client: resource, policy: resource, scopes: [], granted: [] }];
    for (const others of [[], proved]) {
      judge({ proved: others, notProved: [], ownClientId: 'r', now: resource, policyOfNow: resource }, write);
    }
  }
}
