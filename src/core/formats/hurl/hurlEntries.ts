import type { Lines } from '../../common/lines';
import { Script } from '../../shells/shellCommand';
import { endOfHurlBody } from './hurlBodies';

/** A `key: value` line of a request. */
export interface HurlPair {
  readonly line: number;
  readonly key: string;
  /** As written, trimmed, without the comment after it. */
  readonly value: string;
  /** Character at which the value begins; after the colon if it is empty. */
  readonly valueStart: number;
}

/** A section of a request, for example `[BasicAuth]`. */
export interface HurlSection {
  readonly line: number;
  readonly name: string;
  readonly pairs: readonly HurlPair[];
}

/** A request with its expected response. */
export interface HurlEntry {
  /** The request line, or the comments directly above it. */
  readonly first: number;
  readonly requestLine: number;
  readonly headers: readonly HurlPair[];
  readonly sections: readonly HurlSection[];
  /** Where its head ends with a line that we do not know, so that headers and options may follow. */
  readonly unknownLine: number | undefined;
}

/**
 * Reads a Hurl file in linear time, top to bottom, down to the first request that begins below `until`
 * (grammar: `docs/spec/grammar/hurl.grammar` of Hurl). From `unreadableFrom` on, requests cannot be told from text, because
 * a body never ends; otherwise it is one past the last line.
 */
export function hurlEntries(
  lines: Lines,
  until = Infinity,
): { readonly entries: readonly HurlEntry[]; readonly unreadableFrom: number } {
  const entries: HurlEntry[] = [];
  const script = new Script(lines);
  let comments: number | undefined;
  for (let line = 0; line < lines.lineCount; line++) {
    const text = lines.line(line);
    if (isComment(text)) {
      comments ??= line;
      continue;
    }
    const first = comments ?? line;
    comments = undefined;
    if (isRequestLine(text)) {
      if (first > until && entries.length > 0) break;
      const { end, ...head } = readHead(lines, line + 1);
      entries.push({ first, requestLine: line, ...head });
      line = end - 1;
      continue;
    }
    const end = endOfHurlBody(script, line);
    if (end === undefined) {
      let unreadableFrom = line + 1;
      while (unreadableFrom < lines.lineCount && !isRequestLine(lines.line(unreadableFrom))) unreadableFrom++;
      return { entries, unreadableFrom };
    }
    line = end;
  }
  return { entries, unreadableFrom: lines.lineCount };
}

/** Headers and sections may have blank lines and comments between them. `end`: the line below the last of them. */
function readHead(
  lines: Lines,
  first: number,
): Pick<HurlEntry, 'headers' | 'sections' | 'unknownLine'> & { readonly end: number } {
  const headers: HurlPair[] = [];
  const sections: { line: number; name: string; pairs: HurlPair[] }[] = [];
  let end = first;
  let unknownLine: number | undefined;
  for (let line = first; line < lines.lineCount; line++) {
    const text = lines.line(line);
    if (text.trim() === '' || isComment(text)) continue;
    const pair = pairIn(text, line);
    const section = /^[ \t]*\[([A-Za-z]+)\][ \t]*(?:#|$)/.exec(text)?.[1];
    if (pair) (sections.at(-1)?.pairs ?? headers).push(pair);
    else if (section !== undefined) sections.push({ line, name: section, pairs: [] });
    else {
      if (!isAfterHead(text)) unknownLine = line;
      break;
    }
    end = line + 1;
  }
  return { headers, sections, unknownLine, end };
}

/** Whether a line is the response, a body (JSON, XML, text, a file) or the next request. */
function isAfterHead(text: string): boolean {
  return (
    isRequestLine(text) ||
    /^[ \t]*(?:HTTP(?:[ \t/]|$)|[{["`<\d-]|(?:base64|hex|file),|(?:true|false|null)[ \t]*(?:#|$))/.test(text)
  );
}

/**
 * A key cannot be the beginning of a body. It has no spaces, except in placeholders, and escapes: `\#` (grammar:
 * `key-string`). There is only one way to match a text.
 */
const keyOfPair =
  /^[ \t]*((?:\{\{[^{}]*\}\}|\\.|[^\s:#"'`<{[,\\])(?:\{\{[^{}]*\}\}|\{(?!\{)|\\.|[^\s:#,{\\])*)[ \t]*:/;

function pairIn(text: string, line: number): HurlPair | undefined {
  const head = keyOfPair.exec(text);
  if (!head) return undefined;
  const rest = text.slice(head[0].length, commentIn(text, head[0].length));
  const value = rest.trim();
  const valueStart = head[0].length + (value === '' ? 0 : rest.length - rest.trimStart().length);
  return { line, key: head[1] ?? '', value, valueStart };
}

/** Where the comment after a value begins; `\#` is part of the value. */
function commentIn(text: string, from: number): number {
  for (let at = text.indexOf('#', from); at >= 0; at = text.indexOf('#', at + 1)) {
    if (text.charAt(at - 1) !== '\\') return at;
  }
  return text.length;
}

function isComment(text: string): boolean {
  return /^[ \t]*#/.test(text);
}

/** A method and a URL: neither `HTTP 200` nor `KEY : value`. */
function isRequestLine(text: string): boolean {
  return /^\uFEFF?[ \t]*(?!HTTP[ \t])[A-Z]+[ \t]+[^\s:#]/.test(text);
}
