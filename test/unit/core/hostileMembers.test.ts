import { readPage, readTitle } from '../../../src/api/configuration/lists';
import { readResource } from '../../../src/api/configuration/resourceAnswers';
import { jsonObject, parseJson } from '../../../src/core/json/json';
import { parseJsonTree } from '../../../src/core/json/jsonTree';
import { configurationAccessOf, tokenPolicyOf } from '../../../src/core/resourceRules/configurationAccess';
import { mayAffectAccess, checkLockout } from '../../../src/core/resourceRules/lockoutRules';
import { omittedMembers } from '../../../src/core/resourceRules/omittedMembers';
import { checkResourceText } from '../../../src/core/resourceRules/resourceFindings';
import { fieldsOf, validateResource } from '../../../src/core/resourceRules/validateResource';
import { findDuplicateMember } from '../../../src/core/resources/duplicateMembers';
import { isEquivalentJson } from '../../../src/core/resources/equivalentJson';
import { alignMembers } from '../../../src/core/resources/memberOrder';
import { policiesOf } from '../../../src/core/resources/policyReferences';
import { type Resource, resourceKinds, titleMember } from '../../../src/core/resources/resource';
import { toRequestBody, toDocumentText } from '../../../src/core/resources/resourceText';

/** JSON values that throw, or change, when code converts them to a string or a key. */
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

/** Everything that reads a body gets one with this member. */
function lookAt(kind: Resource['kind'], name: string, value: string): void {
  const base =
    '"title":"T","name":"T","type":"confidential","tokenPolicy":"p","allowedScopes":["*:config/**"]';
  const body = `{"${name}":${value},${base}}`;
  const last = `{${base},"${name}":${value}}`;
  for (const text of [body, last]) {
    const members = jsonObject(parseJson(text)) ?? {};
    const before = jsonObject(parseJson(`{${base}}`)) ?? {};
    validateResource(kind, members);
    validateResource(kind, members, before);
    validateResource(kind, before, members);
    omittedMembers(kind, members, before);
    checkResourceText(kind, text, last);
    toDocumentText(text);
    toRequestBody(text, last);
    findDuplicateMember(parseJsonTree(text));
    isEquivalentJson(text, body);
    alignMembers(text, body);
    readTitle(members);
    const resource = { kind, id: 'r', title: 'T', body: text, members };
    policiesOf(resource);
    readResource({ kind, id: 'r' }, text);
    readPage(kind, `{"_embedded":{"${kind}":[${text},${value}]},"total":${value},"_links":${value}}`);
    tokenPolicyOf(resource);
    configurationAccessOf(resource, resource);
    const write = { does: 'replace', key: { kind, id: 'r' }, members } as const;
    mayAffectAccess(write, resource, ['r']);
    const proved = [{ client: resource, policy: resource, scopes: [], granted: [] }];
    for (const others of [[], proved]) {
      checkLockout(
        { proved: others, notProved: [], ownClientId: 'r', now: resource, policyOfNow: resource },
        write,
      );
    }
  }
}
