import type { HttpDialect } from './httpBlocks';
import { curlAt } from './httpCurl';
import type { Lines } from './httpLines';
import type { HttpRequest } from './httpRequests';
import { isBlank, isComment, isUrlContinuation } from './httpSyntax';
import { t } from './l10n';

/**
 * Why REST Client may send another request than the one read here, in words without a full stop; undefined where it
 * sends just that. It puts the values of variables in before it takes a request apart, so these can add headers and
 * words; and it reads a curl command up to the end of its block, with rules of its own for words and options.
 * Source: docs/request-files.md, What the clients do
 * @param fill puts in the values that are known
 */
export function restClientDoubt(
  lines: Lines,
  dialect: HttpDialect,
  request: HttpRequest,
  fill: (text: string) => string,
): string | undefined {
  const { requestLine, isCurl } = request;
  if (!isFirst(lines, dialect, requestLine)) return t('REST Client sends another request of this block');
  const isAlike = isCurl
    ? isPlainCurl(lines, dialect, request, fill)
    : isPlainHead(lines, dialect, request, fill);
  return isAlike ? undefined : t('REST Client may read it differently');
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

/** Whether every line down to the first blank one is the header that we read, whatever its variables stand for. */
function isPlainHead(
  lines: Lines,
  dialect: HttpDialect,
  { requestLine, url, headers }: HttpRequest,
  fill: (text: string) => string,
): boolean {
  const known = new Set(headers.map(({ line }) => line));
  // The host of a path is that of a header, and so of any of them.
  const isRelative = /^[\\/]/.test(fill(url).trim());
  let isUrl = true;
  for (const [line, text] of blockFrom(lines, dialect, requestLine)) {
    if (isBlank(text)) return true;
    isUrl &&= line === requestLine || isUrlContinuation(text);
    if (!isUrl && !known.has(line)) return false;
    const filled = fill(text.replace(ownValue, ''));
    if (/[\r\n\u2028\u2029]/.test(filled) || (isRelative && filled.includes('{{'))) return false;
    if (line === requestLine && /^\s*curl/i.test(filled)) return false;
  }
  return true;
}

/** Values that neither the file nor the workspace decides. */
const ownValue = /\{\{\s*\$(?!dotenv)[^{}]*\}\}/gi;

/** Whether all words of a block are those of the command, and each of them what it is for curl too. */
function isPlainCurl(
  lines: Lines,
  dialect: HttpDialect,
  { requestLine, headerInsertLine, lastLine }: HttpRequest,
  fill: (text: string) => string,
): boolean {
  for (const [line, text] of blockFrom(lines, dialect, requestLine)) {
    if (line >= headerInsertLine && !isBlank(text)) return false;
    // Only at the end of a line does a backslash mean the same to it.
    if (text.replace(/\\$/, '').includes('\\')) return false;
    const variables = text.replace(ownValue, '').match(/\{\{.*?\}\}/g) ?? [];
    if (variables.some(variable => /[\s"'\\{]/.test(fill(variable)))) return false;
  }
  const { words } = curlAt(lines, { first: requestLine, last: lastLine });
  return words.every(
    ({ text, quote }) =>
      !text.startsWith('-') ||
      (quote === '' && /^(?:-[A-Za-z]+|--[a-z][a-z\d-]*)$/.test(text)) ||
      /^--(?:header|request|user|data(?:-[a-z]+)?|json)=/.test(text),
  );
}
