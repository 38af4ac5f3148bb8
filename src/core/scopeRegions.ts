import type { Lines } from './httpLines';

/** The kinds of documents in which scopes are found. Markdown: in its fences, each by the language it names. */
export type ScopeLanguage = 'http' | 'shell' | 'json' | 'markdown';

/** A part of a document in one language; the line `to` is the first one behind it. */
export interface ScopeRegion {
  readonly language: Exclude<ScopeLanguage, 'markdown'>;
  readonly from: number;
  readonly to: number;
}

/** Lines above that are read to know whether a place in Markdown is inside of a fence. */
const fenceLinesAbove = 400;

/** The parts of one language between two lines: the whole range, or the insides of Markdown fences. */
export function scopeRegions(lines: Lines, language: ScopeLanguage, from: number, to: number): ScopeRegion[] {
  if (language !== 'markdown') return [{ language, from, to }];
  const regions: ScopeRegion[] = [];
  let open = openFenceAbove(lines, from);
  for (let line = from; line <= to; line++) {
    const info = line < to ? fenceInfo(lines.line(line)) : '';
    if (info === undefined) continue;
    if (!open) {
      open = { language: languageOfFence(info), from: line + 1 };
    } else if (info === '') {
      if (open.language) regions.push({ language: open.language, from: open.from, to: line });
      open = undefined;
    }
  }
  return regions;
}

type FenceLanguage = ScopeRegion['language'] | undefined;

/** What stands behind the marks of a fence; undefined where a line is none. */
function fenceInfo(text: string): string | undefined {
  return /^\s*(?:`{3,}|~{3,})([^`]*)$/.exec(text)?.[1]?.trim();
}

/** A fence with a language opens; those without one below it close and open in turn. */
function openFenceAbove(lines: Lines, line: number): { language: FenceLanguage; from: number } | undefined {
  let plainFences = 0;
  const top = Math.max(0, line - fenceLinesAbove);
  for (let at = line - 1; at >= top; at--) {
    const info = fenceInfo(lines.line(at));
    if (info === '') plainFences++;
    else if (info !== undefined) {
      if (plainFences % 2 === 1) return undefined;
      return { language: plainFences === 0 ? languageOfFence(info) : 'shell', from: line };
    }
  }
  return top === 0 && plainFences % 2 === 1 ? { language: 'shell', from: line } : undefined;
}

function languageOfFence(info: string): FenceLanguage {
  const [name = ''] = info.toLowerCase().split(/[\s{,:]/);
  if (name === 'http' || name === 'rest') return 'http';
  if (/^(?:|sh|bash|zsh|shell|shellscript|console|curl|text)$/.test(name)) return 'shell';
  return /^(?:json[c5]?)$/.test(name) ? 'json' : undefined;
}
