import { type FormatCase, text } from '../../../../support/formatCases';

const reference = '{{process.env.HOSTED_LOGIN_TOKEN}}';
const info = ['info:', '  name: Clients', '  type: http', '  seq: 1', ''];
const http = (...entries: string[]) => ['http:', '  method: GET', '  url: "{{host}}/x"', ...entries];
const auth = (token = `"${reference}"`) => ['  auth:', '    type: bearer', `    token: ${token}`];
const header = (value: string, ...more: string[]) => [
  '    - name: Authorization',
  `      value: ${value}`,
  ...more.map(each => `      ${each}`),
];
const accept = ['    - name: Accept', '      value: "*/*"'];
/** Values whose lines only look like keys. */
const texts = [
  ...['', 'runtime:', '  scripts:', '    - type: before-request', '      code: |-'],
  ...['        http:', '          auth:', '            type: basic', ''],
  ...['docs: |+', '  http:', '    auth: none', '  # Authorization', '', ''],
];
const body = ['  body:', '    type: json', '    data: |+', '      auth:', '        type: basic', '', ''];

/** Request files of OpenCollection. Every one that changes is read by the parser that Bruno reads it with. */
export const openCollectionCases: readonly FormatCase[] = [
  {
    name: 'no auth',
    before: text(...info, ...http('$$CURSOR$$'), ...texts),
    after: text(...info, ...http(...auth(), ''), ...texts),
  },
  {
    name: 'no auth, the URL is the last line',
    before: text(`$$CURSOR$$${info.join('\n')}`, ...http()),
    after: text(...info, ...http(...auth())),
  },
  {
    name: 'a text that keeps its line breaks below',
    before: text(...info, ...http(...body), ...texts, '$$CURSOR$$'),
    after: text(...info, ...http(...auth(), ...body), ...texts, ''),
  },
  {
    name: 'a URL on two lines: below the method',
    before: text(...info, 'http:', '  method: GET', '  url:', '    "{{host}}/x"$$CURSOR$$'),
    after: text(...info, 'http:', '  method: GET', ...auth(), '  url:', '    "{{host}}/x"'),
  },
  {
    name: 'auth: inherit with a comment',
    before: text(...info, ...http('  auth: inherit # of the folder$$CURSOR$$', ...accepting()), ...texts),
    after: text(...info, ...http('  auth: # of the folder', ...auth().slice(1), ...accepting()), ...texts),
  },
  {
    name: 'auth: none, nothing, in quotes, at the end',
    before: text(...info, ...http("  auth: 'none'$$CURSOR$$")),
    after: text(...info, ...http(...auth())),
  },
  {
    name: 'auth of type none',
    before: text(...info, ...http('  auth:', '    type: none$$CURSOR$$')),
    after: text(...info, ...http(...auth())),
    plan: { otherSchemes: [] },
  },
  {
    name: 'auth without a value',
    before: text(...info, ...http('  auth:$$CURSOR$$'), ''),
    after: text(...info, ...http(...auth()), ''),
  },
  {
    name: 'another token, in place',
    before: text(...info, ...http(...auth("'old' # mine")), ...texts, '$$CURSOR$$'),
    after: text(...info, ...http(...auth(`"${reference}" # mine`)), ...texts, ''),
  },
  {
    name: 'an empty token',
    before: text(...info, ...http('  auth:', '    token:$$CURSOR$$', '    type: bearer')),
    after: text(...info, ...http('  auth:', `    token: "${reference}"`, '    type: bearer')),
  },
  {
    name: 'no token',
    before: text(...info, ...http('  auth:', '      type: bearer # x$$CURSOR$$', '      other: 1')),
    after: text(
      ...info,
      ...http('  auth:', '      type: bearer # x', `      token: "${reference}"`, '      other: 1'),
    ),
  },
  {
    name: 'a token on several lines',
    before: text(
      ...info,
      ...http('  auth:', '    token: >-', '      old', '      more$$CURSOR$$', '    type: bearer'),
    ),
    after: text(...info, ...http('  auth:', `    token: "${reference}"`, '    type: bearer')),
  },
  {
    name: 'right already, whatever the quotes',
    before: text(...info, ...http(...auth(`'${reference}'`)), '$$CURSOR$$'),
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'four spaces',
    before: text(...info, 'http:', '    url: x$$CURSOR$$', '    method: GET'),
    after: text(
      ...info,
      ...[
        'http:',
        '    url: x',
        '    auth:',
        '        type: bearer',
        `        token: "${reference}"`,
        '    method: GET',
      ],
    ),
  },
  {
    name: 'the header, where it authorizes',
    before: text(...info, ...http('  headers:', ...header('Bearer old$$CURSOR$$'), ...accept)),
    after: text(...info, ...http('  headers:', ...header(`"Bearer ${reference}"`), ...accept)),
  },
  {
    name: 'the header is right already',
    before: text(...info, ...http('  headers:', ...header(`Bearer ${reference}`), '$$CURSOR$$')),
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'a second header goes, a disabled one stays',
    before: text(
      ...info,
      ...http(
        ...['  headers:', ...header('Bearer old'), ...header('Basic x', 'disabled: true'), ...accept],
        ...['    - value: Bearer y', '      name: AUTHORIZATION', '$$CURSOR$$'],
      ),
    ),
    after: text(
      ...info,
      ...http(
        ...[
          '  headers:',
          ...header(`"Bearer ${reference}"`),
          ...header('Basic x', 'disabled: true'),
          ...accept,
        ],
        '',
      ),
    ),
  },
  {
    name: 'a header that auth overrules goes, with its list where it is alone',
    before: text(...info, ...http('  headers:', ...header('Bearer old'), ...auth('old'), '$$CURSOR$$')),
    after: text(...info, ...http(...auth(), '')),
  },
  {
    name: 'inherit with headers at the end of the file',
    before: text(...info, ...http('  auth: inherit', '  headers:', ...header('Bearer old$$CURSOR$$'))),
    after: text(...info, ...http(...auth())),
  },
  {
    name: 'a list at the column of its key',
    before: text(
      ...info,
      ...http('  headers:', '  - name: Authorization', '    value: Bearer old$$CURSOR$$', '  body: {}'),
    ),
    after: text(
      ...info,
      ...http('  headers:', '  - name: Authorization', `    value: "Bearer ${reference}"`, '  body: {}'),
    ),
  },
  {
    name: 'basic is another scheme',
    before: text(
      ...info,
      ...http('  auth:', '    type: basic', '    username: u', '    password: p$$CURSOR$$'),
    ),
    plan: { changed: 0, requests: 1, otherSchemes: [{ line: 8, scheme: 'basic' }] },
  },
  {
    name: 'basic is replaced when asked',
    before: text(
      ...info,
      ...http('  auth:', '    type: basic', '    username: u', '    password: p$$CURSOR$$', ''),
      ...texts,
    ),
    after: text(...info, ...http(...auth(), ''), ...texts),
    replaceOtherSchemes: true,
  },
  {
    name: 'a Basic header is another scheme',
    before: text(...info, ...http('  headers:', ...header('"Basic eHk="$$CURSOR$$'))),
    plan: { changed: 0, otherSchemes: [{ line: 10, scheme: 'Basic' }] },
  },
  {
    name: 'a document mark and comments above',
    before: text('# mine', '---', ...info, ...http('# x', '  # y', '$$CURSOR$$')),
    after: text('# mine', '---', ...info, ...http(...auth(), '# x', '  # y', '')),
  },
  {
    name: 'the token itself',
    before: text(...info, ...http('$$CURSOR$$')),
    after: text(...info, ...http(...auth('"T0k\\"en"'), '')),
    token: 'T0k"en',
  },
  {
    name: 'removed: auth',
    before: text(...info, ...http(...auth(), ...body), ...texts, '$$CURSOR$$'),
    after: text(...info, ...http(...body), ...texts, ''),
    remove: true,
  },
  {
    name: 'removed: auth and header at the end of the file',
    before: text(...info, ...http('  headers:', ...header('Bearer old'), ...auth('x$$CURSOR$$'))),
    after: text(...info, ...http()),
    remove: true,
  },
  {
    name: 'removed: what is inherited stays',
    before: text(...info, ...http('  auth: inherit$$CURSOR$$')),
    remove: true,
    plan: { changed: 0, requests: 1 },
  },
  {
    name: 'removed: another scheme is told, not removed',
    before: text(...info, ...http('  auth:', '    type: digest$$CURSOR$$')),
    remove: true,
    plan: { changed: 0, otherSchemes: [{ line: 8, scheme: 'digest' }] },
  },
  ...[
    {
      name: 'auth in flow style',
      before: text(...info, ...http('  auth: {type: bearer, token: x}$$CURSOR$$')),
    },
    { name: 'http in flow style', before: text(...info, 'http: {method: GET, url: x}$$CURSOR$$') },
    {
      name: 'a header in flow style',
      before: text(...info, ...http('  headers: [{name: authorization, value: x}]$$CURSOR$$')),
    },
    {
      name: 'an item in flow style',
      before: text(...info, ...http('  headers:', '    - {name: authorization}$$CURSOR$$')),
    },
    { name: 'an anchor', before: text(...info, ...http('  auth: &a$$CURSOR$$', '    type: bearer')) },
    { name: 'an alias', before: text(...info, ...http('  auth: *a$$CURSOR$$')) },
    { name: 'a merge', before: text(...info, ...http('  <<: *a$$CURSOR$$')) },
    { name: 'auth twice', before: text(...info, ...http(...auth('x'), ...auth('y$$CURSOR$$'))) },
    { name: 'a key in quotes', before: text(...info, ...http('  "auth": none$$CURSOR$$')) },
    { name: 'an indentation by tab', before: text(...info, ...http('\tauth: none$$CURSOR$$')) },
    { name: 'two documents', before: text(...info, ...http('---$$CURSOR$$'), ...http()) },
    { name: 'a folder', before: text('info:', '  type: folder$$CURSOR$$', 'request:', '  auth: inherit') },
    { name: 'a collection', before: text('opencollection: 1.0.0$$CURSOR$$', 'info:', '  name: x') },
    { name: 'other YAML', before: text('services:', '  http:', '    url: x$$CURSOR$$') },
    { name: 'http of other YAML', before: text('http:', '  method: GET', '  url: x$$CURSOR$$') },
    { name: 'another type', before: text('info:', '  type: graphql$$CURSOR$$', ...http()) },
    { name: 'an empty file', before: '$$CURSOR$$' },
  ].map(each => ({
    ...each,
    plan: { requests: 0, refused: [{ kind: 'noRequest' as const, line: lineOf(each.before) }] },
  })),
];

function accepting(): string[] {
  return ['  headers:', ...accept];
}

function lineOf(before: string): number {
  return (before.split('$$CURSOR$$')[0] ?? '').split('\n').length - 1;
}
