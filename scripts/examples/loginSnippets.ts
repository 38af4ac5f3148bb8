import type { SnippetLanguage, Snippets } from './snippet';

/** The snippets before and after those of the catalogue: they are not operations of the configuration. */
export function loginSnippets(language: SnippetLanguage): { readonly first: Snippets; readonly last: Snippets } {
  const isHttp = language === 'http';
  const tokenForm = (title: string, path: string) =>
    isHttp
      ? httpForm(title, path, 'token={{\\$processEnv HOSTED_LOGIN_TOKEN}}')
      : shellForm(path, '--data-urlencode "token=\\$HOSTED_LOGIN_TOKEN"');
  return {
    first: {
      Variables: {
        prefix: 'hl-variables',
        description: isHttp ? 'Where the requests of this file go' : 'Where the commands of this script go',
        body: variables(isHttp ? ['@origin = ', '@customerId = '] : ['ORIGIN=', 'CUSTOMER_ID=']),
      },
      'Request access token': {
        prefix: 'hl-token',
        description: isHttp
          ? 'An administrative access token; client ID and secret come from the environment'
          : 'An administrative access token; curl asks for the client\'s secret',
        body: isHttp
          ? httpForm('Request an access token', 'token', `grant_type=client_credentials&scope=${scopes('+')}`)
          : shellForm('token', "-d 'grant_type=client_credentials'", `--data-urlencode 'scope=${scopes(' ')}'`),
      },
    },
    last: {
      Discovery: {
        prefix: 'hl-discovery',
        description: 'What the service offers; needs no token',
        body: isHttp
          ? ['### Discovery', `GET {{origin}}/{{customerId}}/login/${discovery}`, 'Accept: application/json', '$0']
          : [`curl -sS "\\$ORIGIN/\\$CUSTOMER_ID/login/${discovery}"`, '$0'],
      },
      'Introspect token': {
        prefix: 'hl-introspect',
        description: 'Whether the token is active, and its scopes',
        body: tokenForm('Introspect token', 'token/introspect'),
      },
      'Revoke token': {
        prefix: 'hl-revoke',
        description: 'Ends the token',
        body: tokenForm('Revoke token', 'token/revoke'),
      },
    },
  };
}

const discovery = '.well-known/openid-configuration';

function variables([origin = '', customer = '']: readonly string[]): string[] {
  return [
    `${origin}\${1:https://v1.api.us.janrain.com}`,
    `${customer}\${2:00000000-0000-0000-0000-000000000000}`,
    '$0',
  ];
}

/** A choice of scope lists. @param space what separates the scopes of a list */
function scopes(space: string): string {
  return `\${1|.:config/**,*:config/**,*:config/tokenPolicies**,.:config/tokenPolicies**${space}.:config/loginPolicies**|}`;
}

/** A request that sends a form as the client. @param path below `login` */
function httpForm(title: string, path: string, form: string): string[] {
  return [
    `### ${title}`,
    `POST {{origin}}/{{customerId}}/login/${path}`,
    'Authorization: Basic {{\\$processEnv HOSTED_LOGIN_CLIENT_ID}}:{{\\$processEnv HOSTED_LOGIN_CLIENT_SECRET}}',
    'Content-Type: application/x-www-form-urlencoded',
    '',
    form,
    '$0',
  ];
}

/** The same with curl. @param data its options */
function shellForm(path: string, ...data: readonly string[]): string[] {
  const command = [`curl -sS -X POST "\\$ORIGIN/\\$CUSTOMER_ID/login/${path}"`, '-u "\\$HOSTED_LOGIN_CLIENT_ID"', ...data];
  return [command.join(' \\\\\n  '), '$0'].join('\n').split('\n');
}
