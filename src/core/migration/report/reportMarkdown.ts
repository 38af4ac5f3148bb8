import { longestLength } from '../../common/collections';
import { displayText } from '../../common/displayText';
import { escapeMarkdown } from '../../common/escapeMarkdown';
import { t } from '../../common/l10n';
import { displayTitle } from '../../resources/displayTitle';
import type { ResourceEntry } from '../../resources/resource';

/** How many titles a sentence lists. */
const maxListed = 20;

/** The title of a resource, without any mark-up of its own. */
export function titleText(resource: Pick<ResourceEntry, 'id' | 'title'>): string {
  return escapeMarkdown(displayTitle(resource));
}

/** A text as it is, as code on one line. It may be in a table. */
export function code(text: string): string {
  const line = displayText(text, 2000);
  if (line === '') return '—';
  const longest = longestLength(line.match(/`+/g) ?? []);
  const fence = '`'.repeat(longest + 1);
  const inner = longest > 0 ? ` ${line} ` : line;
  // An even number of backslashes would leave the end of the cell (GitHub Flavored Markdown §4.10).
  const cell = inner.replace(
    /(\\*)\|/g,
    (_, before: string) => `${before}${before.length % 2 ? '\\\\' : '\\'}|`,
  );
  return `${fence}${cell}${fence}`;
}

/** Lines in one cell of a table. */
export function cellLines(lines: readonly string[]): string {
  return lines.length === 0 ? '—' : lines.join('<br>');
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n');
}

/** Titles in quotes, since they may have commas; the first ones if there are many. */
export function titleList(resources: readonly Pick<ResourceEntry, 'id' | 'title'>[]): string {
  const titles = [...new Set(resources.map(resource => `“${titleText(resource)}”`))];
  const listed = titles.slice(0, maxListed);
  if (titles.length > listed.length) listed.push(moreText(titles.length - listed.length));
  return listed.join(', ');
}

export function moreText(count: number): string {
  return t('{0} more (see notes.csv and applications.csv)', count);
}

/** A section of the report. Empty parts are left out. */
export function section(title: string, ...parts: readonly string[]): string {
  return [`## ${title}\n`, ...parts.filter(part => part !== '').map(part => `${part.trimEnd()}\n`)].join(
    '\n',
  );
}
