import type { SnippetLanguage, Snippets } from './snippet';

/** The snippets before and after those of the catalogue: they are not operations of the configuration. */
export function loginSnippets(language: SnippetLanguage): { readonly first: Snippets; readonly last: Snippets } {
  return language === 'http' ? http : shell;
}

const basic =
  'Authorization: Basic {{\\$processEnv HOSTED_LOGIN_CLIENT_ID}}:{{\\$processEnv HOSTED_LOGIN_CLIENT_SECRET}}';
const form = 'Content-Type: application/x-www-form-urlencoded';

const http = {
  first: {
    Variables: {
      prefix: 'hl-variables',
      description: 'Where the requests of this file go',
      body: [
        '@origin = ${1:https://v1.api.us.janrain.com}',
        '@customerId = ${2:00000000-0000-0000-0000-000000000000}',
        '$0',
      ],
    },
    'Request access token': {
      prefix: 'hl-token',
      description: 'An administrative access token; client ID and secret come from the environment',
      body: [
        '### Request an access token',
        'POST {{origin}}/{{customerId}}/login/token',
        basic,
        form,
        '',
        'grant_type=client_credentials&scope=${1|.:config/**,*:config/**,*:config/tokenPolicies**,.:config/tokenPolicies**+.:config/loginPolicies**|}',
        '$0',
      ],
    },
  },
  last: {
    Discovery: {
      prefix: 'hl-discovery',
      description: 'What the service offers; needs no token',
      body: [
        '### Discovery',
        'GET {{origin}}/{{customerId}}/login/.well-known/openid-configuration',
        'Accept: application/json',
        '$0',
      ],
    },
    'Introspect token': {
      prefix: 'hl-introspect',
      description: 'Whether the token is active, and its scopes',
      body: [
        '### Introspect token',
        'POST {{origin}}/{{customerId}}/login/token/introspect',
        basic,
        form,
        '',
        'token={{\\$processEnv HOSTED_LOGIN_TOKEN}}',
        '$0',
      ],
    },
    'Revoke token': {
      prefix: 'hl-revoke',
      description: 'Ends the token',
      body: [
        '### Revoke token',
        'POST {{origin}}/{{customerId}}/login/token/revoke',
        basic,
        form,
        '',
        'token={{\\$processEnv HOSTED_LOGIN_TOKEN}}',
        '$0',
      ],
    },
  },
};

const shell = {
  first: {
    Variables: {
      prefix: 'hl-variables',
      description: 'Where the commands of this script go',
      body: [
        'ORIGIN=${1:https://v1.api.us.janrain.com}',
        'CUSTOMER_ID=${2:00000000-0000-0000-0000-000000000000}',
        '$0',
      ],
    },
    'Request access token': {
      prefix: 'hl-token',
      description: 'An administrative access token; curl asks for the client\'s secret',
      body: [
        'curl -sS -X POST "\\$ORIGIN/\\$CUSTOMER_ID/login/token" \\\\',
        '  -u "\\$HOSTED_LOGIN_CLIENT_ID" \\\\',
        "  -d 'grant_type=client_credentials' \\\\",
        "  --data-urlencode 'scope=${1|.:config/**,*:config/**,*:config/tokenPolicies**,.:config/tokenPolicies** .:config/loginPolicies**|}'",
        '$0',
      ],
    },
  },
  last: {
    Discovery: {
      prefix: 'hl-discovery',
      description: 'What the service offers; needs no token',
      body: ['curl -sS "\\$ORIGIN/\\$CUSTOMER_ID/login/.well-known/openid-configuration"', '$0'],
    },
    'Introspect token': {
      prefix: 'hl-introspect',
      description: 'Whether the token is active, and its scopes',
      body: [
        'curl -sS -X POST "\\$ORIGIN/\\$CUSTOMER_ID/login/token/introspect" \\\\',
        '  -u "\\$HOSTED_LOGIN_CLIENT_ID" \\\\',
        '  --data-urlencode "token=\\$HOSTED_LOGIN_TOKEN"',
        '$0',
      ],
    },
    'Revoke token': {
      prefix: 'hl-revoke',
      description: 'Ends the token',
      body: [
        'curl -sS -X POST "\\$ORIGIN/\\$CUSTOMER_ID/login/token/revoke" \\\\',
        '  -u "\\$HOSTED_LOGIN_CLIENT_ID" \\\\',
        '  --data-urlencode "token=\\$HOSTED_LOGIN_TOKEN"',
        '$0',
      ],
    },
  },
};
