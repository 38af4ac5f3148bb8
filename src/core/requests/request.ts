// Reads a request from a block: its request line, headers and body.
import { indentationOf, type LineRange, type Lines } from '../common/lines';
import { type Authorization, isAuthorizationName, schemeOf } from './authorization';
import { type CurlCommand, type CurlRerouting, curlAt } from './curl/curlCommand';
import {
  closingOf,
  endsHeaders,
  headerIn,
  httpYacRequest,
  isAfterBody,
  isBlank,
  isComment,
  isCurlLine,
  isFurtherRequest,
  isPreRequestFile,
  isSpanOnOneLine,
  isStatusLine,
  isUrlContinuation,
  isVariable,
  requestIn,
} from './lineSyntax';

/** A header of a request. The value is only the part on this line. */
export interface HttpHeader {
  readonly line: number;
  readonly name: string;
  readonly value: string;
  /** Character of the line at which the value begins. */
  readonly valueStart: number;
}

/** A request as it is written in a document. Lines are those of the document, from 0. */
export interface WrittenRequest {
  readonly requestLine: number;
  /** Upper case. */
  readonly method: string;
  /** As written, with its continuation lines. */
  readonly url: string;
  /** A `curl …` command. Its headers are options, so `headers` is empty and nothing is inserted at `headerInsertLine`. */
  readonly isCurl: boolean;
  readonly rerouting?: CurlRerouting;
  /** A new header goes before this line, which may be one past the last line of the document. */
  readonly headerInsertLine: number;
  readonly headers: readonly HttpHeader[];
  readonly authorizations: readonly Authorization[];
  /** First line of the block, with comments and variables; for a further request, its own line. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** First and last line of the body that are not blank. A curl request has none. */
  readonly bodyFirstLine?: number;
  readonly bodyLastLine?: number;
}

/** The content of a block between separators. */
export interface HttpBlock {
  readonly requests: readonly WrittenRequest[];
  /** Set if the block is a saved response, which has no requests. */
  readonly responseLine?: number;
}

/** Reads one block in linear time: usually one request, or more as httpYac reads them. */
export function readBlock(lines: Lines, block: LineRange): HttpBlock {
  const spans = new Spans(lines, block.last);
  const preamble = readPreamble(lines, block, spans);
  if (preamble.end > block.last) return { requests: [] };
  if (isStatusLine(lines.line(preamble.end))) return { requests: [], responseLine: preamble.end };

  const requests: WrittenRequest[] = [];
  let firstLine = block.first;
  let start = preamble.end;
  for (;;) {
    const head = readHead(lines, start, block.last);
    const isLast = preamble.isOneRequest || (head !== undefined && isMultipart(head.headers));
    const next = isLast ? undefined : furtherRequest(lines, head?.end ?? start + 1, spans);
    if (head) requests.push(completed(lines, head, { first: firstLine, last: (next ?? block.last + 1) - 1 }));
    if (next === undefined) return { requests };
    start = firstLine = next;
  }
}

/** A request up to the end of its headers; `end` is the line below. */
interface Head extends Pick<
  WrittenRequest,
  'requestLine' | 'method' | 'url' | 'headerInsertLine' | 'headers' | 'authorizations'
> {
  readonly curl?: CurlCommand;
  readonly end: number;
}

function readPreamble(
  lines: Lines,
  block: LineRange,
  spans: Spans,
): { readonly end: number; readonly isOneRequest: boolean } {
  let isOneRequest = false;
  let line = block.first;
  for (; line <= block.last; line++) {
    const text = lines.line(line);
    if (isComment(text)) {
      isOneRequest ||= /@forceRegionDelimiter\b/.test(text);
      continue;
    }
    const spanEnd = spans.endOf(line);
    if (spanEnd !== undefined) line = spanEnd;
    else if (!closingOf(text) && !isAroundRequest(text)) break;
  }
  return { end: line, isOneRequest };
}

function isAroundRequest(text: string): boolean {
  return isBlank(text) || isVariable(text) || isPreRequestFile(text) || isSpanOnOneLine(text);
}

function readHead(lines: Lines, requestLine: number, last: number): Head | undefined {
  const text = lines.line(requestLine);
  if (isCurlLine(text)) {
    const curl = curlAt(lines, { first: requestLine, last });
    const end = curl.lastLine + 1;
    const { method, url, authorizations } = curl;
    return { requestLine, method, url, curl, headerInsertLine: end, headers: [], authorizations, end };
  }
  const request = requestIn(text);
  if (!request) return undefined;
  const { url, end: headerInsertLine } = joinedUrl(lines, request.url, requestLine + 1, last);
  const { headers, end } = readHeaders(lines, headerInsertLine, last);
  const authorizations = authorizationsIn(lines, headers, end);
  return { requestLine, method: request.method, url, headerInsertLine, headers, authorizations, end };
}

/** A comment between two continuation lines belongs to the URL too: a header there would split it. */
function joinedUrl(lines: Lines, start: string, first: number, last: number): { url: string; end: number } {
  const parts = [start];
  let end = first;
  for (let line = first; line <= last; line++) {
    const text = lines.line(line);
    if (isUrlContinuation(text) || (/[?&=]$/.test(parts.at(-1) ?? '') && isIndentedPart(text))) {
      parts.push(text.trim());
      end = line + 1;
    } else if (!isComment(text)) break;
  }
  return { url: parts.join(''), end };
}

/** The next part of a query that JetBrains’ client wraps: indented, below a line that ends in `?`, `&` or `=`. */
function isIndentedPart(text: string): boolean {
  return /^[ \t]+\S+\s*$/.test(text) && !isComment(text) && headerIn(text) === undefined;
}

function readHeaders(lines: Lines, first: number, last: number): { headers: HttpHeader[]; end: number } {
  const headers: HttpHeader[] = [];
  let line = first;
  for (; line <= last; line++) {
    const text = lines.line(line);
    if (isBlank(text) || endsHeaders(text) || httpYacRequest.test(text)) break;
    const header = isComment(text) ? undefined : headerIn(text);
    if (header) headers.push({ line, ...header });
  }
  return { headers, end: line };
}

function authorizationsIn(lines: Lines, headers: readonly HttpHeader[], end: number): Authorization[] {
  return headers
    .filter(header => isAuthorizationName(header.name))
    .map(({ line, value }) => {
      const indentation = indentationOf(lines.line(line)).length;
      const foldedLines: number[] = [];
      for (let below = line + 1; below < end && isFold(lines.line(below), indentation, value); below++) {
        foldedLines.push(below);
      }
      const folded = foldedLines[0] === undefined ? '' : lines.line(foldedLines[0]);
      return { line, value, scheme: schemeOf(value === '' ? folded.trim() : value), foldedLines };
    });
}

/** Whether a line reads as the rest of a credential. Other lines below a header may be a body (httpYac). */
function isFold(text: string, indentation: number, value: string): boolean {
  if (indentationOf(text).length <= indentation) return false;
  if (isComment(text) || isUrlContinuation(text) || headerIn(text)) return false;
  // A whole token: what is below it is a body, or a part of the URL.
  if (/^Bearer\s+\S{40,}$/i.test(value)) return false;
  const rest = text.trim();
  if (value === '' && /^[\w-]+[ \t]+\S+$/.test(rest)) return true;
  return /^(?:(?!\.\.\.)[\w$%.~+/=-]+,?|\{\{[^{}]*\}\},?|[\w-]+=\S.*)$/.test(rest);
}

function isMultipart(headers: readonly HttpHeader[]): boolean {
  return headers.some(
    ({ name, value }) => /^content-type$/i.test(name) && /^multipart\/mixed\b/i.test(value),
  );
}

/**
 * The next line that httpYac takes as a further request without a separator. For REST Client it is part of the body, so
 * it must be unmistakable: method and URL in the first column, after a blank line.
 */
function furtherRequest(lines: Lines, first: number, spans: Spans): number | undefined {
  let mayBegin = true;
  for (let line = first; line <= spans.last; line++) {
    const text = lines.line(line);
    const spanEnd = spans.endOf(line);
    if (spanEnd !== undefined) {
      line = spanEnd;
      mayBegin = true;
    } else if (isBlank(text) || isAfterBody(text) || isSpanOnOneLine(text)) mayBegin = true;
    else if (mayBegin && isFurtherRequest(text)) return line;
    else if (!isComment(text) && !isVariable(text)) mayBegin = false;
  }
  return undefined;
}

function completed(lines: Lines, head: Head, range: LineRange): WrittenRequest {
  const { requestLine, method, url, curl, headerInsertLine, headers, authorizations } = head;
  const body = curl ? undefined : bodyIn(lines, { first: head.end, last: range.last });
  return {
    requestLine,
    method,
    url,
    isCurl: curl !== undefined,
    headerInsertLine,
    headers,
    authorizations,
    firstLine: range.first,
    lastLine: range.last,
    // Last, because an object that begins with a spread is much slower.
    ...(curl && { rerouting: curl.rerouting }),
    ...(body && { bodyFirstLine: body.first, bodyLastLine: body.last }),
  };
}

function bodyIn(lines: Lines, range: LineRange): LineRange | undefined {
  let first: number | undefined;
  let last = range.first;
  for (let line = range.first; line <= range.last; line++) {
    const text = lines.line(line);
    if (isBlank(text)) continue;
    if (isAfterBody(text) || isStatusLine(text)) break;
    first ??= line;
    last = line;
  }
  return first === undefined ? undefined : { first, last };
}

/** Comments and scripts of several lines. Remembers missing ends, so that reading stays linear. */
class Spans {
  private readonly missing = new Set<(line: string) => boolean>();
  constructor(
    private readonly lines: Lines,
    readonly last: number,
  ) {}

  /** The last line of the construct that begins on a line; undefined if there is none, or it never ends. */
  endOf(line: number): number | undefined {
    const closes = closingOf(this.lines.line(line));
    if (!closes || this.missing.has(closes)) return undefined;
    for (let end = line + 1; end <= this.last; end++) if (closes(this.lines.line(end))) return end;
    this.missing.add(closes);
    return undefined;
  }
}
