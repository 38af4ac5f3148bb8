import type { DocumentLanguage } from '../../src/core/requests/documentRegions';
import { pick, type Random, randomSource } from './mutations';

/** A file that has nothing to do with Hosted Login. */
export interface UnrelatedFile {
  readonly name: string;
  readonly language: DocumentLanguage;
  readonly text: string;
}

/** The number of files of each kind, each made of other words. */
const filesPerKind = 9;

/**
 * Files of other projects, the same in every run: themes, manifests, grammars, OAuth clients of other systems, request
 * files with variables, scripts, documentation. Most of them have scopes, tokens or `/config/` paths.
 */
export function unrelatedFiles(): readonly UnrelatedFile[] {
  return Object.entries(kinds).flatMap(([name, { language, write }], kind) =>
    Array.from({ length: filesPerKind }, (_, number) => ({
      ...{ name: `${name} ${number + 1}`, language },
      text: write(wordsFrom(randomSource(1000 * kind + number))),
    })),
  );
}

/** The parts of the files. */
interface Words {
  readonly random: Random;
  readonly one: <T>(...from: readonly T[]) => T;
  readonly some: <T>(...from: readonly T[]) => T[];
  readonly word: () => string;
  readonly id: () => string;
  readonly host: () => string;
  /** One or more scopes of one system. */
  readonly scopes: () => string[];
}

const systems: readonly (readonly string[])[] = [
  ['openid', 'profile', 'email', 'offline_access'],
  ['repo', 'read:user', 'write:packages', 'admin:org', 'gist'],
  ['*:*', '*:*:*', 'lesson:*:read', 'user:self:*'],
  ['*:readwrite', '*:read', 'page:readwrite'],
  ['https://graph.microsoft.com/.default', 'User.Read', 'api://app/access_as_user'],
  ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/drive.file'],
  ['read:config/app', 'write:config/app', 'config:read', 'config/**'],
  ['urn:zitadel:iam:org:project:id:zitadel:aud', ':read', 'x:'],
  ['repository:library/node:pull,push', 'registry:catalog:*'],
  ['api1', 'api1.read', 'IdentityServerApi'],
  ['accounts', 'payments', 'fundsconfirmations'],
  ['.:read', '*:write', '.default'],
  ['clients:read', 'clients/read', '*:clients', 'tenant/*:config'],
  ['**', '*', '.*', '**/*.ts'],
];

function wordsFrom(random: Random): Words {
  const one = <T>(...from: readonly T[]) => pick(random, from);
  const some = <T>(...from: readonly T[]) => from.filter(() => random(2) === 0);
  const word = () => one('catalog', 'orders', 'basket', 'weather', 'users', 'todos', 'lessons', 'devices');
  const hex = (length: number) => Array.from({ length }, () => random(16).toString(16)).join('');
  return {
    ...{ random, one, some, word },
    id: () => [8, 4, 4, 4, 12].map(hex).join('-'),
    host: () =>
      one(
        'https://api.github.com',
        'http://localhost:5222',
        `https://${word()}.example`,
        'https://login.microsoftonline.com',
        'https://idp.example/realms/main',
        'https://127.0.0.1:8443',
      ),
    scopes: () => {
      const system = pick(random, systems);
      const first = pick(random, system);
      return [first, ...system.filter(scope => scope !== first && random(2) === 0)];
    },
  };
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

interface Kind {
  readonly language: DocumentLanguage;
  readonly write: (words: Words) => string;
}

const kinds: Readonly<Record<string, Kind>> = {
  'colour theme': {
    language: 'json',
    write: ({ one, some, word }) =>
      json({
        name: word(),
        tokenColors: [
          { scope: '', settings: { foreground: '#fff' } },
          { scope: one('comment', 'source.js', '.punctuation', 'string, *'), settings: {} },
          { scope: some('keyword', 'meta.brace', '*'), settings: {} },
          { name: word(), scope: one('variable.other.config', 'entity.name:tag', '*:hover', '') },
        ],
      }),
  },
  'web app manifest': {
    language: 'json',
    write: ({ one, word, host }) =>
      json({
        name: word(),
        start_url: '/',
        scope: one('/', '', './', '/app/', host(), '*'),
        display: 'standalone',
      }),
  },
  grammar: {
    language: 'json',
    write: ({ one, word }) =>
      json({
        scopeName: `source.${word()}`,
        patterns: [{ include: '#config' }, { match: '\\*:', name: one('keyword', 'constant'), scope: '*:' }],
        repository: { config: { begin: '/config/', end: '$', scope: one('', '.', '.:', ':') } },
      }),
  },
  'editor settings': {
    language: 'json',
    write: ({ one, word }) =>
      json({
        'files.exclude': { '**/*.js': true, 'config/**': true },
        snippet: { prefix: word(), scope: one('', 'javascript,typescript', '*'), body: ['$1'] },
        'conventionalCommits.scopes': [word(), ':x', '*:*'],
        tasks: [{ scope: one('', ':all', '*:all') }],
      }),
  },
  'package.json': {
    language: 'json',
    write: ({ one, word, host }) =>
      json({
        name: `@${word()}/${word()}`,
        scope: one('', `@${word()}`, '*:*'),
        scripts: {
          login: `npm login --scope=@${word()} --registry=${host()}`,
          'config:clients': 'node config/clients',
        },
        files: ['config/**', '**/*.d.ts'],
        release: {
          branches: ['main'],
          releaseRules: [{ scope: one('*:*', 'config/**', '', 'deps'), release: 'patch' }],
        },
      }),
  },
  'compiler options': {
    language: 'json',
    write: ({ some, word }) =>
      `// what is compiled\n${json({
        compilerOptions: { paths: { '*': ['*'], 'config/*': [`./config/${word()}`] } },
        include: ['config/**', ...some('src/**', '*.ts')],
        scope: '',
      })}`,
  },
  'OAuth client': {
    language: 'json',
    write: ({ one, host, id, scopes, word }) =>
      json({
        token_endpoint: `${host()}${one('/oauth/token', '/oauth2/v2.0/token', '/protocol/openid-connect/token')}`,
        client_id: id(),
        grant_type: one('client_credentials', 'authorization_code'),
        scope: one(scopes().join(' '), scopes().join(','), ''),
        allowedScopes: [...scopes(), ''],
        name: word(),
      }),
  },
  'identity server': {
    language: 'json',
    write: ({ id, scopes, word }) =>
      json({
        Clients: [
          {
            ...{ clientId: word(), accessTokenLifetime: 3600, allowedGrantTypes: ['client_credentials'] },
            ...{ allowedScopes: scopes(), scope: scopes().join(' '), tenant: id() },
          },
        ],
      }),
  },
  'learning platform': {
    language: 'json',
    write: ({ one, id, word }) =>
      json({
        role: word(),
        permissions: [
          { scope: one('*:*', '*:*:*', '*:readwrite'), on: id() },
          { scope: one('.:read', 'read:config/app', 'config/**'), on: `/config/${word()}` },
          { scope: '' },
        ],
      }),
  },
  'API description': {
    language: 'json',
    write: ({ host, scopes, word }) =>
      json({
        openapi: '3.1.0',
        servers: [{ url: host() }],
        paths: { [`/${word()}/{id}/config`]: { get: { security: [{ oauth: scopes() }], scope: '' } } },
        components: {
          securitySchemes: {
            oauth: {
              flows: {
                clientCredentials: {
                  ...{ tokenUrl: `${host()}/oauth/token`, scope: scopes()[0] },
                  scopes: Object.fromEntries(scopes().map(scope => [scope, ''])),
                },
              },
            },
          },
        },
      }),
  },
  'environments of a client': {
    language: 'json',
    write: ({ host, one, scopes, word, id }) =>
      json({
        dev: {
          host: host(),
          Security: {
            Auth: {
              [word()]: {
                ...{ Type: 'OAuth2', 'Grant Type': 'Client Credentials', 'Client ID': id() },
                ...{
                  'Token URL': `${host()}/connect/token`,
                  Scope: scopes().join(' '),
                  scope: one('', '*:'),
                },
              },
            },
          },
        },
      }),
  },
  'request collection': {
    language: 'json',
    write: ({ host, scopes, word, id }) =>
      json({
        info: { name: word(), _postman_id: id() },
        item: [
          {
            request: {
              ...{
                method: 'POST',
                url: `${host()}/token`,
                header: [{ key: 'Authorization', value: 'Bearer {{token}}' }],
              },
              body: { urlencoded: [{ key: 'scope', value: scopes().join(' ') }], scope: scopes().join(' ') },
            },
          },
          { request: { method: 'GET', url: `{{base}}/config/${word()}` } },
        ],
      }),
  },
  'requests to a local service': {
    language: 'http',
    write: ({ one, word, random }) => {
      const name = one('Catalog.API_HostAddress', 'Basket.Api_HostAddress', 'host', 'baseUrl');
      return [
        `@${name} = http://localhost:${5000 + random(900)}`,
        '',
        `GET {{${name}}}/openapi/v1.json`,
        '',
        '###',
        `GET {{${name}}}/api/${word()}?scope=${one('*:*', '', '.:')}`,
        'Authorization: Bearer {{token}}',
        'Accept: application/json',
        '',
        '###',
        `POST {{${name}}}/config/${one('app', 'reload', 'clients')}`,
        'Authorization: ',
        '',
        '{ "scope": "" }',
        '',
      ].join('\n');
    },
  },
  'requests with variables of an environment': {
    language: 'http',
    write: ({ one, word, id, scopes }) =>
      [
        `### ${word()}`,
        `GET {{${one('host', 'baseUrl', 'Catalog.API_HostAddress', 'Api_HostAddress')}}}/${word()}/${id()}`,
        '',
        '###',
        `# @name ${word()}`,
        `POST https://{{${word()}Host}}/${one('config/clients', 'v1/config/app', 'login')}`,
        `Authorization: ${one('Bearer', 'Bearer ', 'Bearer {{access_token}}', 'Basic {{user}} {{password}}')}`,
        'Content-Type: application/json',
        '',
        `{ "scope": "${scopes().join(' ')}" }`,
        '',
        '###',
        `DELETE {{url}}`,
        '',
        `### ${one('HTTP/1.1 200 OK', 'GET /config/clients', '/login/')}`,
        `GET {{api}}/config/{{name}}/${id()}`,
        '',
      ].join('\n'),
  },
  'token requests': {
    language: 'http',
    write: ({ host, one, scopes, word }) =>
      [
        `@${one('scope', 'scopes', 'apiScope')} = ${scopes().join(' ')}`,
        '',
        `POST ${host()}${one('/oauth/token', '/connect/token', '/token')}`,
        'Content-Type: application/x-www-form-urlencoded',
        `Authorization: Basic {{clientId}}:{{clientSecret}}`,
        '',
        `grant_type=client_credentials&scope=${one(scopes().join('+'), scopes().join('%20'), '')}`,
        '',
        '###',
        `POST ${host()}/token`,
        'Content-Type: multipart/form-data; boundary=b',
        '',
        '--b',
        'Content-Disposition: form-data; name="scope"',
        '',
        one(scopes().join(' '), ''),
        '--b--',
        '',
        '###',
        `GET ${host()}/${word()}`,
        'Authorization: Bearer {{login.response.body.access_token}}',
        '',
      ].join('\n'),
  },
  'requests to a forge': {
    language: 'http',
    write: ({ one, word, random }) =>
      [
        'GET https://api.github.com/user/repos',
        `    ?per_page=${random(100)}`,
        '    &scope=all',
        one(
          'Authorization: token {{$dotenv GITHUB_TOKEN}}',
          'Authorization: Bearer {{$processEnv GH_TOKEN}}',
        ),
        '',
        '###',
        `curl -H "Authorization: ${one('Bearer', 'token')} $T" -d scope=${one('repo', '*:*', '.:')} \\`,
        `  https://gitlab.example/api/v4/${word()}`,
        '',
        '###',
        'POST https://github.com/login/oauth/access_token',
        '',
        'client_id=x&scope=',
        '',
        '###',
        'HTTP/1.1 200 OK',
        'X-OAuth-Scopes: repo, *:*',
        '',
      ].join('\n'),
  },
  'requests without a host': {
    language: 'http',
    write: ({ one, word, host }) =>
      [
        `GET /${word()}/config`,
        `Host: ${host().replace(/^\w+:\/\//, '')}`,
        '',
        '###',
        `${one('GET', 'PUT')} /config/clients`,
        `Host: ${word()}.internal`,
        'Authorization: ',
        '',
        '###',
        one('GRAPHQL https://api.github.com/graphql', 'WS wss://echo.example', 'GRPC localhost:5001/x.Y/Z'),
        '',
        'query { viewer { scope } }',
        '',
      ].join('\n'),
  },
  'requests of a study': {
    language: 'http',
    write: ({ id, one, word }) =>
      [
        `@tenant = ${id()}`,
        `@base = https://${word()}.example/{{tenant}}`,
        '',
        `GET {{base}}/config/${one('features', 'app.json', 'v2/clients')}`,
        'Authorization: Bearer',
        '',
        '###',
        `GET https://${word()}.example/${id()}/settings`,
        '',
        '###',
        `POST {{$dotenv HOST}}/login`,
        '',
        'user=a&password=b&scope=:',
        '',
      ].join('\n'),
  },
  'token script': {
    language: 'shell',
    write: ({ host, one, scopes, word }) =>
      [
        '#!/usr/bin/env bash',
        'set -euo pipefail',
        `curl -sS ${one('-u "$ID:$SECRET"', '-H "Authorization: Basic $B"')} '${host()}/oauth/token' \\`,
        `  ${one('-d', '--data', '--data-urlencode', '-F', '--form')} 'grant_type=client_credentials' \\`,
        `  ${one('-d', '--data', '--data-urlencode', '-F')} "scope=${one(scopes().join(' '), '', '.:', '*:')}" |`,
        '  jq -r .access_token > token',
        `curl -H "Authorization: Bearer $(cat token)" "$BASE/config/${word()}"`,
        '',
      ].join('\n'),
  },
  'deployment script': {
    language: 'shell',
    write: ({ one, id, word, scopes }) =>
      [
        `scope="/subscriptions/${id()}/resourceGroups/${word()}"`,
        'az role assignment create --role Reader --scope "$scope"',
        `gcloud auth print-access-token --scopes=${one('https://www.googleapis.com/auth/cloud-platform', '*:*')}`,
        `npm config set @${word()}:registry https://npm.example --scope=${one('@x', '*:')}`,
        `curl "https://auth.docker.io/token?service=registry&scope=repository:${word()}/${word()}:pull,*:*"`,
        `curl -d '{"scope": "${scopes()[0] ?? ''}"}' https://${word()}.example/config/clients`,
        `curl -XPUT "$HOST/config/clients" -H 'Authorization: '`,
        'rsync -a config/** "$TARGET"',
        '',
      ].join('\n'),
  },
  'script with documents': {
    language: 'shell',
    write: ({ scopes, word, one }) =>
      [
        `cat > client.json <<JSON`,
        `{ "allowedScopes": ["${scopes().join('", "')}"], "scope": "" }`,
        'JSON',
        `curl -d @client.json https://${word()}.example/admin/clients/${one('1', '$ID')}/config`,
        `vault write auth/oidc/role/${word()} oidc_scopes=${one('*:*', 'openid')}`,
        '',
      ].join('\n'),
  },
  'readme with commands': {
    language: 'markdown',
    write: ({ host, one, scopes, word }) =>
      [
        `# ${word()}`,
        '',
        'Get a token with the `scope=*:*` first, then call `/config/clients`.',
        '',
        one('```sh', '```bash', '```', '~~~console'),
        `curl -d 'scope=${one(scopes().join(' '), '')}' ${host()}/oauth/token`,
        `curl -H 'Authorization: Bearer ' ${host()}/config/${word()}`,
        '```',
        '~~~',
        '',
        '> ```http',
        `> GET ${host()}/${word()}?scope=`,
        '> ```',
        '',
      ].join('\n'),
  },
  'readme with requests': {
    language: 'markdown',
    write: ({ host, one, scopes, word, id }) =>
      [
        '```http',
        `GET {{${one('baseUrl', 'host')}}}/api/${word()}`,
        'Authorization: Bearer ',
        '',
        '###',
        `POST ${host()}/token`,
        '',
        `scope=${one(scopes().join('+'), '')}`,
        '```',
        '',
        '```json',
        json({ scope: one(scopes().join(' '), ''), allowedScopes: [''], id: id() }).trim(),
        '```',
        '',
        '- ```rest',
        `  DELETE {{base}}/config/${word()}`,
        '  ```',
        '',
      ].join('\n'),
  },
  'documentation of a role model': {
    language: 'markdown',
    write: ({ one, word }) =>
      [
        '| scope | means |',
        '|---|---|',
        `| \`*:*\` | all of ${word()} |`,
        '| `*:readwrite` | reads and writes |',
        '| `read:config/app` | the configuration |',
        '',
        '```jsonc',
        '// everything',
        `{ "scope": "${one('*:*', '*:*:*', '', 'config/**', '*:readwrite')}" }`,
        '```',
        '```yaml',
        'scope: "*:*"',
        '```',
        '',
      ].join('\n'),
  },
};
