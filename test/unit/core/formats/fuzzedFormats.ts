import { bruToJsonV2 } from '@usebruno/lang';
import { parse } from 'yaml';
import { planAuthorizationHeader } from '../../../../src/core/authorizationEdit/headerEdit';
import type { LineRange, Lines } from '../../../../src/core/common/lines';
import { brunoFormat } from '../../../../src/core/formats/bruno/brunoFormat';
import { hurlEntries } from '../../../../src/core/formats/hurl/hurlEntries';
import { hurlFormat } from '../../../../src/core/formats/hurl/hurlFormat';
import { openCollectionFormat } from '../../../../src/core/formats/openCollectionFormat';
import type { RequestFormat } from '../../../../src/core/formats/requestFormat';
import type { HttpDialect } from '../../../../src/core/requests/blocks';
import { requestAt } from '../../../../src/core/requests/findRequests';
import { withCursors } from '../../../support/textEdits';
import { groups } from '../authorizationEdit/headerEditCases/index';
import { assertOnlyAuthorized as assertOnlyAuthorizedInBruno } from './bruno/brunoReading';
import { brunoCases } from './cases/bruno';
import { hurlCases } from './cases/hurl';
import { openCollectionCases } from './cases/openCollection';
import { assertOnlyAuthorized as assertOnlyAuthorizedInOpenCollection } from './openCollectionReading';

/** A format with what the harness needs to break its files. */
export interface FuzzedFormat {
  readonly name: string;
  readonly format: RequestFormat;
  /** Documents that are mutated. */
  readonly seeds: readonly string[];
  /** What is inserted into them, besides what is inserted into every format. */
  readonly pieces: readonly string[];
  /** The request at a line, as lines of the document; left out where a file is one request. */
  readonly requestAt?: (lines: Lines, line: number) => (LineRange & { requestLine: number }) | undefined;
  /** What a line may read that is changed or deleted where a file has several requests. */
  readonly own?: RegExp;
  /**
   * What an insertion into a request without authorization consists of: so many edits, new text, and a word that it
   * replaces. Then removing gives the document back, but for `left`. Left out where the format cannot remove.
   */
  readonly whole?: {
    readonly edits: number;
    readonly inserted: RegExp;
    readonly replaced?: string;
    readonly left?: RegExp;
  };
  /** Asks the format's own parser about an insertion, for every so many documents: parsers are slow. */
  readonly proof?: {
    readonly every: number;
    readonly isReadable: (text: string) => boolean;
    readonly assertOnlyAuthorized: (before: string, after: string, tokens: readonly string[]) => void;
  };
}

export const fuzzedFormats: readonly FuzzedFormat[] = [
  http('http'),
  http('markdown'),
  {
    name: 'Bruno',
    format: brunoFormat,
    seeds: seedsOf(brunoCases),
    pieces: [
      "'''",
      '}',
      '{',
      'get {',
      'auth:bearer {',
      'headers {',
      '  auth: none',
      '  token: x',
      '  "a',
      '@x(',
      '~',
    ],
    // A request without an `auth` line gets one, which then says `none`.
    whole: {
      edits: 2,
      inserted: /auth: bearer|auth:bearer \{/,
      replaced: 'none',
      left: /^[ \t]*auth: none(?:\r\n|\n)/gm,
    },
    proof: { every: 50, isReadable: reads(bruToJsonV2), assertOnlyAuthorized: assertOnlyAuthorizedInBruno },
  },
  {
    name: 'OpenCollection',
    format: openCollectionFormat,
    // The first ones have no `auth`: they are given back whole.
    seeds: [...seedsOf(openCollectionCases), ...seedsOf(openCollectionCases.slice(0, 3))],
    pieces: [
      'http:',
      'auth:',
      '  auth: |',
      '    - name: Authorization',
      '---',
      '&a ',
      '- ',
      '# ',
      ': ',
      '\t',
      '  url: |+',
    ],
    whole: { edits: 1, inserted: /^[ \t]*auth:/ },
    proof: {
      every: 20,
      isReadable: reads(parse),
      assertOnlyAuthorized: assertOnlyAuthorizedInOpenCollection,
    },
  },
  {
    name: 'Hurl',
    format: hurlFormat,
    seeds: seedsOf(hurlCases),
    pieces: [
      'GET http://a',
      'HTTP 200',
      '```',
      '<a>',
      '</a>',
      '<!--',
      'base64,',
      ';',
      '[BasicAuth]',
      'Authorization: Bearer x',
      '# ',
    ],
    requestAt: (lines, line) => {
      const { entries, unreadableFrom } = hurlEntries(lines);
      if (line >= unreadableFrom) return undefined;
      const index = Math.max(
        0,
        entries.findLastIndex(({ first }) => first <= line),
      );
      const entry = entries[index];
      return entry && { ...entry, last: (entries[index + 1]?.first ?? unreadableFrom) - 1 };
    },
    own: /^[ \t]*(?:\[BasicAuth\]|[^\s:"#]+[ \t]*:)/,
    whole: { edits: 1, inserted: /^[ \t]*Authorization:/m },
  },
];

function seedsOf(cases: readonly { readonly before: string }[]): string[] {
  return cases.map(({ before }) => withCursors(before).text);
}

function reads(parser: (text: string) => unknown): (text: string) => boolean {
  return text => {
    try {
      parser(text);
      return true;
    } catch {
      return false;
    }
  };
}

function http(dialect: HttpDialect): FuzzedFormat {
  return {
    name: `.http, dialect ${dialect}`,
    format: {
      reference: '{{$processEnv HOSTED_LOGIN_TOKEN}}',
      plan: (lines, cursorLines, { token = '', ...rest }) =>
        planAuthorizationHeader(lines, cursorLines, { dialect, value: `Bearer ${token}`, ...rest }),
    },
    seeds: Object.values(groups)
      .flatMap(seedsOf)
      .map(seed => (dialect === 'http' ? seed : `\`\`\`http\n${seed}\n\`\`\``)),
    pieces: [
      '###',
      '# ',
      '/*',
      '{{',
      '> {%',
      'GET http://a',
      'curl http://a \\',
      '-u a:b',
      'authorization:',
      '?a',
      '```http',
      '```',
    ],
    requestAt: (lines, line) => {
      const request = requestAt(lines, line, dialect);
      if (!('requestLine' in request)) return undefined;
      return { first: request.firstLine, last: request.lastLine, requestLine: request.requestLine };
    },
  };
}
