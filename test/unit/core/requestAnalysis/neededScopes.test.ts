import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import {
  type ConfigurationRequest,
  configurationRequests,
} from '../../../../src/core/requestAnalysis/configurationRequests';
import { areReadOnly, neededScopes } from '../../../../src/core/requestAnalysis/neededScopes';
import { allows } from '../../../../src/core/scopes/compareScopes';
import { parseScopeList } from '../../../../src/core/scopes/parseScope';

const origin = 'https://v1.api.us.janrain.com';
const customerId = '1ab23c45-6789-0123-d4ef-5g678h90ijk1';
const at = `${origin}/${customerId}`;
const prod = '9zy87x65-4321-0987-w6vu-5t432s10rqp9';
const u = '{{origin}}/{{customerId}}';

const requestsIn = (text: string, dialect: 'http' | 'markdown' = 'http') =>
  configurationRequests(linesOf(text), dialect, { origin, customerId });
const written = (requests: readonly ConfigurationRequest[]) =>
  requests.map(({ method, path }) => `${method} ${path}`);

describe('configurationRequests', () => {
  const table: [title: string, text: string, ...expected: string[]][] = [
    ['a URL written out', `GET ${at}/config/clients`, 'GET config/clients'],
    ['variables for host and customer', `PUT ${u}/config/clients/1 HTTP/1.1`, 'PUT config/clients/1'],
    ['a variable for both', 'GET {{base}}/config/clients', 'GET config/clients'],
    ['a host in a URL', 'GET https://{{host}}:443/{{c}}/config/clients', 'GET config/clients'],
    ['a port that the customer has not', 'GET https://{{host}}:8443/{{c}}/config/clients'],
    ['a scheme in a variable', 'GET {{scheme}}://{{host}}/{{c}}/config/clients', 'GET config/clients'],
    ['no method', `${u}/config/clients`, 'GET config/clients'],
    ['a query', `GET ${u}/config/clients?a=/config/x#/config/y`, 'GET config/clients'],
    ['a query on lines of its own', `GET ${u}/config/clients\n  ?a=1\n  &b=2`, 'GET config/clients'],
    [
      'a variable with a question mark',
      `GET ${u}/config/clients/{{$x ?a}}/secret`,
      'GET config/clients/*/secret',
    ],
    ['slashes at the end', `GET ${u}/config/clients//`, 'GET config/clients'],
    ['a path that goes up', `GET ${u}/config/clients/../tokenPolicies/./1`, 'GET config/tokenPolicies/1'],
    ['curl', `curl -X DELETE "${u}/config/clients/1" -H 'a: b'`, 'DELETE config/clients/1'],
    ['several', `GET ${u}/config/a\n###\nPOST ${u}/config/b`, 'GET config/a', 'POST config/b'],
    ['a file variable', `@id = 7-a\nGET ${u}/config/clients/{{ id }}`, 'GET config/clients/7-a'],
    ['one below its use', `GET ${u}/config/clients/{{id}}\n###\n@id=7`, 'GET config/clients/7'],
    ['one of another', `@a={{b}}/{{b}}\n@b=7\nGET ${u}/config/{{a}}`, 'GET config/7/7'],
    ['a base in one', `@b = ${at}/config\nGET {{b}}/clients?x`, 'GET config/clients'],
    ['a query in one', `@q = 7?x=1\nGET ${u}/config/clients/{{q}}`, 'GET config/clients/7'],
    ['one that leads back to itself', `@a={{b}}\n@b={{a}}\nGET ${u}/config/c/{{a}}`, 'GET config/c/*'],
    ['one with two values', `@a=1\n@a=2\nGET ${u}/config/c/{{a}}`, 'GET config/c/2'],
    ['one with the same value twice', `@a=1\n@a=1\nGET ${u}/config/c/{{a}}`, 'GET config/c/1'],
    ['one that is asked for', `@a=1\n# @prompt a\nGET ${u}/config/c/{{a}}`, 'GET config/c/*'],
    ['quotes and backslashes', `@a="1"\n@b=1\\\nGET ${u}/config/{{a}}/{{b}}`, 'GET config/*/*'],
    ['no value', `@a =\nGET ${u}/config/c/{{a}}`, 'GET config/c/*'],
    ['a variable of the system', `GET ${u}/config/c/{{$guid}}`, 'GET config/c/*'],
    ['part of a name', `GET ${u}/config/c/x-{{id}}`, 'GET config/c/x-*'],
    ['the customer in other letters', `GET ${at.toUpperCase()}/config/clients`, 'GET config/clients'],
    ['a variable as part of the customer', `GET ${origin}/1ab-{{c}}/config/clients`, 'GET config/clients'],
    ['a variable in front of the customer', `GET {{base}}/${customerId}/config/a`, 'GET config/a'],
    ['a host in a file variable', `@host=${origin}\nGET {{host}}/{{c}}/config/a`, 'GET config/a'],
    ['a customer in one', `@c = ${customerId}\nGET ${origin}/{{c}}/config/a`, 'GET config/a'],
    ['a variable within one', `@host=https://{{h}}\nGET {{host}}/{{c}}/config/a`, 'GET config/a'],
    ['a customer with two values', `@c=${prod}\n@c=${customerId}\nGET ${u}/config/a`, 'GET config/a'],
    ['another host', `GET https://example.com/${customerId}/config/clients`],
    ['another port', `GET ${origin}:444/${customerId}/config/clients`],
    [
      'another host in a variable',
      `@host=https://evil.example\nDELETE {{host}}/${customerId}/config/clients/1`,
    ],
    ['and in one of another', `@h=evil.example\n@b=https://{{h}}\nGET {{b}}/${customerId}/config/clients`],
    ['a host after a name', `@n=${origin}@evil.example\nGET {{n}}/${customerId}/config/clients`],
    ['another host, the scheme in a variable', `GET {{scheme}}://evil.example/${customerId}/config/clients`],
    ['the host, the scheme in a variable', `GET ${at.replace('https', '{{s}}')}/config/a`, 'GET config/a'],
    ['another customer', `DELETE ${origin}/${prod}/config/clients/1`],
    ['another customer after a variable', `DELETE {{origin}}/${prod}/config/clients/1`],
    ['another customer in a variable', `@c=${prod}\nDELETE {{origin}}/{{c}}/config/clients/1`],
    ['another customer in a base', `@b={{host}}/${prod}\nDELETE {{b}}/config/clients/1`],
    ['another customer above', `DELETE ${at}/../${prod}/config/clients/1`],
    [
      'two customers',
      `GET ${at}/config/clients\n###\nDELETE ${origin}/${prod}/config/clients/1`,
      'GET config/clients',
    ],
    ['no host', `GET /${customerId}/config/clients`],
    [
      'the host in a header',
      `GET /${customerId}/config/clients\nHost: v1.api.us.janrain.com:443`,
      'GET config/clients',
    ],
    ['the host in a header, without TLS', `GET /${customerId}/config/clients\nHost: v1.api.us.janrain.com`],
    ['another host in a header', `GET /${customerId}/config/clients\nHost: evil.example:443`],
    ['another host in a header beside one', `GET ${at}/config/clients\nHost: evil.example`],
    ['another host without slashes', `GET https:evil.example/${customerId}/config/clients`],
    ['the login endpoints', `POST ${u}/login/token\n###\nGET ${u}/login/config/clients`],
    ['another path', `GET ${u}/webhooks/config/a`],
    ['nothing below config', `GET ${u}/config\n###\nGET ${u}/config/\n###\nGET ${u}/configuration/x`],
    ['a path that only the client knows', `GET ${u}/{{path}}\n###\nGET {{all}}\n###\nGET {{config}}/clients`],
    ['a saved response', `HTTP/1.1 200 OK\nLocation: ${at}/config/clients/1\n\nGET ${at}/config/clients`],
    [
      'a broken line',
      `GET\n###\nGET ${at}/config/clients/{{id\n###\nGET http://[/x/config/y`,
      'GET config/clients/%7B%7Bid',
    ],
    ['an empty file', ''],
  ];
  for (const [title, text, ...expected] of table) {
    it(title, () => {
      assert.deepEqual(written(requestsIn(text)), expected);
    });
  }

  it('reads the fences of Markdown that hold requests, and their variables', () => {
    const text = [
      `GET ${u}/config/outside`,
      ...['```http', '@id = 1', `GET ${u}/config/clients/{{id}}`, '```'],
      ...['```json', `GET ${u}/config/other`, '@id = 2', '```'],
    ].join('\n');
    assert.deepEqual(written(requestsIn(text, 'markdown')), ['GET config/clients/1']);
    assert.deepEqual(requestsIn('# Nothing\n', 'markdown'), []);
  });

  it('stays whole when somebody wrote variables that grow and grow', () => {
    const names = Array.from(
      { length: 5_000 },
      (_, index) => `@v${index} = {{v${index + 1}}}{{v${index + 1}}}`,
    );
    const requests = Array.from({ length: 1_000 }, () => `###\nGET ${u}/config/${'{{v0}}'.repeat(100)}`);
    assert.equal(requestsIn([...names, ...requests].join('\n')).length, 1_000);
  });
});

describe('neededScopes', () => {
  const ids = (count: number, method = 'GET', collection = 'clients') =>
    Array.from({ length: count }, (_, index) => `${method} config/${collection}/${index + 1}`);
  const table: [title: string, requests: readonly string[], expected: string][] = [
    ['none', [], ''],
    ['reading a list', ['GET config/clients'], '.:config/clients'],
    [
      'reading one',
      ['GET config/loginPolicies/1', 'HEAD config/loginPolicies/1'],
      '.:config/loginPolicies/1',
    ],
    ['reading below one', ['GET config/clients/1/secret'], '.:config/clients/1/secret'],
    ['writing one', ['PUT config/clients/1'], '*:config/clients/1'],
    ['deleting one', ['DELETE config/clients/1'], '*:config/clients/1'],
    ['a method nobody knows', ['FROB config/clients/1'], '*:config/clients/1'],
    ['creating', ['POST config/tokenPolicies'], '*:config/tokenPolicies**'],
    ['resetting a secret', ['POST config/clients/1/secret'], '*:config/clients/1/secret'],
    ['reading what is written too', ['GET config/clients/1', 'PUT config/clients/1'], '*:config/clients/1'],
    [
      'a list and its members',
      ['GET config/clients', 'GET config/clients/1'],
      '.:config/clients .:config/clients/1',
    ],
    [
      'a variable',
      ['GET config/clients/*', 'GET config/clients', 'GET config/clients/1'],
      '.:config/clients**',
    ],
    ['a variable below', ['GET config/clients/1/*'], '.:config/clients/1**'],
    ['a variable for the collection', ['GET config/*/1'], '.:config/**'],
    ['part of a name', ['PUT config/clients/x-*'], '*:config/clients**'],
    ['what has to be encoded', ['GET config/clients/%3Cid%3E'], '.:config/clients**'],
    ['an empty part', ['GET config/clients//1'], '.:config/clients**'],
    [
      'reading beside writing',
      ['PUT config/clients/1', 'GET config/tokenPolicies'],
      '.:config/tokenPolicies *:config/clients/1',
    ],
    [
      'reading within writing',
      ['GET config/clients', 'GET config/clients/2', 'POST config/clients'],
      '*:config/clients**',
    ],
    [
      'as many as one reads',
      ids(8),
      ids(8)
        .map(text => text.replace('GET ', '.:'))
        .join(' '),
    ],
    ['more than one reads', ids(9), '.:config/clients**'],
    [
      'more, and one of them to write',
      [...ids(9), 'PUT config/clients/1'],
      '.:config/clients/2 .:config/clients/3 .:config/clients/4 .:config/clients/5 .:config/clients/6 .:config/clients/7 .:config/clients/8 .:config/clients/9 *:config/clients/1',
    ],
    [
      'more in two collections',
      [...ids(9), ...ids(9, 'PUT', 'loginPolicies')],
      '.:config/clients** *:config/loginPolicies**',
    ],
    [
      'more collections than there are',
      Array.from({ length: 9 }, (_, index) => `GET config/c${index}`),
      '.:config/**',
    ],
  ];
  for (const [title, requests, expected] of table) {
    it(title, () => {
      const parsed = requests.map(text => {
        const [method = '', path = ''] = text.split(' ');
        return { method, path };
      });
      assert.equal(neededScopes(parsed), expected);
      assert.equal(areReadOnly(parsed), !expected.includes('*:'));
    });
  }

  it('allows every request of any file, whatever its variables become, and nothing is in it twice', () => {
    const methods = ['GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];
    const parts = [
      'clients',
      'tokenPolicies',
      'loginPolicies',
      'secret',
      '1',
      '2',
      '3',
      '{{id}}',
      'x{{y}}',
      '<id>',
      '..',
      '',
    ];
    let seed = 1;
    const any = <T>(values: readonly T[]): T => {
      seed = (seed * 16_807) % 2_147_483_647;
      return values[seed % values.length] as T;
    };
    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: any([1, 2, 5, 30]) }, () => {
        const path = Array.from({ length: any([1, 2, 2, 3]) }, () => any(parts)).join('/');
        return `###\n${any(methods)} ${u}/config/${path}\n`;
      }).join('\n');
      const requests = requestsIn(text);
      const scope = neededScopes(requests);
      const items = parseScopeList(scope);
      const granted = items.flatMap(item => item.scope ?? []);
      assert.equal(granted.length, items.length, scope);
      assert.equal(new Set(items.map(item => item.text)).size, items.length, scope);
      for (const { method, path } of requests) {
        const sent = path.replaceAll('*', () => any(['7', 'abc-1']));
        assert.ok(allows(granted, method, sent), `${scope} should allow ${method} ${sent} of\n${text}`);
      }
      if (areReadOnly(requests)) assert.ok(!scope.includes('*:'), scope);
    }
  });
});
