import type { Lines } from '../common/lines';
import { sortEdits, type TextEdit } from '../common/textEdit';
import type { CurlAuthorization, CurlCommand } from '../requests/curl/curlCommand';
import { escapedIn } from '../shells/quoting';
import type { ScriptWord } from '../shells/shellCommand';
import { insertOption, optionRange, removeOptions } from './commandEdit';

/** How to write a header as an option of curl, in a request file or in a shell. */
export interface CurlEditOptions {
  /** The header's value: `Bearer $HOSTED_LOGIN_TOKEN`. Undefined removes every authorization. */
  readonly value: string | undefined;
  /** Continues a command on the next line. */
  readonly continuation: '\\' | '`' | '^';
  readonly eol: string;
  /** Whether the authorization already has the value. */
  readonly isRight: (authorization: CurlAuthorization) => boolean;
  /** Quotes a text as one word; `style` is the quote of the word that it replaces. */
  readonly quoted: (text: string, style: ScriptWord['quote']) => string;
  /**
   * Whether a REST client reads the command. It knows `--header=…`, which curl does not, and reads only one of `-H` and
   * `--header`.
   */
  readonly isRequestFile: boolean;
}

export type EditableCurl = Pick<CurlCommand, 'words' | 'anchor' | 'authorizations' | 'style'>;

/** Writes the header as an option of a curl command: replaces an existing one in place, else inserts it after the URL. */
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
    // Between backticks, escapes in double quotes are read twice, so use single quotes.
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

/** The spelling of the option that replaces another one: the same if it is read. */
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

/** Quotes a text as one word, in the quotes of the replaced word if possible. */
export function quoteForShell(
  text: string,
  style: ScriptWord['quote'],
  quoting: 'posix' | 'requestFile',
): string {
  const quote = style === "'" || (style === '' && text.includes('"')) ? "'" : '"';
  return quote + escapedIn(quoting, quote, text) + quote;
}
