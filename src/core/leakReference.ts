import type { Lines } from './httpLines';
import { fenceAt, fenceLanguage, type FenceLanguage } from './markdownFences';

/** How a file names the token, so that whatever reads the file puts it in. `other`: there is no way known to us. */
export type ReferenceStyle = 'http' | 'shell' | 'powershell' | 'bat' | 'bruno' | 'hurl' | 'other';

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
  ['bat', 'bat'],
  ['cmd', 'bat'],
  ['bru', 'bruno'],
  ['hurl', 'hurl'],
]);

const styleOfLanguage = new Map<string, ReferenceStyle>([
  ['http', 'http'],
  ['shellscript', 'shell'],
  ['powershell', 'powershell'],
  ['bat', 'bat'],
  ['bruno', 'bruno'],
  ['hurl', 'hurl'],
]);

const styleOfFence: Readonly<Record<FenceLanguage, ReferenceStyle>> = {
  http: 'http',
  shell: 'shell',
  console: 'shell',
  powershell: 'powershell',
  cmd: 'bat',
  json: 'other',
  bruno: 'bruno',
  hurl: 'hurl',
};

/** How a document names the token at a line. @param path of the document, with its ending */
export function referenceStyle(lines: Lines, line: number, languageId: string, path: string): ReferenceStyle {
  if (languageId === 'markdown') {
    const fence = fenceAt(lines, line);
    const language = fence && fenceLanguage(fence.info);
    return language ? styleOfFence[language] : 'other';
  }
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return styleOfEnding.get(ending) ?? styleOfLanguage.get(languageId) ?? 'other';
}

/**
 * The edit that puts a reference in the place of a token.
 * @param text of the line
 * @param variable the environment variable that carries the token
 */
export function referenceEdit(
  style: ReferenceStyle,
  text: string,
  place: PlaceInLine,
  variable: string,
): ReferenceEdit {
  const instead = (newText: string): ReferenceEdit => ({ ...place, newText, isReference: true });
  switch (style) {
    case 'http':
      return instead(`{{$processEnv ${variable}}}`);
    case 'bruno':
      return instead(`{{process.env.${variable}}}`);
    case 'hurl':
      return instead(`{{${variable.toLowerCase()}}}`);
    case 'bat':
      return instead(`%${variable}%`);
    case 'shell':
      return instead(inShell(text, place, variable));
    case 'powershell':
      return inPowerShell(text, place, variable);
    case 'other':
      return { ...place, newText: variable, isReference: false };
  }
}

/** Quoted so that the shell puts the value in as one piece, whatever stands around it. */
function inShell(text: string, { start, end }: PlaceInLine, variable: string): string {
  const quote = quoteAt(text, start, '\\')?.mark;
  if (quote === "'") return `'"$${variable}"'`;
  if (quote === undefined) return `"$${variable}"`;
  return /^[\w[:]/.test(text.slice(end)) ? `\${${variable}}` : `$${variable}`;
}

/** Single quotes keep a variable from being read, so they become double ones where nothing else in them changes. */
function inPowerShell(text: string, place: PlaceInLine, variable: string): ReferenceEdit {
  const name = /^[\w:?]/.test(text.slice(place.end)) ? `\${env:${variable}}` : `$env:${variable}`;
  const quote = quoteAt(text, place.start, '`');
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

/** The quote that is open at a place of a line, as shells read it. Quotes that began on a line above are not seen. */
function quoteAt(text: string, place: number, escape: string): { mark: string; at: number } | undefined {
  let open: { mark: string; at: number } | undefined;
  for (let at = 0; at < place; at++) {
    const character = text.charAt(at);
    if (character === escape && open?.mark !== "'") at++;
    else if (open) {
      if (character === open.mark) open = undefined;
    } else if (character === '"' || character === "'") open = { mark: character, at };
    else if (character === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)))) return undefined;
  }
  return open;
}
