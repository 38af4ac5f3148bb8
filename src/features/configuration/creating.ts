import { type Resource, type ResourceKind, titleMember } from '../../core/configuration';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { sentText } from '../../core/resourceText';
import type { WriteRooms } from './applying';
import { checkedIssues, membersOf } from './change';

/**
 * Creates a resource from a JSON text and reads it back. Rejects with a `Problem`: `invalidInput` before anything is sent,
 * or as `Journal.write`.
 */
export async function createResource(
  { holdings, journal }: Pick<WriteRooms, 'holdings' | 'journal'>,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Resource> {
  // A mask stands for nothing here: the service has no secret for what does not exist.
  const body = sentText(text, '{}');
  const members = membersOf(body);
  checkedIssues({ kind }, members);
  const title = String(members[titleMember(kind)]);
  const { configuration } = holdings;
  const before = new Set((await configuration.list(kind, signal)).entries.map(({ id }) => id));
  let id: string | undefined;
  await journal.write(
    { does: 'create', key: { kind, id: '' }, title, after: body },
    async () => {
      id = await configuration.create(kind, body, signal);
    },
    async () => {
      const { entries } = await configuration.list(kind);
      id = entries.find(entry => !before.has(entry.id) && entry.title === title)?.id;
      return id !== undefined;
    },
  );
  if (id !== undefined) return holdings.read({ kind, id });
  throw new Problem('badAnswer', t('The service did not say what it created.'), t('Refresh to see it.'));
}

/** A resource's members as the text of another one: without what is its own, under another title. */
export function duplicateText({ kind, members }: Resource, title: string): string {
  const { id: _, _links, ...others } = members;
  return JSON.stringify({ ...others, [titleMember(kind)]: title }, undefined, 2);
}

/** A title that none of these is: “Shop (copy)”, “Shop (copy 2)” … */
export function freeTitle(wanted: string, taken: readonly string[]): string {
  const isTaken = (title: string) => taken.includes(title);
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const title = wanted.endsWith(')')
      ? `${wanted.slice(0, -1)} ${String(number)})`
      : `${wanted} ${String(number)}`;
    if (!isTaken(title)) return title;
  }
}
