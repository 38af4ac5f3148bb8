import { curlArguments, curlOf, type CurlOption } from '../requests/curlCommand';
import { looksLikeUrl } from '../requests/syntax';
import { type Assigned, PosixVariables, wordsIn } from '../shells/posixVariables';
import type { CurlWord, ShellWord, WordPart } from '../shells/shellCommand';

/** What stands for words in the commands of a script. */
export interface Expansions {
  /** What the script assigns to the variable that a part of a word is, with its name. Undefined where that is not known. */
  assigned(part: string): (Assigned & { readonly name: string }) | undefined;
  /** The words that are put in where a variable is set: `${name:+…}`. */
  alternative?(part: string): readonly ShellWord[] | undefined;
  /** A word with its expansions as parts, where the shell puts them in before it reads words. */
  parted?(word: ShellWord): ShellWord;
  /** Whether a part stands for any number of words, also in quotes: `"$@"`. */
  isList?(part: string): boolean;
}

const headerName = 'authorization';
const header = /^\s*authorization\s*[:;]/i;

/**
 * Where a curl command may get an authorization from that is not seen at it, in a few characters: a variable that holds
 * options or a header, a file of headers, a configuration file. Undefined where it gets none from elsewhere.
 */
export function unseenOptions(words: readonly ShellWord[], expansions: Expansions): string | undefined {
  return new Unseen(expansions).in(words, true);
}

/** Asks of each variable once, so that one that holds itself is no circle. */
class Unseen {
  readonly #asked = new Set<string>();

  constructor(private readonly expansions: Expansions) {}

  /** @param isCommand whether these are all words of a command: one that is no option is its URL then */
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
    if (name === 'config') return `${spelling.replace(/=$/, '')} ${value}`.trim();
    const word = words.at(-1);
    if (name !== 'header' || !word) return undefined;
    if (value.startsWith('@')) return `${spelling.replace(/=$/, '')} ${value}`;
    return this.#inHeader(word, valueStart);
  }

  /** The expansion by which a word may be our header; `from` is where the header begins in the text. */
  #inHeader({ parts }: Pick<ShellWord, 'parts'>, from = 0): string | undefined {
    let written = '';
    let at = 0;
    for (const part of parts) {
      const text = part.text.slice(Math.max(0, from - at));
      at += part.text.length;
      if (!part.expands) written += text;
      const name = written.trimStart().toLowerCase();
      if (/[:;]/.test(written) || !headerName.startsWith(name.trimEnd())) return undefined;
      if (part.expands) return this.#mayBeHeader(part, name === '') ? told(part.text) : undefined;
    }
    return undefined;
  }

  #mayBeHeader({ text }: WordPart, isWhole: boolean): boolean {
    const texts = isWhole ? this.#assignedOnce(text)?.texts : undefined;
    if (!texts) return true;
    return texts.some(word => header.test(word.text) || this.#inHeader(word) !== undefined);
  }

  /** @param isUrl whether the word is where the URL is expected: what is not known of it is nothing to fear */
  #inWord(word: ShellWord, isUrl: boolean): string | undefined {
    const part = word.parts.find(({ text }) => text !== '');
    if (!part?.expands) return undefined;
    const { text, quote } = part;
    if (this.expansions.isList?.(text) === true) {
      return this.#mayBeOptions(text, false) ? told(text).replace(/^\$(?=\w)/, '') : undefined;
    }
    // One in quotes stays one word.
    if (quote !== '') return undefined;
    const alternative = this.expansions.alternative?.(text);
    if (alternative) return this.#mayAuthorize(alternative) ? told(text) : undefined;
    return isLoose(word) && this.#mayBeOptions(text, isUrl) ? told(text) : undefined;
  }

  #mayBeOptions(part: string, isUrl: boolean): boolean {
    const assigned = this.#assignedOnce(part);
    if (!assigned) return !isUrl;
    const { members, texts } = assigned;
    if (this.#mayAuthorize(members)) return true;
    return texts.some(
      ({ text, parts }) =>
        /authorization\s*[:;]/i.test(text) ||
        this.#mayAuthorize(
          text
            .split(/\s+/)
            .filter(each => each !== '')
            .map(plain),
        ) ||
        parts.some(each => each.expands && this.#mayBeOptions(each.text, isUrl)),
    );
  }

  #mayAuthorize(words: readonly ShellWord[]): boolean {
    const command = [plain('curl'), ...words];
    return (
      words.some(({ text }) => header.test(text)) ||
      curlOf(command.map(placeless), 0).authorizations.length > 0 ||
      this.in(command, false) !== undefined
    );
  }

  /** What is assigned to the variable that a part is; nothing where it was asked before; undefined where it is not known. */
  #assignedOnce(part: string): Assigned | undefined {
    const assigned = this.expansions.assigned(part);
    if (!assigned) return undefined;
    if (this.#asked.has(assigned.name)) return { members: [], texts: [] };
    this.#asked.add(assigned.name);
    return assigned;
  }
}

/** Where the URL is expected: a word that reads as one, else one that stays one word, else the last one. */
function urlAmong(words: readonly ShellWord[]): ShellWord | undefined {
  return (
    words.find(({ text }) => looksLikeUrl(text)) ?? words.findLast(word => !isLoose(word)) ?? words.at(-1)
  );
}

/** Whether a word is nothing but an expansion outside of quotes, which may become several words. */
function isLoose({ parts }: ShellWord): boolean {
  const [part, ...others] = parts;
  return part?.expands === true && part.quote === '' && others.length === 0 && !part.text.startsWith('{');
}

/** An expansion as a message names it: what stands in it may be a secret. */
function told(part: string): string {
  const [name] = /^(?:\$\{?(?:\w+|[@*])|%[^%]+%?|!\w+!)/.exec(part) ?? [];
  if (name === undefined) return part.startsWith('`') ? '`…`' : '$(…)';
  return name.replace('{', '');
}

function plain(text: string): ShellWord {
  return { text, parts: [], quote: '', isOpen: false, expands: false, start: 0, end: text.length };
}

function placeless(word: ShellWord): CurlWord {
  return { ...word, startLine: 0, startCharacter: 0, endLine: 0, endCharacter: 0 };
}

/** What stands for words in a script of sh, bash or zsh. */
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
    isList: part => /^\$(?:[@*]|\{(?:[@*]|\w+\[[@*]\]|\w+:?\+"?\$\{\w+\[[@*]\]))/.test(part),
    alternative: part => {
      const [, inside] = /^\$\{\w+:?\+([^]*)\}$/.exec(part) ?? [];
      return inside === undefined ? undefined : wordsIn(inside);
    },
  };
}

const cmdVariable = /(%(?:[^%\s"]+%|~?\w*\d|\*)|!\w+!)/;

/** What stands for words in a batch file; what it assigns is not read. */
export const cmdExpansions: Expansions = {
  assigned: () => undefined,
  isList: part => part === '%*',
  parted: word => {
    const texts = word.text.split(cmdVariable).filter(text => text !== '');
    const { quote, start, end } = word;
    const parts = texts.map(text => ({ text, start, end, quote, expands: cmdVariable.test(text) }));
    return { ...word, parts };
  },
};

/** What stands for words in a script whose assignments are not read. */
export const otherExpansions: Expansions = { assigned: () => undefined };
