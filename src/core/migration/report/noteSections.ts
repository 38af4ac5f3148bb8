import { addToList } from '../../common/collections';
import { escapeMarkdown } from '../../common/escapeMarkdown';
import { t } from '../../common/l10n';
import { type ResourceKind, singularLabel } from '../../resources/resource';
import type { MigrationOutput } from '../migrationTarget';
import type { Note, NoteConcept, Severity } from '../notes';
import { code, moreText, section, titleList } from './reportMarkdown';

/** An output for one target, as the report describes it. */
export interface TargetResult extends MigrationOutput {
  readonly title: string;
  /** The folder of its files. */
  readonly folder: string;
}

const shownElsewhere: ReadonlySet<NoteConcept> = new Set([
  'unread',
  'unused',
  'configurationAccess',
  'links',
] as const);

/** A note's words. */
function wordsOf({ severity, sentence }: Note): string {
  return `${severity} ${sentence}`;
}

/** The notes that are true for each target. */
export function sharedNotes([first, ...others]: readonly TargetResult[]): readonly Note[] {
  if (!first || others.length === 0) return [];
  const rest = others.map(({ notes }) => new Set(notes.map(wordsOf)));
  return first.notes.filter(note => rest.every(words => words.has(wordsOf(note))));
}

export function openSection(notes: readonly Note[], shared: readonly Note[]): string {
  const words = new Set(shared.map(wordsOf));
  const open = [...shared, ...notes.filter(note => !words.has(wordsOf(note)))].filter(
    ({ concept }) => !shownElsewhere.has(concept),
  );
  return open.length === 0 ? '' : section(t('For every target'), noteLines(open));
}

export function targetSection(
  { title, folder, files, notes }: TargetResult,
  shared: readonly Note[],
): string {
  const links = files.slice(0, 10).map(({ path }) => `[${path.slice(folder.length + 1)}](${path})`);
  const more = files.length - links.length;
  const words = new Set(shared.map(wordsOf));
  return section(
    title,
    files.length === 0
      ? t('No file: there is no application to export in this format.')
      : `${t('Files:')} ${links.join(', ')}${more > 0 ? ` ${t('and {0} more', more)}` : ''}`,
    noteLines(notes.filter(note => !shownElsewhere.has(note.concept) && !words.has(wordsOf(note)))),
  );
}

export function noteLines(notes: readonly Note[]): string {
  return notes
    .map(({ severity, sentence, about }) => {
      // Sentences may repeat what a customer or the service wrote.
      const who = about.length === 0 ? '' : ` — ${subjectsText(about)}${membersText(about)}`;
      return `- **${severityLabel(severity)}:** ${escapeMarkdown(sentence)}${who}\n`;
    })
    .join('');
}

/** A client and its policies often have the same title. */
function subjectsText(about: Note['about']): string {
  const kinds = new Map<ResourceKind, Note['about'][number][]>();
  for (const subject of about) addToList(kinds, subject.kind, subject);
  return [...kinds].map(([kind, subjects]) => `${singularLabel(kind)} ${titleList(subjects)}`).join('; ');
}

function membersText(about: Note['about']): string {
  const members = [...new Set(about.flatMap(subject => subject.members))];
  if (members.length === 0) return '';
  const shown = members.slice(0, 8).map(code);
  if (members.length > shown.length) shown.push(moreText(members.length - shown.length));
  return ` (${shown.join(', ')})`;
}

export function severityLabel(severity: Severity): string {
  switch (severity) {
    case 'ask':
      return t('To decide');
    case 'lost':
      return t('Lost');
    case 'changed':
      return t('Changed');
    case 'assumed':
      return t('Assumed');
  }
}
