import { isOpenCollection } from './formats/openCollection';
import type { Lines } from './httpLines';
import { type Fence, fenceAt, fenceLanguage, type FenceLanguage, linesWithin } from './markdownFences';
import { posixCommands, posixQuoteAt } from './shells/posixCommands';
import { Script } from './shells/shellCommand';
import { consolePrompts, posixPrompts, typedLines } from './shells/transcript';

/** How a file names the token, so that whatever reads the file puts it in. `other`: there is no way known to us. */
type ReferenceStyle = FenceLanguage | 'openCollection' | 'other';

/** A place on one line; `end` is the first character behind it. */
export interface PlaceInLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** What takes the place of a token. The range may be wider than the token, where quotes have to change with it. */
export interface ReferenceEdit extends PlaceInLine {
  readonly newText: string;
  /** Whether the file resolves it. Otherwise it is a word that says what belongs there. */
  readonly isReference: boolean;
}

const styleOfEnding = new Map<string, ReferenceStyle>([
  ['http', 'http'],
  ['rest', 'http'],
  ['sh', 'shell'],
  ['bash', 'shell'],
  ['zsh', 'shell'],
  ['ps1', 'powershell'],
  ['psm1', 'powershell'],
  ['bat', 'cmd'],
  ['cmd', 'cmd'],
  ['bru', 'bruno'],
  ['hurl', 'hurl'],
]);

const styleOfLanguage = new Map<string, ReferenceStyle>([
  ['http', 'http'],
  ['shellscript', 'shell'],
  ['powershell', 'powershell'],
  ['bat', 'cmd'],
  ['bruno', 'bruno'],
  ['hurl', 'hurl'],
]);

/** The document that a token stands in. */
export interface LeakyDocument {
  readonly lines: Lines;
  readonly languageId: string;
  /** With its ending. */
  readonly path: string;
}

/**
 * The edit that puts a reference in the place of a token, in the way of the file, or of the fence in Markdown.
 * @param variable the environment variable that carries the token
 */
export function referenceEdit(document: LeakyDocument, place: PlaceInLine, variable: string): ReferenceEdit {
  const { lines, languageId } = document;
  const fence = languageId === 'markdown' ? fenceAt(lines, place.line) : undefined;
  const style = fence ? fenceLanguage(fence.info) : styleOf(document);
  const text = lines.line(place.line);
  const instead = (newText: string): ReferenceEdit => ({ ...place, newText, isReference: true });
  switch (style) {
    case 'http':
      return instead(`{{$processEnv ${variable}}}`);
    case 'bruno':
      return instead(`{{process.env.${variable}}}`);
    case 'openCollection':
      return inYaml(text, place, `{{process.env.${variable}}}`);
    case 'hurl':
      return instead(`{{${variable.toLowerCase()}}}`);
    case 'cmd':
      return instead(`%${variable}%`);
    case 'shell':
    case 'console':
      return inShell(lines, fence, place, variable);
    case 'powershell':
      return inPowerShell(text, place, variable);
    default:
      return { ...place, newText: variable, isReference: false };
  }
}

function styleOf({ lines, languageId, path }: LeakyDocument): ReferenceStyle {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const style = styleOfEnding.get(ending) ?? styleOfLanguage.get(languageId);
  if (style) return style;
  const isYaml = /^ya?ml$/.test(ending) || languageId === 'yaml';
  return isYaml && isOpenCollection(lines) ? 'openCollection' : 'other';
}

/** Quoted so that the shell puts the value in as one piece, whatever stands around it. */
function inShell(
  lines: Lines,
  fence: Fence | undefined,
  place: PlaceInLine,
  variable: string,
): ReferenceEdit {
  const { line, start, end } = place;
  const instead = (newText: string, isReference = true): ReferenceEdit => ({
    ...place,
    newText,
    isReference,
  });
  const within = fence ? linesWithin(lines, fence) : undefined;
  const taken = fence && within ? within.taken(line - fence.content.first).length : 0;
  const prompts = fence && fenceLanguage(fence.info) === 'console' ? consolePrompts : posixPrompts;
  const typed = within ? typedLines(within, prompts, posixCommands) : lines;
  const script = new Script(typed);
  const own = line - (fence?.content.first ?? 0);
  // What a terminal printed, nobody puts a variable into.
  if (typed.line(own) === '') return instead(variable, false);
  const name = /^[\w[:]/.test(lines.line(line).slice(end)) ? `\${${variable}}` : `$${variable}`;
  const quote = posixQuoteAt(script.text, (script.startOf(own) ?? 0) + start - taken);
  switch (quote) {
    case "'":
    case "$'":
      return instead(`'"$${variable}"${quote}`);
    case '"':
    case 'hereDocument':
      return instead(name);
    case 'literal':
      return instead(variable, false);
    default:
      return instead(`"$${variable}"`);
  }
}

/** A value that begins with a brace has to be in quotes. */
function inYaml(text: string, place: PlaceInLine, reference: string): ReferenceEdit {
  const { line, start, end } = place;
  if (!/(?:^\s*|[:,[{-]\s+)$/.test(text.slice(0, start))) {
    return { ...place, newText: reference, isReference: true };
  }
  const rest = /^(?:[^\s,\]}]|\s+(?![\s#]))*/.exec(text.slice(end))?.[0].trimEnd() ?? '';
  if (!/^[^"\\]*$/.test(rest)) return { ...place, newText: reference, isReference: false };
  return { line, start, end: end + rest.length, newText: `"${reference}${rest}"`, isReference: true };
}

/** Single quotes keep a variable from being read, so they become double ones where nothing else in them changes. */
function inPowerShell(text: string, place: PlaceInLine, variable: string): ReferenceEdit {
  const name = /^[\w:?]/.test(text.slice(place.end)) ? `\${env:${variable}}` : `$env:${variable}`;
  const quote = quoteAt(text, place.start);
  if (quote?.mark !== "'") return { ...place, newText: name, isReference: true };
  const close = text.indexOf("'", place.end);
  const [before, after] = [text.slice(quote.at + 1, place.start), text.slice(place.end, close)];
  // Two single quotes are one in a string: what seems to begin or end there does not.
  const isWhole = close >= 0 && text[close + 1] !== "'" && text[quote.at - 1] !== "'";
  const isPlain = isWhole && !/[$`"]/.test(before + after);
  if (!isPlain) return { ...place, newText: variable, isReference: false };
  const newText = `"${before}${name}${after}"`;
  return { line: place.line, start: quote.at, end: close + 1, newText, isReference: true };
}

/** The quote that is open at a place of a line, as PowerShell reads it. Quotes that began on a line above are not seen. */
function quoteAt(text: string, place: number): { mark: string; at: number } | undefined {
  let open: { mark: string; at: number } | undefined;
  for (let at = 0; at < place; at++) {
    const character = text.charAt(at);
    if (character === '`' && open?.mark !== "'") at++;
    else if (open) {
      if (character === open.mark) open = undefined;
    } else if (character === '"' || character === "'") open = { mark: character, at };
    else if (character === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)))) return undefined;
  }
  return open;
}
