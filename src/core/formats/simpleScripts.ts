// Whether a script is made of plain commands alone, so that every shell certainly reads it as we do.
import { t } from '../common/l10n';
import { shorten } from '../requests/doubtReasons';
import { ShellText } from '../shells/shellText';
import { tokenVariable } from '../tokens/tokenVariable';

/**
 * Why the commands of a script may do something else than they seem to: part of a sentence, undefined if they certainly do not.
 * Everything that is not known here counts: substitutions, here-documents, functions, prompts, other programs. The token itself
 * needs this certainty; a reference does not.
 * @param isTyped whether a person may type it into a terminal, where zsh takes comments for commands
 */
export type SimplicityDoubt = (script: string, isTyped: boolean) => string | undefined;

/** The parts of scripts that mean the same wherever they are. All expressions are sticky. */
interface SimpleSyntax {
  /** What continues a line, behind a blank or before one. */
  readonly continued: RegExp;
  /** What a command follows. */
  readonly separator: RegExp;
  /** An assignment before the name of a command, without its value. */
  readonly prefix?: RegExp;
  /** A command that neither starts another one nor changes how others are read, to the end of its name. */
  readonly command: RegExp;
  /**
   * A piece of a word, or a redirection. Double quotes have `quoted`. What programs say about themselves is not redirected:
   * `curl --verbose` shows its headers.
   */
  readonly piece: RegExp;
  /** A piece of a text in double quotes. */
  readonly quoted: RegExp;
  /** Whether an escaped quote counts for the shell. */
  readonly quotesCount?: boolean;
  readonly comment?: RegExp;
  /** Brackets of expressions and tables, by the kind of what is in them. */
  readonly opening?: { readonly command: RegExp; readonly entry: RegExp };
  /** A command whose answer holds the request with its headers, and what may write that somewhere. */
  readonly answers?: { readonly withRequest: RegExp; readonly written: RegExp };
  /** At the beginning of a command: an expression, which runs nothing. */
  readonly expression?: RegExp;
}

const posix: SimpleSyntax = {
  continued: /\\\n(?=[ \t])|(?<=[ \t])\\\n/y,
  separator: /\n|;(?!;)|&&|\|\|?(?!&)/y,
  prefix: /[A-Za-z_]\w*=/y,
  command:
    /(?:(?:\/usr\/bin\/)?curl|echo|printf(?!(?:[ \t]|\\\n)+["'\\]*-)|jq|cat|grep|head|tail|uniq|wc|cut|tr|column|tee|xmllint|sleep|wait|date|mkdir|cp|mv|rm|test|pwd|ls|true|exit|export|clear|cd|unset|python3? +-m +json\.tool|set +-(?:[eu]+|[eu]*o +pipefail)(?=[ \t]*(?:[\n;&|]|$)))(?=[\s;&|]|$)/y,
  piece:
    /(?!\d+>)[\w./:@%+,*?[\]~-][\w./:@%+,*?[\]~=-]*|\\[^\n\w]|'[^']*'|\$(?:[A-Za-z_]\w*|[\d?]|\{[A-Za-z_]\w*\})|2>{1,2}[ \t]*\/dev\/null|1?>{1,2}(?![>(!|&])|<(?![<(&>])/y,
  quoted: /[^"\\$`!]+|\\[^\w!]|\$(?:[A-Za-z_]\w*|[\d?]|\{[A-Za-z_]\w*\})/y,
  // The first line may name more than a shell.
  comment: /#!(?:\/\w+)+\/(?:env +)?\w+(?: +-[eu]+)?(?=\n|$)|#(?!!)[^\n]*/y,
};

const powershell: SimpleSyntax = {
  continued: /(?<=[ \t])`\n/y,
  // A command may follow an assignment to a member.
  separator: /\n|;|\||(?<=\s)[-+*/%?]*=(?=\s)/y,
  prefix: /\$\{?(?:env:)?\w+\}?[ \t]*\+?=(?!=)/iy,
  command:
    /(?:curl(?:\.exe)?|irm|iwr|invoke-restmethod|invoke-webrequest|convert(?:to|from)-json|convertto-securestring|select-object|select|sort-object|format-(?:list|table)|write-(?:host|output)|echo|out-(?:file|null|string|host)|get-(?:content|date)|start-sleep|exit)(?=[\s;|)]|$)/iy,
  piece:
    /(?!--%|=|\d+>)[\w./:+,?=~%\\-]+|\*(?!>)|'[^'‘-‛]*'|@\w+|\$(?![\w:{}.]*[-+*/%?]*=)(?:(?:env:)?\w+|\{(?:env:)?\w+\})|2>[ \t]*\$null|>{1,2}/iy,
  quoted: /[^"`$“-„]+|\$(?:(?:env:)?\w+|\{(?:env:)?\w+\})/iy,
  // As for sh; in notebooks, `#!` begins commands.
  comment:
    /#!(?:\/\w+)+\/(?:env +)?(?:pwsh|powershell)(?:-preview)?(?: +-no\w+)*(?=\n|$)|#(?!>|!|requires)[^\n`]*/iy,
  // Directly behind a name, a bracket calls something.
  opening: { command: /(?<=[\s(=,]|^)\(/y, entry: /(?<=[\s(=,]|^)@\{/y },
  expression: /(?=['"$@\d-])/y,
  answers: {
    withRequest: /\b(?:iwr|invoke-webrequest)\b/i,
    written: /convertto-json|out-file|out-string|>/i,
  },
};

const cmd: SimpleSyntax = {
  // The character after the line break is escaped too.
  continued: /(?<=[ \t])\^\n(?=[ \t-])/y,
  separator: /\n|&&?|\|/y,
  command:
    /@?(?:curl(?:\.exe)?|echo\.?|set(?! *\/)|setlocal(?= *(?:\n|$))|endlocal|pause|jq|more|findstr|type|timeout|exit|cls|chcp|title|cd|python3? +-m +json\.tool|(?:rem(?=[ \t\n])|::)[^\n%^&|<>]*)(?=[\s&|]|$)/iy,
  piece: new RegExp(
    `"[^"\\\\%!\\n]*"|(?!\\d>)[\\w./:+~?*,@#=$\\{}[\\]-]+|\\\\+(?!")|%%|%${tokenVariable}%|2>[ \\t]*nul|>{1,2}(?!&)`,
    'y',
  ),
  // Behind an escaped quote, cmd and the program disagree about what is in quotes, until the next one.
  quotesCount: true,
  quoted: new RegExp(`[^"\\\\%!&|<>^\\n]+|\\\\[^%!&|<>^\\n]|%%|%${tokenVariable}%`, 'y'),
};

/** Variables that shells and programs read themselves. */
const ofPrograms =
  /^(?:path|pathext|comspec|home|userprofile|appdata|ifs|env|shell|shellopts|bashopts|c?dpath|fpath|module_path|ps.*|prompt.*|ofs|hostaliases|localdomain|res_options|(?!no_).*proxy.*|(?:ld|dyld|curl|xdg|ssl|openssl|bash|zdot|zsh|lc|lang|loc|nls|glibc|malloc|gconv|dotnet|complus|coreclr)(?:_|[a-z]*$).*)$/i;

/** What no line of a simple script has, also not in comments and quotes. */
const strangeCharacter = /[\0-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]/;

/** Reads a script as long as it is simple. */
class SimpleScript extends ShellText {
  /** The brackets that are open. */
  readonly #open: ('command' | 'entry')[] = [];
  /** What may follow. `entry`: a key of a table. */
  #expected: 'command' | 'entry' | 'word' = 'command';

  constructor(
    text: string,
    private readonly syntax: SimpleSyntax,
    private readonly isTyped: boolean,
  ) {
    super(text);
  }

  /** The beginning of what is not simple; undefined if all is. */
  findOther(): string | undefined {
    for (;;) {
      this.skipBlanks(this.syntax.continued);
      if (this.isAtEnd) return this.#open.length > 0 ? '(' : undefined;
      if (!this.#readOne()) return this.#nameNext();
    }
  }

  /** Reads a word, or what is between words. False if it is not simple. */
  #readOne(): boolean {
    const { separator, comment, opening } = this.syntax;
    if (this.match(separator) !== '') this.#expected = this.#open.at(-1) ?? 'command';
    else if (comment && this.finds(comment)) return this.#readComment(comment);
    else if (opening && this.match(opening.command) !== '') this.#begin('command');
    else if (opening && this.match(opening.entry) !== '') this.#begin('entry');
    else if (opening && this.takes(this.#open.at(-1) === 'entry' ? '}' : ')')) return this.#close();
    else if (this.#expected === 'word') return this.#readWord();
    else return this.#expected === 'entry' ? this.#readKey() : this.#readBeginning();
    return true;
  }

  #readComment(comment: RegExp): boolean {
    const start = this.at;
    const text = this.match(comment);
    const isWhole = this.isAtEnd || this.next === '\n';
    const isRunAlone = this.#expected === 'command' && /^(?:[^'"`$\\;|&<>!]|"[^"`$\\!]*")*$/.test(text);
    if (isWhole && (!this.isTyped || isRunAlone)) return true;
    this.at = start;
    return false;
  }

  #begin(content: 'command' | 'entry'): void {
    this.#open.push(content);
    this.#expected = content;
  }

  #close(): boolean {
    this.#expected = 'word';
    return this.#open.pop() !== undefined;
  }

  #readKey(): boolean {
    this.#expected = 'command';
    return this.match(/(?:\w+|'[^'\n]*'|"[\w -]*")[ \t]*=(?!=)/y) !== '';
  }

  /** Reads the name of a command, or an assignment before it. */
  #readBeginning(): boolean {
    const { prefix, command, expression } = this.syntax;
    const start = this.at;
    const assigned = prefix ? this.match(prefix) : '';
    if (assigned !== '') {
      if (!setsOnlyOwn(assigned)) this.at = start;
      // In sh, the value follows at once; elsewhere it is an expression.
      else return expression !== undefined || this.#readPieces();
      return false;
    }
    this.#expected = 'word';
    return expression && this.finds(expression) ? this.#readWord() : this.match(command) !== '';
  }

  #readWord(): boolean {
    const start = this.at;
    const isRead = this.#readPieces() && this.at > start;
    const word = this.text.slice(start, this.at);
    if (setsOnlyOwn(word) && !repeatsCommand.test(word)) return isRead;
    this.at = start;
    return false;
  }

  /** False if a piece is not simple. */
  #readPieces(): boolean {
    while (this.match(this.syntax.piece) !== '' || this.next === '"') {
      if (this.next === '"' && !this.#readQuoted()) return false;
    }
    return this.isAtEnd || this.finds(endOfWord);
  }

  #readQuoted(): boolean {
    const { quoted, quotesCount } = this.syntax;
    const start = this.at;
    this.skip(1);
    while (this.match(quoted) !== '');
    if (!this.takes('"')) return false;
    if (!quotesCount || this.text.slice(start, this.at).split('"').length % 2 === 1) return true;
    this.at = start;
    return false;
  }

  /** Names what follows, for a message. The script may hold a secret. */
  #nameNext(): string {
    const [word] = /^[A-Za-z][\w.-]*/.exec(this.ahead(30)) ?? [];
    if (word !== undefined && /^[A-Za-z_.-]{1,25}\d?$/.test(word)) return word;
    const [sign] = /^(?:\$[({']|<<|[<>]\(|&&)/.exec(this.ahead(2)) ?? [];
    // Without more text, a quote is open.
    return sign ?? nameCharacter(this.next || '"');
  }
}

/**
 * Options with which a program writes its headers somewhere, and errors of PowerShell, which hold the line of the command. Each may
 * be abbreviated.
 */
const repeatsCommand = /^["']?(?:--(?:stde|trac|libc)|-(?:errorv|ev\b|outv|ov\b|deb|db\b)|\$\{?error\b)/i;

const endOfWord = /[\s;|&)}]/y;

/** Whether a word that may be an assignment, with its name first, sets a variable that no program reads itself. */
function setsOnlyOwn(word: string): boolean {
  const [, name] = /^["']?\$?\{?(?:env:)?(\w+)\}?[ \t]*\+?=/i.exec(word) ?? [];
  return name === undefined || !ofPrograms.test(name);
}

/** A character for a message, which shows only those of ASCII. */
function nameCharacter(character: string): string {
  if (/^[!-~]$/.test(character)) return character;
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function doubtWith(syntax: SimpleSyntax): SimplicityDoubt {
  return (script, isTyped) => {
    const [strange] = strangeCharacter.exec(script) ?? [];
    const { withRequest, written } = syntax.answers ?? {};
    const [kept] = (written?.test(script) ? withRequest?.exec(script) : undefined) ?? [];
    const other =
      strange === undefined
        ? (new SimpleScript(script, syntax, isTyped).findOther() ?? kept)
        : nameCharacter(strange);
    return other === undefined
      ? undefined
      : t('only the shell knows what “{0}” in its script does', shorten(other));
  };
}

export const simplicity = {
  posix: doubtWith(posix),
  powershell: doubtWith(powershell),
  cmd: doubtWith(cmd),
} as const satisfies Record<string, SimplicityDoubt>;
