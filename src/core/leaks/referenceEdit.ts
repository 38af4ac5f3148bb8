// Replaces a token in a file by a reference to the environment variable.
import { firstIndexWhere } from '../common/collections';
import type { Lines, LineSpan } from '../common/lines';
import { isOpenCollection } from '../formats/openCollectionFormat';
import {
  type Fence,
  fenceLanguage,
  type FenceLanguage,
  fencesOf,
  linesWithin,
} from '../requests/markdownFences';
import { posixCommands, posixQuotesAt } from '../shells/posixCommands';
import { Script } from '../shells/shellCommand';
import { consolePrompts, posixPrompts, typedLines } from '../shells/transcript';
import type { ReferenceEdit } from './replacement';
import { brunoScripts, httpScripts } from './scriptPlaces';
import { yamlEdits } from './yamlEdit';

/** How a file refers to an environment variable. `other`: we know no way. */
type ReferenceStyle = FenceLanguage | 'openCollection' | 'other';

const styleOfEnding = new Map<string, ReferenceStyle>(
  Object.entries({
    ...{ http: 'http', rest: 'http', sh: 'shell', bash: 'shell', zsh: 'shell', bat: 'cmd', cmd: 'cmd' },
    ...{ ps1: 'powershell', psm1: 'powershell', bru: 'bruno', hurl: 'hurl' },
  }),
);
const styleOfLanguage = new Map<string, ReferenceStyle>(
  Object.entries({
    ...{
      http: 'http',
      shellscript: 'shell',
      powershell: 'powershell',
      bat: 'cmd',
      bruno: 'bruno',
      hurl: 'hurl',
    },
  }),
);

/** A document that holds tokens. */
export interface LeakDocument {
  readonly lines: Lines;
  readonly languageId: string;
  readonly path: string;
}

/**
 * The edits that replace each token by a reference to an environment variable, in the language of the file, or of the code
 * block in Markdown. Each edit assumes that it is the only one. Reads the document once.
 * @param places of the tokens, in order
 * @param variable holds the token
 */
export function referenceEdits(
  document: LeakDocument,
  places: readonly LineSpan[],
  variable: string,
): readonly ReferenceEdit[] {
  const fences = document.languageId === 'markdown' ? fencesOf(document.lines) : [];
  const groups: { readonly fence: Fence | undefined; readonly places: LineSpan[] }[] = [];
  let next = 0;
  for (const place of places) {
    while ((fences[next]?.content.last ?? Infinity) < place.line) next++;
    const fence = (fences[next]?.content.first ?? Infinity) <= place.line ? fences[next] : undefined;
    const group = groups.at(-1);
    if (group?.fence === fence) group?.places.push(place);
    if (!group || group.fence !== fence) groups.push({ fence, places: [place] });
  }
  const styleOfFile = styleOf(document);
  return groups.flatMap(({ fence, places: own }) =>
    editsOf(fence ? fenceLanguage(fence.info) : styleOfFile, document.lines, fence, own, variable),
  );
}

/** Replaces a further token of a string that an edit has put a reference into already. */
export function withFurtherReference(newText: string, token: string, variable: string): string {
  const reference = [`{{process.env.${variable}}}`, `env:${variable}`].find(each => newText.includes(each));
  if (reference === undefined) return newText;
  return newText.replaceAll(token, () => (reference.startsWith('{') ? reference : `\${${reference}}`));
}

function editsOf(
  style: ReferenceStyle | undefined,
  lines: Lines,
  fence: Fence | undefined,
  places: readonly LineSpan[],
  variable: string,
): readonly ReferenceEdit[] {
  const instead = (newText: string, isReference = true) =>
    places.map(place => ({ ...place, newText, isReference }));
  const beside = (isInScript: (place: LineSpan) => boolean, newText: string) =>
    places.map(place =>
      isInScript(place)
        ? { ...place, newText: variable, isReference: false }
        : { ...place, newText, isReference: true },
    );
  switch (style) {
    case 'http': {
      const isInScript = httpScripts(lines, fence?.content ?? { first: 0 });
      return beside(isInScript, `{{$processEnv ${variable}}}`);
    }
    case 'bruno':
      return beside(brunoScripts(lines), `{{process.env.${variable}}}`);
    case 'openCollection':
      return yamlEdits(lines, places, `{{process.env.${variable}}}`, variable);
    case 'hurl':
      return instead(`{{${variable.toLowerCase()}}}`);
    case 'cmd':
      return instead(`%${variable}%`);
    case 'shell':
    case 'console':
      return inShell(lines, fence, places, variable);
    case 'powershell':
      return inPowerShell(lines, fence, places, variable);
    default:
      return instead(variable, false);
  }
}

function styleOf({ lines, languageId, path }: LeakDocument): ReferenceStyle {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const style = styleOfEnding.get(ending) ?? styleOfLanguage.get(languageId);
  if (style) return style;
  const isYaml = /^ya?ml$/.test(ending) || languageId === 'yaml';
  return isYaml && isOpenCollection(lines) ? 'openCollection' : 'other';
}

/** Quotes references so that the shell inserts the value as one word. */
function inShell(
  lines: Lines,
  fence: Fence | undefined,
  places: readonly LineSpan[],
  variable: string,
): ReferenceEdit[] {
  const within = fence ? linesWithin(lines, fence) : undefined;
  const prompts = fence && fenceLanguage(fence.info) === 'console' ? consolePrompts : posixPrompts;
  const typed = within ? typedLines(within, prompts, posixCommands) : lines;
  const script = new Script(typed);
  const offsets = places.map(({ line, start }) => {
    const own = line - (fence?.content.first ?? 0);
    // Output of a terminal.
    if (typed.line(own) === '') return undefined;
    return (script.startOf(own) ?? 0) + start - (within?.taken(own).length ?? 0);
  });
  const quotes = posixQuotesAt(
    script.text,
    offsets.filter(offset => offset !== undefined),
  );
  return places.map((place, index) => {
    const replaceBy = (newText: string, isReference = true) => ({ ...place, newText, isReference });
    const offset = offsets[index];
    if (offset === undefined) return replaceBy(variable, false);
    const name = isFollowedBy(/[\w[:]/, lines, place) ? `\${${variable}}` : `$${variable}`;
    const quote = quotes.get(offset);
    if (quote === "'") return replaceBy(`'"$${variable}"${quote}`);
    if (isEscaped(lines.line(place.line), place.start)) return replaceBy(variable, false);
    switch (quote) {
      case "$'":
        return replaceBy(`'"$${variable}"${quote}`);
      case '"':
      case 'hereDocument':
        return replaceBy(name);
      case 'literal':
        return replaceBy(variable, false);
      default:
        return replaceBy(`"$${variable}"`);
    }
  });
}

/** Whether a backslash escapes the character, and would escape what is put there. */
function isEscaped(line: string, at: number): boolean {
  let from = at;
  while (line.charAt(from - 1) === '\\') from--;
  return (at - from) % 2 === 1;
}

function isFollowedBy(character: RegExp, lines: Lines, { line, end }: LineSpan): boolean {
  return character.test(lines.line(line).charAt(end));
}

/** Longer strings around a token stay as they are, which bounds the time for many tokens in one. In characters. */
const longestString = 5_000;

/** PowerShell: single quotes prevent expansion. Replaces them by double quotes if that changes nothing else. */
function inPowerShell(
  lines: Lines,
  fence: Fence | undefined,
  places: readonly LineSpan[],
  variable: string,
): ReferenceEdit[] {
  const script = new Script(lines, fence?.content);
  const strings = literalStringsIn(script.text);
  return places.map((place): ReferenceEdit => {
    const at = (script.startOf(place.line) ?? 0) + place.start;
    const name = isFollowedBy(/[\w:?]/, lines, place) ? `\${env:${variable}}` : `$env:${variable}`;
    const string = strings[firstIndexWhere(strings, ({ end }) => end > at)];
    if (!string || string.start >= at) return { ...place, newText: name, isReference: true };
    const line = lines.line(place.line);
    const start = place.start - (at - string.start);
    const end = place.start + string.end - at;
    const isShort = end - start - (place.end - place.start) <= longestString;
    // Two single quotes are an escaped quote, not an end.
    const isAlone = start >= 0 && line.charAt(start - 1) !== "'" && line.charAt(end) !== "'";
    if (!isShort || !isAlone || !/^'[^'$`"‘’‚‛“”„]*'$/.test(line.slice(start, end)))
      return { ...place, newText: variable, isReference: false };
    const newText = `"${line.slice(start + 1, place.start)}${name}${line.slice(place.end, end - 1)}"`;
    return { line: place.line, start, end, newText, isReference: true };
  });
}

/** Comments, here-strings and strings of PowerShell. One that never ends reaches to the end of the text. */
const powershellTexts =
  /`[^]?|<#[^]*?(?:#>|$)|(?<!\S)#[^\n]*|@["“”„][ \t]*\n[^]*?(?:\n["“”„]@|$)|@['‘’‚‛][ \t]*\n[^]*?(?:\n['‘’‚‛]@|$)|["“”„](?:[^"“”„`]+|`[^]?){0,50000}["“”„]?|['‘’‚‛][^'‘’‚‛]*['‘’‚‛]?/g;

/** The strings of a script in which nothing is expanded, from the first to the last. */
function literalStringsIn(script: string): Pick<LineSpan, 'start' | 'end'>[] {
  return [...script.matchAll(powershellTexts)]
    .filter(([text]) => /^@?['‘’‚‛]/.test(text))
    .map(({ 0: text, index }) => ({ start: index, end: index + text.length }));
}
