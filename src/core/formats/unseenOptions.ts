// Finds options and headers of a curl command that its text does not show: in files, in variables, known to the shell only.
import { t } from '../common/l10n';
import { curlOf } from '../requests/curl/curlCommand';
import { curlArguments, type CurlOption } from '../requests/curl/curlOptions';
import { looksLikeUrl } from '../requests/lineSyntax';
import { expansionName } from '../shells/expansionName';
import { type Assigned, PosixVariables, wordsIn } from '../shells/posixVariables';
import { type ShellWord, unplacedWord, type WordPart } from '../shells/shellCommand';

/** The expansions of a script. `part` is the text of a part of a word. */
export interface Expansions {
  /** What the script assigns to a variable, with its name; undefined if unknown. */
  assigned?(part: string): (Assigned & { readonly name: string }) | undefined;
  /** The value of a variable (`$name`) that the script certainly sets to one text; undefined for others. */
  readonly constant?: (variable: string) => string | undefined;
  /** The words of `${name:+…}`, which are used if the variable is set. */
  alternative?(part: string): readonly ShellWord[] | undefined;
  /** Splits a word into expansions and text, for a shell that expands before it reads words. */
  parted?(word: ShellWord): ShellWord;
  /** Whether a part becomes any number of words, also in quotes: `"$@"`. */
  isList?(part: string): boolean;
}

const headerName = 'authorization';
const header = /^\s*authorization\s*[:;]/i;

/**
 * The source of an authorization that a curl command may get from elsewhere: a variable with options or a header, a file
 * of headers, a configuration file. Undefined if there is none.
 */
export function unseenOptions(words: readonly ShellWord[], expansions: Expansions): string | undefined {
  return new Unseen(expansions).in(words, true);
}

/** Whether a text may be more than the value of a header: a further line, perhaps as an escape. */
const furtherLine = /[\r\n]|\\(?:[rnxu]|0?1[25])|\bhost\s*:/i;

/** What takes line breaks away: `tr -d '\r\n'`, `s/\r$//` of sed, `${a%$'\r'}`. */
const removedLines =
  /\btr[ \t]+-d[ \t]+\$?(["'])[\\rnt" ]{1,9}\1|\bs\/\[?(?:\\[rn]){1,4}\]?\$?\/\/|(?<=\$\{\w{1,60})(?:%%?|\/\/?)\$'(?:\\[rn]){1,4}'\/?(?=\})/g;

/**
 * Why a header of a curl command may be another one when the shell has filled it in: part of a sentence.
 * @param authorizations the headers that are replaced
 */
export function doubtfulHeader(
  words: readonly ShellWord[],
  authorizations: readonly Pick<CurlOption<ShellWord>, 'words'>[],
  expansions: Expansions,
): string | undefined {
  const replaced = new Set(authorizations.map(option => option.words.at(-1)));
  const hasFurtherLine = (text: string) => furtherLine.test(text.replace(removedLines, ''));
  for (const option of curlArguments(words).options) {
    const value = option.name === 'header' ? option.words.at(-1) : undefined;
    if (!value || replaced.has(value)) continue;
    const part = value.parts.find(
      ({ text, expands }) =>
        expands &&
        (hasFurtherLine(text) ||
          expansions.assigned?.(text)?.texts.some(assigned => hasFurtherLine(assigned.text)) === true),
    );
    if (part) return t('only the shell knows its header {0}', expansionName(part.text));
  }
  return undefined;
}

/**
 * Whether the values of a variable may be options, by its texts and by whether it may be the URL. Each command of a script may use
 * the same variable, which may have thousands of words.
 */
const knownOptions = new WeakMap<Assigned['texts'], Map<boolean, boolean>>();

function optionsOf({ texts }: Assigned): Map<boolean, boolean> {
  const known = knownOptions.get(texts) ?? new Map<boolean, boolean>();
  knownOptions.set(texts, known);
  return known;
}

/** Reads each variable once, which also ends recursion. */
class Unseen {
  readonly #asked = new Set<string>();

  constructor(private readonly expansions: Expansions) {}

  /** @param isCommand whether these are all words of a command, including its URL */
  in(words: readonly ShellWord[], isCommand: boolean): string | undefined {
    const parted = words.map(word => this.expansions.parted?.(word) ?? word);
    const { options, others } = curlArguments(parted);
    for (const option of options) {
      const source = this.#inOption(option);
      if (source !== undefined) return source;
    }
    const url = isCommand ? urlAmong(others) : undefined;
    for (const word of others) {
      const source = this.#inWord(word, word === url);
      if (source !== undefined) return source;
    }
    return undefined;
  }

  #inOption({ name, value, valueStart, words, spelling }: CurlOption<ShellWord>): string | undefined {
    if (name === 'config') return withFile(spelling, value);
    const word = words.at(-1);
    if (name !== 'header' || !word) return undefined;
    if (value.startsWith('@')) return withFile(spelling, value);
    return this.#inHeader(word, valueStart);
  }

  /** The expansion by which a word may be the `Authorization` header; `from` is the offset of the header in the text. */
  #inHeader({ parts }: Pick<ShellWord, 'parts'>, from = 0): string | undefined {
    const first = parts.findIndex(({ expands }) => expands);
    const part = parts[first];
    if (!part) return undefined;
    const before = parts.slice(0, first).map(({ text }) => text);
    const written = before.join('').slice(from);
    const name = written.trimStart().toLowerCase();
    if (/[:;]/.test(written) || !headerName.startsWith(name.trimEnd())) return undefined;
    return this.#mayBeHeader(part, name === '') ? expansionName(part.text) : undefined;
  }

  #mayBeHeader({ text }: WordPart, isWhole: boolean): boolean {
    const texts = isWhole ? this.#assignedOnce(text)?.texts : undefined;
    if (!texts) return true;
    return texts.some(word => header.test(word.text) || this.#inHeader(word) !== undefined);
  }

  /** @param isUrl whether the URL is expected here: then an unknown value is accepted */
  #inWord(word: ShellWord, isUrl: boolean): string | undefined {
    const part = word.parts.find(({ text }) => text !== '');
    if (!part?.expands) return undefined;
    const { text, quote } = part;
    if (this.expansions.isList?.(text) === true) {
      return this.#mayBeOptions(text, false) ? expansionName(text).replace(/^\$(?=\w)/, '') : undefined;
    }
    // In quotes it stays one word.
    if (quote !== '') return undefined;
    const alternative = this.expansions.alternative?.(text);
    if (alternative) return this.#mayAuthorize(alternative) ? expansionName(text) : undefined;
    return isLoose(word) && this.#mayBeOptions(text, isUrl) ? expansionName(text) : undefined;
  }

  #mayBeOptions(part: string, isUrl: boolean): boolean {
    const isFirst = this.#asked.size === 0;
    const assigned = this.#assignedOnce(part);
    if (!assigned) return !isUrl;
    const known = isFirst ? optionsOf(assigned) : undefined;
    const may = known?.get(isUrl) ?? this.#haveOptions(assigned, isUrl);
    known?.set(isUrl, may);
    return may;
  }

  #haveOptions({ members, texts }: Assigned, isUrl: boolean): boolean {
    if (this.#mayAuthorize(members)) return true;
    return texts.some(
      ({ text, parts }) =>
        /authorization\s*[:;]/i.test(text) ||
        this.#mayAuthorize(
          text
            .split(/\s+/)
            .filter(each => each !== '')
            .map(unplacedWord),
        ) ||
        parts.some(each => each.expands && this.#mayBeOptions(each.text, isUrl)),
    );
  }

  #mayAuthorize(words: readonly ShellWord[]): boolean {
    const command = [unplacedWord('curl'), ...words];
    return (
      words.some(({ text }) => header.test(text)) ||
      curlOf(command.map(word => ({ ...unplacedWord(word.text), ...word }))).authorizations.length > 0 ||
      this.in(command, false) !== undefined
    );
  }

  /** The assignments of a variable; empty if it was read before, undefined if unknown. */
  #assignedOnce(part: string): Assigned | undefined {
    const assigned = this.expansions.assigned?.(part);
    if (!assigned) return undefined;
    if (this.#asked.has(assigned.name)) return { members: [], texts: [] };
    this.#asked.add(assigned.name);
    return assigned;
  }
}

/** The probable URL: a word that looks like one, else one that stays one word, else the last one. */
function urlAmong(words: readonly ShellWord[]): ShellWord | undefined {
  return (
    words.find(({ text }) => looksLikeUrl(text)) ?? words.findLast(word => !isLoose(word)) ?? words.at(-1)
  );
}

/** Whether a word is only an expansion outside of quotes, which may become several words. */
function isLoose({ parts }: ShellWord): boolean {
  const [part, ...others] = parts;
  return part?.expands === true && part.quote === '' && others.length === 0 && !part.text.startsWith('{');
}

/** An option with the name of a file, for a message. What is not a plain name may hold a secret. */
function withFile(spelling: string, value: string): string {
  const [file = '…'] = /^@?[\w./~-]{0,60}$/.exec(value) ?? [];
  return `${spelling.replace(/=$/, '')} ${file}`.trim();
}

export function posixExpansions(script: string): Expansions {
  const variables = new PosixVariables(script);
  return {
    assigned: part => {
      const [, plainName, braced] =
        /^\$(?:(\w+)$|\{(\w+)(?:\}$|\[[@*]\]|:?\+"?\$\{\w+\[[@*]\]))/.exec(part) ?? [];
      const name = plainName ?? braced ?? '';
      const assigned = variables.of(name);
      return assigned && { name, ...assigned };
    },
    constant: variable => (variable.startsWith('$') ? variables.constant(variable.slice(1)) : undefined),
    isList: part => /^\$(?:[@*]|\{(?:[@*]|\w+\[[@*]\]|\w+:?\+"?\$\{\w+\[[@*]\]))/.test(part),
    alternative: part => {
      const [, inside] = /^\$\{\w+:?\+([^]*)\}$/.exec(part) ?? [];
      return inside === undefined ? undefined : wordsIn(inside);
    },
  };
}

/**
 * `%name%`, `%1`, `%~dp0`, `!name!`, and `%%a` and `%%~nxa` of a loop; not `%20`, an escape of a URL. After `%`, a digit is an
 * argument of the script.
 */
const cmdVariable =
  /(%%(?![\da-f]{2})(?:~[a-z]{0,9})?\w(?!\w{0,99}%%)|%(?:(?![\d*~]|[\da-f]{2}%)[^%\n"]+%|~[a-z]{0,9}\d|(?![\da-f]{2})\d|\*)|![^!\n"]+!)/i;

/** Assignments of batch files are not read. */
export const cmdExpansions: Expansions = {
  isList: part => part === '%*',
  parted: word => {
    if (!/[%!]/.test(word.text)) return word;
    const texts = word.text.split(cmdVariable).filter(text => text !== '');
    const { quote, start, end } = word;
    const parts = texts.map(text => ({ text, start, end, quote, expands: cmdVariable.test(text) }));
    return { ...word, parts };
  },
};
