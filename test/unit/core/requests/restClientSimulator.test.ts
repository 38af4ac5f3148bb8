import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { matchProfiles, requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { profileWith } from '../../../support/fakes';
import { pick, randomSource } from '../../../support/mutations';
import { sentByRestClient, type Surroundings } from '../../../support/restClientSimulator';

const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
const good = 'https://good.example';
const evil = 'https://evil.example';
const path = `/${customerId}/config/clients`;
const authorization = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
const profiles = [profileWith({ origin: good, customerId })];

/** What is sent for the requests of a text that are certain; nothing may go to another host. */
function sureOf(text: string, around: Surroundings = {}): string[] {
  const lines = linesOf(text);
  const dialect = around.isMarkdown ? 'markdown' : 'http';
  const environment = new Map(Object.entries(around.environment ?? {}));
  const hasDefaultHost = Object.keys(around.defaultHeaders ?? {}).some(name => name.toLowerCase() === 'host');
  const targetOf = requestTargets(lines, dialect, { client: 'restClient', environment, hasDefaultHost });
  return listRequests(lines, dialect).flatMap(request => {
    if (matchProfiles(targetOf(request), profiles).kind !== 'yes') return [];
    const sent = sentByRestClient(text, request.requestLine, around);
    return sent
      ? [hostOf(sent.url), ...(sent.headers.has('host') ? [`Host: ${sent.headers.get('host') ?? ''}`] : [])]
      : [];
  });
}

function hostOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return url;
  }
}

const ours = /^(?:https:\/\/good\.example|Host: good\.example(?::443)?)$/i;

describe('a request that certainly goes to a profile', () => {
  it('is sent there by REST Client, whatever stands for its host', () => {
    const header = `-H "${authorization}"`;
    const rows: readonly (readonly [text: string, around?: Surroundings])[] = [
      [
        `@host = ${good}\n###\nGET ${path}\n${authorization}`,
        { defaultHeaders: { Host: 'evil.example:443' } },
      ],
      [`GET ${path}\nHost: good.example:443`, { defaultHeaders: { host: 'evil.example:443' } }],
      [
        `@base = ${path}\n###\nGET {{base}}\nHost: good.example:443`,
        { defaultHeaders: { host: 'evil.example:443' } },
      ],
      [
        `GET {{base}}\nHost: good.example:443`,
        { defaultHeaders: { host: 'evil.example:443' }, environment: { base: path } },
      ],
      [`GET ${good}${path}\nX-A: {{$dotenv X}}`, { dotenv: { X: 'a\nHost: evil.example' } }],
      [
        `# @name a\nGET ${good}${path}\n\n###\nGET ${good}${path}\nX-A: {{a.response.body.title}}`,
        { answers: { 'a.response.body.title': 'a\nHost: evil.example' } },
      ],
      [`@h:\n= ${evil}\n###\nGET {{h:}}${path}`, { environment: { 'h:': good } }],
      [`GET {{h}}${path}`, { environment: { h: 'https://{{x}}@evil.example', x: 'good.example/' } }],
      [`@x = good.example/\nGET {{h}}${path}`, { environment: { h: 'https://{{x}}.evil.com' } }],
      [`curl\t-o ${evil}${path} ${good}${path} ${header}`],
      [`curl -o {{$datetime "[x ${evil}/]"}} ${good}${path} ${header}`],
      [`curl -o a-XGET.evil.com${path} ${good}${path} ${header}`],
    ];
    for (const [text, around] of rows) {
      for (const sent of sureOf(text, around)) assert.match(sent, ours, text);
    }
    assert.deepEqual(sureOf(`@h = ${good}\nGET {{h}}${path}\nHost: good.example`), [
      good,
      'Host: good.example',
    ]);
  });

  it('is not one with an encoded variable of the file in its URL', () => {
    const kindOf = (text: string) => {
      const lines = linesOf(text);
      const targetOf = requestTargets(lines, 'http', { client: 'restClient', environment: new Map() });
      return listRequests(lines, 'http').map(request => matchProfiles(targetOf(request), profiles).kind);
    };
    const of = (customer: string) => `@c = ${customerId}\n###\nGET ${good}/${customer}/config/clients`;
    assert.deepEqual(kindOf(of('{{c}}')), ['yes']);
    assert.deepEqual(kindOf(of('{{%c}}')), ['unknown']);
    assert.deepEqual(kindOf(of(`${customerId}/{{%unknown}}`)), ['yes'], 'REST Client sends it as written');
  });

  it('also when lines of a file are put together at random', () => {
    const next = randomSource(20261128);
    const one = (all: readonly string[]) => pick(next, all);
    const values = [
      good,
      evil,
      'good.example',
      'evil.example',
      '{{a}}',
      '{{b}}',
      `${good}/{{b}}`,
      'https://{{a}}',
      '{{a}}@evil.example',
      '$&',
      '/',
      '@evil.example',
      'good.example/',
      '?',
      '#',
      '{{$guid}}',
      '{',
      '}',
      '',
      ':443',
      '.evil.example',
    ];
    const urls = [
      `${good}${path}`,
      `{{a}}${path}`,
      `{{a}}{{b}}${path}`,
      `https://{{a}}${path}`,
      '{{a}}',
      `${good}{{b}}${path}`,
      `{{{a}}}${path}`,
      path,
      `{{ a }}${path} HTTP/1.1`,
      `${good}?{{a}}`,
      `https://{{a}}:443${path}`,
    ];
    const lineOf: readonly (() => string)[] = [
      () => `@${one(['a', 'b', 'host'])}${one([' = ', '=', ' := ', ':=', '\n= ', ' =\n'])}${one(values)}`,
      () =>
        one([
          '# @name a',
          '# @prompt b',
          '###',
          '',
          '',
          ' ###',
          '// c',
          '\u2028@a = https://evil.example',
          '&x=.evil.example',
          '?x',
          ' /x',
          'X-Y',
          '/*',
          '{{',
          '}}',
          'HTTP/1.1 200',
        ]),
      () => `${one(['GET ', 'GET ', '', 'POST ', 'QUERY ', '  GET '])}${one(urls)}\n${authorization}`,
      () => `Host: ${one(['good.example', 'evil.example', 'good.example:443', '{{a}}'])}`,
      () => `X-A: {{${one(['a', 'b', '$guid', '$dotenv A', 'a.response.body.x'])}}}`,
    ];
    let sure = 0;
    for (let count = 0; count < 4000; count++) {
      const text = Array.from({ length: 2 + next(8) }, () => lineOf[next(lineOf.length)]?.() ?? '').join(
        '\n',
      );
      const environment =
        next(2) === 0 ? {} : { a: one([good, evil, 'good.example', 'x\nHost: evil.example']) };
      for (const sent of sureOf(text, { environment, dotenv: { A: 'x\nHost: evil.example' } })) {
        assert.match(sent, ours, JSON.stringify([text, environment]));
        sure++;
      }
    }
    assert.ok(sure > 30, `${String(sure)} sure ones`);
  });

  it('also when the words of a curl command are put together at random', () => {
    const next = randomSource(8112026);
    const one = (all: readonly string[]) => pick(next, all);
    const quote = (text: string) => one([text, text, `'${text}'`, `"${text}"`, `''${text}`, `$'${text}'`]);
    const words: readonly (() => string)[] = [
      () =>
        one([
          '-s',
          '-S',
          '-L',
          '-o',
          '-H',
          '-d',
          '-X',
          '-XGET',
          '-XPUT',
          '-I',
          '--head',
          '-sL',
          '-Lo',
          '-oL',
          '-sX',
          '-0',
          '--',
          '-',
          '--url',
          '--location',
          '--compressed',
          '--no-location',
          '--no-x',
          '--header',
          '--json',
          '--output',
          '--request',
          '--tlsv1.2',
          '--user',
          '--url=x',
          '-d5',
          '-m',
          '-5',
          '{{a}}',
          '{{b}}',
        ]),
      () => quote(`${good}${path}`),
      () => quote(`${evil}${path}`),
      () =>
        one([
          `-o${evil}`,
          `--url=${evil}`,
          `--location=${evil}`,
          'x-XGET',
          'x-I',
          `a--head`,
          '"a b',
          "it's",
          '\\\n',
          'a\\ b',
          '$X',
          '#',
          "''",
          '" "',
          "--data='x y'",
          '-H "Host: evil.example"',
          '--header=Host:evil.example',
          '-H "Host: good.example"',
        ]),
    ];
    const header = `-H "${authorization}"`;
    let sure = 0;
    for (let count = 0; count < 4000; count++) {
      const all = Array.from({ length: next(6) }, () => words[next(words.length)]?.() ?? '');
      all.splice(next(all.length + 1), 0, quote(`${good}${path}`));
      all.splice(next(all.length + 1), 0, header);
      const blank = one([' ', ' ', ' ', '\t', ' \\\n  ', '\u00a0']);
      const text = `@a = ${one(['-o', '-s', evil, 'x', '-XGET'])}\n@b = x\ncurl${blank}${all.join(' ')}`;
      for (const sent of sureOf(text)) {
        assert.match(sent, ours, JSON.stringify(text));
        sure++;
      }
    }
    assert.ok(sure > 30, `${String(sure)} sure ones`);
  });
});
