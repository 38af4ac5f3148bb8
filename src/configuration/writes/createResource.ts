import { t } from '../../core/common/l10n';
import { isProblem, Problem, type ProblemKind, rephrase } from '../../core/common/problem';
import {
  type Resource,
  type ResourceEntry,
  type ResourceKind,
  titleMember,
} from '../../core/resources/resource';
import { toRequestBody } from '../../core/resources/resourceText';
import type { ResourceCache } from '../resourceCache';
import type { WriteJournal } from '../writeJournal';
import { membersChangedByService, type WriteDeps } from './applyChange';
import { validateMembers, parseMembers } from './prepareChange';

type CreateDeps = Pick<WriteDeps, 'resourceCache' | 'journal'>;

/**
 * Creates a resource from JSON text and reads it back. Rejects with a `Problem`: `invalidInput` (nothing was sent), as
 * `WriteJournal.write`, or one that says that the resource was created but could not be read.
 */
export async function createResource(
  deps: CreateDeps,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
): Promise<Resource> {
  const created = await createUnverified(deps, kind, text, signal);
  return readCreated(deps, created);
}

/** Reads back a resource that was just created. Rejects with a `Problem` that says that it exists. */
export async function readCreated(
  { resourceCache, journal }: CreateDeps,
  created: ResourceEntry,
): Promise<Resource> {
  try {
    return await onceKnown(journal, () => resourceCache.read(created));
  } catch (error) {
    throw rephrase(
      error,
      cause => t('“{0}” was created, but could not be read back. {1}', created.title, cause),
      t('Refresh to see it.'),
    );
  }
}

/**
 * Asks for what was just created until the service knows it: its reads may lag. Rejects as `ask` does.
 * @param unknownYet how the service refuses until then
 */
export async function onceKnown<T>(
  journal: Pick<WriteJournal, 'untilClear'>,
  ask: () => Promise<T>,
  unknownYet: readonly ProblemKind[] = ['gone'],
): Promise<T> {
  const answer = await journal.untilClear(
    () =>
      ask().then(
        value => ({ value }),
        (error: unknown) => {
          if (!isProblem(error)) throw error;
          return error;
        },
      ),
    found => !isProblem(found) || !unknownYet.includes(found.kind),
  );
  if (isProblem(answer)) throw answer;
  return answer.value;
}

export interface Created extends ResourceEntry {
  /** The answer was lost and this resource was found. Somebody else may have created it with the same content. */
  readonly isFound: boolean;
}

/**
 * As `createResource`, without reading the resource back.
 * @param check gets what there is just before; nothing is sent if it throws, or while a creation of the same title by this
 * machine is under way or its outcome unknown
 */
export async function createUnverified(
  { resourceCache, journal }: CreateDeps,
  kind: ResourceKind,
  text: string,
  signal?: AbortSignal,
  check?: (entries: readonly ResourceEntry[]) => void,
): Promise<Created> {
  // Secret placeholders stay as they are: a new resource has no stored secrets.
  const body = toRequestBody(text, '{}');
  const members = parseMembers(body);
  validateMembers({ kind }, members);
  const title = String(members[titleMember(kind)]);
  const { api } = resourceCache;
  let before: ReadonlySet<string> = new Set();
  const look = async () => {
    const { entries } = await api.list(kind, signal);
    check?.(entries);
    before = new Set(entries.map(entry => entry.id));
  };
  if (!check) await look();
  let id: string | undefined;
  let isFound = false;
  await journal.write(
    { does: 'create', key: { kind, id: '' }, title, after: body, checkCreation: check && look },
    async () => {
      id = await api.create(kind, body, signal);
    },
    async () => {
      const { entries } = await api.list(kind);
      const added = entries.filter(entry => !before.has(entry.id));
      id = (await findCreated(body, title, added, resourceCache))?.id;
      isFound = true;
      return id === undefined ? 'unknown' : 'done';
    },
  );
  if (id !== undefined) {
    journal.noteCreated({ kind, id, title });
    return { kind, id, title, isFound };
  }
  throw new Problem(
    'badAnswer',
    t('The policy or client was created, but the service did not return its ID.'),
    t('Refresh to see it.'),
  );
}

/**
 * The entry with this title and the sent content, if it is the only one with this title. Entries without a title are
 * read, because the members of a list entry are not documented for clients.
 */
async function findCreated(
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
  return membersChangedByService(only.kind, only.body, body).length === 0 ? only : undefined;
}
