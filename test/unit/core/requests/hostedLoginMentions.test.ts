import assert from 'node:assert/strict';
import {
  hasDocumentedScope,
  mayBeHostedLogin,
  mentionsHostedLogin,
} from '../../../../src/core/requests/hostedLoginMentions';

describe('hasDocumentedScope', () => {
  const documented = [
    '.:config/**',
    '*:config/**',
    'openid *:config/**',
    '*:config/tokenPolicies**',
    '.:config/tokenPolicies** .:config/loginPolicies**',
    '.:config/clients',
    '*:config/clients/{{id}}',
    '.:config/loginPolicies/<loginPolicyId>',
    '*:config/clients/$ID/secret',
    '*:webhooks/**',
    '*:**',
    '.:**',
    // Only Hosted Login has policies of these names, however the rest is written.
    'config/tokenPolicies**',
    '*:config/tokenPolicy**',
    'GET:config/loginPolicies**',
  ];
  const others = [
    '',
    'openid profile',
    'read:user',
    'source.js',
    '*',
    '**',
    '*:*',
    '*:*:*',
    '*:',
    '*:readwrite',
    '.:read',
    'config/**',
    'read:config/app',
    '*:config',
    '*:config/app',
    '*:config/clientsX',
    '*:config/clients/*',
    'x*:config/**',
    '*:webhooks',
    '*:webhooks/1',
    'https://graph.microsoft.com/.default',
  ];
  for (const list of documented) {
    it(`yes: ${list}`, () => {
      assert.ok(hasDocumentedScope(list));
    });
  }
  for (const list of others) {
    it(`no: ${list}`, () => {
      assert.ok(!hasDocumentedScope(list));
    });
  }
});

describe('mentionsHostedLogin', () => {
  const ours = [
    'POST {{origin}}/{{customerId}}/login/token',
    `curl https://login.example/01a2b3c4-5678-9012-d3ef-4a567b89cd01/login/token?x`,
    'curl -X POST https://v1.api.<region><customer-id>/login/token',
    'curl "$ORIGIN/$CUSTOMER/login/token"',
    'POST https://h.example:8443/{{customer}}/login/token',
    'GET https://h.example/01a2b3c4-5678-9012-d3ef-4a567b89cd01/config/clients',
    'GET {{origin}}/{{ customer id }}/config/clients/1',
    'curl "$ORIGIN/$CUSTOMER/config/clients"',
    'Invoke-RestMethod "$env:ORIGIN/$env:CUSTOMER/config/clients"',
    'curl "%ORIGIN%/%CUSTOMER%/config/clients"',
    'url: "{{base}}/:customerId/config/clients"',
    '`GET /{customerId}/config/clients`',
    'GET {{base}}/config/tokenPolicies',
    'curl "$BASE/config/loginPolicies/1"',
    'scope=config/tokenPolicy**',
    'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}',
    'Authorization: Bearer {{hosted_login_token}}',
    'Authorization: Bearer {{$auth.token("hosted-login")}}',
    '"hostedLogin.scopePresets": [',
    '@origin = https://v1.api.us.janrain.com',
    '"useAccessJWT": false',
    '"scope": "*:config/**"',
  ];
  const others = [
    'POST https://idp.example/oauth/token',
    'cp config/loginPolicy.json /etc/app/',
    'See `config/loginPolicies/README.md`.',
    '"files": ["src/config/loginPolicies/a"]',
    'GET {{vault}}/v1/sys/config/tokenPolicies',
    'POST http://localhost:8000/login/token',
    'POST {{h}}/oauth/login/token',
    'POST {{h}}/api/{{tenant}}/login/token',
    '"tokenUrl": "/login/token"',
    'POST https://idp.example/login/tokens',
    'GET {{url}}/api/{{tenant}}/config/clients',
    'GET {{baseUrl}}/{{apiVersion}}/config/clients',
    'GET {{host}}/{{v}}/config/clients',
    'Authorization: Bearer {{AUTH0_HOSTED_LOGIN_TOKEN}}',
    'Authorization: Bearer {{$dotenv HOSTED_LOGIN_TOKEN_OLD}}',
    'POST https://idp.example/login/token-exchange',
    'GET https://h.example/config/clients',
    'GET https://{{host}}/config/clients',
    'GET {{host}}/config/app.json',
    'GET {{origin}}/{{customerId}}/config/app.json',
    'GET /v1/config/clients',
    'grant_type=client_credentials&scope=*:*',
    '"name": "hosted-login"',
    'hostedLogin.render()',
    '"hostedLogin.title": "Hosted login"',
    '"files": ["config/**", "**:**"]',
    'https://janrain.example/v1.api',
  ];
  for (const line of ours) {
    it(`yes: ${line}`, () => {
      assert.ok(mentionsHostedLogin(line));
    });
  }
  for (const line of others) {
    it(`no: ${line}`, () => {
      assert.ok(!mentionsHostedLogin(line));
    });
  }
});

describe('mayBeHostedLogin', () => {
  const grant = 'grant_type=client_credentials&scope=';
  const cases: readonly [lines: readonly string[], may: boolean][] = [
    [['POST https://login.customer.example/login/token', '', grant], true],
    [['POST {{issuer}}/login/token', '{"grant_type": "client_credentials"}'], true],
    [['POST https://login.customer.example/login/token', 'grant_type=password&scope='], false],
    [['POST https://idp.example/oauth/login/token', grant], false],
    [['POST https://idp.example/oauth/token', grant], false],
    [['GET {{base}}/config/tokenPolicies'], true],
  ];
  for (const [lines, may] of cases) {
    it(`${may ? 'yes' : 'no'}: ${lines.join(' ')}`, () => {
      assert.equal(mayBeHostedLogin(lines), may);
    });
  }
});
