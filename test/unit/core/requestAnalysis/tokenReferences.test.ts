import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import {
  authorizingReferencesInSteps,
  referenceAt,
  tokenUseOf,
} from '../../../../src/core/requestAnalysis/tokenReferences';
import { listRequests } from '../../../../src/core/requests/findRequests';
import { fileVariables } from '../../../../src/core/requests/variables/fileVariables';

const name = 'HOSTED_LOGIN_TOKEN';
const own = `{{$processEnv ${name}}}`;
const u = 'https://host/customer/config/clients';

/** The references as `line:what is there reader METHOD target`. */
function referencesIn(text: string, dialect: 'http' | 'markdown' = 'http'): string[] {
  const lines = linesOf(text);
  return finish(authorizingReferencesInSteps(lines, dialect)).map(({ line, start, end, reader, request }) =>
    [
      `${line}:${lines.line(line).slice(start, end)}`,
      reader,
      ...(request ? [request.method, request.target.text] : []),
    ].join(' '),
  );
}

describe('authorizingReferencesInSteps', () => {
  const one = (reference: string, reader = 'extension', line = 1) =>
    `${line}:${reference} ${reader} GET ${u}`;
  const table: readonly [title: string, text: string, ...expected: string[]][] = [
    ['the reference that we insert', `GET ${u}\nAuthorization: Bearer ${own}`, one(own)],
    [
      'blanks in it',
      `GET ${u}\nauthorization:Bearer {{ $processEnv  ${name} }}`,
      one(`{{ $processEnv  ${name} }}`),
    ],
    [
      'httpYac’s own',
      `GET ${u}\nAuthorization: Bearer {{process.env.${name}}}`,
      one(`{{process.env.${name}}}`),
    ],
    [
      'Kulala’s and JetBrains’',
      `GET ${u}\nAuthorization: Bearer {{$env.${name}}}`,
      one(`{{$env.${name}}}`, 'terminal'),
    ],
    [
      'Kulala’s up to version 5',
      `GET ${u}\nAuthorization: Bearer {{${name}}}`,
      one(`{{${name}}}`, 'terminal'),
    ],
    [
      'JetBrains’ own token',
      `GET ${u}\nAuthorization: Bearer {{$auth.token("hosted-login")}}`,
      one('{{$auth.token("hosted-login")}}', 'jetBrains'),
    ],
    ['a curl request', `curl ${u} -H "Authorization: Bearer ${own}"`, one(own, 'extension', 0)],
    [
      'a curl option over two lines',
      `curl ${u} \\\n  -H \\\n "Authorization: Bearer ${own}"`,
      one(own, 'extension', 2),
    ],
    [
      'curl’s option for it, after another header with it',
      `curl ${u} -H 'X-A: ${own}' --oauth2-bearer ${own}`,
      one(own, 'extension', 0),
    ],
    [
      'a variable of the file for it',
      `@t = ${own}\nGET ${u}\nAuthorization: Bearer {{t}}`,
      one('{{t}}', 'extension', 2),
    ],
    [
      'a variable for the whole value',
      `@a = Bearer ${own}\nGET ${u}\nAuthorization: {{a}}`,
      one('{{a}}', 'extension', 2),
    ],
    [
      'a URL in a variable',
      `@u = ${u}\nGET {{u}}?x=1\nAuthorization: Bearer ${own}`,
      one(own, 'extension', 2),
    ],
    [
      'two requests',
      `GET ${u}\nAuthorization: Bearer ${own}\n###\nPUT ${u}/1\nAuthorization: Bearer ${own}`,
      one(own),
      `4:${own} extension PUT ${u}/1`,
    ],
    [
      'two headers of a request, each',
      `GET ${u}\nAuthorization: Bearer ${own}\nAuthorization: Bearer ${own}`,
      one(own),
      one(own, 'extension', 2),
    ],
    [
      'a URL too long to be one',
      `GET ${u}/${'x'.repeat(1000)}\nAuthorization: Bearer ${own}`,
      `1:${own} extension GET `,
    ],
    ['another header', `GET ${u}\nX-Token: ${own}`],
    ['a comment', `GET ${u}\n# Authorization: Bearer ${own}`],
    ['a body', `POST ${u}\n\nAuthorization: Bearer ${own}`],
    ['a saved response', `HTTP/1.1 200 OK\nAuthorization: Bearer ${own}`],
    ['a variable that has a value in the file', `@${name} = x\nGET ${u}\nAuthorization: Bearer {{${name}}}`],
    ['another variable', `GET ${u}\nAuthorization: Bearer {{$processEnv MY_${name}}}`],
    ['a longer name', `GET ${u}\nAuthorization: Bearer {{$processEnv ${name}_2}}`],
    ['a file of variables', `GET ${u}\nAuthorization: Bearer {{$dotenv ${name}}}`],
    ['a shell variable, which no REST client reads', `curl ${u} -H "Authorization: Bearer $${name}"`],
    ['a broken one', `GET ${u}\nAuthorization: Bearer {{$processEnv ${name}`],
    ['an empty file', ''],
  ];
  for (const [title, text, ...expected] of table) {
    it(title, () => {
      assert.deepEqual(referencesIn(text), expected);
      assert.deepEqual(
        referencesIn(text.replaceAll('\n', '\r\n')),
        expected,
        'the same with other ends of line',
      );
    });
  }

  it('at the option that authorizes, not at another that says the same', () => {
    const text = `curl ${u} -H 'X-A: ${own}' -H 'Authorization: Bearer ${own}'`;
    const [found] = finish(authorizingReferencesInSteps(linesOf(text), 'http'));
    assert.equal(found?.start, text.lastIndexOf(own));
  });

  it('in the fences of Markdown that hold requests', () => {
    const request = `GET ${u}\nAuthorization: Bearer ${own}`;
    assert.deepEqual(
      referencesIn(`${request}\n\`\`\`http\n${request}\n\`\`\`\n\`\`\`sh\n${request}\n\`\`\``, 'markdown'),
      [one(own, 'extension', 4)],
    );
  });

  it('all of thousands, and none in what never closes', () => {
    const requests = (count: number) => `###\nGET ${u}\nAuthorization: Bearer ${own}\n\n`.repeat(count);
    const broken = `GET ${u}\nAuthorization: ${'{{'.repeat(200_000)}`;
    assert.equal(referencesIn(requests(5_000)).length, 5_000);
    assert.deepEqual(referencesIn(broken), []);
  });
});

describe('the lines of a reference', () => {
  it('are those of its request, with the title and the comments above it', () => {
    const request = `# A comment\nGET ${u}\nAuthorization: Bearer ${own}\n\n{}\n`;
    const found = (text: string, dialect: 'http' | 'markdown' = 'http') =>
      finish(authorizingReferencesInSteps(linesOf(text), dialect)).map(({ lines: { first, last } }) => [
        first,
        last,
      ]);
    assert.deepEqual(found(`### One\n${request}\n### Two\n${request}`), [
      [0, 6],
      [7, 13],
    ]);
    assert.deepEqual(found(request), [[0, 5]]);
    assert.deepEqual(found(`\`\`\`http\n${request}\`\`\`\n`, 'markdown'), [[1, 5]]);
  });
});

describe('referenceAt', () => {
  const text = `@t = ${own}\nGET ${u}\nX-A: ${own}\nAuthorization: Bearer {{t}}\n`;
  const at = (line: number, character: number) => {
    const found = referenceAt(linesOf(text), 'http', { line, character });
    return found && [found.start, found.end, found.request?.method];
  };
  const table: readonly [title: string, line: number, character: number, expected: unknown][] = [
    ['the value of a variable of the file', 0, 10, [5, 5 + own.length, undefined]],
    ['before it', 0, 4, undefined],
    ['its first character', 0, 5, [5, 5 + own.length, undefined]],
    ['after its last', 0, 5 + own.length, [5, 5 + own.length, undefined]],
    ['another header', 2, 8, [5, 5 + own.length, undefined]],
    ['a variable that stands for it', 3, 25, [22, 27, 'GET']],
    ['another word of the line', 3, 3, undefined],
    ['outside of the document', 99, 0, undefined],
  ];
  for (const [title, line, character, expected] of table) {
    it(title, () => {
      assert.deepEqual(at(line, character), expected);
    });
  }
});

describe('tokenUseOf', () => {
  const table: readonly [title: string, text: string, isAuthorized: boolean, ...wantsBearer: string[]][] = [
    ['the reference that we insert', `GET ${u}\nAuthorization: Bearer ${own}`, true],
    ['another case, and a tab', `GET ${u}\nAuthorization: bearer\t${own}`, true],
    ['a variable for the whole value', `@a = Bearer ${own}\nGET ${u}\nAuthorization: {{a}}`, true],
    ['a variable for the token', `@a = ${own}\nGET ${u}\nAuthorization: Bearer {{a}}`, true],
    ['a variable for the scheme', `@s = Bearer\nGET ${u}\nAuthorization: {{s}} ${own}`, true],
    ['a scheme that only the client knows', `GET ${u}\nAuthorization: {{scheme}} ${own}`, true],
    ['curl’s option for it', `curl ${u} --oauth2-bearer ${own}`, true],
    [
      'the form of Kulala, which no client in VS Code sends',
      `GET ${u}\nAuthorization: Bearer {{$env.${name}}}`,
      false,
    ],
    ['no scheme', `GET ${u}\nAuthorization: ${own}`, false, own],
    ['another scheme', `GET ${u}\nAuthorization: Basic ${own}`, false, own],
    ['a longer scheme', `GET ${u}\nAuthorization: XBearer ${own}`, false, own],
    ['a password', `GET ${u}\nAuthorization: Basic x:${own}`, false, own],
    ['something before the token', `GET ${u}\nAuthorization: Bearer x${own}`, false, own],
    ['something after it', `GET ${u}\nAuthorization: Bearer ${own}x`, false, own],
    ['no blank', `GET ${u}\nAuthorization: Bearer${own}`, false, own],
    ['a variable without the scheme', `@a = ${own}\nGET ${u}\nAuthorization: {{a}}`, false, '{{a}}'],
    ['a variable with another one', `@a = Basic ${own}\nGET ${u}\nAuthorization: {{a}}`, false, own],
    ['a scheme twice', `@a = Bearer ${own}\nGET ${u}\nAuthorization: Bearer {{a}}`, false, own],
    ['curl’s user', `curl ${u} -u x:${own}`, false, own],
    ['a header of curl', `curl ${u} -H "Authorization: ${own}"`, false, own],
    [
      'a second header of another scheme',
      `GET ${u}\nAuthorization: Bearer ${own}\nAuthorization: Basic abc`,
      false,
    ],
  ];
  for (const [title, text, isAuthorized, ...wantsBearer] of table) {
    it(`says ${isAuthorized ? 'yes' : 'no'} to ${title}`, () => {
      const lines = linesOf(text);
      const fill = fileVariables(lines, 'http');
      const uses = listRequests(lines, 'http').map(each => tokenUseOf(each, fill));
      assert.deepEqual(uses, [{ reads: true, isAuthorized }]);
      const references = finish(authorizingReferencesInSteps(lines, 'http'));
      assert.deepEqual(
        references.flatMap(each => each.wantsBearer ?? []),
        wantsBearer,
      );
    });
  }

  it('leaves the scheme to the client if the value is not filled as its parts are', () => {
    const lines = linesOf(`GET ${u}\nAuthorization: Basic {{a}}`);
    const fill = (text: string) => (text === '{{a}}' ? own : 'Basic');
    const uses = listRequests(lines, 'http').map(each => tokenUseOf(each, fill));
    assert.deepEqual(uses, [{ reads: true, isAuthorized: true }]);
  });

  it('says that a request without our reference does not read the variable', () => {
    for (const header of ['Bearer {{other}}', 'Basic abc', '{{$auth.token("hosted-login")}}', '']) {
      const lines = linesOf(`GET ${u}\nAuthorization: ${header}`);
      const uses = listRequests(lines, 'http').map(each => tokenUseOf(each, text => text));
      assert.deepEqual(uses, [{ reads: false, isAuthorized: false }]);
    }
  });
});
