import { escapeMarkdown } from '../common/escapeMarkdown';
import { displayTitle } from '../resources/displayTitle';
import type { ResourceEntry } from '../resources/resource';

/** How many titles a sentence lists. */
const maxListed = 20;

/** The title of a resource, without any mark-up of its own. */
export function titleText(resource: Pick<ResourceEntry, 'id' | 'title'>): string {
  return escapeMarkdown(displayTitle(resource));
}

/** A text to the letter, as code on one line. It may stand in a table. */
export function code(text: string): string {
  const line = displayTitle({ id: '', title: text }, 2000);
  if (line === '') return '—';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const inner = longest > 0 ? ` ${line} ` : line;
  return `${fence}${inner.replaceAll('|', '\\|')}${fence}`;
}

/** Lines in one cell of a table. */
export function cellLines(lines: readonly string[]): string {
  return lines.length === 0 ? '—' : lines.join('<br>');
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n');
}

/** Titles in a sentence, the first ones if there are many. `more` says how many others there are. */
export function titleList(
  resources: readonly Pick<ResourceEntry, 'id' | 'title'>[],
  more: (count: number) => string,
): string {
  const titles = [...new Set(resources.map(titleText))];
  const listed = titles.slice(0, maxListed);
  if (titles.length > listed.length) listed.push(more(titles.length - listed.length));
  return listed.join(', ');
}
