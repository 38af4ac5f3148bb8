import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { linesOf } from '../../../../src/core/common/lines';
import {
  matchProfiles,
  requestTargets,
  type SentRequest,
  sentTarget,
} from '../../../../src/core/requestAnalysis/matchProfiles';
import { listRequests } from '../../../../src/core/requests/findRequests';
import type { ClientContext } from '../../../../src/core/requests/variables/fileVariables';
import { profileWith } from '../../../support/fakes';

const one = 'aaaaaaaa-0000-0000-0000-000000000001';
const two = 'aaaaaaaa-0000-0000-0000-000000000002';
const good = 'https://good.example';
const evil = 'https://evil.example';
const profiles = [
  profileWith({ name: 'one', origin: good, customerId: one }),
  profileWith({ name: 'one, another client', origin: good, customerId: one }),
  profileWith({ name: 'two', origin: good, customerId: two }),
  profileWith({ name: 'local', origin: 'http://127.0.0.1:8080', customerId: one }),
  profileWith({ name: 'six', origin: 'http://[::1]:8080', customerId: one }),
  profileWith({ name: 'idn', origin: 'https://xn--4ca.example', customerId: one }),
  profileWith({ name: 'port', origin: 'https://port.example:8443', customerId: one }),
];
const path = `/${one}/config/clients`;

/** Whose the last request of a text is: `yes: names`, `no: host`, `unknown: reason`. */
function belongs(text: string, knowledge: ClientContext = {}): string {
  const lines = linesOf(text);
  const request = listRequests(lines, 'http').at(-1);
  assert.ok(request, 'no request');
  const found = matchProfiles(requestTargets(lines, 'http', knowledge)(request), profiles);
  switch (found.kind) {
    case 'yes':
      return `yes: ${found.profiles.map(({ name }) => name).join(' + ')}`;
    case 'no':
      return `no: ${found.customerId ?? found.host}`;
    case 'unknown':
      return `unknown: ${found.reason}`;
  }
}

const yes = 'yes: one + one, another client';
const no = `no: ${evil}`;
const differently = 'unknown: clients read its URL differently';
const script = 'unknown: a script of the file may change where it goes';
const only = (name: string) => `unknown: only the REST client knows ${name}`;

describe('whose request it is', () => {
  function table(rows: readonly (readonly [title: string, text: string, expected: string])[]): void {
    for (const [title, text, expected] of rows) {
      it(title, () => {
        assert.equal(belongs(text), expected);
      });
    }
  }

  describe('by its URL', () => {
    const rows: readonly (readonly [url: string, expected: string])[] = [
      [`${good}${path}`, yes],
      [`${good}/${two.toUpperCase()}?a=/${one}`, 'yes: two'],
      [`HTTPS://GOOD.EXAMPLE:443/${two}/config`, 'yes: two'],
      [`127.0.0.1:8080/${one}/config`, 'yes: local'],
      [`http://[::1]:8080${path}`, 'yes: six'],
      [`http://[0:0::0:1]:8080${path}`, 'yes: six'],
      [`https://ä.example${path}`, 'yes: idn'],
      [`https://XN--4CA.example${path}`, 'yes: idn'],
      [`https://port.example:8443${path}`, 'yes: port'],
      [`https://port.example${path}`, 'no: https://port.example'],
      [`${good}/{{customerId}}/config/clients`, `${yes} + two`],
      [good, `${yes} + two`],
      [`${good}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config`, 'no: 9zy87x65-4321-0987-w6vu-5t432s10rqp9'],
      [`http://good.example${path}`, 'no: http://good.example'],
      [`${good}.evil${path}`, 'no: https://good.example.evil'],
      [`${good}.${path}`, 'no: https://good.example.'],
      [`${good}@evil.example${path}`, no],
      [`${good}:443@evil.example${path}`, no],
      [`https://me:secret@good.example${path}`, differently],
      [`${evil}/?${good}${path}`, no],
      [`${evil}#${good}${path}`, no],
      [`${evil}\\@good.example${path}`, no],
      [`${good}\\@evil.example${path}`, differently],
      [`${good}\\${one}/config/clients`, differently],
      [`http:evil.example${path}`, 'no: http://evil.example'],
      [`https:evil.example${path}`, no],
      [`https:/evil.example${path}`, no],
      [`https:///evil.example${path}`, no],
      [`https:\\\\evil.example${path}`, no],
      [`https:good.example${path}`, differently],
      [`https:/good.example${path}`, differently],
      [`https://good.exa\tmple${path}`, differently],
      [`https://good.example\0${path}`, differently],
      [`https://good.example\t.evil${path}`, 'no: https://good.example.evil'],
      [`https://good.example:443\t4${path}`, 'no: https://good.example:4434'],
      [`{{origin}}${path}`, only('{{origin}}')],
      ['{{origin}}/{{customerId}}/config', only('{{origin}}')],
      [`{{origin}}/9zy87x65-4321-0987-w6vu-5t432s10rqp9/config`, 'no: 9zy87x65-4321-0987-w6vu-5t432s10rqp9'],
      [`https://{{host}}${path}`, only('{{host}}')],
      [`https://good.example{{rest}}${path}`, only('good.example{{rest}}')],
      [`https://good.example:{{port}}${path}`, only('good.example:{{port}}')],
      [`{{scheme}}://good.example${path}`, only('good.example')],
      [`https://{{user}}@good.example${path}`, differently],
      [`https://{{sub}}.evil.example${path}`, 'no: {{sub}}.evil.example'],
      [`{{$processEnv H}}${path}`, only('{{$processEnv H}}')],
      [`http://{{$dotenv H}}${path}`, only('{{$dotenv H}}')],
      [`http://{{ hostOf() }}${path}`, only('{{…}}')],
      [`{{base + "?code=hidden"}}${path}`, only('{{…}}')],
      ['{{host. We have checked it: send}}/a', only('{{…}}')],
      [`${good}/${'a'.repeat(1000)}`, 'unknown: its URL is too long to be read'],
      [path, 'unknown: its URL names no host'],
      [`//good.example${path}`, 'unknown: its URL names no host'],
    ];
    for (const [url, expected] of rows) {
      it(url, () => {
        assert.equal(belongs(`GET ${url}`), expected);
      });
    }
  });

  describe('by its Host header', () => {
    table([
      ['another host', `GET ${path}\nHost: evil.example`, 'no: http://evil.example'],
      ['another host, with TLS', `GET ${path}\nHost: evil.example:443`, no],
      ['the profile’s', `GET ${path}\nHost: good.example:443`, yes],
      ['the profile’s, on a machine of one’s own', `GET ${path}\nhost: 127.0.0.1:8080`, 'yes: local'],
      ['the profile’s, without TLS', `GET ${path}\nHost: good.example`, 'no: http://good.example'],
      ['of a variable', `@h = 127.0.0.1:8080\nGET ${path}\nHost: {{h}}`, 'yes: local'],
      [
        'of a variable with a port, which httpYac does not see',
        `@h = good.example:443\nGET ${path}\nHost: {{h}}`,
        differently,
      ],
      ['of a variable before the port', `@h = good.example\nGET ${path}\nHost: {{h}}:443`, yes],
      ['of a variable that is not there', `GET ${path}\nHost: {{h}}`, only('{{h}}')],
      [
        'that is too long to be filled',
        `@h = good.example\nGET ${path}\nHost: ${'{{h}}'.repeat(300)}`,
        'unknown: its URL is too long to be read',
      ],
      [
        'that holds a user name',
        `GET ${path}\nHost: good.example:443@evil.example`,
        'no: http://evil.example',
      ],
      [
        'two of them',
        `GET ${path}\nHost: 127.0.0.1:8080\nHost: 127.0.0.1:8080`,
        'unknown: it has several Host headers',
      ],
      ['after two slashes', `GET /${path}\nHost: 127.0.0.1:8080`, differently],
      ['another one than the URL’s', `GET ${good}${path}\nHost: evil.example`, no],
      ['the profile’s, for another URL', `GET ${evil}${path}\nHost: good.example`, no],
      ['one of a variable, beside a URL', `GET ${good}${path}\nHost: {{h}}`, only('{{h}}')],
      ['the same as the URL’s', `GET ${good}${path}\nHost: GOOD.example`, yes],
      ['one that is not a host', `GET ${good}${path}\nHost: e%vil`, 'no: e%vil'],
      [
        'one with a port that is none',
        `GET ${good}${path}\nHost: good.example:99999`,
        'no: good.example:99999',
      ],
      ['one with more than a host', `GET ${good}${path}\nHost: good.example/x`, 'no: good.example/x'],
      ['one with a user name', `GET ${good}${path}\nHost: evil@good.example`, 'no: good.example'],
      ['none, but a variable for it', `@host = ${good}\nGET ${path}`, yes],
      ['none, but a variable for another', `@host = ${evil}\nGET ${path}`, no],
      ['below comments', `GET ${path}\n# a\n//\n#A: b\nHost: good.example:443`, yes],
      [
        'where the body begins for httpYac: below a comment without a space',
        `@host = ${evil}\nGET ${path}\n#\nHost: good.example:443`,
        differently,
      ],
      ['the same below another line', `@host = ${evil}\nGET ${path}\na\nHost: good.example:443`, differently],
      ['that only httpYac reads', `@host = ${good}\nGET ${path}\n'a: b\nHost: evil.example:443`, differently],
      ['none below such a comment', `GET ${good}${path}\n#\nA: b`, yes],
      ['of a curl command', `curl ${path} -H 'Host: evil.example'`, 'no: http://evil.example'],
      ['of a curl command with a URL', `curl ${good}${path} --header 'Host: evil.example'`, no],
    ]);
  });

  describe('by the variables of the file', () => {
    const get = `GET {{host}}${path}`;
    table([
      ['one value', `@host = ${good}\n${get}`, yes],
      ['another host', `@host = ${evil}\n${get}`, no],
      ['two values: the last one counts', `@host = ${good}\n@host = ${evil}\n${get}`, no],
      ['two values, the last one right', `@host = ${evil}\n@host = ${good}\n${get}`, yes],
      ['one below the request', `@host = ${good}\n${get}\n###\n@host = ${evil}\n`, only('{{host}}')],
      ['one of each block', `@host = ${evil}\nGET {{host}}\n###\n@host = ${good}\n${get}`, yes],
      ['one of another block', `@host = ${evil}\nGET {{host}}\n###\n${get}`, no],
      [
        'one of another block besides',
        `@host = ${good}\n###\n@host = ${evil}\nGET {{host}}\n###\n${get}`,
        only('{{host}}'),
      ],
      [
        'two values within another',
        `@h = good.example\n@host = https://{{h}}\n@h = evil.example\n${get}`,
        only('{{h}}'),
      ],
      ['a value without an equals sign', `@host = ${good}\n@host ${evil}\n${get}`, only('{{host}}')],
      ['a prompt', `@host = ${good}\n# @prompt host\n${get}`, only('{{host}}')],
      [
        'a request of the name',
        `@host = ${good}\n###\n# @name host\nGET ${evil}\n###\n${get}`,
        only('{{host}}'),
      ],
      ['a title of the name', `@host = ${good}\n### host\nGET ${evil}\n###\n${get}`, only('{{host}}')],
      ...['### my host\n', '###\n# @name my-host\n', '###\n// @name "my host\n'].map(
        (start): [string, string, string] => [
          'a request whose name becomes the name of a variable',
          `@myHost = ${good}\n${start}GET ${evil}\n###\nGET {{myHost}}${path}`,
          only('{{myHost}}'),
        ],
      ),
      [
        'a query of the name',
        `@host = ${good}\n###\nPOST ${evil}\n\nquery host {\n  a\n}\n\n###\n${get}`,
        only('{{host}}'),
      ],
      ['a loop', `@host = ${good}\n# @loop for host of hosts\n${get}`, only('{{host}}')],
      ['a script', `@host = ${good}\n###\n{{\nexports.host = '${evil}';\n}}\n###\n${get}`, script],
      [
        'a script after another request',
        `@host = ${good}\n###\nGET ${good}\n{{@response\nhost = 1;\n}}\n###\n${get}`,
        script,
      ],
      ['a reference to another request', `@host = ${good}\n###\n# @ref a\n${get}`, yes],
      ['quotes', `@host = "${good}"\n${get}`, only('{{host}}')],
    ]);

    describe('as httpYac reads them, beside an environment with another host', () => {
      const other = { host: evil };
      const known = (values: Readonly<Record<string, string>>): ClientContext => ({
        client: 'httpYac',
        environment: new Map(Object.entries(values)),
      });
      const set = `@host = ${good}`;
      const rows: readonly (readonly [title: string, text: string, isSet: boolean])[] = [
        ['above the request', `${set}\n${get}`, true],
        ['after a comment', `/*\nx\n*/\n\n${set}\n${get}`, true],
        ['in a block without a request', `${set}\n###\n${get}`, true],
        ['in a block below without a request', `${get}\n###\n${set}`, true],
        ['after one that holds it', `@g = ${good}\n@host = {{g}}\n${get}`, true],
        ['directly below the request', `${get}\n${set}`, false],
        ['between its headers', `${get}\nA: b\n${set}\nC: d`, false],
        ['below its headers', `${get}\n\n${set}`, false],
        ['in its body', `POST {{host}}${path}\n\n{}\n\n${set}`, false],
        ['in a comment', `/*\n${set}\n*/\n${get}`, false],
        ['in a comment below it', `${get}\n\n/*\n${set}\n*/`, false],
        ['in a comment that goes on over separators', `/*\n###\n${set}\n###\n*/\n###\n${get}`, false],
        ['in a script of an answer', `${get}\n\n> {%\n${set}\n%}`, false],
        ['below a saved answer', `${get}\n\n<> a.json\n${set}`, false],
        ['in the block of another request', `${set}\nGET ${good}\n###\n${get}`, false],
        ['in a block with a title', `### Variables\n${set}\n###\n${get}`, false],
        ['in a block that is not executed', `# @disabled\n${set}\n###\n${get}`, false],
        ['above a comment on one line, which httpYac sends', `${set}\n/* a */\n${get}`, false],
        ['above an import of JetBrains', `${set}\nimport ./a.http\n${get}`, false],
        ['above a variable without a value', `${set}\n@a =\n${get}`, false],
        [
          'in the body of Markdown',
          `POST ${good}\nContent-Type: text/markdown\n\n### A\n${set}\n${get}`,
          false,
        ],
        ['under a name of JavaScript', `@default = ${good}\nGET {{default}}${path}`, false],
      ];
      for (const [title, text, isSet] of rows) {
        it(title, () => {
          const expected = isSet ? /^yes/ : /^unknown/;
          assert.match(belongs(text, known({ ...other, default: evil })), expected);
          // Nobody knows the environment here.
          assert.match(belongs(text), isSet ? /^yes/ : /^(?:unknown|no)/);
        });
      }

      it('without an equals sign, too', () => {
        assert.equal(belongs(`@host ${good}\n${get}`, known(other)), yes);
      });

      it('and not before the one it holds is set', () => {
        const text = `@host = {{g}}\n@g = ${good}\n###\n${get}`;
        assert.match(belongs(text, known({ g: evil })), /^unknown/);
        assert.equal(belongs(text, known({})), yes);
      });

      it('and not after another request that sets it again', () => {
        const first = `# @name a\n@host = ${evil}\nGET ${good}\n###\n`;
        assert.match(belongs(`${first}${set}\n# @ref a\n${get}`, known({})), /^unknown/);
        assert.match(belongs(`${first}${set}\n${get}\n# @ref a`, known({})), /^unknown/);
        assert.equal(belongs(`${first}# @ref a\n${set}\n${get}`, known({})), yes);
        assert.match(
          belongs(
            `${set}\n###\nGET ${good}\n\n> {% client.global.set("host", "${evil}") %}\n###\n${get}`,
            known({}),
          ),
          /^unknown/,
        );
      });

      it('those of other requests, when the environment has none', () => {
        assert.equal(belongs(`${set}\nGET ${good}\n###\n${get}`, known({})), yes);
        assert.match(
          belongs(`${set}\nGET ${good}\n###\n@host = ${evil}\nGET ${good}\n###\n${get}`, known({})),
          /^unknown/,
        );
      });
    });

    it('as the client that sends reads several of them', () => {
      const text = `@host = ${good}\n${get}\n###\n@host = ${evil}\nGET {{host}}`;
      const first = (client: 'restClient' | 'httpYac') => {
        const lines = linesOf(text);
        const [request] = listRequests(lines, 'http');
        assert.ok(request);
        return matchProfiles(requestTargets(lines, 'http', { client })(request), profiles).kind;
      };
      assert.equal(first('httpYac'), 'yes');
      assert.equal(first('restClient'), 'no');
    });

    it('not when the environment that is selected has a proxy, or checks no certificates', () => {
      for (const [name, value] of [
        ['request_proxy', evil],
        ['request_rejectUnauthorized', 'false'],
      ] as const) {
        const environment = new Map([[name, value]]);
        for (const client of [undefined, 'httpYac'] as const)
          assert.match(
            belongs(`GET ${good}${path}`, { client, environment }),
            /^unknown: the selected environ/,
          );
      }
    });

    it('and by the environment that is selected, when the file has none', () => {
      const environment = (host: string) => ({ environment: new Map([['host', host]]) });
      assert.equal(belongs(get, environment(good)), yes);
      assert.equal(belongs(get, environment(evil)), no);
      assert.equal(belongs(get, environment('{{other}}')), only('{{other}}'));
      assert.equal(belongs(`@host = ${good}\n${get}`, environment(evil)), yes);
    });
  });

  describe('when something else decides', () => {
    const get = `GET ${good}${path}`;
    const local = `GET http://127.0.0.1:8080${path}`;
    const expression = 'unknown: an expression of the file may change where it goes';
    const proxy = 'unknown: it is sent through the proxy http://evil.example';
    const certificate = 'unknown: the certificate of the host is not checked';
    table([
      [
        'a proxy that reads like our words',
        `# @proxy http://evil.example/. It is that of your company: send\n${get}`,
        proxy,
      ],
      [
        'a proxy with a password',
        `# @proxy http://me:a/hidden@evil.example\n${get}`,
        'unknown: it is sent through a proxy',
      ],
      ['a script before it', `{{\nrequest.url = '${evil}';\n}}\n${get}`, script],
      ['a script when it is sent', `{{@request\nrequest.url = '${evil}';\n}}\n${get}`, script],
      ['a script below it', `${get}\n\n{{@request\nrequest.url = '${evil}';\n}}`, script],
      ['a script for every request', `GET ${evil}\n{{+request\nrequest.url = 1;\n}}\n###\n${get}`, script],
      ['a script on top for the moment of sending', `{{@request\nrequest.url = 1;\n}}\n###\n${get}`, script],
      ['JetBrains’ script', `< {%\nrequest.variables.set('a', 1);\n%}\n${get}`, script],
      ['a file with such a script', `< ./before.js\n${get}`, script],
      ['an expression that assigns', `${get}\nX-A: {{request.url = '${evil}'}}`, expression],
      [
        'an expression that assigns, in the body',
        `${get}\n\n{"a": "{{Object.assign(request, a)}}"}`,
        expression,
      ],
      ['headers of a variable', `GET ${path}\nHost: good.example:443\n...headers`, expression],
      [
        'options of a gRPC definition, which are code',
        `proto < ./a.proto\nkeepCase: httpFile.a = 1\n\n###\n${get}`,
        'unknown: another file that it imports may change where it goes',
      ],
      [
        'another file',
        `# @import ./other.http\n${get}`,
        'unknown: another file that it imports may change where it goes',
      ],
      [
        'another file on top',
        `# @import ./other.http\n###\n${get}`,
        'unknown: another file that it imports may change where it goes',
      ],
      ['a proxy', `# @proxy http://evil.example\n${get}`, proxy],
      ['a proxy with a password', `# @proxy http://me:secret@evil.example\n${get}`, proxy],
      ['a variable host with a password', `GET https://me:{{secret}}@{{host}}${path}`, differently],
      ['a proxy on top', `// @proxy http://evil.example\n\n###\n${get}`, proxy],
      ['a proxy that reads it', `# @proxy http://evil.example\n${local}`, 'no: http://evil.example'],
      ['a proxy of a variable', `@request_proxy = http://evil.example\n${get}`, proxy],
      ['a certificate that nobody checks', `# @noRejectUnauthorized\n${get}`, certificate],
      ['the same of a variable', `@request_rejectUnauthorized = false\n\n###\n${get}`, certificate],
      ['the same with hyphens', `# @no-reject-unauthorized\n${get}`, certificate],
      ['the same with a hyphen', `# @no-rejectUnauthorized\n${get}`, certificate],
      ['a proxy of a script', `{{\nexports.request_proxy = '${evil}'\n}}\n###\n${get}`, script],
      ['a proxy of all files', `@global.request_proxy = ${evil}\n${get}`, script],
      ['a proxy of a loop', `# @loop for request_proxy of ['${evil}']\n${get}`, script],
      [
        'a proxy of the process',
        `{{\nprocess.env.httpProxy = '${evil}'; process.env.http_proxy = '${evil}'\n}}\n###\n${get}`,
        script,
      ],
      [
        'a proxy that is added to the process',
        `{{\nObject.assign(process.env, {http_proxy: '${evil}'})\n}}\n###\n${get}`,
        script,
      ],
      ['another host all the same', `{{\nx = 1;\n}}\nGET ${evil}${path}`, no],
      ['a proxy of another request', `# @proxy http://evil.example\nGET ${evil}\n###\n${get}`, yes],
      ['a variable with an end of line', `@v = a\\nHost: evil.example\n${get}\nX-A: {{v}}`, expression],
      [
        'the same within another',
        `@v = a\\nHost: evil.example\n@w = b{{v}}\n${get}\nX-A: {{ w }}`,
        expression,
      ],
      ['such a variable that only a body takes', `@v = a\\nb\n${get}\n\n{{v}}`, yes],
      ['such a variable of another request', `@v = a\\nb\nPOST ${evil}\nX-A: {{v}}\n###\n${get}`, yes],
      [
        'a function of the file that gets the request, in the body',
        `{{\nexports.f = r => { r.url = '${evil}'; };\n}}\n###\n${get}\n\n{{f(request)}}`,
        expression,
      ],
      [
        'the same in a variable',
        `{{\nexports.f = r => { r.url = '${evil}'; };\n}}\n@s = {{f(request)}}\n###\n${get}\n\n{{s}}`,
        expression,
      ],
      ['the same in a header', `${get}\nX-A: {{f(request)}}`, expression],
      [
        'an expression with braces',
        `${get}\nX-A: {{Object.assign(request,{url:"${evil}"}).method}}`,
        expression,
      ],
      [
        'one that defines a member',
        `${get}\nX-A: {{request.__defineGetter__("url",()=>"${evil}")}}`,
        expression,
      ],
      ['one with a function', `${get}\nX-A: {{['${evil}'].forEach(function(u){request.url=u})}}`, expression],
      ['one by httpYac’s own variables', `${get}\nX-A: {{$context.request.url="${evil}"}}`, expression],
      ['one with a computed member', `${get}\nX-A: {{a["con" + "structor"]("b")()}}`, expression],
      [
        'a script on top that changes other requests',
        `{{\nhttpFile.httpRegions[1].request.url = '${evil}';\n}}\n###\n${get}`,
        script,
      ],
      [
        'a script of another answer that does',
        `GET ${evil}\n\n{{@response\nhttpFile.httpRegions[1].request.url = '${evil}';\n}}\n\n###\n${get}`,
        script,
      ],
      [
        'expressions that people write',
        `${get}\nX-A: {{a.parsedBody.items[0].id}} {{ $datetime iso8601 1 d }} {{new Date().toISOString()}} {{encodeURIComponent(a + 'b')}} {{list.find(x => x.a === 1).id}} {{request.url}}\n\n{{login.response.body.$.items[?(@.name=="a")].id}} {{a ? 'b' : "c"}} {{größe}} {{#if a}} {{name | upper}}`,
        yes,
      ],
      ['an expression that only reads', `${get}\nX-A: {{a == 1 || b >= 2 || c || $guid}}`, yes],
      ['a body from a file', `POST ${good}${path}\n\n< ./body.json`, yes],
      ['a proxy in a comment', `/*\n# @proxy http://evil.example\n*/\n${get}`, yes],
      [
        'an expression that reads whether there is a header',
        `# @disabled !httpRegion.request.headers.Authorization\n${get}`,
        yes,
      ],
      ...[
        ...['disabled a === "b"', "disabled a.b !== 'c d' || e", 'disabled !(a < 3)', 'loop while a > 3'],
        ...['loop while a == b', 'loop for 3', 'sleep a ? 10 : 20', 'sleep 2 * a'],
      ].map(metadata => [`metadata that only reads: ${metadata}`, `# @${metadata}\n${get}`, yes] as const),
      ['a file within a value', `${get}\nX-A: {{<@ ./a.txt}}`, expression],
      ['an expression that assigns, in metadata', `# @ref {{request.url = '${evil}'}}\n${get}`, expression],
    ]);

    describe('and httpYac may run code that we do not read', () => {
      const scripts: readonly (readonly [title: string, text: string])[] = [
        ['a script that compares', `{{\nexports.a = process.env.A === 'b'\n}}\n###\n${get}`],
        ['a script below the request', `${get}\n\n{{\nrequest.url = 1;\n}}`],
        ['a script after the answer', `${get}\n\n{{@response\nx = 1;\n}}`],
        ['a script of another request', `{{\nrequest.url = 1;\n}}\nGET ${evil}\n###\n${get}`],
        ['a script that seems to end', `{{\nx = '%}';\nhttpFile.a = 1;\n}}\n###\n${get}`],
        ['a script with braces', `{{\nx = {a: {\n}};\nhttpFile.a = 1;\n}}\n###\n${get}`],
        ['a file above another request', `< ./a.js\nGET ${evil}\n###\n${get}`],
        ['a file without a request', `< ./a.js\n###\n${get}`],
        ['a file behind another answer', `GET ${evil}\n\n> ./a.js\n\n###\n${get}`],
        [
          'a handler of another answer',
          `GET ${evil}\n\n> {% client.context.httpFile.a = 1 %}\n\n###\n${get}`,
        ],
        ['an assert', `GET ${evil}\n\n?? js f(httpFile) == 1\n\n###\n${get}`],
        ['an expression of another request', `GET ${evil}\nX-A: {{httpFile.a = 1}}\n\n###\n${get}`],
        [
          'an expression below another answer',
          `GET ${evil}\n\n?? status == {{httpFile.a = 1}}\n\n###\n${get}`,
        ],
        ['an expression in the name of a file', `GET ${evil}\n\n>> ./{{httpFile.a = 1}}\n\n###\n${get}`],
        ['a condition', `# @disabled request.url = '${evil}'\n${get}`],
        ['a comparison with an assignment', `# @disabled a == 1 || (b = 2)\n${get}`],
        ['an assignment after a quote, which httpYac leaves out', `# @disabled "b = 2 /*" */\n${get}`],
        ['an assignment to a variable with a sign', `# @disabled $a.b = 2\n${get}`],
        ['a loop', `# @loop for a of f(request)\n${get}`],
        ['a handler whose file has no extension', `GET ${evil}\n\n> word\n\n###\n${get}`],
        ['a body from a file with expressions', `POST ${good}${path}\n\n<@ ./body.json`],
        ['the same by metadata', `# @injectVariables\nPOST ${good}${path}\n\n< ./body.json`],
        ['a query from a file', `POST ${good}${path}\n\ngql a < ./a.gql`],
      ];
      for (const [title, text] of scripts) {
        it(title, () => {
          assert.equal(belongs(text), script);
          assert.equal(belongs(text, { client: 'httpYac' }), script);
          // Then the target is checked again, when the code has run.
          assert.equal(belongs(text, { client: 'httpYac', asksForToken: true }), yes);
        });
      }

      it('which REST Client does not run', () => {
        const text = `@host = ${good}\n###\n{{\nexports.a = 1\n}}\n###\nGET {{host}}${path}`;
        assert.equal(belongs(text, { client: 'httpYac' }), script);
        assert.equal(belongs(text, { client: 'httpYac', asksForToken: true }), yes);
        assert.equal(belongs(text, { client: 'restClient' }), yes);
      });

      it('in a block of Markdown that is an example', () => {
        const shown = `\`\`\`\`md\n\`\`\`http\n@host = ${evil}\n\`\`\`\n\`\`\`\`\n`;
        const own = `\`\`\`http\n${get}\n\`\`\`\n`;
        const kindOf = (text: string) => {
          const lines = linesOf(text);
          const [request] = listRequests(lines, 'markdown').filter(({ url }) => url.includes(path));
          assert.ok(request);
          return matchProfiles(requestTargets(lines, 'markdown')(request), profiles).kind;
        };
        assert.equal(kindOf(own), 'yes');
        assert.equal(kindOf(`${shown}${own}`), 'unknown');
        assert.equal(kindOf(`${own}\n\`\`\`\`md\n\`\`\`sh\n\`\`\`\n\`\`\`\`\n`), 'yes');
      });
    });
  });

  describe('by a curl command', () => {
    const several = 'unknown: it has several URLs';
    const has = (option: string) => `unknown: it has ${option}`;
    const curl = (options: string) => `curl ${options} '${good}${path}'`;
    table([
      ['one URL', curl('-s -L -H "A: b"'), yes],
      ['one URL as an option', `curl --url ${good}${path}`, yes],
      ['another host', `curl ${evil}${path}`, no],
      ['two URLs', `curl ${good}${path} ${evil}`, several],
      ['two URLs, one an option', `curl ${good}${path} --url=${evil}`, several],
      ['a word that may be an option', curl('{{option}}'), has('a word that is known only when it runs')],
      [
        'the same, its URL an option',
        `curl {{option}} --url ${good}${path}`,
        has('a word that is known only when it runs'),
      ],
      ['another transfer', `curl ${good}${path} --next ${evil}`, has('--next')],
      ['an address', curl('--resolve good.example:443:10.0.0.1'), has('--resolve')],
      ['another host to connect to', curl('--connect-to ::evil.example:443'), has('--connect-to')],
      ['the beginning of an option', curl('--resol good.example:443:10.0.0.1'), has('--resol')],
      ['a proxy', curl('--proxy http://evil.example'), has('--proxy')],
      ['a proxy in short', curl('-x http://evil.example'), has('-x')],
      ['a proxy among others', curl('-sx http://evil.example'), has('-x')],
      ['no proxy', curl('--proxy ""'), yes],
      ['no proxy, and then one', curl("-x '' -x http://evil.example"), has('-x')],
      ['a proxy without a value', `curl ${good}${path} -x`, has('-x')],
      ['a proxy of another kind', curl('--socks5-hostname evil.example'), has('--socks5-hostname')],
      ['options of a file', curl('-K evil.curlrc'), has('-K')],
      ['a certificate that nobody checks', curl('-sk'), has('-k')],
      ['the same in full', curl('--insecure'), has('--insecure')],
      ['the same by its beginning', curl('--insec'), has('--insec')],
      ['redirects that take it along', curl('--location-trusted'), has('--location-trusted')],
      ['a socket', curl('--unix-socket /run/evil.sock'), has('--unix-socket')],
      [
        'escapes in the URL',
        `curl https://good\\.example${path}`,
        'unknown: its URL has quotes or escapes in it',
      ],
      [
        'quotes in the URL',
        `curl https://go'od'.example${path}`,
        'unknown: its URL has quotes or escapes in it',
      ],
      ['hosts in braces', `curl 'https://{good,evil}.example${path}'`, 'no: https://{good,evil}.example'],
    ]);
  });

  describe('by the block that REST Client sends', () => {
    const get = `GET ${good}${path}`;
    const sends = 'unknown: REST Client sends another request of this block';
    const rows: readonly (readonly [title: string, text: string, expected: string])[] = [
      ['its first request', `@a = 1\n\n# A comment\n// Another\n${get}`, yes],
      ['after a separator', `GET ${evil}\n###\n\n${get}`, yes],
      ['after a separator with blanks before it', `GET ${evil}\n  ###\n${get}`, sends],
      ['a second one without a separator', `GET ${evil}\n\n${get}`, sends],
      ['after a comment of its own', `/* GET ${evil} */\n${get}`, sends],
      [
        'with an end of line in a variable',
        `@v = 1\\nHost: evil.example\n${get}/{{v}}`,
        'unknown: an expression of the file may change where it goes',
      ],
      ['after an import', `import ./a.http\n${get}`, sends],
    ];
    for (const [title, text, expected] of rows) {
      it(title, () => {
        assert.equal(belongs(text, { client: 'restClient' }), expected);
      });
    }

    it('the first one of a Markdown fence', () => {
      const text = `\`\`\`http\nGET ${good}${path}\n\n###\nGET ${good}${path}\n\`\`\`\n`;
      const lines = linesOf(text);
      const targetOf = requestTargets(lines, 'markdown', { client: 'restClient' });
      assert.deepEqual(
        listRequests(lines, 'markdown').map(request => matchProfiles(targetOf(request), profiles).kind),
        ['yes', 'unknown'],
      );
    });
  });

  describe('by the region that httpYac sends', () => {
    const get = `GET ${good}${path}`;
    const alone = `${good}${path}`;
    const taken = 'unknown: httpYac reads this as part of the request above: put ### between them';
    const inside = 'unknown: httpYac reads another request in it: put ### between them';
    const type = 'Content-Type: multipart/mixed; boundary=b';
    const post = (type: string) => `POST ${evil}\nContent-Type: ${type}\n`;
    const rows: readonly (readonly [title: string, text: string, expected: string])[] = [
      ['a second one without a separator', `GET ${evil}\n\n${get}`, yes],
      ['one that must have a separator', `GET ${evil}\n# @forceRegionDelimiter\n\n${get}`, taken],
      ['the same in another spelling', `GET ${evil}\n// @force-region-delimiter\n\n${get}`, taken],
      ['after a separator all the same', `GET ${evil}\n# @forceRegionDelimiter\n\n###\n${get}`, yes],
      ['a part of Markdown', `${post('text/markdown')}\n### A heading\n${alone}`, taken],
      ['after Markdown', `${post('text/markdown')}\n### A heading\n###\n${alone}`, yes],
      ['below a heading of other text', `${post('text/plain')}\n### A heading\n${alone}`, yes],
      ['after a comment with a separator', `GET ${evil}\n/*\n###\n*/\n${get}`, yes],
      ['in a comment with a separator', `GET ${evil}\n\n/*\n###\n${alone}\n*/`, taken],
      ['below a query of GraphQL', `GET ${evil}\n\nquery a {\n###\n${alone}`, taken],
      ['below a blank line after one', `GET ${evil}\n\nquery a {\n}\n\n${get}`, yes],
      ['below a saved response', `GET ${evil}\n\nHTTP/1.1 200 OK\n\n${get}`, yes],
      ['below a form', `POST ${evil}\nContent-Type: multipart/form-data; boundary=b\n\n--b--\n\n${get}`, yes],
      [
        'in a body of several parts',
        `${post('multipart/mixed; boundary=b')}\n--b--\n\n${get}`,
        'no: https://evil.example',
      ],
      ['below a script with a sign', `${get}\nA: b\n> {%\n  assert(a\n    && b)\n%}`, yes],
      ['below a comment with a sign', `${get}\nA: b\n/*\n/ x\n*/`, yes],
      ['with another one in its body', `${get}\n\na\nPOST ${evil}`, inside],
      ['the same below metadata without a space', `${get}\n#@forceRegionDelimiter\nPOST ${evil} a`, inside],
      [
        'the same below a header in the body',
        `${get}\n\nContent-Type: multipart/mixed\nPOST ${evil}`,
        inside,
      ],
      [
        'the same below a header in capital letters',
        `${get}\nContent-Type: MULTIPART/MIXED\n\nPOST ${evil}`,
        inside,
      ],
      ['several parts, one of which is a request', `${get}\n${type}\n\n--b\n\nGET /a HTTP/1.1\n\n--b--`, yes],
      ['the same with a request below them', `${get}\n${type}\n\n--b\n\na\n--b--\n\nPOST ${evil}`, inside],
      ['the same without a boundary', `${get}\nContent-Type: multipart/mixed\n\n----\nPOST ${evil}`, inside],
      [
        'the same with a boundary that is too long',
        `${get}\n${type.padEnd(300, 'b')}\n\na\nPOST ${evil}`,
        inside,
      ],
      ['the same with another type', `${get}\nContent-Type: multipart/mixed-a\n\na\nPOST ${evil}`, inside],
      [
        'several parts within one of them',
        `${get}\n${type}\n\n--b\n\n--c\n\na\n--c--\n\nGET /a HTTP/1.1\n\n--b--`,
        yes,
      ],
      ['with a line of the URL among its headers', `${get}\nA: b\n/${two}`, differently],
      ['the same above its headers', `GET ${good}\n  /${one}/config/clients\nA: b\n\n/${two}`, yes],
    ];
    for (const [title, text, expected] of rows) {
      it(title, () => {
        assert.equal(belongs(text, { client: 'httpYac', asksForToken: true }), expected);
        // Without the hook, a script makes uncertain what would be sure.
        const runsScript = /^> \{%/m.test(text);
        assert.equal(belongs(text, { client: 'httpYac' }), runsScript ? script : expected);
      });
    }
  });

  it('not by ### in a block of Markdown, which httpYac ignores', () => {
    const other = `\`\`\`http\n@h = ${evil}\n\`\`\`\n`;
    const block = (request: string) => `${other}\`\`\`http\nGET ${evil}\n\n###\n${request}\n\`\`\``;
    const kindOf = (request: string, knowledge?: ClientContext) => {
      const lines = linesOf(block(request));
      const found = listRequests(lines, 'markdown').at(-1);
      assert.ok(found);
      return matchProfiles(requestTargets(lines, 'markdown', knowledge)(found), profiles).kind;
    };
    const environment = new Map<string, string>();
    // It takes the variable of the other block.
    assert.equal(kindOf(`@h = ${good}\nGET {{h}}${path}`, { client: 'httpYac', environment }), 'unknown');
    assert.equal(kindOf(`GET ${good}${path}`, { client: 'httpYac', environment }), 'unknown');
    assert.equal(kindOf(`GET ${good}${path}`), 'unknown');
    const asking = { client: 'httpYac', environment, asksForToken: true } as const;
    assert.equal(kindOf(`GET ${good}${path}`, asking), 'yes');
    // Only as a title, as New Request writes it.
    const titled = linesOf(`\`\`\`http\n### a\nGET ${good}${path}\n\`\`\``);
    const [request] = listRequests(titled, 'markdown');
    assert.ok(request);
    assert.equal(matchProfiles(requestTargets(titled, 'markdown')(request), profiles).kind, 'yes');
    // It would send the request above.
    assert.equal(kindOf(`${good}${path}`, asking), 'unknown');
  });

  it('not beside line separators of Unicode, where httpYac takes another line for the request', () => {
    for (const separator of ['\u2028', '\u2029']) {
      const unread = `GET ${good}${path}?a=${separator}\n${evil}:443/x?\nAuthorization: Bearer x`;
      for (const client of ['httpYac', undefined] as const) {
        const doubt = 'unknown: clients read its line separators differently';
        assert.equal(belongs(unread, client && { client }), doubt);
      }
    }
  });

  for (const client of ['httpYac', 'restClient'] as const) {
    it(`each example request, for ${client}`, () => {
      const lines = linesOf(readFileSync('examples/hosted-login.http', 'utf8'));
      const targetOf = requestTargets(lines, 'http', { client });
      const customer = profileWith({ customerId: '00000000-0000-0000-0000-000000000000' });
      const found = listRequests(lines, 'http').map(request => matchProfiles(targetOf(request), [customer]));
      assert.ok(found.length > 15);
      for (const where of found) assert.equal(where.kind, 'yes', JSON.stringify(where));
    });
  }

  it('what is about to be sent', () => {
    const kindOf = (url: string, more: Partial<SentRequest> = {}) =>
      matchProfiles(sentTarget({ url, ...more }), profiles).kind;
    assert.equal(kindOf(`${good}${path}`), 'yes');
    assert.equal(kindOf(`${good}${path}`, { hosts: ['good.example'] }), 'yes');
    assert.equal(kindOf(`${good}${path}`, { hosts: ['evil.example'] }), 'no');
    assert.equal(kindOf(`${evil}${path}`), 'no');
    assert.equal(kindOf(`https:good.example${path}`), 'unknown');
    assert.equal(kindOf(`${good}${path}`, { doubt: 'no' }), 'unknown');
    assert.equal(kindOf(`${good}${path}`, { proxy: evil }), 'yes', 'a proxy sees nothing of it');
    for (const proxy of [evil, 'socks://evil.example:1080', 'evil']) {
      assert.equal(kindOf(`http://127.0.0.1:8080${path}`, { proxy }), 'no', proxy);
    }
    assert.equal(kindOf(`http://evil.example${path}`, { proxy: 'http://127.0.0.1:8080' }), 'no');
    assert.equal(kindOf(`${evil}${path}`, { hosts: ['good.example'] }), 'no');
    assert.equal(kindOf(''), 'unknown');
  });

  it('nobody’s when there is no profile', () => {
    assert.equal(matchProfiles(sentTarget({ url: `${good}${path}` }), []).kind, 'no');
  });
});
