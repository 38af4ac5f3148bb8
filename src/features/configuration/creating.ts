import { type Resource, type ResourceEntry, type ResourceKind, titleMember } from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import { membersOfCopy } from '../../core/resourceRules';
import { sentText } from '../../core/resourceText';
import { keptOtherwise, type WriteRooms } from './applying';
import { checkedIssues, membersOf } from './change';
import type { Holdings } from './holdings';

type Rooms = Pick<WriteRooms, 'holdings' | 'journal'>;

/**
 * Creates a resource from a JSON text and reads it back. Rejects with a `Problem`: `invalidInput` before anything is sent,
 * as `Journal.write`, or one that says that it was created.
 */
export async function createResource(
  rooms: Rooms,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Resource> {
  const made = await createUnread(rooms, kind, text, signal);
  try {
    return await rooms.holdings.read(made);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('“{0}” was created, but could not be read back. {1}', made.title, error.message),
      t('Refresh to see it.'),
      error.detail,
    );
  }
}

/** What was created. */
export interface Created extends ResourceEntry {
  /** The answer was lost, and it was found: it may be one that somebody else created, which says the same. */
  readonly isFound: boolean;
}

/** As `createResource`, but what the service made of it is not looked at. */
export async function createUnread(
  { holdings, journal }: Rooms,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Created> {
  // A mask stands for nothing here: the service has no secret for what does not exist.
  const body = sentText(text, '{}');
  const members = membersOf(body);
  checkedIssues({ kind }, members);
  const title = String(members[titleMember(kind)]);
  const { configuration } = holdings;
  const before = new Set((await configuration.list(kind, signal)).entries.map(({ id }) => id));
  let id: string | undefined;
  let isFound = false;
  await journal.write(
    { does: 'create', key: { kind, id: '' }, title, after: body },
    async () => {
      id = await configuration.create(kind, body, signal);
    },
    async () => {
      const { entries } = await configuration.list(kind);
      const added = entries.filter(entry => !before.has(entry.id));
      id = (await saying(body, title, added, holdings))?.id;
      isFound = true;
      return id === undefined ? 'unclear' : 'done';
    },
  );
  if (id !== undefined) return { kind, id, title, isFound };
  throw new Problem('badAnswer', t('The service did not say what it created.'), t('Refresh to see it.'));
}

/**
 * The only one of these with that title, where it says what was sent: it may be somebody else's. Which members an entry of a
 * list has is not documented for clients: those without a title are read.
 */
async function saying(
  body: string,
  title: string,
  entries: readonly ResourceEntry[],
  holdings: Pick<Holdings, 'read'>,
): Promise<ResourceEntry | undefined> {
  const found: Resource[] = [];
  for (const entry of entries.filter(each => ['', title].includes(each.title))) {
    const resource = await holdings.read(entry);
    if (resource.title === title) found.push(resource);
  }
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  return keptOtherwise(only.kind, only.members, body).length === 0 ? only : undefined;
}

/** A resource's members as the text of another one: without what is its own, under another title. */
export function duplicateText({ kind, members }: Resource, title: string): string {
  return JSON.stringify({ ...membersOfCopy(kind, members), [titleMember(kind)]: title }, undefined, 2);
}
