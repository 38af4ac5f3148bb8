import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import type { HttpDialect } from './blocks';
import { urlParts } from './host';
import type { HttpRequest } from './request';
import { hostsIn, restClientCurl, type RestClientTarget } from './restClientCurl';
import type { RestClientVariables } from './restClientVariables';
import { isBlank, isComment } from './syntax';

/** Why REST Client may send another request, in words without a full stop; both undefined where it surely does not. */
export interface RestClientDoubts {
  /** By its reading of the file. */
  readonly reason: string | undefined;
  /** By what only it knows of the variables. */
  readonly reasonOfVariables: string | undefined;
}

/**
 * Whether REST Client may send another request than the one read here. It puts the values of variables in before it takes a request apart, so these can add headers
 * and words. Therefore its own reading is followed here, for requests of a plain form, and has to come to the same.
 * Source: docs/request-files.md, What the clients do
 * @param isTrusted whether the value of an answer is an ID that the service has made
 */
export function restClientDoubt(
  lines: Lines,
  dialect: HttpDialect,
  request: HttpRequest,
  written: RestClientTarget & { readonly url: string },
  variables: RestClientVariables,
  isTrusted: (name: string) => boolean,
): RestClientDoubts {
  if (!isFirst(lines, dialect, request.requestLine)) {
    return { reason: t('REST Client sends another request of this block'), reasonOfVariables: undefined };
  }
  const { isOneOfSeveral = false } = request.rerouting ?? {};
  const unsure: string[] = [];
  const filled: FilledLine[] = [];
  // An answer may be more than one word.
  const isFit = request.isCurl ? () => false : isTrusted;
  const sampled = (text: string) => {
    const found = variables.sampled(variables.fill(text), isFit);
    if (!found.isSure) unsure.push(text);
    return found.text;
  };
  for (const [line, text] of blockFrom(lines, dialect, request.requestLine)) {
    if (!request.isCurl && isBlank(text)) break;
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
    read !== undefined &&
    (read.url === undefined || read.url === url || (isOneOfSeveral && isAtSameHost(read.url, url))) &&
    (isOneOfSeveral || JSON.stringify(read.hosts) === JSON.stringify(hosts));
  const reason = t('REST Client may read it differently');
  return { reason: isSame ? undefined : reason, reasonOfVariables: unsure.length === 0 ? undefined : reason };
}

function isAtSameHost(one: string, other: string): boolean {
  const { host, isPlain } = urlParts(one);
  return isPlain && host?.kind === 'origin' && JSON.stringify(host) === JSON.stringify(urlParts(other).host);
}

/**
 * Whether no request stands above: it knows no separators with blanks before them, no scripts and no second request in a
 * block, and fences of a Markdown file in one form only.
 */
function isFirst(lines: Lines, dialect: HttpDialect, requestLine: number): boolean {
  for (let line = requestLine - 1; line >= 0; line--) {
    const text = lines.line(line);
    if (dialect === 'http' ? text.startsWith('###') : /^```(?:http|rest)$/.test(text)) return true;
    if (!isBlank(text) && !isComment(text) && !/^\s*@[^\s=]+\s*=.*$/.test(text)) return false;
  }
  return dialect === 'http';
}

/** The lines from one on to the end of REST Client's block, without those that are a comment for it. */
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

/** What REST Client reads of the lines down to the first blank one; undefined where one is no header for us. */
function headIn(filled: readonly FilledLine[], { headers }: HttpRequest): RestClientTarget | undefined {
  const isHeader = new Set(headers.map(({ line }) => line));
  const end = filled.findIndex(({ text }, index) => index > 0 && !/^\s*[&?]/.test(text));
  const ofUrl = end < 0 ? filled : filled.slice(0, end);
  const ofHeaders = filled.slice(ofUrl.length);
  const requestLine = ofUrl.map(({ text }) => text.trim()).join('');
  if (/^curl/i.test(requestLine) || !ofHeaders.every(({ line }) => isHeader.has(line))) return undefined;
  const url = requestLine
    .replace(/^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE)\s+/i, '')
    .trim()
    .replace(/\s+HTTP\/.*$/i, '');
  return { url, hosts: hostsIn(ofHeaders.map(({ text }) => text)) };
}
