import assert from 'node:assert/strict';
import { type FoundCredentials, readCredentials } from '../../../src/core/credentialsText';

const origin = 'https://v1.api.us.janrain.com';
const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const url = `${origin}/${customerId}/login/token`;
const client = { clientId: '7ba51661-1a7e-4b1c-9d0f-0123456789ab', clientSecret: 'pa:ss-w%rd/+=' };
const pair = `${client.clientId}:${client.clientSecret}`;
const basic = `Basic ${Buffer.from(pair).toString('base64')}`;
const everything = { origin, customerId, ...client };

/** The request as the specification prints it, with its odd `\ \` line. */
const seedTemplate = String.raw`curl -X POST \
  https://v1.api.<region><customer-id>/login/token \
   -H 'Authorization: Basic <Base64-encoded-client_id:client_secret>' \
   -F 'grant_type=client_credentials' \
   -F 'scope=<allowed-config-endpoints>'`;

const seedExample = String.raw`curl -X POST \ \
  -H 'Authorization: Basic N2JhNTE2NjEtMWE3ZS0...1BVU1vbGdRRUVLQlpwdlRB' \
  -F 'grant_type=client_credentials' \
  -F 'scope=*:config/**'`;

const seedFilled = seedTemplate
  .replace('<region><customer-id>', `us.janrain.com/${customerId}`)
  .replace(/Basic <.*>/, basic);

describe('readCredentials', () => {
  const cases: Readonly<Record<string, [text: string, found: FoundCredentials | undefined]>> = {
    'the template of the specification: placeholders are no values': [seedTemplate, undefined],
    'the example of the specification: its credentials are cut short': [seedExample, undefined],
    'the template, filled in': [seedFilled, everything],
    'the example, filled in': [
      seedExample.replace(String.raw`\ \ `.trim(), `\\ ${url} \\`).replace(/Basic \S+\.\.\.\w+/, basic),
      everything,
    ],
    'with the line breaks of Windows': [seedFilled.replaceAll('\n', '\r\n'), everything],
    'with a prompt': [`$ ${seedFilled}`, everything],
    'with a prompt of PowerShell': [
      `PS C:\\Users\\me> curl.exe ${url} -H "Authorization: ${basic}"`,
      everything,
    ],
    'with a prompt of cmd': [`C:\\Users\\me>curl ${url} -H "Authorization: ${basic}"`, everything],
    'behind other lines': [`# get a token\nset -e\n  ${seedFilled}\n`, everything],
    'half a template: what is there is taken': [seedTemplate.replace(/Basic <.*>/, basic), client],

    'with a customer ID of capital letters: as it stands there': [
      `curl -u '${pair}' ${url.replace(customerId, customerId.toUpperCase())}`,
      { ...everything, customerId: customerId.toUpperCase() },
    ],
    'sh, -u': [`curl -u '${pair}' ${url}`, everything],
    'sh, -u without quotes': [`curl -u ${pair} ${url}`, everything],
    'sh, -u right behind': [`curl -u'${pair}' '${url}'`, everything],
    'sh, -u behind other flags': [`curl -sSu '${pair}' '${url}'`, everything],
    'sh, --user': [`curl --user "${pair}" "${url}"`, everything],
    'sh, --user=': [`curl --user=${pair} --url=${url}`, everything],
    'sh, --url': [`curl --user=${pair} --url ${url}`, everything],
    'sh, -u with a quote inside': [
      `curl -u 'id:it'\\''s a secret' ${url}`,
      { origin, customerId, clientId: 'id', clientSecret: "it's a secret" },
    ],
    'sh, -u with escapes': [
      `curl -u "id:a\\"b\\$c" ${url}`,
      { origin, customerId, clientId: 'id', clientSecret: 'a"b$c' },
    ],
    'sh, -H in double quotes, other case': [
      `curl -X POST "${url}" --header "authorization:${basic}"`,
      everything,
    ],
    'sh, -H right behind': [`curl -H'Authorization: ${basic}' ${url}`, everything],
    'cmd, -H': [`curl ^\r\n  -X POST ^\r\n  -H "Authorization: ${basic}" ^\r\n  ${url}`, everything],
    'cmd, as browsers copy it': [
      `curl ^"${url}^" ^\n  -X ^"POST^" ^\n  -H ^"Authorization: ${basic}^"`,
      everything,
    ],
    'cmd, -u': [`curl ^\r\n -u "${pair}" ^\r\n "${url}"`, everything],
    'cmd, -u as browsers copy it': [`curl -u ^"${pair.replace('%', '^%')}^" ^"${url}^"`, everything],
    'PowerShell, -H': [
      `curl.exe \`
  -H "Authorization: ${basic}" \`
  "${url}"`,
      everything,
    ],
    'PowerShell, its own curl': [
      `curl -Method Post -Headers @{ Authorization = '${basic}' } -Uri ${url}`,
      everything,
    ],
    'PowerShell, a hash without spaces': [`curl -Headers @{"Authorization"="${basic}"} "${url}"`, everything],

    'with other options that look alike': [
      `curl --user-agent 'x:y1234567' --proxy-user 'proxy:secret1' -H 'Proxy-Authorization: Basic cHJveHk6c2VjcmV0' -u '${pair}' ${url}`,
      everything,
    ],
    'with other URLs before': [
      `curl -x https://proxy.example:8080 -e https://referer.example -d 'redirect=https://a.example' ${url} -u '${pair}'`,
      everything,
    ],
    'with another URL, where none has a customer': [`curl -x https://proxy.example ${origin}/x`, { origin }],
    'with data that look like an option’s value': [`curl -d a=b ${origin}`, { origin }],
    'with a redirect': [`curl ${url}?x=1 > out.json`, { origin, customerId }],
    'a host of one’s own, with a port': [
      `curl https://Login.Example:8443/${customerId}/login/token`,
      { origin: 'https://login.example:8443', customerId },
    ],
    'the sandbox': [
      `curl http://127.0.0.1:5432/${customerId}/x`,
      { origin: 'http://127.0.0.1:5432', customerId },
    ],
    'plain http to another host: not taken': [`curl -u '${pair}' http://host.example/${customerId}`, client],
    'a URL with credentials: not taken': [`curl https://user:pass@host.example/${customerId}`, undefined],
    'variables: not taken': [`curl -u "$ID:$SECRET" "https://$HOST/$CUSTOMER/login/token"`, undefined],
    'a bearer token': [`curl ${url} -H 'Authorization: Bearer abcdefghijk'`, { origin, customerId }],

    'sh, a secret that the shell puts in: it is asked for': [
      `curl -u "${client.clientId}:$(pass show hl)" ${url}`,
      { origin, customerId, clientId: client.clientId },
    ],
    'sh, an ID that the shell puts in: its secret is of no use': [
      `curl -u "$ID:${client.clientSecret}" ${url}`,
      { origin, customerId },
    ],
    'sh, a secret in backticks': [
      `curl -u '${client.clientId}':\`cat secret\` ${url}`,
      { origin, customerId, clientId: client.clientId },
    ],
    'sh, ANSI-C quotes': [`curl $'${url}' -H $'authorization: ${basic}' -H $'cookie: a=\\'\\''`, everything],
    ...Object.fromEntries(
      [
        ['dev@laptop:~/hl$ ', ''],
        ['root@box:/# ', ''],
        ['[dev@box ~]$ ', ''],
        ['(venv) $ ', ''],
        ['(venv) dev@laptop:~/hl$ ', ''],
        ['➜ hl ', ''],
        ['➜  hl git:(main) ✗ ', ''],
        ['~/hl ❯ ', ''],
        ['TOKEN=$(', ' | jq -r .access_token)'],
        ['cd hl && ', ' -o token.json'],
        ['time ', ''],
        ['sudo ', ''],
      ].map(([before = '', behind = '']): [string, [string, FoundCredentials]] => [
        `sh, behind “${before}”`,
        [`${before}curl -u '${pair}' ${url}${behind}`, everything],
      ]),
    ),
    'sh, with its path': [`/usr/bin/curl -u '${pair}' ${url}`, everything],
    'typographic quotes': [`curl -u ‘${pair}’ “${url}”`, everything],

    'a token request of a request file': [
      `### Token\nPOST ${url}\nAuthorization: ${basic}\n\ngrant_type=client_credentials`,
      everything,
    ],
    'a token request with the variables of its file': [
      `@id = ${client.clientId}\n@host = ${origin}\nPOST {{host}}/${customerId}/login/token\nAuthorization: Basic {{id}}:secret-1234`,
      { origin, customerId, clientId: client.clientId, clientSecret: 'secret-1234' },
    ],
    'a token request with a variable that is not there': [
      `POST ${url}\nAuthorization: Basic ${client.clientId}:{{secret}}`,
      { origin, customerId, clientId: client.clientId },
    ],
    'the settings of the console, as JSON': [
      JSON.stringify({
        ...{ oidc_url: `${origin}/${customerId}/login`, customer_id: customerId },
        ...{ configuration_client_id: client.clientId, configuration_client_secret: client.clientSecret },
      }),
      everything,
    ],
    'the settings of the console within other JSON': [
      JSON.stringify({ settings: { oidc_url: `${origin}/${customerId}/login` }, version: 1 }),
      { origin, customerId },
    ],
    'the settings of the console, as lines': [
      `oidc_url: ${origin}/${customerId}/login\r\ncustomer_id\t${customerId}\r\nconfiguration_client_id = ${client.clientId}\r\nconfiguration_client_secret: "${client.clientSecret}"`,
      everything,
    ],
    'the settings of the console, each value below its name': [
      `oidc_url\n${origin}/${customerId}/login\nconfiguration_client_id\n${client.clientId}`,
      { origin, customerId, clientId: client.clientId },
    ],
    'settings whose secret is masked': [
      `configuration_client_id=${client.clientId}\nconfiguration_client_secret=••••••••`,
      { clientId: client.clientId },
    ],
    'variables of a .env file': [
      `CLIENT_ID=${client.clientId}\nCLIENT_SECRET='${client.clientSecret}'`,
      client,
    ],
    'the issuer of a customer’s own host': [
      'https://login.customer.example/login',
      { origin: 'https://login.customer.example' },
    ],

    'a bare Basic': [basic, client],
    'a bare Basic with its name': [`  Authorization: ${basic}\n`, client],
    'a bare Basic in another case': [basic.replace('Basic', 'bAsIc'), client],
    'a bare Basic that is cut': [`${basic.slice(0, 20)}...`, undefined],
    'a pair': [pair, client],
    'a pair with line breaks around': [`\n${pair}\r\n`, client],
    'a pair with odd characters': [
      `${client.clientId}:ü%3A:€/+~ümlaut`,
      { clientId: client.clientId, clientSecret: 'ü%3A:€/+~ümlaut' },
    ],
    'a pair of letters and digits': [
      `7ba516611a7e4b1c9d0f:abc/def+ghi=`,
      { clientId: '7ba516611a7e4b1c9d0f', clientSecret: 'abc/def+ghi=' },
    ],
    'a URL': [url, { origin, customerId }],
    'an origin': [`${origin}/`, { origin }],
    'a URL of a policy': [`${origin}/${customerId}/config/clients?x#y`, { origin, customerId }],
  };

  for (const [what, [text, found]] of Object.entries(cases)) {
    it(what, () => {
      assert.deepEqual(readCredentials(text), found);
    });
  }

  describe('reads nothing from', () => {
    const nothing: readonly string[] = [
      ...['', ' ', '\n', '\u0000', ':', '::', 'a:', ':b', 'a:b', 'word', 'x'.repeat(100)],
      ...[
        'hello world',
        'Basic',
        'Basic training is hard',
        'Bearer abcdefghijk',
        'no curl here: https://a.example',
      ],
      ...['use curl to fetch https://a.example', 'recurl https://a.example'],
      ...[
        '12:30',
        '12:30:45',
        'localhost:8080',
        'localhost:8080/path',
        '127.0.0.1:80',
        'host.example:443/a:b',
      ],
      ...[
        'C:\\Users\\me',
        'c:/Users/me',
        'D:secret.txt',
        'std::vector<int>',
        'Foo::barbaz',
        'git@github.com:a/b.git',
      ],
      ...[
        'mailto:me@host.example',
        'urn:uuid:1ab23c45',
        'data:text/plain,hello',
        'file:/etc/passwd',
        'sha256:0123456789ab',
      ],
      ...[
        '{"a":"bcdefgh"}',
        '<a:bcdefgh>',
        '{{id}}:{{secret}}',
        '$ID:$SECRET',
        '<client_id>:<client_secret>',
      ],
      ...[
        'ftp://host.example',
        'http://host.example',
        'https://',
        'https://a b',
        'https://user:password@host.example',
      ],
      ...[
        'aWQ6c2VjcmV0',
        ...[
          'test:integration',
          'Note:something',
          'org.slf4j:slf4j-api:2.0.13',
          'id:secret',
          'client_id: abc',
        ],
        ...['00:1B:44:11:3A:B7', '2001:0db8:85a3:0000:0000:8a2e:0370:7334', 'fe80::1ff:fe23:4567:890a'],
        ...['arn:aws:iam::123456789012:user/someone', 'docker.example/library/postgres:16-alpine'],
        `${'7ba51'.repeat(8)}:src/core/some/file.ts`,
        'https://github.example/a/b',
        'TypeError: x is not a function\n  at y:1:2',
        '👩‍💻:👨‍💻',
        'curl',
        'curl ',
        'curl --help',
      ],
      'x'.repeat(20_001),
      `curl -u '${pair}' ${url} ${' '.repeat(20_001)}x`,
    ];
    for (const text of nothing) {
      it(JSON.stringify(text.slice(0, 50)), () => {
        assert.equal(readCredentials(text), undefined);
      });
    }
  });

  it('never throws, whatever the text; what it finds can be used', () => {
    const pieces = [
      ...[
        'curl ',
        '-u ',
        '--user=',
        "-H '",
        '"',
        "'",
        '\\',
        '^"',
        '`',
        '\n',
        '\r\n',
        ' ',
        '$',
        '<',
        '>',
        '{{',
        '%',
      ],
      ...[
        'Authorization: ',
        'Basic ',
        basic,
        pair,
        url,
        'https://',
        ':',
        '/',
        '@',
        '\u0000',
        '\ud800',
        'ü',
        '…',
        '...',
      ],
    ];
    let seed = 1;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: 1 + next(14) }, () => pieces[next(pieces.length)]).join('');
      const found = readCredentials(text);
      if (found?.origin !== undefined) assert.equal(new URL(found.origin).origin, found.origin, text);
      if (found)
        assert.ok(
          Object.values(found).every(value => value !== ''),
          text,
        );
    }
  });
});
