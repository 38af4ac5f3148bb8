import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import { finish } from '../../../../src/core/common/steps';
import type { DocumentLanguage } from '../../../../src/core/requests/documentRegions';
import {
  findScopeListsInSteps,
  scopeListAtPosition,
} from '../../../../src/core/scopeLanguage/findScopeLists';

/** Each list as `kind@line: text`; checks that the text is at its place. */
function found(language: DocumentLanguage, text: string): string[] {
  return finish(findScopeListsInSteps(linesOf(text), language)).map(
    ({ kind, line, text: list }) => `${kind}@${line}: ${list}`,
  );
}

const curl = [
  'curl -X POST \\',
  '  https://v1.api.us.janrain.com/$CUSTOMER/login/token \\',
  "  -H 'Authorization: Basic x' \\",
  "  -F 'grant_type=client_credentials' \\",
  "  -F 'scope=*:config/**'",
].join('\n');

describe('findScopeListsInSteps', () => {
  const table: [title: string, language: DocumentLanguage, text: string, expected: string[]][] = [
    [
      'a form body',
      'http',
      'POST {{origin}}/x/login/token\n\ngrant_type=client_credentials&scope=.:config/**&x=1',
      ['form@2: .:config/**'],
    ],
    ['a form over several lines', 'http', 'grant_type=x\n&scope=.:a+.:b%20.:c', ['form@1: .:a .:b .:c']],
    ['percent encoding', 'http', 'scope=%2a%3Aconfig%2F**&a=b', ['form@0: *:config/**']],
    ['half an encoding', 'http', 'scope=.:config%2', ['form@0: .:config%2']],
    ['blanks in a body', 'http', 'scope=.:a .:b', ['form@0: .:a .:b']],
    ['a URL', 'http', 'POST https://x/login/token?a=b&scope=.:a+.:b#x HTTP/1.1', ['form@0: .:a .:b']],
    ['a variable', 'http', '@scope = *:config/**\n@loginScopes=.:a', ['form@0: *:config/**', 'form@1: .:a']],
    [
      'variables with quotes inside',
      'http',
      'scope=*:config/clients/{{create.response.body["id"]}} .:config/x',
      ['form@0: *:config/clients/{{create.response.body["id"]}} .:config/x'],
    ],
    ['variables inside', 'http', 'scope=.:config/clients/{{ a+b }}', ['form@0: .:config/clients/{{ a+b }}']],
    ['a value below its name', 'json', '{\n  "scope":\n    "*:config/**"\n}', ['json@2: *:config/**']],
    [
      'a list below its name',
      'json',
      '{"allowedScopes":\n ["*:config/**"]}',
      ['allowedScopes@1: *:config/**'],
    ],
    ['the next member below a name', 'json', '{"scope":\n "tokenPolicy": "*:config/**"}', []],
    [
      'the query of curl’s URL',
      'shell',
      "curl 'https://x/login/token?a=b&scope=.:a+.:b#x' --url 'https://x/?scope=*:config/**'",
      ['curl@0: .:a .:b', 'curl@0: *:config/**'],
    ],
    ['a path with the name', 'shell', 'curl https://x/scope=.:a', []],
    [
      'the query of curl’s URL in a request file',
      'http',
      'curl https://x/login/token?scope=.:config/clients/{{a?b}}&c=d',
      ['curl@0: .:config/clients/{{a?b}}'],
    ],
    ['data for the query', 'shell', 'curl -G https://x -d scope=.:a+.:b', ['curl@0: .:a .:b']],
    ['a part of the query', 'shell', "curl https://x --url-query 'scope=.:a .:b'", ['curl@0: .:a .:b']],
    [
      'a form in a here-document',
      'shell',
      'curl https://x/login/token -d @- <<EOF\ngrant_type=x&scope=*:config/**\nscope=.:$A\nEOF\nscope=.:b',
      ['form@1: *:config/**'],
    ],
    [
      'options of curl in a here-document',
      'shell',
      'curl --config - <<EOF\nurl = "https://x/login/token"\ndata = "scope=*:config/**"\nEOF',
      ['form@2: *:config/**'],
    ],
    [
      'here-documents of two commands on one line',
      'shell',
      'curl x -d @- <<A; curl x -d @- <<B\nscope=.:a\nA\nscope=.:b\nB',
      ['form@1: .:a', 'form@3: .:b'],
    ],
    ['another here-document', 'shell', 'curl https://x -d @file <<EOF\nscope=.:a\nEOF', []],
    ['a comment', 'http', '# scope=.:a\n// scope=.:b', []],
    ['another name', 'http', 'telescope=.:a&scopes=.:b', []],
    [
      'a field of a multipart body',
      'http',
      '--b\nContent-Disposition: form-data; name="scope"\nContent-Type: text/plain\n\n.:a+b .:c \n--b--',
      ['form@4: .:a+b .:c '],
    ],
    [
      'a field that is named twice',
      'http',
      '--b\nContent-Disposition: form-data; name=scope\nContent-Disposition: form-data; name=scope\n\n.:a\n--b--',
      ['form@4: .:a'],
    ],
    [
      'fields of a multipart body without a value, or with another name',
      'http',
      [
        ['content-disposition: form-data; name=scope', '', '--b'],
        ['Content-Disposition: form-data; name="scope"', '', '< ./scope.txt', '--b'],
        ['Content-Disposition: form-data; name="scopes"', '', '.:a', '--b'],
        ['Content-Disposition: form-data; name="scope"', '--b--', '', '.:a', '--b'],
        ['Content-Disposition: form-data; name="note"; filename="scope"', '', '.:a', '--b--'],
      ]
        .flat()
        .join('\n'),
      [],
    ],
    [
      'a JSON body',
      'http',
      'PUT /x\n\n{"allowedScopes": [".:a", "x"]}',
      ['allowedScopes@2: .:a', 'allowedScopes@2: x'],
    ],
    ['curl in a request file', 'http', curl, ['curl@4: *:config/**']],
    ['curl over several lines', 'shell', curl, ['curl@4: *:config/**']],
    ['curl, another command above', 'shell', "http x\n-F 'scope=.:a'", []],
    ['curl -d', 'shell', 'curl -sd "grant_type=x&scope=.:a+.:b&c=d" x', ['curl@0: .:a .:b']],
    ['curl without blank', 'shell', "curl -d'scope=.:a .:b'", ['curl@0: .:a .:b']],
    ['curl without quotes', 'shell', 'curl --data scope=.:a x', ['curl@0: .:a']],
    ['curl --data-urlencode', 'shell', "curl --data-urlencode 'scope=.:a+b'", ['curl@0: .:a+b']],
    ['curl --form=, which curl does not know', 'shell', 'curl --form=scope=.:a', []],
    [
      'curl --form=, which REST clients know',
      'http',
      "curl --form='scope=.:a;type=text/plain'",
      ['curl@0: .:a'],
    ],
    [
      'curl, a field in quotes of its own',
      'shell',
      `curl --form 'scope="*:config/**"' x`,
      ['curl@0: *:config/**'],
    ],
    [
      'curl, quotes of its own in double quotes',
      'shell',
      String.raw`curl -F "scope=\"a\\\\b .:c\";type=x"`,
      [String.raw`curl@0: a\b .:c`],
    ],
    ['curl, quotes only after the value began', 'shell', `curl -F 'scope=.:a"b"'`, ['curl@0: .:a"b"']],
    [
      'curl, an option and quotes inside the word',
      'shell',
      `curl -sd scope="*:config/**" x`,
      ['curl@0: *:config/**'],
    ],
    ['curl, other quotes inside the word', 'shell', `curl -d scope='.:a .:b' x`, ['curl@0: .:a .:b']],
    ['curl, ANSI-C quotes', 'shell', String.raw`curl -F $'scope=\'.:a \x2a:b'`, ["curl@0: '.:a *:b"]],
    ['curl --json', 'shell', `curl --json '{"scope":".:a"}' x`, ['json@0: .:a']],
    [
      'curl, JSON in double quotes',
      'shell',
      String.raw`curl x -d "{\"scope\":\"*:config/**\",\"allowedScopes\":[\".:\$a\"]}"`,
      ['json@0: *:config/**', 'allowedScopes@0: .:$a'],
    ],
    [
      'curl, a body over two lines',
      'shell',
      "curl x -d 'grant_type=client_credentials\n&scope=*:config/**\n&a=b'",
      ['curl@1: *:config/**'],
    ],
    ['curl, a line that goes on in quotes', 'shell', 'curl x -d "a=b&\\\nscope=.:a"', ['curl@1: .:a']],
    ['curl, a scope that goes on below', 'shell', 'curl x -d "scope=.:con\\\nfig/**"', []],
    ['curl, a quote that closes further down', 'shell', "curl -F 'scope=.:a\n -H 'x: y'", ['curl@0: .:a']],
    [
      'curl, variables',
      'shell',
      'curl -F "scope=.:config/clients/$ID .:${X}" y',
      ['curl@0: .:config/clients/$ID .:${X}'],
    ],
    ['curl, what is not literal', 'shell', 'curl -F "scope=.:config/clients/$(cat id.txt)" x', []],
    ['curl, a default', 'shell', 'curl -F "scope=${SCOPE:-*:config/**}" x', []],
    ['curl, backticks', 'shell', 'curl -F "scope=.:config/`a`" x', []],
    ['curl, braces', 'shell', 'curl -d scope=.:config/{clients,a}/x x', []],
    ['curl, several quotes', 'shell', `curl -d "scope=.:config/"'**' x`, []],
    [
      'curl, files',
      'shell',
      "curl -F 'scope=@a' -F 'scope=<a' -F 'scope=(a' -d @scope=.:a --json '@{\"scope\":\".:a\"}'",
      [],
    ],
    ['curl --data-raw, no file', 'shell', "curl --data-raw '@x&scope=.:a'", ['curl@0: .:a']],
    ['curl --form-string', 'shell', `curl --form-string 'scope="a;b"'`, ['curl@0: "a;b"']],
    [
      'curl --data-urlencode, all that follows',
      'shell',
      "curl --data-urlencode 'scope=.:a&b'",
      ['curl@0: .:a&b'],
    ],
    ['curl after other words', 'shell', "A=1 sudo -E curl x -d 'scope=.:a' | jq .", ['curl@0: .:a']],
    [
      'curl in a substitution in quotes',
      'shell',
      `T="$(curl x -d 'scope=.:a' | jq -r '.x')"`,
      ['curl@0: .:a'],
    ],
    ['curl, other options', 'shell', "curl x -H 'scope=.:a' -o 'scope=.:b' --max-time scope=.:c", []],
    ['no curl', 'shell', "echo 'curl -d scope=.:a'\n# curl -d scope=.:b\nhttp x -d scope=.:c", []],
    [
      'JSON for curl, and beside it',
      'shell',
      `echo '{"scope": ".:a"}' | curl x -d @- && curl -d '{"scope": ".:b"}' x; echo '{"scope": ".:c"}'`,
      ['json@0: .:a', 'json@0: .:b', 'json@0: .:c'],
    ],
    [
      'JSON of a here-document',
      'shell',
      'curl x -d @- <<E\n{"scope": ".:a"}\nE\ncat <<E\n{"scope": "${A:-.:b}"}\nE',
      ['json@1: .:a'],
    ],
    [
      'curl in a request file, quotes as in a shell',
      'http',
      `curl x \\\n  --data 'grant_type=x\n&scope=.:a'\n\n###\ncurl -F 'scope=".:b"' x\nscope=.:no`,
      ['curl@2: .:a', 'curl@5: .:b', 'form@6: .:no'],
    ],
    [
      'curl in a request file, no shell',
      'http',
      'curl x -d "scope=.:a/$(x)" -d scope=.:{{a b}}',
      ['curl@0: .:a/$(x)', 'curl@0: .:{{a b}}'],
    ],
    ['curl, an open quote', 'shell', "curl -F 'scope=.:a .:b", ['curl@0: .:a .:b']],
    ['curl, another field', 'shell', "curl -F 'note=&scope=.:a' -H 'scope=.:a'", []],
    ['JSON in a script', 'shell', 'curl -d \'{\n"allowedScopes": ["*:a"]}\'', ['allowedScopes@1: *:a']],
    ['a member', 'json', '{"scope": ".:a", "other": 1}', ['json@0: .:a']],
    ['escapes', 'json', '{"scope": "\\u002a:a\\/b"}', ['json@0: *:a/b']],
    ['an open string', 'json', '{"scope": ".:a', ['json@0: .:a']],
    [
      'an array over lines',
      'json',
      '{"allowedScopes": [\n  ".:a", // first\n  ".:b"\n],\n"x": ["y"]}',
      ['allowedScopes@1: .:a', 'allowedScopes@2: .:b'],
    ],
    ['an open array', 'json', '{"allowedScopes": [".:a",\n"title": "x"}', ['allowedScopes@0: .:a']],
    ['scope as array or object', 'json', '{"scope": ["a"], "allowedScopes": {"a": "b"}}', []],
    ['a comment in JSON', 'json', '  // "scope": ".:a"', []],
    [
      'our setting',
      'json',
      '{"hostedLogin.scopePresets": [\n{"label": "[x", "scope": ".:a"}\n],\n"y": {"scope": "z"}}',
      ['setting@1: .:a', 'json@3: z'],
    ],
    [
      'fences',
      'markdown',
      [
        '`scope=.:no`',
        '```http',
        'scope=.:a',
        '```',
        'scope=.:no',
        '  ~~~sh',
        "  curl -d 'scope=.:b'",
        '  ~~~',
        '```json',
        '"scope": ".:c"',
        '```',
        '```python',
        '"scope": ".:no"',
        '```',
        '```',
        "curl -F 'scope=.:d'",
      ].join('\n'),
      ['form@2: .:a', 'curl@6: .:b', 'json@9: .:c', 'curl@15: .:d'],
    ],
    [
      'fences in block quotes and lists',
      'markdown',
      [
        ...['> ```sh', "> curl -F 'scope=.:a' \\", '>   -F b=c', '> ```', '> 1. x', '>', '>    ```http'],
        ...[
          '>    POST x',
          '>',
          '>    scope=.:b',
          '>    ```',
          '- ```sh',
          '  curl x -d @- <<E',
          '  {"scope": ".:c"}',
        ],
        ...['  E', "  curl -d 'scope=.:d'", '  ```'],
      ].join('\n'),
      ['curl@1: .:a', 'form@9: .:b', 'json@13: .:c', 'curl@15: .:d'],
    ],
    [
      'fences with more marks, and of other kinds',
      'markdown',
      [
        ...['````md', '```sh', "curl -F 'scope=.:no'", '```', '````', '~~~terminal', "$ curl -F 'scope=.:a'"],
        ...[
          "it's printed: curl -F 'scope=.:no'",
          '```',
          '~~~',
          '```powershell',
          'curl.exe -F "scope=.:b"',
          '```',
        ],
        ...['```bat', 'curl -F "scope=.:c"', '```', '```{.bash}', "curl -F 'scope=.:d'", '```', '```text'],
        ...["curl -F 'scope=.:e'", '```', '```python', "curl -F 'scope=.:no'", '```'],
      ].join('\n'),
      ['curl@6: .:a', 'curl@11: .:b', 'curl@14: .:c', 'curl@17: .:d', 'curl@20: .:e'],
    ],
  ];
  for (const [title, language, text, expected] of table) {
    it(`${title} (${language})`, () => {
      assert.deepEqual(found(language, text), expected);
    });
  }

  it('ignores very long lines', () => {
    assert.deepEqual(found('json', `{"scope": ".:a", "x": "${'x'.repeat(20_000)}"}`), []);
  });
});

describe('a scope list', () => {
  it('knows where each of its characters is written', () => {
    const text = 'a=b&scope=%2A:{{x y}}+.:%C3%A4b&c';
    const [list] = finish(findScopeListsInSteps(linesOf(text), 'http'));
    assert.ok(list);
    assert.equal(list.text, '*:{{x y}} .:äb');
    assert.equal(text.slice(list.start, list.end), '%2A:{{x y}}+.:%C3%A4b');
    for (const [piece, written] of [
      ['*', '%2A'],
      ['{{x y}}', '{{x y}}'],
      [' ', '+'],
      ['ä', '%C3%A4'],
      ['b', 'b'],
    ] as const) {
      const offset: number = list.text.lastIndexOf(piece);
      const start: number = list.characterAt(offset);
      const end: number = list.characterAt(offset + piece.length);
      assert.equal(text.slice(start, end), written);
      assert.equal(list.offsetAt(start), offset);
    }
    assert.equal(list.offsetAt(list.end), list.text.length);
  });

  it('maps several characters to the beginning of their encoding', () => {
    const [list] = finish(findScopeListsInSteps(linesOf('scope=%C3%A4%C3%B6*'), 'http'));
    assert.equal(list?.text, 'äö*');
    assert.deepEqual(
      [0, 1, 2, 3, 99].map(offset => list.characterAt(offset)),
      [6, 6, 18, 19, 19],
    );
  });

  const encodings: [language: DocumentLanguage, text: string, expected: string][] = [
    ['http', 'scope=', '.:a+.:{{b c}}%26'],
    ['http', 'scope=.:a%20.:b', '.:a%20.:{{b c}}%26'],
    ['http', 'scope=.:a .:b', '.:a .:{{b c}}%26'],
    ['shell', "curl -d 'scope='", '.:a+.:{{b c}}%26'],
    ['shell', "curl -F 'scope='", '.:a .:{{b c}}&'],
    ['shell', `curl -F 'scope=""'`, '.:a .:{{b c}}&'],
    ['shell', 'curl -F "scope="', '.:a .:{{b c}}&'],
    ['shell', 'curl -d scope=', String.raw`.:a+.:\{\{b\ c\}\}%26`],
    ['http', 'curl -F "scope="', '.:a .:{{b c}}&'],
    ['http', 'curl -F scope=', String.raw`.:a\ .:{{b c}}&`],
    ['json', '{"scope": ""}', '.:a .:{{b c}}&'],
  ];
  for (const [language, text, expected] of encodings) {
    it(`writes as ${text} is written`, () => {
      const [list] = finish(findScopeListsInSteps(linesOf(text), language));
      assert.equal(list?.encode('.:a .:{{b c}}&'), expected);
    });
  }

  it('maps characters in quotes of a shell and of curl', () => {
    const text = String.raw`curl x --form "scope=\".:a\\\\ *:b\";type=x"`;
    const [list] = finish(findScopeListsInSteps(linesOf(text), 'shell'));
    assert.ok(list);
    assert.equal(list.text, String.raw`.:a\ *:b`);
    assert.equal(text.slice(list.start, list.end), String.raw`.:a\\\\ *:b`);
    for (const [piece, written] of [
      ['.:a', '.:a'],
      ['\\', String.raw`\\\\`],
      ['*:b', '*:b'],
    ] as const) {
      const offset = list.text.indexOf(piece);
      const start = list.characterAt(offset);
      assert.equal(text.slice(start, list.characterAt(offset + piece.length)), written);
      assert.equal(list.offsetAt(start), offset);
    }
    assert.equal(list.encode('"'), String.raw`\\\"`);
  });
});

describe('scopeListAtPosition', () => {
  /** The text of the string at the marker; also with a thousand lines above, which must not matter. */
  function at(language: DocumentLanguage, marked: string, above = ''): string | undefined {
    const before = (above + marked).split('$$CURSOR$$')[0]?.split('\n') ?? [];
    const lines = linesOf((above + marked).replace('$$CURSOR$$', ''));
    return scopeListAtPosition(lines, language, before.length - 1, before.at(-1)?.length ?? 0)?.text;
  }

  const table: [language: DocumentLanguage, marked: string, expected: string | undefined][] = [
    ['http', 'a=b&scope=$$CURSOR$$', ''],
    ['http', 'scope=.:a$$CURSOR$$&x=y', '.:a'],
    ['http', 'scope$$CURSOR$$=.:a', undefined],
    ['http', 'scope=.:a&x=$$CURSOR$$', undefined],
    ['http', '--b\nContent-Disposition: form-data; name="scope"\n\n$$CURSOR$$', ''],
    ['http', '--b\nContent-Disposition: form-data; name="scope"\n\n.:a $$CURSOR$$\n--b--', '.:a '],
    ['http', '--b\nContent-Disposition: form-data; name="note"\n\n$$CURSOR$$', undefined],
    ['json', '{"allowedScopes": [\n".:a",\n"$$CURSOR$$"', ''],
    ['json', '{"hostedLogin.scopePresets": [{\n"label": "x",\n"scope": "x$$CURSOR$$"', 'x'],
    ['shell', "curl x \\\n  -F 'scope=$$CURSOR$$'", ''],
    ['shell', `curl x --form 'scope="$$CURSOR$$"'`, ''],
    ['shell', `curl x -d scope="$$CURSOR$$"`, ''],
    ['shell', `curl x -d scope=$$CURSOR$$ -k`, ''],
    ['shell', `curl x -d scope="".:a$$CURSOR$$`, '.:a'],
    ['shell', `curl x -d "{\\"scope\\":\\"$$CURSOR$$\\"}"`, ''],
    ['shell', "curl x -d 'a=b\n&scope=.:a$$CURSOR$$\n&c=d'", '.:a'],
    ['shell', 'curl -F "scope=$(x)$$CURSOR$$"', undefined],
    ['markdown', "> ```sh\n> curl -F 'scope=$$CURSOR$$'", ''],
    ['markdown', "````\n```\ncurl -F 'scope=$$CURSOR$$'", ''],
    ['markdown', '```http\nscope=$$CURSOR$$', ''],
    ['markdown', '```http\nx\n```\nscope=$$CURSOR$$', undefined],
    ['shell', `curl x -d 'scope=$$CURSOR$$' -d ${'x'.repeat(20_000)}`, undefined],
    ['markdown', "```\ncurl -F 'scope=$$CURSOR$$'", ''],
  ];
  for (const [language, marked, expected] of table) {
    it(`${language} ${JSON.stringify(marked)}`, () => {
      assert.equal(at(language, marked), expected);
      const above = language === 'markdown' ? '```sh\n```\n' : '\n';
      assert.equal(at(language, marked, above + 'x\n'.repeat(300)), expected);
    });
  }

  it('reads a bounded number of lines', () => {
    for (const language of ['http', 'shell', 'json', 'markdown'] as const) {
      let read = 0;
      const lines = {
        lineCount: 1_000_000,
        line: () => {
          read++;
          return 'curl -F "scope=.:a" \\';
        },
      };
      scopeListAtPosition(lines, language, 900_000, 16);
      assert.ok(read < 10_000, `${language}: ${read}`);
    }
  });
});
