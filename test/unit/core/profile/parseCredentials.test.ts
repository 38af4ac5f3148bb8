import assert from 'node:assert/strict';
import type { FoundCredentials } from '../../../../src/core/profile/credentialValues';
import { parseCredentials } from '../../../../src/core/profile/parseCredentials';

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

describe('parseCredentials', () => {
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
    'after other lines': [`# get a token\nset -e\n  ${seedFilled}\n`, everything],
    'half a template: what is there is taken': [seedTemplate.replace(/Basic <.*>/, basic), client],

    'with a customer ID of capital letters: as it stands there': [
      `curl -u '${pair}' ${url.replace(customerId, customerId.toUpperCase())}`,
      { ...everything, customerId: customerId.toUpperCase() },
    ],
    'sh, -u': [`curl -u '${pair}' ${url}`, everything],
    'sh, -u without quotes': [`curl -u ${pair} ${url}`, everything],
    'sh, the value directly after -u': [`curl -u'${pair}' '${url}'`, everything],
    'sh, -u after other flags': [`curl -sSu '${pair}' '${url}'`, everything],
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
    'sh, the value directly after -H': [`curl -H'Authorization: ${basic}' ${url}`, everything],
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
      ].map(([before = '', after = '']): [string, [string, FoundCredentials]] => [
        `sh, after “${before}”`,
        [`${before}curl -u '${pair}' ${url}${after}`, everything],
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
    'a form with curl': [
      `curl ${url} -d grant_type=client_credentials -d client_id=${client.clientId} --data-urlencode 'client_secret=${client.clientSecret}'`,
      everything,
    ],
    'a form with curl, as one text': [
      `curl ${url} -d 'client_id=${client.clientId}&client_secret=${encodeURIComponent(client.clientSecret)}'`,
      everything,
    ],
    'a form with curl whose secret the shell puts in': [
      `curl ${url} -d client_id=${client.clientId} -d "client_secret=$SECRET"`,
      { origin, customerId, clientId: client.clientId },
    ],
    'a form with curl for somebody else': [
      `curl https://idp.example/oauth/token -d client_id=${client.clientId} -d client_secret=x1y2z3x1y2z3`,
      undefined,
    ],
    'wget with a user': [
      `wget -qO- --user=${client.clientId} --password='${client.clientSecret}' --post-data grant_type=client_credentials ${url}`,
      everything,
    ],
    'wget whose password the shell puts in': [
      `$ wget --http-user ${client.clientId} \\\n  --http-password "$SECRET" ${url} | jq .`,
      { origin, customerId, clientId: client.clientId },
    ],
    'wget with a header': [`wget --header="Authorization: ${basic}" ${url}`, everything],
    'wget at another service': ['wget --user=x1y2z3 --password=y https://ftp.example/file', undefined],
    HTTPie: [
      `http --form POST ${url} -a '${client.clientId}:${client.clientSecret}' grant_type=client_credentials`,
      everything,
    ],
    'HTTPie with the long option': [
      `https --auth="${client.clientId}:$SECRET" ${url}; echo done`,
      { origin, customerId },
    ],
    'Hurl with a section': [
      `POST ${url}\n[BasicAuth]\n${client.clientId}: ${client.clientSecret}\n[FormParams]\ngrant_type: client_credentials\nHTTP 200\n`,
      everything,
    ],
    'Hurl with an option': [
      `POST ${url}\n[Options]\nuser: ${client.clientId}:${client.clientSecret}\nHTTP 200\n`,
      everything,
    ],
    'Hurl with variables': [`POST ${url}\n[BasicAuth]\n{{id}}: {{secret}}\n`, { origin, customerId }],
    Bruno: [
      `meta {\n  name: Token\n}\n\npost {\n  url: ${url}\n  auth: basic\n}\n\nauth:basic {\n  username: ${client.clientId}\n  password: ${client.clientSecret}\n}\n`,
      everything,
    ],
    'Bruno with OAuth 2.0': [
      `get {\n  url: {{host}}/x\n  auth: oauth2\n}\n\nauth:oauth2 {\n  grant_type: client_credentials\n  access_token_url: ${url}\n  client_id: ${client.clientId}\n  client_secret: {{process.env.SECRET}}\n}\n`,
      { origin, customerId, clientId: client.clientId },
    ],
    'a request to another login endpoint': [
      'POST https://github.com/login/oauth/access_token?scope=repo',
      undefined,
    ],
    'the issuer of a custom host': [
      'https://login.acme.example/login',
      { origin: 'https://login.acme.example' },
    ],
    'a form of a request file': [
      `POST ${url}\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=${client.clientId}\n&client_secret=${encodeURIComponent(client.clientSecret)}`,
      everything,
    ],
    'the log of a browser': [
      JSON.stringify({
        log: {
          entries: [
            { request: { url: 'https://other.example/x', headers: [] } },
            { request: { url, headers: [{ name: 'authorization', value: basic }] } },
          ],
        },
      }),
      everything,
    ],
    'a collection of Postman': [
      JSON.stringify({
        item: [{ request: { url: { raw: url }, header: [{ key: 'Authorization', value: basic }] } }],
      }),
      everything,
    ],
    'a pair in quotes': [`"${client.clientId}:${client.clientSecret}"`, client],
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

  const other = {
    origin: 'https://v1.api.eu.janrain.com',
    customerId: '2ab23c45-6789-0123-d4ef-5g678h90ijk1',
    clientId: '8ba51661-1a7e-4b1c-9d0f-0123456789ab',
    clientSecret: 'Zk3v9Qw1Xr7Tn5Lp8Bd2',
  };
  const { clientSecret: _, ...withoutSecret } = everything;
  const { clientSecret: otherSecret, ...otherWithoutSecret } = other;
  const line = (name: string, value: string) => `${name}: ${value}\n`;
  const block = (
    of: Readonly<Partial<typeof other>>,
    names: readonly [string, string] = ['configuration_client_id', 'configuration_client_secret'],
  ) =>
    (of.origin === undefined ? '' : line('oidc_url', `${of.origin}/${of.customerId ?? ''}/login`)) +
    (of.clientId === undefined ? '' : line(names[0], of.clientId)) +
    (of.clientSecret === undefined ? '' : line(names[1], `'${of.clientSecret}'`));
  const ofLogin = block({ clientId: 'login-client-1', clientSecret: 'x9'.repeat(12) }, [
    ...(['client_id', 'client_secret'] as const),
  ]);
  const several: Readonly<Record<string, [text: string, found: FoundCredentials | undefined]>> = {
    'a request to another service, then one to the service': [
      `curl -u tom:token-of-another https://api.example.com/user\ncurl -u '${pair}' ${url}`,
      everything,
    ],
    'a request file with one to another service first': [
      `GET https://jira.example.com/x\nAuthorization: Basic tom secret-of-another\n\n###\nPOST ${url}\nAuthorization: ${basic}`,
      everything,
    ],
    'no secret, then all of another': [`${block(withoutSecret)}\n# staging\n${block(other)}`, other],
    'the same without a heading': [`${block(withoutSecret)}\n${block(other)}`, other],
    'a masked secret, then all of another, with nothing between': [
      `${block(withoutSecret)}configuration_client_secret: ••••••••\n${block(other)}`,
      other,
    ],
    'no secret, then another whose secret comes first': [
      `${block(withoutSecret)}\n${block({ clientSecret: otherSecret })}${block(otherWithoutSecret)}`,
      other,
    ],
    'the same with nothing between: nobody can tell whose the secret is': [
      `${block(withoutSecret)}${block({ clientSecret: otherSecret })}${block(otherWithoutSecret)}`,
      withoutSecret,
    ],
    'an address and an ID, and a secret below another heading': [
      `# production\n${block(withoutSecret)}\n# staging\n${block({ clientSecret: otherSecret })}`,
      withoutSecret,
    ],
    'sections of an INI file': [
      `[prod]\n${block(withoutSecret)}[staging]\n${block({ clientSecret: otherSecret })}`,
      withoutSecret,
    ],
    YAML: [`prod:\n${block(withoutSecret)}staging:\n${block({ clientSecret: otherSecret })}`, withoutSecret],
    'YAML with a client of another service before': [
      `okta:\n  client_id: 0oa1abcd2efgh3ijk4l5\n  client_secret: ${other.clientSecret}\ncustomer_id: ${customerId}\nclient_id: ${client.clientId}`,
      { customerId, clientId: client.clientId },
    ],
    'YAML with another client inside': [
      `hl:\n  customer_id: ${customerId}\n  web:\n    client_id: ${other.clientId}\n\n  client_secret: '${client.clientSecret}'\n# the configuration\n  client_id: ${client.clientId}`,
      client,
    ],
    'a list of YAML': [
      `- name: a\n  customer_id: ${customerId}\n  client_id: ${client.clientId}\n- name: b\n  client_secret: ${other.clientSecret}`,
      { customerId, clientId: client.clientId },
    ],
    'objects of JSON': [
      JSON.stringify({
        prod: { customer_id: customerId, configuration_client_id: client.clientId },
        staging: { configuration_client_secret: other.clientSecret },
      }),
      { customerId, clientId: client.clientId },
    ],
    'an object of JSON within another client’s': [
      JSON.stringify({
        ...{ oidc_url: `${origin}/${customerId}/login`, configuration_client_id: client.clientId },
        staging: {
          configuration_client_id: other.clientId,
          configuration_client_secret: other.clientSecret,
        },
      }),
      withoutSecret,
    ],
    'names with two prefixes': [
      `PROD_OIDC_URL=${origin}/${customerId}/login\nPROD_CLIENT_ID=${client.clientId}\nSTAGING_CLIENT_SECRET=${other.clientSecret}`,
      withoutSecret,
    ],
    'the client of the login before that of the configuration': [
      `${ofLogin}${block(everything)}`,
      everything,
    ],
    'the client of the login with a configuration client that has no secret': [
      `${ofLogin}${block(withoutSecret)}`,
      withoutSecret,
    ],
    'a comment and an empty line within one client’s': [
      `# production\n${block(withoutSecret)}\n${block({ clientSecret: otherSecret })}`,
      { ...withoutSecret, clientSecret: other.clientSecret },
    ],
    'two spellings of one name in an object of JSON': [
      JSON.stringify({
        ...{ customer_id: customerId, client_id: client.clientId },
        ...{ clientId: other.clientId, clientSecret: other.clientSecret },
      }),
      { customerId, clientId: client.clientId },
    ],
    'variables of Postman of which some are switched off': [
      JSON.stringify({
        values: [
          { key: 'client_id', value: other.clientId, enabled: false },
          { key: 'customer_id', value: customerId, enabled: true },
          { key: 'client_id', value: client.clientId, enabled: true },
          { key: 'client_secret', value: other.clientSecret, enabled: false },
        ],
      }),
      { customerId, clientId: client.clientId },
    ],
    'headers of Postman of which one is switched off': [
      JSON.stringify({ url, header: [{ key: 'Authorization', value: basic, disabled: true }] }),
      { origin, customerId },
    ],
    'two whole clients: the first one': [`${block(everything)}${block(other)}`, everything],
  };
  describe('does not combine two clients:', () => {
    for (const [what, [text, found]] of Object.entries(several)) {
      it(what, () => {
        assert.deepEqual(parseCredentials(text), found, text);
      });
    }
  });

  describe('takes literal values only:', () => {
    const secret = other.clientSecret;
    const plain: readonly string[] = [
      ...[
        `="${secret}" # prod`,
        `: ${secret} # comment`,
        `='${secret}', // secret`,
        `=${secret} ; the secret`,
      ],
      ...[
        `: "${secret}",`,
        `: '${secret}';`,
        `=${secret}`,
        ` = ${secret}`,
        ` => "${secret}",`,
        `\t${secret}`,
      ],
      ...[`: \`${secret}\``, ` ${secret}`, `\n\n${secret}`],
    ];
    const others: readonly string[] = [
      ...[': !vault |', `: |\n  ${secret}`, `: >-\n  ${secret}`, `: &s ${secret}`, ': *s', ': null', ': ~'],
      ...[' = var.secret', ' = data.vault_generic_secret.x.data["secret"]', ' = local.secret_1'],
      ...[
        ': process.env.CLIENT_SECRET,',
        ': os.environ["SECRET"]',
        '=$(cat secret)',
        '=`cat secret`',
        '=$SECRET',
      ],
      ...[
        '="$SECRET"',
        '="a1$SECRET"',
        "='${SECRET}'",
        ': "{{ secret }}"',
        ': !Ref X',
        ': ENC(G6N718UuyPE5bHyWKyuLQSm02auQPUtm)',
      ],
      ...['=%env(SECRET)%', '=%SECRET%', ': op://vault/item/secret', ': "op://vault/item/secret"'],
      ...[
        '="@Microsoft.KeyVault(SecretUri=https://x.example/1)"',
        '=arn:aws:secretsmanager:us-east-1:1:secret:x',
      ],
      ...[
        '=REDACTED',
        '=CHANGEME',
        ': your-client-secret',
        ': "your-secret-1"',
        '=<client-secret>',
        '=xxxxxxxx',
      ],
      ...[`: "****${secret.slice(-4)}"`, `: '${secret.slice(0, 4)}••••'`, `: ${secret.slice(0, 8)}...`],
      ': "ENC[AES256_GCM,data:c2VjcmV0,iv:aXY=,type:str]"',
      ...[
        `: ${secret} and more`,
        `="${secret}" + x`,
        `: "${secret}`,
        ': secret1,',
        ': getSecret(1)',
        '=',
        '\n# staging',
      ],
      ...['\nconfiguration_client_id'],
    ];
    for (const written of plain) {
      it(`takes ${JSON.stringify(written)}`, () => {
        const text = `CONFIGURATION_CLIENT_ID: ${client.clientId}\nCONFIGURATION_CLIENT_SECRET${written}`;
        assert.deepEqual(parseCredentials(text), { clientId: client.clientId, clientSecret: secret });
      });
    }
    for (const written of others) {
      it(`asks for ${JSON.stringify(written)}`, () => {
        const text = `CONFIGURATION_CLIENT_ID: ${client.clientId}\nCONFIGURATION_CLIENT_SECRET${written}`;
        assert.deepEqual(parseCredentials(text), { clientId: client.clientId });
      });
    }
    it('decodes the escapes of a string', () => {
      const text = `configuration_client_id: "${client.clientId}"\nconfiguration_client_secret: "a\\"b\\\\c1"`;
      assert.equal(parseCredentials(text)?.clientSecret, 'a"b\\c1');
    });
    it('does not take placeholders of JSON', () => {
      for (const value of ['REPLACE_ME', '${SECRET}', 'vault:secret/data/x#y', '']) {
        const text = JSON.stringify({
          configuration_client_id: client.clientId,
          configuration_client_secret: value,
        });
        assert.deepEqual(parseCredentials(text), { clientId: client.clientId }, value);
      }
    });
    it('does not take a reference as an ID', () => {
      assert.equal(parseCredentials(`client_id = var.client_id\nclient_secret = var.secret\n`), undefined);
    });
    it('does not take base64 of a Kubernetes Secret', () => {
      const data = (name: string) =>
        `apiVersion: v1\nkind: Secret\n${name}:\n  configuration_client_id: ${client.clientId}\n  configuration_client_secret: ${secret}\n`;
      assert.equal(parseCredentials(data('data')), undefined);
      assert.equal(parseCredentials(data('stringData'))?.clientSecret, secret);
      assert.equal(parseCredentials(data('data').replace('kind', '- kind')), undefined);
      const json = { kind: 'Secret', data: { client_id: client.clientId, client_secret: secret } };
      assert.equal(parseCredentials(JSON.stringify(json)), undefined);
    });
  });

  describe('reads common names of the settings:', () => {
    const secret = other.clientSecret;
    const texts: Readonly<Record<string, string>> = {
      'camelCase in JSON': JSON.stringify({ customerId, clientId: client.clientId, clientSecret: secret }),
      'camelCase in YAML': `customerId: ${customerId}\nclientID: ${client.clientId}\nclientSecret: ${secret}\n`,
      'objects in objects': JSON.stringify({
        us: { prod: { customer_id: customerId, client_id: client.clientId, client_secret: secret } },
      }),
      'an object beside its customer': JSON.stringify({
        customerId,
        client: { client_id: client.clientId, client_secret: secret },
      }),
      'an environment of Postman': JSON.stringify({
        name: 'x',
        values: Object.entries({
          customer_id: customerId,
          client_id: client.clientId,
          client_secret: secret,
        }).map(([key, value]) => ({ key, value, enabled: true })),
      }),
      'a prefix': `HL_CUSTOMER_ID=${customerId}\nHL_CLIENT_ID=${client.clientId}\nHL_CLIENT_SECRET=${secret}`,
      'a list of Docker Compose': `services:\n  hl:\n    environment:\n      - CUSTOMER_ID=${customerId}\n      - CLIENT_ID=${client.clientId}\n      - CLIENT_SECRET=${secret}\n    image: x`,
      'YAML with a comment': `hl:\n  customerId: ${customerId}\n  clientId: ${client.clientId}\n# the secret\n  clientSecret: ${secret}\n`,
      properties: `hl.customer_id=${customerId}\nhl.client_id=${client.clientId}\nhl.client_secret=${secret}`,
      'export on one line': `export CUSTOMER_ID=${customerId}; export CLIENT_ID='${client.clientId}'; export CLIENT_SECRET="${secret}"`,
      'set of cmd': `set CUSTOMER_ID=${customerId}\r\nset CLIENT_ID=${client.clientId}\r\nset "CLIENT_SECRET=${secret}"`,
      PowerShell: `$env:CUSTOMER_ID = "${customerId}"\n$env:CLIENT_ID = "${client.clientId}"\n$env:CLIENT_SECRET="${secret}"`,
      'a table of Markdown': `| Name | Value |\n|---|---|\n| customer_id | \`${customerId}\` |\n| client_id | ${client.clientId} |\n| client_secret | \`${secret}\` |`,
      'a value below its name, with an empty line between': `customer_id\n\n${customerId}\n\nclient_id\n\n${client.clientId}\n\nclient_secret\n\n${secret}`,
    };
    for (const [what, text] of Object.entries(texts)) {
      it(what, () => {
        assert.deepEqual(
          parseCredentials(text),
          { customerId, clientId: client.clientId, clientSecret: secret },
          text,
        );
      });
    }
  });

  for (const [what, [text, found]] of Object.entries(cases)) {
    it(what, () => {
      assert.deepEqual(parseCredentials(text), found);
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
      'client_id: 0oa1abcd2efgh3ijk4l5\nclient_secret: aB3dE6gH9jK2mN5pQ8sT\nissuer: https://dev-1.okta.com/oauth2/x1',
      '{"installed":{"client_id":"1-a2.apps.googleusercontent.com","client_secret":"GOCSPX-1a2b3c4d5e6f"}}',
      'customer_id=cus_123\nclient_id=ca_123',
      `AZURE_CLIENT_ID=${client.clientId}\nAZURE_CLIENT_SECRET=aB3~dE6gH9jK2mN5pQ8sT`,
      'lodash-es-long-name-4:4.17.21-beta.1+build',
      'backend_service_v2_x1:8080/tcp-something',
      'mysql_backup_user_01:S3cretP@ssw0rd',
      'my_application_image_1:sha-1234567890ab',
      'x'.repeat(20_001),
      `curl -u '${pair}' ${url} ${' '.repeat(20_001)}x`,
    ];
    for (const text of nothing) {
      it(JSON.stringify(text.slice(0, 50)), () => {
        assert.equal(parseCredentials(text), undefined);
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
      const found = parseCredentials(text);
      if (found?.origin !== undefined) assert.equal(new URL(found.origin).origin, found.origin, text);
      if (found)
        assert.ok(
          Object.values(found).every(value => value !== ''),
          text,
        );
    }
  });
});
