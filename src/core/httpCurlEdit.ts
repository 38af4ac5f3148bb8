import { insertedOption, rangeOf, withoutOptions } from './commandEdit';
import type { CurlAuthorization, CurlCommand } from './httpCurl';
import type { Lines } from './httpLines';
import { inOrder, type TextEdit } from './httpTextEdit';
import type { CurlWord } from './shells/shellCommand';

/** How a header is written as an option of curl: request files and each shell have their own way. */
export interface CurlWriting {
  /** The value of the header: `Bearer $HOSTED_LOGIN_TOKEN`. Undefined takes every authorization away. */
  readonly value: string | undefined;
  /** What continues a command on the next line. */
  readonly continuation: '\\' | '`' | '^';
  readonly eol: string;
  /** Whether an option says the same already, so that it stays as it is. */
  readonly isRight: (authorization: CurlAuthorization) => boolean;
  /** A text as one word; `style` is the quote that the word in its place has. */
  readonly quoted: (text: string, style: CurlWord['quote']) => string;
}

/** The words of a command with what they say. */
export type CurlToEdit = Pick<CurlCommand, 'words' | 'anchor' | 'authorizations'>;

/** The header as an option of a curl command: replaced in place where there is one, else behind the URL. */
export function curlEdits(lines: Lines, command: CurlToEdit, writing: CurlWriting): TextEdit[] {
  const { words, anchor, authorizations } = command;
  const { value, quoted, continuation, eol } = writing;
  if (value === undefined) return withoutOptions(lines, words, authorizations);
  const kept = authorizations.find(({ headerName }) => headerName !== undefined) ?? authorizations[0];
  if (!kept) {
    const option = `-H ${quoted(`Authorization: ${value}`, '')}`;
    return [insertedOption(lines, words, anchor, option, continuation + eol)];
  }
  const others = authorizations.filter(each => each !== kept);
  const removed = withoutOptions(lines, words, others);
  if (kept.headerName !== undefined && writing.isRight(kept)) return removed;
  return inOrder([...removed, replaced(kept, value, writing)]);
}

function replaced(authorization: CurlAuthorization, value: string, { quoted }: CurlWriting): TextEdit {
  const { headerName, spelling, kept, words } = authorization;
  const quote = words.at(-1)?.quote ?? '';
  const option = headerName === undefined ? '-H' : spelling;
  const header = quoted(`${headerName ?? 'Authorization'}: ${value}`, quote);
  const space = option.endsWith('=') ? '' : ' ';
  return { range: rangeOf(authorization), newText: `${kept && `${kept} `}${option}${space}${header}` };
}

/** Keeps the quotes that were there, unless the text holds them itself. `special`: what double quotes do not keep. */
export function shellQuoted(text: string, style: CurlWord['quote'], special: RegExp): string {
  const quote = style === "'" || (style === '' && text.includes('"')) ? "'" : '"';
  return quote === "'" ? `'${text.replaceAll("'", "'\\''")}'` : `"${text.replace(special, '\\$&')}"`;
}
