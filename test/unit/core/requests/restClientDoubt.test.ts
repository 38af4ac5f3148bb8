import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { matchProfiles, requestTargets } from '../../../../src/core/requestAnalysis/matchProfiles';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { profileWith } from '../../../support/fakes';

const customerId = 'aaaaaaaa-0000-0000-0000-000000000001';
const good = 'https://good.example';
const evil = 'https://evil.example';
const local = '127.0.0.1:8080';
const path = `/${customerId}/config/clients`;
const authorization = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
const profiles = [good, `http://${local}`].map(origin => profileWith({ origin, customerId }));

/** What is known of the request with the profile's path, for REST Client. */
function kindOf(text: string, environment: Record<string, string> = {}, dialect: HttpDialect = 'http') {
  const lines = linesOf(text);
  const request = listRequests(lines, dialect).find(({ url }) => url.includes(path) || url.startsWith('/'));
  assert.ok(request, 'no request');
  const knowledge = { client: 'restClient', environment: new Map(Object.entries(environment)) } as const;
  return matchProfiles(requestTargets(lines, dialect, knowledge)(request), profiles).kind;
}

describe('where REST Client sends a request', () => {
  type Row = readonly [
    title: string,
    text: string,
    expected: string,
    environment?: Record<string, string>,
    dialect?: HttpDialect,
  ];
  function table(rows: readonly Row[]): void {
    for (const [title, text, expected, environment, dialect] of rows) {
      it(title, () => {
        assert.equal(kindOf(text, environment, dialect), expected);
      });
    }
  }

  describe('by variables', () => {
    const get = `GET {{host}}${path}\n${authorization}`;
    const dotted = `GET {{a.response.body.host}}${path}\n${authorization}`;
    table([
      ['a value on the line below', `@host = ${good}\n${get}\n###\n@host\n= ${evil}\n`, 'no'],
      ['a definition that is a value', `@host = ${evil}\n@a =\n@host = ${good}\n${get}`, 'no'],
      ['the same in three lines', `@host = ${evil}\n@a\n=\n@host = ${good}\n###\n${get}`, 'no'],
      ['an empty one below', `@host = ${good}\n@a =\n${get}`, 'yes'],
      ['an end of line of Unicode', `@host = ${good}\n# a\u2028@host = ${evil}\n${get}`, 'no'],
      ['one for httpYac only', `@host = ${evil}\n@host := ${good}\n###\n${get}`, 'no'],
      ['a name with a colon', `@host = ${evil}\n@host:= ${good}\n###\n${get}`, 'no'],
      ['the same of the environment', `@a:b = ${evil}\nGET {{a:b}}${path}`, 'no', { 'a:b': good }],
      [
        'a name that it knows itself',
        `@$timestamp = good.example\nGET https://{{$timestamp}}${path}`,
        'unknown',
      ],
      [
        'a name with a colon and its value below',
        `@h:\n= ${evil}\n###\nGET {{h:}}${path}`,
        'no',
        { 'h:': good },
      ],
      [
        'a variable within a value of the environment',
        `@x = good.example/\nGET {{h}}${path}`,
        'unknown',
        { h: 'https://{{x}}@evil.example' },
      ],
      [
        'a variable of the environment within another',
        `GET {{h}}${path}`,
        'unknown',
        { h: 'https://{{x}}@evil.example', x: 'good.example/' },
      ],
      ['a prompt for a name of its own', `# @prompt a=b\nGET ${good}/{{a=b}}${path}`, 'unknown'],
      ['a prompt with more marks', `@host = ${good}\n## @prompt host\n${get}`, 'unknown'],
      ['a prompt with slashes', `@host = ${good}\n/// @prompt host\n${get}`, 'unknown'],
      ['an answer', `@a.response.body.host = ${good}\n# @name a\nGET ${evil}\n###\n${dotted}`, 'unknown'],
      [
        'an answer to a name in three lines',
        `@a.response.body.host = ${good}\n#\n@name\na\nGET ${evil}\n###\n${dotted}`,
        'unknown',
      ],
      ['a name with a dot', `@api.host = ${good}\nGET {{api.host}}${path}`, 'yes'],
      [
        'a name that is a pattern',
        `@h.st = evil.example\n@host = good.example\n@url = https://{{host}}/{{h.st}}\nGET {{url}}${path}`,
        'unknown',
      ],
    ]);
  });

  describe('by headers', () => {
    const get = `GET ${path}\n${authorization}\nHost: ${local}`;
    table([
      ['only such', `${get}\nX-A: {{$guid}}\n# Another\n\n{{body}}`, 'yes'],
      ['one after a line that is none elsewhere', `${get}\n'x: 1\nHost: @evil.example`, 'unknown'],
      ['one with a variable for a name', `@h = Host\n${get}\n{{h}}: @evil.example`, 'unknown'],
      ['one in a value', `${get}\nX-A: {{x}}`, 'unknown', { x: '1\nHost: @evil.example' }],
      ['one in an unknown value, beside a URL', `GET ${good}${path}\nX-A: {{$dotenv X}}`, 'unknown'],
      ['one in an unknown query, beside a URL', `GET ${good}${path}?x={{$dotenv X}}`, 'unknown'],
      [
        'one in a title of an answer',
        `# @name a\nGET ${good}\n###\nGET ${good}${path}\nX-A: {{a.response.body.$.title}}`,
        'unknown',
      ],
      [
        'the ID of an answer',
        `# @name a\nPOST ${good}${path}\n###\nGET ${good}${path}/{{a.response.body.$.id}}`,
        'yes',
      ],
      [
        'the ID of another host’s answer',
        `# @name a\nPOST ${evil}/\n###\nGET ${good}${path}/{{a.response.body.$.id}}`,
        'unknown',
      ],
      [
        'the ID of one of two answers',
        `# @name a\nPOST ${good}\n###\n# @name a\nPOST ${evil}\n###\nGET ${good}${path}/{{a.response.body.$.id}}`,
        'unknown',
      ],
      ['a path, and a variable for its host', `@host = ${good}\n###\nGET ${path}`, 'unknown'],
      ['one in an unknown value', `${get}\nX-A: {{$dotenv X}}`, 'unknown'],
      ['one in an unknown path', `GET /{{$dotenv X}}\n${authorization}\nHost: ${local}`, 'unknown'],
      ['an unknown value beside a URL', `GET ${good}${path}\n${authorization}\nAccept: {{x}}`, 'yes'],
      ['one in a value, beside a URL', `GET ${good}${path}\nX-A: {{x}}`, 'unknown', { x: '1\nHost: evil' }],
    ]);
  });

  describe('by a curl command', () => {
    const header = `-H "${authorization}"`;
    const curl = (options: string) => `curl ${options} ${good}${path} ${header}`;
    table([
      [
        'as many people write it',
        `curl -sS -X POST '${good}${path}' \\\n  ${header} \\\n  -d '{"a": "b"}'`,
        'yes',
      ],
      [
        'with a long header',
        `curl -L -XPOST "${good}${path}" --header="${authorization}"\n\n# A note\n`,
        'yes',
      ],
      ['with a variable', `@host = ${good}\ncurl {{host}}${path} ${header}`, 'yes'],
      [
        'with a body of several lines',
        `curl '${good}${path}' ${header} -d '{\n  "a": "{{$guid}}",\n  "b": "ä"\n}'`,
        'yes',
      ],
      ['as Postman writes it', `curl --location '${good}${path}' \\\n--header '${authorization}'`, 'yes'],
      ['a tab for a blank', `curl\t-o ${evil}${path} ${good}${path} ${header}`, 'unknown'],
      ['a tab after an option', `curl -s\t-o ${evil}${path} ${good}${path} ${header}`, 'unknown'],
      ['another blank', `curl\u00a0-o ${evil}${path} ${good}${path} ${header}`, 'unknown'],
      ['a date with words', curl(`-o {{$datetime "[x ${evil}/]"}}`), 'unknown'],
      ['a local date with words', curl(`-o {{$localDatetime '[x ${evil}/]'}}`), 'unknown'],
      ['a method within a word', curl(`-o a-XGET.evil.com${path}`), 'unknown'],
      ['empty quotes before an option', curl(`-s ''-o ${evil}${path}`), 'unknown'],
      ['a text for a word', curl(`-s $'-o' ${evil}${path}`), 'unknown'],
      ['two methods, of which it sends nothing', `curl -XGET -XPOST ${good}${path} ${header}`, 'yes'],
      ['no URL, as an option takes it: nothing is sent', `curl -s ${good}${path} ${header}`, 'yes'],
      [
        'a header that only one of the clients reads',
        `curl ${good}${path} ${header} --header 'Host: good.example'`,
        'unknown',
      ],
      ['a URL after =', curl(`--location=${evil} -ofile`), 'unknown'],
      ['a URL after a short option and =', curl(`-L=${evil} -ofile`), 'unknown'],
      ['a URL within quotes for curl only', curl(`-H "a\\" ${evil} \\"b"`), 'unknown'],
      ['options that end earlier for REST Client', curl(`-s.o ${evil}`), 'unknown'],
      ['an option that replaces words', curl(`--_.1=${evil}`), 'unknown'],
      ['words of a variable', `@a = b ${evil}\n${curl('-H {{a}}')}`, 'unknown'],
      ['words that nobody knows', curl('-H "{{$dotenv A}}"'), 'unknown'],
      ['words further down in the block', `${curl('-L')}\n\n${evil}\n`, 'unknown'],
    ]);
  });

  describe('in Markdown', () => {
    const get = `GET ${good}${path}\n${authorization}`;
    const fence = (text: string, marks = '```') => `${marks}http\n${text}\n${marks}\n`;
    const other = `@host = ${evil}\n`;
    const byVariable = fence(`@host = ${good}\nGET {{host}}${path}`);
    table([
      ['in a fence of its own', fence(get), 'yes', {}, 'markdown'],
      [
        'below a fence that ends elsewhere',
        `\`\`\`http\nGET ${evil}\n\`\`\`\`\n${fence(get, '~~~')}`,
        'unknown',
        {},
        'markdown',
      ],
      [
        'in a fence whose end has more marks',
        `\`\`\`http\ncurl ${good}${path} -H "${authorization}"\n\`\`\`\`\n`,
        'unknown',
        {},
        'markdown',
      ],
      [
        'with blank lines below a command',
        fence(`curl ${good}${path} -H "${authorization}"\n\n`),
        'yes',
        {},
        'markdown',
      ],
      ['with a variable outside of fences', `${byVariable}\n${other}`, 'no', {}, 'markdown'],
    ]);
  });
});
