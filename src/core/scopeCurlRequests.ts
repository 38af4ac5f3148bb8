import { curlAt } from './httpCurl';
import type { CurlWord } from './httpCurlWords';
import { linesOf, type Lines } from './httpLines';

/** A curl command of a shell script. All numbers are lines of the document, from 0. */
export interface CurlRequest {
  /** Upper case, as curl will choose it; empty where that can not be told from what is written. */
  readonly method: string;
  /** As written, without quotes. */
  readonly url: string;
  readonly requestLine: number;
  readonly lastLine: number;
}

/** What a shell takes as part of a command: no operator, comment or end of line outside of quotes. */
const commandPiece = [
  /\\[ \t]*\n|\\[^]/,
  /'[^']*'|\$'(?:[^'\\]|\\[^])*'/,
  // No two ways to read the same text: else one that never closes would take for ever.
  /"(?:[^"\\$]|\\[^]|\$\([^()]*\)|\$(?!\([^()]*\)))*"/,
  /\$\([^()]*\)/,
  /(?<!\s)#|[^\\'"`|;&()<>#\n]/,
].map(({ source }) => source);
const commentOrCommand = new RegExp(
  `^[ \\t]*#.*|(?<=^|[\\s($\`|;&])curl(?:\\.exe)?(?=\\s)(?:${commandPiece.join('|')})*`,
  'gm',
);

/** What stands behind a command that was not read to its end: an open quote, or options behind a redirection. */
const unreadRest = /['"`(\\]|[<>][^\n|;&)]*\s-[-\w]/y;

/** The curl commands of a shell script between two lines (the last one excluded), in linear time. */
export function curlRequests(lines: Lines, from: number, to: number): CurlRequest[] {
  const text = Array.from({ length: to - from }, (_, index) => lines.line(from + index)).join('\n');
  const found: CurlRequest[] = [];
  let line = from;
  let counted = 0;
  for (const { 0: command, index } of text.matchAll(commentOrCommand)) {
    if (!command.startsWith('curl')) continue;
    line += newlinesIn(text.slice(counted, index));
    counted = index;
    unreadRest.lastIndex = index + command.length;
    const request = requestOf(command, unreadRest.test(text));
    if (request)
      found.push({ ...request, requestLine: line, lastLine: line + newlinesIn(command.trimEnd()) });
  }
  return found;
}

function requestOf(command: string, isCut: boolean): Pick<CurlRequest, 'method' | 'url'> | undefined {
  const lines = linesOf(command);
  const { method, url, words } = curlAt(lines, { first: 0, last: lines.lineCount - 1 });
  if (words.length < 2 && !isCut) return undefined; // only its name, as in `command -v curl`
  const isKnown = !isCut && url.includes('/') && !words.some(mayBeAnyOption);
  return { method: isKnown ? method : '', url };
}

/** Options that come from elsewhere, or begin another transfer. A quoted variable is the value of something. */
function mayBeAnyOption({ text, quote, isOpen }: CurlWord): boolean {
  if (isOpen || /^(?:-K|--config|-:|--next)/.test(text)) return true;
  const severalWords = quote === '' ? /^\$(?:\w+|[@*]|\{[^}]*\}|\(.*\))$/s : /^\$(?:@|\{\w*(?:\[@\]|@))/;
  return severalWords.test(text);
}

function newlinesIn(text: string): number {
  return text.split('\n').length - 1;
}
