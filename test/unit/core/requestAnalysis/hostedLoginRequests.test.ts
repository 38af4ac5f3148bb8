import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import { findHostedLoginRequestsInSteps } from '../../../../src/core/requestAnalysis/hostedLoginRequests';
import { exampleFor } from '../../../support/example';
import { profileWith } from '../../../support/fakes';

const acme = profileWith();
const at = `${acme.origin}/${acme.customerId}`;
const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';

/** The lines of our requests, from 1. */
const found = (text: string) =>
  finish(findHostedLoginRequestsInSteps(linesOf(text), 'http', acme)).map(
    ({ requestLine }) => requestLine + 1,
  );

describe('findHostedLoginRequestsInSteps', () => {
  it('says which scope a request to the configuration needs', () => {
    const needs = (request: string) =>
      finish(findHostedLoginRequestsInSteps(linesOf(`${request}\n${header}\n`), 'http', acme)).map(
        ({ scope }) => scope,
      );
    assert.deepEqual(needs(`GET ${at}/config/clients/1`), ['.:config/clients/1']);
    assert.deepEqual(needs(`POST ${at}/config/clients`), ['*:config/clients**']);
    assert.deepEqual(needs('PUT {{origin}}/{{customer}}/config/loginPolicies/{{id}}'), [
      '*:config/loginPolicies**',
    ]);
    assert.deepEqual(needs(`GET ${at}/webhooks/1`), [undefined]);
  });

  const table: readonly [title: string, text: string, isOurs: boolean][] = [
    ['the profile’s customer', `GET ${at}/config/clients`, true],
    ['the profile’s host', `GET ${acme.origin}/anything`, true],
    [
      'the same host, another customer',
      `GET ${acme.origin}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config/x`,
      false,
    ],
    ['another host', 'GET https://api.github.com/user', false],
    ['another host with a path like ours', `GET https://h.example/${acme.customerId}/config/clients`, false],
    ['another host, with our reference', `GET https://api.github.com/user\n${header}`, false],
    ['a host that a variable of the file names', `@h = ${acme.origin}\nGET {{h}}/x`, true],
    ['another one', '@Catalog.Host = http://localhost:5222\nGET {{Catalog.Host}}/openapi/v1.json', false],
    ['a host that only the client knows', 'GET {{Catalog.Host}}/openapi/v1.json', false],
    ['the same, with our reference', `GET {{url}}\n${header}`, true],
    ['the same, with another token', `GET {{origin}}/{{id}}/config/clients\nAuthorization: Bearer x`, false],
    ['the same, a path of the configuration', 'GET {{origin}}/{{customer}}/config/clients', true],
    ['the same, policies of a customer in the variable', 'GET {{base}}/config/loginPolicies/1', true],
    ['the same, what may be anybody’s clients', 'GET {{base}}/config/clients', false],
    ['the same, a file of a configuration server', 'GET {{spring}}/{{label}}/config/clients.yml', false],
    ['the same, a version instead of a customer', 'GET {{base}}/v2/config/tokenpolicies', false],
    ['the same, a placeholder for a customer', 'GET {{base}}/<customerId>/config/tokenPolicies', true],
    ['the same, another configuration', 'GET {{base}}/{{tenant}}/config/app.json', false],
    ['the same, the customer itself', `GET {{origin}}/${acme.customerId}/webhooks/1`, true],
    [
      'the same, another customer',
      'GET {{origin}}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config/clients',
      false,
    ],
    ['a host that variables cannot make ours', 'GET https://{{x}}.example/{{id}}/config/clients', false],
    ['no host', 'GET /config/clients', false],
    ['a login endpoint', `POST ${at}/login/token`, false],
    ['a login endpoint with our reference', `POST ${at}/login/token/revoke\n${header}`, false],
    ['another scheme', `GET ${at}/config/clients\nAuthorization: Basic {{a}} {{b}}`, false],
    [
      'our reference in another scheme, which Send corrects',
      `GET ${at}/config/clients\nAuthorization: {{$processEnv HOSTED_LOGIN_TOKEN}}`,
      true,
    ],
    ['a curl command', `curl ${at}/config/clients`, true],
    ['another curl command', 'curl https://example.com/config/clients', false],
  ];
  for (const [title, text, isOurs] of table) {
    it(`${isOurs ? 'has' : 'does not have'} ${title}`, () => {
      assert.equal(found(text).length, isOurs ? 1 : 0);
    });
  }

  it('are the same with and without the header', () => {
    const text = `### One\nGET ${at}/config/clients\n\n### Two\nPUT ${at}/config/clients/1\n`;
    assert.deepEqual(found(text), [2, 5]);
    assert.deepEqual(found(text.replace(/^(GET .*)$/m, `$1\n${header}`)), [2, 6]);
  });

  it('are all of the example but those to the login endpoints', () => {
    const example = exampleFor(acme);
    const requests = example.match(/^(?:GET|POST|PUT|DELETE) .*$/gm) ?? [];
    assert.equal(found(example).length, requests.filter(each => !each.includes('/login/')).length);
    assert.ok(found(example).length > 10);
  });
});
