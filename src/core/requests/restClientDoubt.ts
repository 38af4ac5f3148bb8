import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import type { HttpDialect } from './blocks';
import { hostsIn, restClientCurl, type RestClientTarget } from './curl/restClientCurl';
import { urlParts } from './host';
import { isBlank, isComment } from './lineSyntax';
import type { WrittenRequest } from './request';
import type { RestClientVariables } from './variables/restClientVariables';

/** Why REST Client may send another request than the one that we read: parts of a sentence. Undefined where there is no doubt. */
export interface RestClientDoubts {
  /** Because it reads the file differently. */
  readonly reason: string | undefined;
  /** Because only it knows the values of the variables. */
  readonly reasonOfVariables: string | undefined;
}

/** Characters with variables in a request. More are not filled: they could get sixty times as long. */
const maxLength = 20_000;

/**
 * Checks whether REST Client may send another request than the one that we read. It replaces variables before it parses a
 * request, so their values can add headers and words. Therefore we follow its parsing for plain requests and compare.
 * Source: docs/request-files.md, What the clients do
 * @param isTrusted whether the value of a response variable is an ID that the service made
 */
export function restClientDoubt(
  lines: Lines,
  dialect: HttpDialect,
  request: WrittenRequest,
  written: RestClientTarget & { readonly url: string },
  variables: RestClientVariables,
  isTrusted: (name: string) => boolean,
): RestClientDoubts {
  if (!isFirstOfBlock(lines, dialect, request.requestLine)) {
    return { reason: t('REST Client sends another request of this block'), reasonOfVariables: undefined };
  }
  const { isOneOfSeveral = false } = request.rerouting ?? {};
  const reason = t('REST Client may read it differently');
  const unsure: string[] = [];
  const filled: FilledLine[] = [];
  // A value from a response may be several words of a command.
  const isTrustedHere = request.isCurl ? () => false : isTrusted;
  let length = 0;
  const sampled = (text: string) => {
    length += text.includes('{{') ? text.length : 0;
    if (length > maxLength) return '';
    const found = variables.sampled(variables.fill(text), isTrustedHere);
    if (!found.isSure) unsure.push(text);
    return found.text;
  };
  for (const [line, text] of blockFrom(lines, dialect, request.requestLine)) {
    if (isBlank(text)) {
      if (!request.isCurl) break;
    } else if (dialect === 'markdown' && line > request.lastLine) {
      // Its block may only end with the document, because it knows only one form of the mark.
      return { reason, reasonOfVariables: undefined };
    }
    filled.push({ line, text: sampled(text) });
  }
  const isPlain = filled.every(({ text }) => !/[\p{Zl}\p{Zp}]|(?!\t)\p{Cc}/u.test(text));
  const read = request.isCurl
    ? restClientCurl(filled.map(({ text }) => text).join('\n'))
    : headIn(filled, request);
  const url = sampled(written.url);
  const hosts = written.hosts.map(sampled);
  const isSame =
    isPlain &&
    length <= maxLength &&
    read !== undefined &&
    (read.url === undefined || read.url === url || (isOneOfSeveral && isAtSameHost(read.url, url))) &&
    (isOneOfSeveral || JSON.stringify(read.hosts) === JSON.stringify(hosts));
  return { reason: isSame ? undefined : reason, reasonOfVariables: unsure.length === 0 ? undefined : reason };
}

function isAtSameHost(one: string, other: string): boolean {
  const { host, isPlain } = urlParts(one);
  return isPlain && host?.kind === 'origin' && JSON.stringify(host) === JSON.stringify(urlParts(other).host);
}

/**
 * Whether no request of the block is above, as REST Client, JetBrains and Kulala read it: separators without spaces before them, no
 * scripts, no second request in a block, and only one form of Markdown fences.
 */
export function isFirstOfBlock(lines: Lines, dialect: HttpDialect, requestLine: number): boolean {
  for (let line = requestLine - 1; line >= 0; line--) {
    const text = lines.line(line);
    if (dialect === 'http' ? text.startsWith('###') : /^```(?:http|rest)$/.test(text)) return true;
    if (!isBlank(text) && !isComment(text) && !/^\s*@[^\s=]+\s*=.*$/.test(text)) return false;
  }
  return dialect === 'http';
}

/** The lines from `first` to the end of REST Client's block, without comments. */
function* blockFrom(lines: Lines, dialect: HttpDialect, first: number): Generator<[number, string]> {
  for (let line = first; line < lines.lineCount; line++) {
    const text = lines.line(line);
    if (dialect === 'http' ? text.startsWith('###') : text === '```') return;
    if (!isComment(text)) yield [line, text];
  }
}

interface FilledLine {
  readonly line: number;
  readonly text: string;
}

/** What REST Client reads up to the first blank line; undefined if we do not read one of the lines as a header. */
function headIn(filled: readonly FilledLine[], { headers }: WrittenRequest): RestClientTarget | undefined {
  const isHeader = new Set(headers.map(({ line }) => line));
  const end = filled.findIndex(({ text }, index) => index > 0 && !/^\s*[&?]/.test(text));
  const ofUrl = end < 0 ? filled : filled.slice(0, end);
  const ofHeaders = filled.slice(ofUrl.length);
  const requestLine = ofUrl.map(({ text }) => text.trim()).join('');
  if (/^curl/i.test(requestLine) || !ofHeaders.every(({ line }) => isHeader.has(line))) return undefined;
  const url = requestLine
    .replace(/^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)\s+/i, '')
    .trim()
    .replace(/(?<!\s)\s+HTTP\/.*$/is, '');
  return { url, hosts: hostsIn(ofHeaders.map(({ text }) => text)) };
}
