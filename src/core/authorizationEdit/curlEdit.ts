import type { Lines } from '../common/lines';
import { sortEdits, type TextEdit } from '../common/textEdit';
import type { CurlAuthorization, CurlCommand } from '../requests/curlCommand';
import { escapedIn } from '../shells/quoting';
import type { CurlWord } from '../shells/shellCommand';
import { insertOption, optionRange, removeOptions } from './commandEdit';

/** How a header is written as an option of curl: request files and each shell have their own way. */
export interface CurlEditOptions {
  /** The value of the header: `Bearer $HOSTED_LOGIN_TOKEN`. Undefined takes every authorization away. */
  readonly value: string | undefined;
  /** What continues a command on the next line. */
  readonly continuation: '\\' | '`' | '^';
  readonly eol: string;
  /** Whether a value is the header's already. */
  readonly isRight: (authorization: CurlAuthorization) => boolean;
  /** A text as one word; `style` is the quote that the word in its place has. */
  readonly quoted: (text: string, style: CurlWord['quote']) => string;
  /**
   * Whether a REST client reads the command: it takes `--header=…`, and of `-H` and `--header` only one. To curl,
   * `--header=…` is an unknown option.
   */
  readonly isRequestFile: boolean;
}

/** The words of a command with what they say. */
export type EditableCurl = Pick<CurlCommand, 'words' | 'anchor' | 'authorizations' | 'style'>;

/** The header as an option of a curl command: replaced in place where there is one, else behind the URL. */
export function curlEdits(lines: Lines, command: EditableCurl, writing: CurlEditOptions): TextEdit[] {
  const { words, anchor, authorizations, style } = command;
  const { value, quoted, continuation, eol } = writing;
  if (value === undefined) return removeOptions(lines, words, authorizations);
  const isRead = (each: CurlAuthorization): boolean =>
    each.headerName !== undefined && spellingOf(each, command, writing) === each.spelling;
  const kept =
    authorizations.find(isRead) ??
    authorizations.find(({ headerName }) => headerName !== undefined) ??
    authorizations[0];
  if (!kept) {
    // Between backticks, what double quotes would escape is read twice: such a text goes into single ones.
    const quote = style.quote === "'" ? "'" : '';
    const option = optionOf(style.header, quoted(`${style.authorization}: ${value}`, quote), writing);
    return [insertOption(lines, words, anchor, option, continuation + eol)];
  }
  const others = authorizations.filter(each => each !== kept);
  const removed = removeOptions(lines, words, others);
  if (isRead(kept) && writing.isRight(kept)) return removed;
  const quote = kept.words.at(-1)?.quote ?? '';
  const header = quoted(`${kept.headerName ?? style.authorization}: ${value}`, quote);
  const option = optionOf(spellingOf(kept, command, writing), header, writing);
  const newText = `${kept.kept && `${kept.kept} `}${option}`;
  return sortEdits([...removed, { range: optionRange(kept), newText }]);
}

/** How the option is written that takes the place of another one: as it was, where that is read. */
function spellingOf(
  { headerName, spelling }: CurlAuthorization,
  { style }: EditableCurl,
  { isRequestFile }: CurlEditOptions,
): string {
  if (headerName === undefined) return style.header;
  if (!isRequestFile) return spelling.replace(/=$/, '');
  return (spelling === '-H') === (style.header === '-H') ? spelling : style.header;
}

function optionOf(spelling: string, header: string, { isRequestFile }: CurlEditOptions): string {
  if (!spelling.endsWith('=')) return `${spelling} ${header}`;
  return isRequestFile ? `${spelling}${header}` : `${spelling.slice(0, -1)} ${header}`;
}

/** A text as one word of a shell or a request file, in the quotes that were there unless the text holds them itself. */
export function quoteForShell(
  text: string,
  style: CurlWord['quote'],
  quoting: 'posix' | 'requestFile',
): string {
  const quote = style === "'" || (style === '' && text.includes('"')) ? "'" : '"';
  return quote + escapedIn(quoting, quote, text) + quote;
}
