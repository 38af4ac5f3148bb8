import type { Lines } from '../requests/document';

/**
 * The last line of the body that begins on this line of a Hurl file: a ```` ``` ```` text (also in an assert),
 * `base64,…;`, `hex,…;`, or XML. The line itself if no such body begins; undefined if it never ends. JSON needs no end,
 * because none of its lines looks like a request.
 */
export function endOfHurlBody(lines: Lines, line: number): number | undefined {
  const text = lines.line(line);
  const bytes = /^[ \t]*(?:base64|hex),/.exec(text);
  if (bytes) return lineWith(lines, line, bytes[0].length, ';');
  if (/^[ \t]*<[A-Za-z_?!]/.test(text)) return endOfXml(lines, line);
  return endOfFences(lines, line);
}

function lineWith(lines: Lines, first: number, from: number, mark: string): number | undefined {
  if (lines.line(first).includes(mark, from)) return first;
  for (let line = first + 1; line < lines.lineCount; line++) if (lines.line(line).includes(mark)) return line;
  return undefined;
}

const fence = '```';

/** One fence may end and the next one begin on the same line. */
function endOfFences(lines: Lines, first: number): number | undefined {
  let line = first;
  let from = openingFence(lines.line(line), 0);
  while (from >= 0) {
    let close = lines.line(line).indexOf(fence, from + fence.length);
    while (close < 0) {
      if (++line >= lines.lineCount) return undefined;
      close = lines.line(line).indexOf(fence);
    }
    from = openingFence(lines.line(line), close + fence.length);
  }
  return line;
}

/** Not in quotes or comments; -1 if there is none. */
function openingFence(text: string, from: number): number {
  if (!text.includes(fence, from)) return -1;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\') at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '#') return -1;
    else if (!isQuoted && text.startsWith(fence, at)) return at;
  }
  return -1;
}

/** Parts of XML in which `<` is text. */
const opaque = [
  { begin: '<!--', end: '-->' },
  { begin: '<![CDATA[', end: ']]>' },
  { begin: '<?', end: '?>' },
  { begin: '<!', end: '>' },
];

/** The line on which the root element ends. */
function endOfXml(lines: Lines, first: number): number | undefined {
  let depth = 0;
  let until: string | undefined;
  let quote = '';
  let isTag = false;
  for (let line = first; line < lines.lineCount; line++) {
    const text = lines.line(line);
    for (let at = 0; at < text.length; at++) {
      if (until !== undefined) {
        const end = text.indexOf(until, at);
        if (end < 0) break;
        at = end + until.length - 1;
        until = undefined;
      } else if (isTag) {
        const character = text.charAt(at);
        if (quote !== '') quote = character === quote ? '' : quote;
        else if (character === '"' || character === "'") quote = character;
        else if (character === '>') {
          isTag = false;
          if (text.charAt(at - 1) === '/') depth--;
          if (depth <= 0) return line;
        }
      } else {
        at = text.indexOf('<', at);
        if (at < 0) break;
        const start = at;
        const part = opaque.find(({ begin }) => text.startsWith(begin, start));
        if (part) {
          until = part.end;
          at += part.begin.length - 1;
        } else {
          isTag = true;
          depth += text.charAt(at + 1) === '/' ? -1 : 1;
        }
      }
    }
  }
  return undefined;
}
