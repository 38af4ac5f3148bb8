import type { HttpDialect } from './httpBlocks';
import type { Lines } from './httpLines';
import type { HttpRequest } from './httpRequests';
import { isBlank, isComment } from './httpSyntax';
import { t } from './l10n';
import { hostsIn, restClientCurl, type WrittenTarget } from './restClientCurl';
import type { RestClientVariables } from './restClientVariables';

/**
 * Why REST Client may send another request than the one read here, in words without a full stop; undefined where it
 * surely sends just that. It puts the values of variables in before it takes a request apart, so these can add headers
 * and words. Therefore its own reading is followed here, for requests of a plain form, and has to come to the same.
 * Source: docs/request-files.md, What the clients do
 * @param isTrusted whether the value of an answer is an ID that the service has made
 */
export function restClientDoubt(
  lines: Lines,
  dialect: HttpDialect,
  request: HttpRequest,
  written: WrittenTarget,
  variables: RestClientVariables,
  isTrusted: (name: string) => boolean,
): string | undefined {
  if (!isFirst(lines, dialect, request.requestLine)) {
    return t('REST Client sends another request of this block');
  }
  const filled: FilledLine[] = [];
  // An answer may be more than one word.
  const isFit = request.isCurl ? () => false : isTrusted;
  const sampled = (text: string) => variables.sampled(variables.fill(text), isFit);
  for (const [line, text] of blockFrom(lines, dialect, request.requestLine)) {
    if (!request.isCurl && isBlank(text)) break;
    const value = sampled(text);
    if (value === undefined || /[\p{Zl}\p{Zp}]|(?!\t)\p{Cc}/u.test(value)) return differently();
    filled.push({ line, text: value });
  }
  const read = request.isCurl
    ? restClientCurl(filled.map(({ text }) => text).join('\n'))
    : headIn(filled, request);
  const hosts = written.hosts.map(sampled);
  const isSame = read?.url === sampled(written.url) && JSON.stringify(read?.hosts) === JSON.stringify(hosts);
  return isSame ? undefined : differently();
}

const differently = () => t('REST Client may read it differently');

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
function headIn(filled: readonly FilledLine[], { headers }: HttpRequest): WrittenTarget | undefined {
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
