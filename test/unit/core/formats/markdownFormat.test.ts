import assert from 'node:assert/strict';
import { markdownFormat } from '../../../../src/core/formats/markdownFormat';
import { edited, type FormatCase, testFormat } from '../../../support/formatCases';

const url = 'https://hosted.example/a';
const header = 'Authorization: Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}';
const option = '-H "Authorization: Bearer $HOSTED_LOGIN_TOKEN"';

const fence = (language: string, before: string, after?: string): FormatCase => {
  const around = (inside: string): string => `# Title\n\n\`\`\`${language}\n${inside}\n\`\`\`\n\nit's text\n`;
  return {
    name: `${language}: ${JSON.stringify(before)}`,
    before: around(before),
    ...(after === undefined ? { plan: { requests: 0 } } : { after: around(after) }),
  };
};

describe('Markdown', () => {
  testFormat(markdownFormat('restClient'), [
    fence('http', `GET ${url}$$CURSOR$$`, `GET ${url}\n${header}`),
    fence('rest', `GET ${url}\nA: b$$CURSOR$$`, `GET ${url}\n${header}\nA: b`),
    ...['sh', 'bash', 'zsh', 'shell', 'console', 'sh copy', 'bash title="x"'].map(language =>
      fence(language, `curl ${url}$$CURSOR$$`, `curl ${url} ${option}`),
    ),
    fence(
      'sh',
      `x=$(curl "$URL" \\\n  -s \\$$CURSOR$$\n  -k)`,
      `x=$(curl "$URL" \\\n  ${option} \\\n  -s \\\n  -k)`,
    ),
    {
      name: 'a list: a command is edited with its indentation',
      before: `1. A\n\n   \`\`\`sh\n   curl ${url} \\$$CURSOR$$\n     -s\n   \`\`\`\n`,
      after: `1. A\n\n   \`\`\`sh\n   curl ${url} \\\n     ${option} \\\n     -s\n   \`\`\`\n`,
    },
    {
      name: 'a list: what a here-document writes into a file is no command',
      before: `1. A\n\n   \`\`\`sh\n   cat > get.sh <<EOF\n   curl ${url}$$CURSOR$$\n   EOF\n   \`\`\`\n`,
      plan: { requests: 0 },
    },
    fence(
      'console',
      `$ curl ${url}$$CURSOR$$\n{ "it's": "curl ${url}" }`,
      `$ curl ${url} ${option}\n{ "it's": "curl ${url}" }`,
    ),
    ...['dev@laptop:~/hl$', '(venv) $', '(venv) dev@laptop:~ %', '➜', '➜ hl', '➜  hl git:(main) ✗', '❯'].map(
      prompt =>
        fence(
          'terminal',
          `${prompt} curl ${url}$$CURSOR$$\n{ "it's": 1 }`,
          `${prompt} curl ${url} ${option}\n{ "it's": 1 }`,
        ),
    ),
    fence('console', `$ curl ${url}\nit's curl ${url}$$CURSOR$$`),
    fence(
      'console',
      `$ echo "it's"\nit's\nme@host:~/x$ curl ${url} \\\n>   -s \\$$CURSOR$$\n>   -k\nx`,
      `$ echo "it's"\nit's\nme@host:~/x$ curl ${url} \\\n>   ${option} \\\n>   -s \\\n>   -k\nx`,
    ),
    fence(
      'bash',
      `$ curl ${url} -d '{\n  "a": 1$$CURSOR$$\n}'\n{}\n$ curl ${url}`,
      `$ curl ${url} ${option} -d '{\n  "a": 1\n}'\n{}\n$ curl ${url}`,
    ),
    fence(
      'powershell',
      `PS C:\\x> irm $url$$CURSOR$$\nit's`,
      `PS C:\\x> irm $url -Headers @{ Authorization = "Bearer $env:HOSTED_LOGIN_TOKEN" }\nit's`,
    ),
    fence(
      'pwsh',
      `curl.exe ${url}$$CURSOR$$`,
      `curl.exe ${url} -H "Authorization: Bearer $env:HOSTED_LOGIN_TOKEN"`,
    ),
    fence(
      'bat',
      `C:\\x> curl ${url}$$CURSOR$$`,
      `C:\\x> curl ${url} -H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"`,
    ),
    fence('cmd', `curl ${url}$$CURSOR$$`, `curl ${url} -H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"`),
    ...[
      '{.bash}',
      '{.sh .numberLines}',
      '{#id .shell}',
      '{bash}',
      '{bash, echo=FALSE}',
      ' { .bash title="x" }',
    ].map(info => fence(info, `curl ${url}$$CURSOR$$`, `curl ${url} ${option}`)),
    ...['{.bashful}', '{.json}', '{}', '{title="sh"}'].map(info => fence(info, `curl ${url}$$CURSOR$$`)),
    // A prompt of root.
    fence('console', `# curl ${url}$$CURSOR$$\n{}`, `# curl ${url} ${option}\n{}`),
    fence(
      'shell-session',
      `# curl ${url} \\\n>   -s \\$$CURSOR$$\n>   -k\n{}\n# ls`,
      `# curl ${url} \\\n>   ${option} \\\n>   -s \\\n>   -k\n{}\n# ls`,
    ),
    fence('sh', `$ su\n# curl ${url}$$CURSOR$$`, `$ su\n# curl ${url} ${option}`),
    fence('sh', `# curl ${url}$$CURSOR$$`),
    fence('console', `# curl ${url}$$CURSOR$$\ncurl ${url}/b`),
    fence('console', `# A comment\ncurl ${url}$$CURSOR$$`, `# A comment\ncurl ${url} ${option}`),
    fence(
      'console',
      `$ curl ${url} -d '{\n# a\n}' -k$$CURSOR$$\n# b`,
      `$ curl ${url} ${option} -d '{\n# a\n}' -k\n# b`,
    ),
    {
      name: 'a block quote',
      before: `> Note\n>\n> \`\`\`sh\n> curl ${url} \\\n>   -s \\$$CURSOR$$\n>   -k\n> \`\`\`\n> end\n`,
      after: `> Note\n>\n> \`\`\`sh\n> curl ${url} \\\n>   ${option} \\\n>   -s \\\n>   -k\n> \`\`\`\n> end\n`,
    },
    {
      name: 'a block quote in a list in a block quote, without blanks, CRLF',
      before: `>1. a\r\n>   >~~~sh\r\n>   >$ curl ${url}$$CURSOR$$\r\n>   >{}\r\n>   >~~~\r\n`,
      after: `>1. a\r\n>   >~~~sh\r\n>   >$ curl ${url} ${option}\r\n>   >{}\r\n>   >~~~\r\n`,
    },
    {
      name: 'a block quote that ends before its fence',
      before: `> \`\`\`sh\n> curl ${url}$$CURSOR$$ \\\n\`\`\`sh\ncurl ${url}/b$$CURSOR$$\n\`\`\`\n`,
      after: `> \`\`\`sh\n> curl ${url} ${option} \\\n\`\`\`sh\ncurl ${url}/b ${option}\n\`\`\`\n`,
    },
    {
      name: 'a request in a block quote',
      before: `> \`\`\`http\n> GET ${url}$$CURSOR$$\n>\n> {}\n> \`\`\`\n`,
      after: `> \`\`\`http\n> GET ${url}\n> ${header}\n>\n> {}\n> \`\`\`\n`,
    },
    {
      name: 'marks of a block quote in a fence',
      before: `\`\`\`sh\ncat <<X\n> \`\`\`\nX\ncurl ${url}$$CURSOR$$\n\`\`\`\n`,
      after: `\`\`\`sh\ncat <<X\n> \`\`\`\nX\ncurl ${url} ${option}\n\`\`\`\n`,
    },
    {
      name: 'fences in a longer one, which are no code, and a fence below it',
      before: `\`\`\`\`md\n\`\`\`sh\ncurl ${url}$$CURSOR$$\n\`\`\`\n\`\`\`\`\n\`\`\`sh\ncurl ${url}$$CURSOR$$\n\`\`\`\n`,
      after: `\`\`\`\`md\n\`\`\`sh\ncurl ${url}\n\`\`\`\n\`\`\`\`\n\`\`\`sh\ncurl ${url} ${option}\n\`\`\`\n`,
    },
    fence('json', `curl ${url}$$CURSOR$$`),
    fence('shellfish', `curl ${url}$$CURSOR$$`),
    fence('', `curl ${url}$$CURSOR$$`, `curl ${url} ${option}`),
    fence('text', `$ curl ${url}$$CURSOR$$\nit's`, `$ curl ${url} ${option}\nit's`),
    fence('', `GET ${url}$$CURSOR$$`),
    {
      name: 'the line that opens a fence',
      before: `\`\`\`sh$$CURSOR$$\ncurl ${url}\n\`\`\`\n`,
      after: `\`\`\`sh\ncurl ${url} ${option}\n\`\`\`\n`,
    },
    {
      name: 'fences in a list, of several kinds, CRLF',
      before: `1. a\r\n   \`\`\`sh\r\n   curl ${url}$$CURSOR$$\r\n   \`\`\`\r\n\r\n~~~http\r\nGET ${url}$$CURSOR$$\r\n~~~\r\n\`\`\`bat\r\ncurl ${url}$$CURSOR$$\r\n`,
      after: `1. a\r\n   \`\`\`sh\r\n   curl ${url} ${option}\r\n   \`\`\`\r\n\r\n~~~http\r\nGET ${url}\r\n${header}\r\n~~~\r\n\`\`\`bat\r\ncurl ${url} -H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"\r\n`,
      plan: { requests: 3, changed: 3 },
    },
    {
      name: 'text',
      before: `curl ${url}$$CURSOR$$\n`,
      plan: { requests: 0, refused: [{ kind: 'noRequest', line: 0 }] },
    },
    { name: 'an empty fence', before: '```sh$$CURSOR$$\n```\n```http$$CURSOR$$\n```', plan: { requests: 0 } },
  ]);

  it('writes the token itself if that is asked for', () => {
    const text = `\`\`\`sh\ncurl ${url}\n\`\`\`\n\`\`\`http\nGET ${url}\n\`\`\``;
    const { text: after } = edited(markdownFormat('restClient'), text, [1, 4], { token: 'eyJ.a' });
    assert.equal(
      after,
      `\`\`\`sh\ncurl ${url} -H "Authorization: Bearer eyJ.a"\n\`\`\`\n\`\`\`http\nGET ${url}\nAuthorization: Bearer eyJ.a\n\`\`\``,
    );
  });

  it('writes for the client', () => {
    const text = `\`\`\`http\nGET ${url}\n\`\`\`\n\`\`\`sh\ncurl ${url}\n\`\`\``;
    const { text: after } = edited(markdownFormat('kulala'), text, [1, 4]);
    assert.match(after, /Bearer \{\{\$env\.HOSTED_LOGIN_TOKEN\}\}\n[^]*Bearer \$HOSTED_LOGIN_TOKEN"/);
  });

  it('tells the lines of the document', () => {
    const { plan } = edited(
      markdownFormat('restClient'),
      `x\n\`\`\`sh\n\ncurl ${url} -u a:b\n\`\`\``,
      [2, 3],
    );
    assert.deepEqual(plan.otherSchemes, [{ line: 3, scheme: 'Basic' }]);
    assert.deepEqual(plan.refused, [{ kind: 'noRequest', line: 2 }]);
  });
});
