// Replaces a token in a file by a reference to the environment variable.
import { firstIndexWhere } from '../common/collections';
import type { Lines, LineSpan } from '../common/lines';
import { clientReferences, type RequestFileClient } from '../formats/httpFormat';
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
import { tokenVariable } from '../tokens/tokenVariable';
import { openCollectionEdits } from './openCollectionEdit';
import { literalStringsIn } from './powershellStrings';
import { brunoScripts, httpScripts } from './scriptPlaces';
import { byName, byReference, type ReferenceEdit } from './tokenReplacement';

/** How a file refers to an environment variable. `other`: we know no way. */
type ReferenceStyle = FenceLanguage | 'openCollection' | 'other';

/** By the ending of the file's name, or the language that VS Code has given it. */
const styles = new Map<string, ReferenceStyle>(
  Object.entries({
    ...{ http: 'http', rest: 'http', sh: 'shell', bash: 'shell', zsh: 'shell', shellscript: 'shell' },
    ...{ bat: 'cmd', cmd: 'cmd', ps1: 'powershell', psm1: 'powershell', powershell: 'powershell' },
    ...{ bru: 'bruno', bruno: 'bruno', hurl: 'hurl' },
  }),
);
const brunoReference = `{{process.env.${tokenVariable}}}`;

/** A document that holds tokens. */
export interface LeakDocument {
  readonly lines: Lines;
  readonly languageId: string;
  readonly path: string;
  /** The client that its request files, or blocks, are written for. */
  readonly client: RequestFileClient;
}

/**
 * The edits that replace each token by a reference to the environment variable, in the language of the file, or of the
 * code block in Markdown. Each edit assumes that it is the only one. Reads the document once.
 * @param places of the tokens, in order
 */
export function referenceEdits(
  document: LeakDocument,
  places: readonly LineSpan[],
): readonly ReferenceEdit[] {
  const styleOfFile = styleOf(document);
  const isMarkdown = document.languageId === 'markdown' && styleOfFile === 'other';
  const fences = isMarkdown ? fencesOf(document.lines) : [];
  const groups: { readonly fence: Fence | undefined; readonly places: LineSpan[] }[] = [];
  let next = 0;
  for (const place of places) {
    while ((fences[next]?.content.last ?? Infinity) < place.line) next++;
    const fence = (fences[next]?.content.first ?? Infinity) <= place.line ? fences[next] : undefined;
    const group = groups.at(-1);
    if (group?.fence === fence) group?.places.push(place);
    if (!group || group.fence !== fence) groups.push({ fence, places: [place] });
  }
  return groups.flatMap(({ fence, places: own }) =>
    editsOf(fence ? fenceLanguage(fence.info) : styleOfFile, document, fence, own),
  );
}

/** Replaces a further token of a string that an edit has put a reference into already. */
export function withFurtherReference(newText: string, token: string): string {
  const reference = [brunoReference, `env:${tokenVariable}`].find(each => newText.includes(each));
  if (reference === undefined) return newText;
  return newText.replaceAll(token, () => (reference.startsWith('{') ? reference : `\${${reference}}`));
}

function editsOf(
  style: ReferenceStyle | undefined,
  { lines, client }: LeakDocument,
  fence: Fence | undefined,
  places: readonly LineSpan[],
): readonly ReferenceEdit[] {
  const instead = (newText: string) => places.map(place => byReference(place, newText));
  // Braces are text of scripts.
  const beside = (isInScript: (place: LineSpan) => boolean, newText: string) =>
    places.map(place => (isInScript(place) ? byName(place) : byReference(place, newText)));
  switch (style) {
    case 'http':
      return beside(httpScripts(lines, fence?.content.first ?? 0), clientReferences[client]);
    case 'bruno':
      return beside(brunoScripts(lines), brunoReference);
    case 'openCollection':
      return openCollectionEdits(lines, places, brunoReference);
    case 'hurl':
      return instead(`{{${tokenVariable.toLowerCase()}}}`);
    case 'cmd':
      return instead(`%${tokenVariable}%`);
    case 'shell':
    case 'console':
      return inShell(lines, fence, places);
    case 'powershell':
      return inPowerShell(lines, fence, places);
    default:
      return places.map(byName);
  }
}

function styleOf({ lines, languageId, path }: LeakDocument): ReferenceStyle {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const style = styles.get(ending) ?? styles.get(languageId);
  if (style) return style;
  const isYaml = /^ya?ml$/.test(ending) || languageId === 'yaml';
  return isYaml && isOpenCollection(lines) ? 'openCollection' : 'other';
}

/** Quotes references so that the shell inserts the value as one word. */
function inShell(lines: Lines, fence: Fence | undefined, places: readonly LineSpan[]): ReferenceEdit[] {
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
    const offset = offsets[index];
    const quote = offset === undefined ? 'literal' : quotes.get(offset);
    const isText = quote === 'literal' || (quote !== "'" && isEscaped(lines.line(place.line), place.start));
    if (isText) return byName(place);
    // A backslash joins the next line.
    const name = isFollowedBy(/^(?:[\w[:]|\\$)/, lines, place) ? `\${${tokenVariable}}` : `$${tokenVariable}`;
    switch (quote) {
      case "'":
      case "$'":
        return byReference(place, `'"$${tokenVariable}"${quote}`);
      case '"':
      case 'hereDocument':
        return byReference(place, name);
      default:
        return byReference(place, `"$${tokenVariable}"`);
    }
  });
}

/** Whether a backslash escapes the character, and would escape what is put there. */
function isEscaped(line: string, at: number): boolean {
  let from = at;
  while (line.charAt(from - 1) === '\\') from--;
  return (at - from) % 2 === 1;
}

/** Whether the rest of the line begins with one of these, of at most two characters. */
function isFollowedBy(beginning: RegExp, lines: Lines, { line, end }: LineSpan): boolean {
  return beginning.test(lines.line(line).slice(end, end + 2));
}

/** Longer strings around a token stay as they are, which bounds the time for many tokens in one. In characters. */
const longestString = 5_000;

/** PowerShell: single quotes prevent expansion. Replaces them by double quotes if that changes nothing else. */
function inPowerShell(lines: Lines, fence: Fence | undefined, places: readonly LineSpan[]): ReferenceEdit[] {
  const script = new Script(lines, fence?.content);
  const strings = literalStringsIn(script.text);
  return places.map(place => {
    const at = (script.startOf(place.line) ?? 0) + place.start;
    const name = isFollowedBy(/^[\w:?]/, lines, place) ? `\${env:${tokenVariable}}` : `$env:${tokenVariable}`;
    const string = strings[firstIndexWhere(strings, ({ end }) => end > at)];
    if (!string || string.start >= at) return byReference(place, name);
    const line = lines.line(place.line);
    const start = place.start - (at - string.start);
    const end = place.start + string.end - at;
    const isShort = end - start - (place.end - place.start) <= longestString;
    // Two single quotes are an escaped quote, not an end.
    const isAlone = start >= 0 && line.charAt(start - 1) !== "'" && line.charAt(end) !== "'";
    if (!isShort || !isAlone || !/^'[^'$`"‘’‚‛“”„]*'$/.test(line.slice(start, end))) return byName(place);
    const newText = `"${line.slice(start + 1, place.start)}${name}${line.slice(place.end, end - 1)}"`;
    return byReference({ line: place.line, start, end }, newText);
  });
}
