import { type FormatCase, text } from '../../../../support/formatCases';

const reference = '{{process.env.HOSTED_LOGIN_TOKEN}}';
const meta = ['meta {', '  name: Clients', '  type: http', '  seq: 1', '}', ''];
const get = (...pairs: string[]) => [
  'get {',
  '  url: https://{{host}}/x',
  '  body: none',
  ...pairs.map(pair => `  ${pair}`),
  '}',
];
const bearer = (token = reference) => ['auth:bearer {', `  token: ${token}`, '}'];
const headers = (...pairs: string[]) => ['headers {', ...pairs.map(pair => `  ${pair}`), '}'];
/** Blocks whose text only looks like blocks, pairs and requests. */
const texts = [
  ...['body:json {', '  {', '    "auth:bearer {": "x"', '  }', '}', ''],
  ...[
    'script:pre-request {',
    '  auth:bearer {',
    '    token: text',
    '  }',
    '  get {',
    '    auth: none',
    '  }',
    '}',
    '',
  ],
  ...['tests {', '  headers {', '    Authorization: Basic text', '  }', '}', ''],
  ...['docs {', '  post {', "    '''", '  }', '}'],
];

/** `.bru` files. Every one that changes is read by Bruno's own parser too. */
export const brunoCases: readonly FormatCase[] = [
  {
    name: 'no auth line and no block',
    before: text(...meta, ...get(), '$$CURSOR$$'),
    after: text(...meta, ...get('auth: bearer'), '', ...bearer(), ''),
  },
  {
    name: 'auth: none, the cursor in the first line, no last line break',
    before: text(`$$CURSOR$$${meta.join('\n')}`, ...get('auth: none')),
    after: text(...meta, ...get('auth: bearer'), '', ...bearer()),
  },
  {
    name: 'auth: inherit',
    before: text(...meta, ...get('auth: inherit$$CURSOR$$'), ''),
    after: text(...meta, ...get('auth: bearer'), '', ...bearer(), ''),
  },
  {
    name: 'an empty auth',
    before: text(...get('auth:$$CURSOR$$'), ''),
    after: text(...get('auth: bearer'), '', ...bearer(), ''),
  },
  {
    name: 'the block comes below headers and parameters, above the body',
    before: text(
      ...get('auth: none$$CURSOR$$'),
      ...['', 'params:query {', '  a: b', '}', '', ...headers('Accept: */*'), '', ...texts, ''],
    ),
    after: text(
      ...get('auth: bearer'),
      ...['', 'params:query {', '  a: b', '}', '', ...headers('Accept: */*')],
      ...['', ...bearer(), '', ...texts, ''],
    ),
  },
  {
    name: 'another token in the block, in place',
    before: text(...get('auth: bearer'), '', ...bearer('old$$CURSOR$$'), '', ...texts),
    after: text(...get('auth: bearer'), '', ...bearer(), '', ...texts),
  },
  {
    name: 'a block without a token, and one that is disabled',
    before: text(...get('auth: bearer'), '', 'auth:bearer {', '  ~token: old$$CURSOR$$', '}'),
    after: text(...get('auth: bearer'), '', 'auth:bearer {', `  token: ${reference}`, '  ~token: old', '}'),
  },
  {
    name: 'an empty token',
    before: text(...get('auth: bearer'), 'auth:bearer {', '  token:$$CURSOR$$', '}'),
    after: text(...get('auth: bearer'), ...bearer()),
  },
  {
    name: 'a block that waits for its mode',
    before: text(...get('auth: none$$CURSOR$$'), '', ...bearer('old')),
    after: text(...get('auth: bearer'), '', ...bearer()),
  },
  {
    name: 'right already',
    before: text(...get('auth: bearer'), '', ...bearer(), '$$CURSOR$$'),
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'the header, where it authorizes',
    before: text(...get('auth: none'), '', ...headers('authorization:  Bearer old$$CURSOR$$', 'Accept: */*')),
    after: text(...get('auth: none'), '', ...headers(`authorization:  Bearer ${reference}`, 'Accept: */*')),
  },
  {
    name: 'the header is right already',
    before: text(...get(), '', ...headers(`Authorization: Bearer ${reference}`), '$$CURSOR$$'),
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'a second header goes, a disabled one stays',
    before: text(
      ...get('auth: none'),
      '',
      ...headers(
        'Authorization: Bearer old',
        'A: b',
        '"authorization": Bearer x',
        '~Authorization: Basic y$$CURSOR$$',
      ),
    ),
    after: text(
      ...get('auth: none'),
      '',
      ...headers(`Authorization: Bearer ${reference}`, 'A: b', '~Authorization: Basic y'),
    ),
  },
  {
    name: 'a header that the block overrules goes with its annotation',
    before: text(
      ...get('auth: bearer$$CURSOR$$'),
      '',
      ...headers("@description('old: one')", 'Authorization: Bearer old', 'A: b'),
      '',
      ...bearer('old'),
    ),
    after: text(...get('auth: bearer'), '', ...headers('A: b'), '', ...bearer()),
  },
  {
    name: 'inherit with a header becomes the block',
    before: text(...get('auth: inherit$$CURSOR$$'), '', ...headers('Authorization: Bearer old')),
    after: text(...get('auth: bearer'), '', ...bearer()),
  },
  {
    name: 'a header alone goes with its block, whose blank lines Bruno could not read',
    before: text(
      ...get('auth: inherit'),
      '',
      'headers {',
      '  Authorization: Bearer x$$CURSOR$$',
      '',
      '}',
      '',
      ...texts,
    ),
    after: text(...get('auth: bearer'), '', ...bearer(), '', ...texts),
  },
  {
    name: "a ''' text as header value",
    before: text(
      ...get('auth: none$$CURSOR$$'),
      ...['', 'headers {', "  Authorization: '''", '    Bearer old', "}'''", '  A: b', '}'],
    ),
    after: text(...get('auth: none'), '', ...headers(`Authorization: Bearer ${reference}`, 'A: b')),
  },
  {
    name: "a ''' text with blocks in it",
    before: text(
      ...get('auth: none$$CURSOR$$'),
      ...[
        '',
        'vars:pre-request {',
        "  text: '''",
        '    x',
        '}',
        'auth:bearer {',
        '  token: text',
        '}',
        "'''",
        '}',
      ],
    ),
    after: text(
      ...get('auth: bearer'),
      ...['', ...bearer()],
      ...[
        '',
        'vars:pre-request {',
        "  text: '''",
        '    x',
        '}',
        'auth:bearer {',
        '  token: text',
        '}',
        "'''",
        '}',
      ],
    ),
  },
  {
    name: 'basic is another scheme',
    before: text(...get('auth: basic$$CURSOR$$'), '', 'auth:basic {', '  username: u', '  password: p', '}'),
    plan: { changed: 0, requests: 1, otherSchemes: [{ line: 3, scheme: 'basic' }] },
  },
  {
    name: 'basic is replaced by its own block when asked',
    before: text(
      ...get('auth: basic$$CURSOR$$'),
      '',
      'auth:basic {',
      '  username: u',
      '  password: p',
      '}',
      '',
      ...texts,
    ),
    after: text(...get('auth: bearer'), '', ...bearer(), '', ...texts),
    replaceOtherSchemes: true,
  },
  {
    name: 'all blocks of oauth2 go when asked',
    before: text(
      ...get('auth: oauth2$$CURSOR$$'),
      ...['', 'auth:oauth2 {', '  grant_type: client_credentials', '}'],
      ...[
        '',
        'auth:oauth2:additional_params:access_token_req:headers {',
        '  a: b',
        '}',
        '',
        ...bearer('old'),
      ],
    ),
    after: text(...get('auth: bearer'), '', ...bearer()),
    replaceOtherSchemes: true,
  },
  {
    name: 'two blocks of the replaced mode at the end of the file',
    before: text(
      ...get('auth: oauth2$$CURSOR$$'),
      ...['', 'auth:oauth2 {', '  grant_type: client_credentials', '}'],
      ...['', 'auth:oauth2:additional_params:access_token_req:headers {', '  a: b', '}'],
    ),
    after: text(...get('auth: bearer'), '', ...bearer()),
    replaceOtherSchemes: true,
  },
  {
    name: 'a Basic header is another scheme',
    before: text(...get(), '', ...headers('Authorization: Basic abc$$CURSOR$$')),
    plan: { changed: 0, otherSchemes: [{ line: 6, scheme: 'Basic' }] },
  },
  {
    name: 'a custom method',
    before: text('http {', '  method: QUERY', '  url: x$$CURSOR$$', '}'),
    after: text('http {', '  method: QUERY', '  url: x', '  auth: bearer', '}', '', ...bearer()),
  },
  {
    name: 'indented by a tab',
    before: text('get {', '\turl: x$$CURSOR$$', '}', ''),
    after: text(
      'get {',
      '\turl: x',
      '\tauth: bearer',
      '}',
      '',
      'auth:bearer {',
      `\ttoken: ${reference}`,
      '}',
      '',
    ),
  },
  {
    name: 'the token itself',
    before: text(...get('auth: none$$CURSOR$$')),
    after: text(...get('auth: bearer'), '', ...bearer('T0ken')),
    token: 'T0ken',
  },
  {
    name: 'removed: the block goes, the mode is none',
    before: text(...get('auth: bearer$$CURSOR$$'), '', ...bearer(), '', ...texts),
    after: text(...get('auth: none'), '', ...texts),
    remove: true,
  },
  {
    name: 'removed: the header',
    before: text(...get('auth: none$$CURSOR$$'), '', ...headers('Authorization: Bearer x', 'A: b')),
    after: text(...get('auth: none'), '', ...headers('A: b')),
    remove: true,
  },
  {
    name: 'removed: what is inherited stays, and nothing is nothing',
    before: text(...get('auth: inherit$$CURSOR$$'), ''),
    remove: true,
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'removed: another scheme is told, not removed',
    before: text(...get('auth: basic$$CURSOR$$'), '', 'auth:basic {', '  username: u', '  password: p', '}'),
    remove: true,
    plan: { changed: 0, requests: 1, otherSchemes: [{ line: 3, scheme: 'basic' }] },
  },
  {
    name: 'removed: another scheme when asked',
    before: text(...get('auth: basic$$CURSOR$$'), '', 'auth:basic {', '  username: u', '  password: p', '}'),
    after: text(...get('auth: none')),
    remove: true,
    replaceOtherSchemes: true,
  },
  ...[
    {
      name: 'a folder',
      before: text(
        'meta {',
        '  name: f$$CURSOR$$',
        '}',
        '',
        'auth {',
        '  mode: bearer',
        '}',
        '',
        ...bearer('x'),
      ),
    },
    {
      name: 'an environment',
      before: text('vars {', '  token: x$$CURSOR$$', '}', 'vars:secret [', '  a', ']'),
    },
    { name: 'a gRPC call', before: text('grpc {', '  url: x$$CURSOR$$', '  auth: none', '}') },
    { name: 'an empty file', before: '$$CURSOR$$' },
    { name: 'a block that never ends', before: text('get {', '  url: x$$CURSOR$$', '  }') },
    { name: 'a block on one line', before: text('get { url: x }$$CURSOR$$', '}') },
    { name: 'something between the blocks', before: text(...get('auth: none'), 'x$$CURSOR$$') },
    { name: 'two methods', before: text(...get('auth: none'), 'post {', '  url: x$$CURSOR$$', '}') },
    // Bruno takes the `}` as the first line of the text, which then continues.
    {
      name: 'a text without text takes in what follows',
      before: text('docs {', '}', ...get('auth: none$$CURSOR$$')),
    },
  ].map(each => ({
    ...each,
    plan: { requests: 0, refused: [{ kind: 'noRequest' as const, line: lineOf(each.before) }] },
  })),
];

function lineOf(before: string): number {
  return (before.split('$$CURSOR$$')[0] ?? '').split('\n').length - 1;
}
