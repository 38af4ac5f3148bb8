import { header, type HeaderEditCase, mine, other, text, value } from './case';

/** Several cursors, and cursors without a request. */
export const cursors: HeaderEditCase[] = [
  {
    name: 'several cursors in the same request',
    before: `# $$CURSOR$$c$$CURSOR$$\nGET ${mine}$$CURSOR$$\nX-A: 1$$CURSOR$$\n\nbo$$CURSOR$$dy`,
    after: `# c\nGET ${mine}\n${header}\nX-A: 1\n\nbody`,
    plan: { changed: 1, requests: 1 },
    sent: true,
  },
  {
    name: 'several requests, one of them right, one without cursor',
    before: text(
      `GET ${mine}$$CURSOR$$`,
      '###',
      `GET ${mine}`,
      `${header}$$CURSOR$$`,
      '###',
      `GET ${other}`,
      '###$$CURSOR$$',
      mine,
    ),
    after: `GET ${mine}\n${header}\n###\nGET ${mine}\n${header}\n###\nGET ${other}\n###\n${mine}\n${header}`,
    plan: { changed: 2, requests: 3 },
    sent: true,
  },
  {
    name: 'several requests in one block',
    before: `GET ${mine}$$CURSOR$$\n\nGET ${other}\n\nGET ${mine}$$CURSOR$$\nAuthorization: Bearer x`,
    after: `GET ${mine}\n${header}\n\nGET ${other}\n\nGET ${mine}\n${header}`,
    plan: { changed: 2, requests: 2 },
    sent: true,
  },
  { name: 'empty', before: '$$CURSOR$$', plan: { requests: 0, refused: [{ kind: 'noRequest', line: 0 }] } },
  { name: 'no cursor', before: `GET ${mine}`, plan: { requests: 0, refused: [] } },
  { name: 'only blanks', before: ' \n\n$$CURSOR$$\t\n', plan: { refused: [{ kind: 'noRequest', line: 2 }] } },
  {
    name: 'only variables and comments, refused once',
    before: `@a = 1$$CURSOR$$\n# c$$CURSOR$$\n###\nGET ${other}`,
    plan: { requests: 0, refused: [{ kind: 'noRequest', line: 0 }] },
  },
  {
    name: 'prose, cursor on it',
    before: `Notes$$CURSOR$$\n\nGET ${other}\n`,
    plan: { refused: [{ kind: 'noRequest', line: 0 }] },
  },
  { name: 'a header without request', before: 'Authorization: Bearer x$$CURSOR$$\nX-A: 1' },
  {
    name: 'saved response',
    before: `# c\nHTTP/1.1 200 OK\nauthorization: Bearer x$$CURSOR$$\n\nGET ${other}$$CURSOR$$`,
    plan: { requests: 0, refused: [{ kind: 'response', line: 1 }] },
  },
  {
    name: 'saved response and request',
    before: `HTTP/2 200$$CURSOR$$\n\n### x\nGET ${mine}$$CURSOR$$`,
    after: `HTTP/2 200\n\n### x\nGET ${mine}\n${header}`,
    plan: { changed: 1, requests: 1, refused: [{ kind: 'response', line: 0 }] },
  },
];

/** An existing header may be there on purpose. */
export const schemes: HeaderEditCase[] = [
  ...[
    'Basic dXNlcjpwYXNz',
    'Digest user pass',
    'AWS id key',
    'openid client_credentials hl',
    'oauth2',
    'ApiKey 1',
  ].map((present): HeaderEditCase => ({
    name: `asks before replacing ${present}`,
    before: `GET ${mine}$$CURSOR$$\nX-A: 1\nAuthorization: ${present}\n`,
    plan: { changed: 0, requests: 1, otherSchemes: [{ line: 2, scheme: present.replace(/ .*/, '') }] },
  })),
  {
    name: 'asks before replacing a reference',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: {{login.response.headers.auth}}`,
    plan: { otherSchemes: [{ line: 1, scheme: '{{login.response.headers.auth}}' }] },
  },
  {
    name: 'a variable that holds the right value',
    before: `@a = ${value}\nGET ${mine}$$CURSOR$$\nAuthorization: {{a}}\n`,
    plan: { changed: 0, requests: 1, otherSchemes: [] },
  },
  {
    name: 'a variable that holds the token',
    before: `@t = ${value.slice('Bearer '.length)}\nGET ${mine}$$CURSOR$$\nAuthorization: Bearer {{t}}\n`,
    plan: { changed: 0, requests: 1, otherSchemes: [] },
  },
  {
    name: 'right as it is written, whatever its variable holds',
    value: 'Bearer {{HOSTED_LOGIN_TOKEN}}',
    before: `@HOSTED_LOGIN_TOKEN = x\nGET ${mine}$$CURSOR$$\nAuthorization: Bearer {{HOSTED_LOGIN_TOKEN}}\n`,
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'a variable that holds another scheme',
    before: `@a = Basic x\nGET ${mine}$$CURSOR$$\nAuthorization: {{a}}\n`,
    plan: { changed: 0, otherSchemes: [{ line: 2, scheme: '{{a}}' }] },
  },
  {
    name: 'does not tell what may be the secret itself',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: s3cr3t`,
    plan: { otherSchemes: [{ line: 1, scheme: '' }] },
  },
  {
    name: 'asks for a duplicate too, and goes on with the next request',
    before: text(
      `GET ${other}$$CURSOR$$`,
      'Authorization: Bearer x',
      'authorization: Basic y',
      '###',
      `GET ${mine}$$CURSOR$$`,
    ),
    after: `GET ${other}\nAuthorization: Bearer x\nauthorization: Basic y\n###\nGET ${mine}\n${header}`,
    plan: { changed: 1, requests: 2, otherSchemes: [{ line: 2, scheme: 'Basic' }] },
  },
  {
    name: 'replaces after asking',
    before: `GET ${mine}$$CURSOR$$\nAuthorization: Basic\n   dXNlcjpwYXNz\nauthorization: Digest y\nX-A: 1`,
    after: `GET ${mine}\n${header}\nX-A: 1`,
    replaceOtherSchemes: true,
    plan: { changed: 1, otherSchemes: [] },
    sent: true,
  },
];

const inFences: HeaderEditCase[] = [
  {
    name: 'fences http and rest, each its own',
    before: text(
      '# Title',
      '```http',
      `GET ${mine}$$CURSOR$$`,
      '```',
      'text',
      '  ~~~~ rest {x}',
      `  GET ${mine}$$CURSOR$$`,
      '  ~~~',
      '  ~~~~',
      '',
    ),
    after: text(
      '# Title',
      '```http',
      `GET ${mine}`,
      header,
      '```',
      'text',
      '  ~~~~ rest {x}',
      `  GET ${mine}`,
      `  ${header}`,
      '  ~~~',
      '  ~~~~',
      '',
    ),
    plan: { changed: 2 },
  },
  {
    name: 'cursor outside a fence, in another fence, on the closing line',
    before: text(
      'GET /a$$CURSOR$$',
      '```sh',
      'GET /b$$CURSOR$$',
      '```',
      '```http',
      `GET ${other}`,
      '```$$CURSOR$$',
      'c$$CURSOR$$',
    ),
    plan: {
      requests: 0,
      refused: [0, 2, 6, 7].map(line => ({ kind: 'noRequest' as const, line })),
    },
  },
  {
    name: 'a fence shown inside a longer fence is text',
    before: text(
      '````markdown',
      '```http',
      `GET ${other}$$CURSOR$$`,
      '```',
      '````',
      '```http',
      '###$$CURSOR$$',
      `GET ${mine}`,
    ),
    after: text(
      '````markdown',
      '```http',
      `GET ${other}`,
      '```',
      '````',
      '```http',
      '###',
      `GET ${mine}`,
      header,
    ),
    plan: { requests: 1, refused: [{ kind: 'noRequest', line: 2 }] },
  },
  {
    name: 'cursor on the opening line, blocks inside a fence',
    before: `\`\`\`http$$CURSOR$$\nGET ${mine}\n###\nGET ${other}\n\`\`\``,
    after: `\`\`\`http\nGET ${mine}\n${header}\n###\nGET ${other}\n\`\`\``,
  },
  { name: 'empty fence', before: '```http$$CURSOR$$\n```$$CURSOR$$\n', plan: { requests: 0 } },
  { name: 'fence of another language', before: '```http-ish$$CURSOR$$\nGET /a$$CURSOR$$\n```' },
];
export const markdown = inFences.map(each => ({ ...each, dialect: 'markdown' as const }));
