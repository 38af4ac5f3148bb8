import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { copyMembers } from '../../core/resourceRules/validateResource';
import {
  type Resource,
  type ResourceEntry,
  type ResourceKind,
  titleMember,
} from '../../core/resources/resource';
import { toRequestBody } from '../../core/resources/resourceText';
import type { ResourceCache } from '../resourceCache';
import { membersChangedByServer, type WriteDeps } from './applyChange';
import { validateMembers, parseMembers } from './prepareChange';

type CreateDeps = Pick<WriteDeps, 'resourceCache' | 'journal'>;

/**
 * Creates a resource from a JSON text and reads it back. Rejects with a `Problem`: `invalidInput` before anything is sent,
 * as `WriteJournal.write`, or one that says that it was created.
 */
export async function createResource(
  deps: CreateDeps,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Resource> {
  const made = await createUnverified(deps, kind, text, signal);
  try {
    return await deps.resourceCache.read(made);
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
export async function createUnverified(
  { resourceCache, journal }: CreateDeps,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Created> {
  // A mask stands for nothing here: the service has no secret for what does not exist.
  const body = toRequestBody(text, '{}');
  const members = parseMembers(body);
  validateMembers({ kind }, members);
  const title = String(members[titleMember(kind)]);
  const { api } = resourceCache;
  const before = new Set((await api.list(kind, signal)).entries.map(({ id }) => id));
  let id: string | undefined;
  let isFound = false;
  await journal.write(
    { does: 'create', key: { kind, id: '' }, title, after: body },
    async () => {
      id = await api.create(kind, body, signal);
    },
    async () => {
      const { entries } = await api.list(kind);
      const added = entries.filter(entry => !before.has(entry.id));
      id = (await saying(body, title, added, resourceCache))?.id;
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
  resourceCache: Pick<ResourceCache, 'read'>,
): Promise<ResourceEntry | undefined> {
  const found: Resource[] = [];
  for (const entry of entries.filter(each => ['', title].includes(each.title))) {
    const resource = await resourceCache.read(entry);
    if (resource.title === title) found.push(resource);
  }
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  return membersChangedByServer(only.kind, only.members, body).length === 0 ? only : undefined;
}

/** A resource's members as the text of another one: without what is its own, under another title. */
export function duplicateText({ kind, members }: Resource, title: string): string {
  return JSON.stringify({ ...copyMembers(kind, members), [titleMember(kind)]: title }, undefined, 2);
}
