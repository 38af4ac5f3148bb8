import type { Lines } from '../../common/lines';
import { finish, type Steps } from '../../common/steps';
import type { Quoting } from '../../shells/quoting';
import { type ScriptLanguage, scriptLanguages } from '../../shells/scriptLanguages';
import { Script, type ShellWord } from '../../shells/shellCommand';
import { typedLines } from '../../shells/transcript';
import { curlOf } from './curlCommand';

/** A curl command of a script. */
export interface CurlScriptCommand {
  readonly script: Script;
  readonly quoting: Quoting;
  readonly words: readonly ShellWord[];
  /** Includes its here-documents. */
  readonly end: number;
}

/** A request of a curl command. Lines are those of the script, from 0. */
export interface CurlRequest {
  /** Upper case; empty if the text does not say what curl will choose. */
  readonly method: string;
  /** As written, without quotes. */
  readonly url: string;
  readonly requestLine: number;
  readonly lastLine: number;
}

/** The curl commands of a script in linear time. With `line` (in steps), those on that line and perhaps others. */
export function curlCommands(lines: Lines, language: ScriptLanguage): CurlScriptCommand[] {
  return finish(curlCommandsInSteps(lines, language));
}

export function* curlCommandsInSteps(
  lines: Lines,
  language: ScriptLanguage,
  line?: number,
): Steps<CurlScriptCommand[]> {
  const { commands: read, prompts, quoting } = scriptLanguages[language];
  const script = new Script(typedLines(lines, prompts, read));
  return (yield* read(script.text, line === undefined ? () => true : script.nearness([line])))
    .filter(({ words }) => /curl(?:\.exe)?$/i.test(words[0]?.text ?? ''))
    .map(({ words, end }) => ({ script, quoting, words, end }));
}

/** The requests that curl commands send. A command without arguments sends none. */
export function curlRequests(commands: readonly CurlScriptCommand[]): CurlRequest[] {
  return commands
    .filter(({ words }) => words.length > 1)
    .map(({ script, words, end }) => {
      const placed = words.map(word => script.placed(word));
      const requestLine = script.lineAt(words[0]?.start ?? 0);
      const { method, url } = curlOf(placed);
      const isKnown = url.includes('/') && !words.some(mayBeAnyOption);
      return { method: isKnown ? method : '', url, requestLine, lastLine: script.lineAt(end) };
    });
}

/** Whether a word may hold further options, or begins another transfer. A quoted variable is one value. */
function mayBeAnyOption({ text, parts, isOpen }: ShellWord): boolean {
  if (isOpen || /^(?:-K|--config|-:|--next)/.test(text)) return true;
  const [part] = parts.filter(each => each.text !== '');
  if (!part?.expands || part.text !== text) return false;
  return part.quote === '' || /^\$(?:@|\{\w*(?:\[@\]|@))/.test(text);
}
