import assert from 'node:assert/strict';
import { linesOf } from '../../../../src/core/common/lines';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { listRequests, requestAt } from '../../../../src/core/requests/findRequests';
import type { WrittenRequest } from '../../../../src/core/requests/request';
import { withCursors } from '../../../support/textEdits';

/** The request at the only cursor of a text. */
function at(marked: string, dialect: HttpDialect = 'http') {
  const { text, cursors } = withCursors(marked);
  return requestAt(linesOf(text), cursors[0] ?? 0, dialect);
}

function found(marked: string, dialect?: HttpDialect): WrittenRequest {
  const request = at(marked, dialect);
  assert.ok('requestLine' in request, JSON.stringify(request));
  return request;
}

describe('linesOf', () => {
  for (const [text, lines] of [
    ['', ['']],
    ['a', ['a']],
    ['a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
    ['\r\r\n\n\u2028', ['', '', '', '\u2028']],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const read = linesOf(text);
      assert.deepEqual(
        Array.from({ length: read.lineCount }, (_, index) => read.line(index)),
        lines,
      );
      assert.equal(read.line(99), '');
    });
  }
});

describe('requestAt', () => {
  const firstLines: [line: string, method: string, url: string][] = [
    ['GET https://a/b', 'GET', 'https://a/b'],
    ['  delete\thttps://a/b?c  HTTP/1.1 ', 'DELETE', 'https://a/b?c'],
    ['PUT /config HTTP/2', 'PUT', '/config'],
    ['POST {{host}}/x/{{ $guid }}', 'POST', '{{host}}/x/{{ $guid }}'],
    ['PROPFIND example.com', 'PROPFIND', 'example.com'],
    ['PATCH anything', 'PATCH', 'anything'],
    ['M-SEARCH http://a', 'M-SEARCH', 'http://a'],
    ['https://a/b', 'GET', 'https://a/b'],
    ['https://a/b HTTP/1.1', 'GET', 'https://a/b'],
    ['{{host}}/x', 'GET', '{{host}}/x'],
    ['/x', 'GET', '/x'],
    ['example.com/x', 'GET', 'example.com/x'],
    ['localhost:3000', 'GET', 'localhost:3000'],
    ['[::1]:8080/x', 'GET', '[::1]:8080/x'],
    ['GET HTTP/1.1', 'GET', 'HTTP/1.1'],
  ];
  for (const [line, method, url] of firstLines) {
    it(`reads ${line}`, () => {
      const request = found(`${line}$$CURSOR$$`);
      assert.deepEqual([request.method, request.url, request.isCurl], [method, url, false]);
    });
  }

  for (const line of [
    'GET',
    'Get the token',
    'patch it',
    'hello',
    'Accept: */*',
    '{ "a": 1 }',
    '{{',
    '}}',
    'FOO bar',
    '...x',
  ]) {
    it(`takes ${line} for no request`, () => {
      assert.deepEqual(at(`\n${line}$$CURSOR$$`), { kind: 'noRequest', line: 1 });
    });
  }

  it('joins continuation lines to the URL', () => {
    const request = found('GET https://a$$CURSOR$$ HTTP/1.1\n  /b\n  # c\n  ?c=1\n\t&d=2 \n?? status == 200');
    assert.equal(request.url, 'https://a/b?c=1&d=2');
    assert.equal(request.headerInsertLine, 5);
  });

  it('tells lines, headers and authorizations', () => {
    const text =
      '###\n# c\nPOST https://a$$CURSOR$$\nA: b,\n  authorization : Basic\n    abc\n# c: d\n\n{\n}\n\n> {%\n%}\n###';
    assert.deepEqual(found(text), {
      requestLine: 2,
      method: 'POST',
      url: 'https://a',
      isCurl: false,
      headerInsertLine: 3,
      headers: [
        { line: 3, name: 'A', value: 'b,', valueStart: 3 },
        { line: 4, name: 'authorization', value: 'Basic', valueStart: 18 },
      ],
      authorizations: [{ line: 4, scheme: 'Basic', value: 'Basic', foldedLines: [5] }],
      firstLine: 1,
      lastLine: 12,
      bodyFirstLine: 8,
      bodyLastLine: 9,
    });
  });

  const bodies: [name: string, rest: string, body: [number, number] | undefined][] = [
    ['none', '', undefined],
    ['blank lines only', '\nA: b\n\n \n', undefined],
    ['handler only', '\n\n> {%\n%}\n', undefined],
    ['after several blank lines', '\n\n\n\n{}\n\n', [4, 4]],
    ['with blank lines inside', '\nA: b\n\na\n\nb\n', [3, 5]],
    ['before asserts', '\n\na\n?? status == 200\nb', [2, 2]],
    ['before a saved response', '\n\na\n\nHTTP/1.1 200 OK\n\nb', [2, 2]],
    ['before a script', '\n\n{ "a": {{x}} }\n\n{{@response\nx\n}}', [2, 2]],
    ['without blank line', '\nA: b\n{\n}', [2, 3]],
    ['from a variable on', '\nA: b\n@z = 1\nAuthorization: c', [2, 3]],
    ['before a further request', '\n\na\n\nGET https://b\n\nc', [2, 2]],
  ];
  for (const [name, rest, body] of bodies) {
    it(`tells the body: ${name}`, () => {
      const { bodyFirstLine, bodyLastLine } = found(`POST https://a$$CURSOR$$${rest}`);
      assert.deepEqual([bodyFirstLine, bodyLastLine], body ?? [undefined, undefined]);
    });
  }

  const belongs: [name: string, marked: string, requestLine: number | undefined][] = [
    ['the line above the request', '# c$$CURSOR$$\nGET /a', 1],
    ['a separator', 'GET /a\n###$$CURSOR$$\nGET /b', 2],
    ['the last separator', 'GET /a\n###$$CURSOR$$', undefined],
    ['below the last separator', 'GET /a\n###\n$$CURSOR$$', undefined],
    ['#### with a title', 'GET /a\n#### x$$CURSOR$$\nGET /b', 2],
    ['## is a comment', '## x$$CURSOR$$\nGET /b', 1],
    ['the body', 'GET /a\n\nb$$CURSOR$$\n\nGET /b', 0],
    ['the comment above a further request is still the one above', 'GET /a\n\n# b$$CURSOR$$\nGET /b', 0],
    ['a further request', 'GET /a\n\n# b\nGET /b$$CURSOR$$', 3],
    ['a further request with any method of httpYac', 'GET /a\n\nVERSION-CONTROL /b$$CURSOR$$', 2],
    ['a line with a method that httpYac does not know', 'GET /a\n\nQUERY /b$$CURSOR$$', 0],
    ['the last line of a further request', 'GET /a\n\nGET /b\n\nGET /c\n$$CURSOR$$', 4],
  ];
  for (const [name, marked, requestLine] of belongs) {
    it(`finds what a cursor belongs to: ${name}`, () => {
      const request = at(marked);
      assert.equal('requestLine' in request ? request.requestLine : undefined, requestLine);
    });
  }

  it('refuses a saved response', () => {
    assert.deepEqual(at('GET /a\n###\n\n# c\nHTTP/1.1 200 OK\nA: b\n\n{}$$CURSOR$$'), {
      kind: 'response',
      line: 4,
    });
  });

  it('finds the same in a document that was read before', () => {
    const blocks = '### a\n\n@a = 1\nGET /a\n\nPOST https://b\n###\n###\n\n###\n# c\nHTTP/1.1 200 OK\n\n';
    for (const [text, dialect] of [
      [blocks, 'http'],
      [`# x\n\`\`\`http\n${blocks}\`\`\`\ny\n\`\`\`http\n\`\`\`\n\`\`\`http\nGET /d\n`, 'markdown'],
    ] as const) {
      const read = linesOf(text);
      listRequests(read, dialect);
      for (let line = 0; line < read.lineCount; line++)
        assert.deepEqual(
          requestAt(read, line, dialect),
          requestAt(linesOf(text), line, dialect),
          `line ${line}`,
        );
    }
  });

  it('finds requests of Markdown only in their fences', () => {
    const text = 'GET /a\n\n```http\n# c\nGET /b\n```\n\n~~~js\nGET /c\n~~~\n* list\n  ``` rest\n  GET /d\n';
    const lines = linesOf(text);
    assert.deepEqual(
      listRequests(lines, 'markdown').map(({ url, firstLine, lastLine }) => [url, firstLine, lastLine]),
      [
        ['/b', 3, 4],
        ['/d', 12, 13],
      ],
    );
    assert.equal(listRequests(lines, 'http').length, 1);
  });
});

describe('requestAt on curl', () => {
  const commands: [line: string, method: string, url: string][] = [
    ['curl https://a/b', 'GET', 'https://a/b'],
    ["  curl -sS 'https://a/b?c&d' -o x", 'GET', 'https://a/b?c&d'],
    ['curl -X put https://a', 'PUT', 'https://a'],
    ['curl -XDELETE "{{host}}/x y"', 'DELETE', '{{host}}/x y'],
    ['curl --request=PATCH --url https://a', 'PATCH', 'https://a'],
    ['curl https://a -d x', 'POST', 'https://a'],
    ['curl https://a --data-raw x --json y', 'POST', 'https://a'],
    ['curl -Fa=b https://a', 'POST', 'https://a'],
    ['curl -G https://a -d x', 'GET', 'https://a'],
    ['curl -I https://a', 'HEAD', 'https://a'],
    ['curl -T f https://a', 'PUT', 'https://a'],
    ['curl -A agent --unknown thing https://a', 'GET', 'https://a'],
    ["curl -d 'https://no' \\\n\n", 'POST', ''],
    ['curl -d x \\\n  {{host}}/{{ a b }} \\\n  -k', 'POST', '{{host}}/{{ a b }}'],
    ["curl -d '\n\nhttps://no' https://a", 'POST', 'https://a'],
  ];
  for (const [command, method, url] of commands) {
    it(`reads ${JSON.stringify(command)}`, () => {
      const request = found(`$$CURSOR$$${command}`);
      assert.deepEqual([request.method, request.url, request.isCurl], [method, url, true]);
    });
  }

  it('finds each authorization of the command, with its line', () => {
    const { authorizations, headers } = found(
      "curl x \\\n -u a:b \\\n -H 'Authorization: {{t}}'$$CURSOR$$\n\n-H x",
    );
    assert.deepEqual(
      authorizations.map(({ line, scheme, value }) => [line, scheme, value]),
      [
        [1, 'Basic', 'a:b'],
        [2, '{{t}}', '{{t}}'],
      ],
    );
    assert.deepEqual(headers, []);
  });
});
