import type { CommandOption } from '../../authorizationEdit/commandEdit';
import { t } from '../../common/l10n';
import { shorten } from '../../requests/doubtReasons';
import { PowershellReader } from '../../shells/powershellCommands';
import type { ScriptWord } from '../../shells/shellCommand';

/**
 * The parameters that matter here, with their shortest forms: PowerShell accepts any unambiguous beginning of a name.
 * (`-H` alone is `-Headers` up to PowerShell 7.2, and an error later.)
 * Source: about_Parameters, and the syntax of Invoke-RestMethod 5.1 to 7.5.
 */
const shortest = { headers: 'h', uri: 'ur', authentication: 'au', credential: 'cr', token: 'to' } as const;

export interface Parameter extends CommandOption {
  readonly name: keyof typeof shortest;
  readonly value: ScriptWord;
}

/** What follows the name of a parameter in its word: a colon, or a value that needs no blank before it: `-Name(value)`. */
const afterName = /^(?:$|[:.,[({])/;

/** The name of the parameter that a word begins with, as written; undefined for other words. */
export function parameterName({ source }: Pick<ScriptWord, 'source'>): string | undefined {
  const [name] = /^[-–—―][a-z]+/i.exec(source) ?? [];
  return name !== undefined && afterName.test(source.slice(name.length)) ? name : undefined;
}

/** The parameters of a command that matter, in its order: `-Name value`, `-Name:value` and `-Name(value)`. */
export function parametersOf(words: readonly ScriptWord[]): Parameter[] {
  return words.flatMap((word, index) => {
    const before = words[index - 1];
    const written = parameterName(word);
    const name = written === undefined ? undefined : nameOf(written.slice(1));
    if (!before || !name || written === undefined) return [];
    const valueStart = written.length + (word.source.charAt(written.length) === ':' ? 1 : 0);
    const isWhole = valueStart === word.source.length;
    const value = isWhole ? words[index + 1] : restOfWord(word, valueStart);
    return value ? [{ name, value, words: isWhole ? [word, value] : [word], before, kept: '' }] : [];
  });
}

function nameOf(letters: string): Parameter['name'] | undefined {
  const written = letters.toLowerCase();
  return (Object.keys(shortest) as Parameter['name'][]).find(
    name => name.startsWith(written) && written.startsWith(shortest[name]),
  );
}

/** The rest of a word after some characters, as a word. */
function restOfWord(word: ScriptWord, length: number): ScriptWord {
  const source = word.source.slice(length);
  const own = new PowershellReader(source).word(true, false);
  const { startLine, endLine, endCharacter, isOpen } = word;
  const startCharacter = word.startCharacter + length;
  return { ...own, isOpen, source, startLine, startCharacter, endLine, endCharacter };
}

/** A word for arguments that only PowerShell knows: `@parameters`, or `--%`, after which its rules do not hold. */
export function splattedIn(words: readonly ScriptWord[]): ScriptWord | undefined {
  return words.find(({ source }) => /^(?:@\w[\w:]*|--%)$/.test(source));
}

/** What a command gets in place of `@array` may be any arguments, anywhere in it (about_Splatting). Part of a sentence. */
export function splatDoubt(words: readonly ScriptWord[]): string | undefined {
  const splatted = splattedIn(words);
  return splatted && t('it has {0}', shorten(splatted.source));
}
