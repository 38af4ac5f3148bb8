import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import type { LockoutCheck } from '../../core/resourceRules/lockoutRules';
import { displayTitle } from '../../core/resources/displayTitle';
import { singularLabel, type Resource, type ResourceKey } from '../../core/resources/resource';
import { isEquivalentJson } from '../../core/resources/resourceText';
import { withAnyAccess } from '../anyAccess';
import { clientsUsing } from '../references';
import type { ResourceCache } from '../resourceCache';
import { isUncertain } from '../writeJournal';
import type { WriteDeps } from './applyChange';
import { checkAgain } from './prepareChange';

/** A deletion as it would be sent. */
export interface PreparedDeletion {
  readonly resource: Resource;
  readonly lockoutCheck: LockoutCheck;
}

/** To find who uses a policy every client has to be read; where there are more than this, the service says who it is. */
const maxClientsRead = 500;

/**
 * Looks at what is to be deleted. Rejects with a `Problem`: `inUse` with the clients that use it by name, or what reading
 * rejects with.
 */
export async function prepareDeletion(
  { resourceCache, guard }: WriteDeps,
  key: ResourceKey,
  signal?: AbortSignal,
): Promise<PreparedDeletion> {
  const resource = await resourceCache.read(key, signal);
  if (key.kind !== 'clients' && (await resourceCache.list('clients', signal)).length <= maxClientsRead) {
    const { resources } = await resourceCache.readAll('clients', signal);
    const users = clientsUsing(key, await rereadClients(clientsUsing(key, resources), resourceCache, signal));
    if (users.length > 0) throw inUseProblem(resource, users);
  }
  return { resource, lockoutCheck: await guard.check({ does: 'delete', key }, resource, signal) };
}

/** Clients that were known to use a policy, read again: somebody may have pointed them to another one. */
async function rereadClients(
  clients: readonly Resource[],
  resourceCache: ResourceCache,
  signal: AbortSignal | undefined,
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const client of clients) {
    try {
      found.push(await resourceCache.read(client, signal));
    } catch (error) {
      if (!isProblem(error) || error.kind === 'cancelled') throw error;
      if (error.kind !== 'gone') found.push(client);
    }
  }
  return found;
}

/**
 * Deletes what was looked at, unless it is another one by now or something else became of the configuration access: a person may
 * have thought about it for long. A copy goes to the history first. Rejects with a `Problem`: `changedMeanwhile`,
 * `lockOut` or `needsTyping` (nothing was deleted), or as `WriteJournal.write`.
 */
export async function deleteResource(
  deps: WriteDeps,
  { resource, lockoutCheck }: PreparedDeletion,
  signal?: AbortSignal,
): Promise<void> {
  const { resourceCache, guard, journal } = deps;
  const { kind, id, title, body } = resource;
  const current = await prepareDeletion(deps, resource, signal);
  if (!isEquivalentJson(current.resource.body, body)) {
    throw new Problem(
      'changedMeanwhile',
      t('Somebody else changed “{0}” meanwhile. Nothing was deleted.', title),
      t('Look at it, then delete it again.'),
    );
  }
  checkAgain(current.lockoutCheck, lockoutCheck, resource);
  const concernsAccess = guard.affectsAccess({ does: 'delete', key: resource }, resource);
  const letGo = concernsAccess ? await holdRescue(deps, signal) : () => undefined;
  try {
    await journal.write(
      { does: 'delete', key: resource, title, before: body },
      () => resourceCache.api.remove(kind, id, signal),
      async () => {
        try {
          await withAnyAccess(deps, all => all.read(kind, id));
          return 'unclear';
        } catch (error) {
          if (isProblem(error) && error.kind === 'gone') return 'done';
          throw error;
        }
      },
    );
  } catch (error) {
    if (!isUncertain(error)) letGo();
    if (isProblem(error) && error.kind === 'gone') resourceCache.delete(resource);
    if (!isProblem(error) || error.kind !== 'inUse' || !error.facts.usedBy) throw error;
    throw inUseProblem(
      resource,
      error.facts.usedBy.map(id => ({ id, title: resourceCache.titleOf({ kind: 'clients', id }) })),
    );
  }
  resourceCache.delete(resource);
  if (!concernsAccess || (await hasRemainingAccess(deps, title))) {
    letGo();
    return;
  }
  throw new Problem(
    'lockOut',
    t('“{0}” was deleted, and somebody else took the other configuration access at the same time.', title),
    t('Do not close this window. Run Create Spare Configuration Access now, as long as its token lives.'),
  );
}

/**
 * What is deleted cannot be put back. Should somebody else take the other access at the same moment, a token that can create
 * clients and token policies makes a new one, for as long as it lives: it has to be there before, and to stay. Rejects
 * with a `Problem` of kind `lockOut` where there is none: then nothing may be deleted.
 */
async function holdRescue({ guard }: WriteDeps, signal: AbortSignal | undefined): Promise<() => void> {
  try {
    return await guard.holdToken(signal);
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled') throw error;
    throw new Problem(
      'lockOut',
      t(
        'No token could be requested that creates configuration access again, should the last one go. {0}',
        error.message,
      ),
      t('Nothing was sent. Try again.'),
      error.detail,
    );
  }
}

async function hasRemainingAccess({ guard }: WriteDeps, title: string): Promise<boolean> {
  try {
    return await guard.hasConfigurationAccess();
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t(
        '“{0}” was deleted, but whether configuration access remains could not be proved. {1}',
        title,
        error.message,
      ),
      t('Run Show Configuration Access.'),
      error.detail,
    );
  }
}

/** As many names as a message can hold. */
const maxNamed = 10;

function inUseProblem({ kind, title }: Resource, users: readonly Pick<Resource, 'id' | 'title'>[]): Problem {
  const more = users.length - maxNamed;
  const names = users.slice(0, maxNamed).map(user => `“${displayTitle(user)}”`);
  const named = more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
  const what = singularLabel(kind);
  return new Problem(
    'inUse',
    users.length === 1
      ? t('The {0} “{1}” is used by the client {2}. Nothing was deleted.', what, title, named)
      : t('The {0} “{1}” is used by the clients {2}. Nothing was deleted.', what, title, named),
    users.length === 1
      ? t('Give this client another {0} first.', what)
      : t('Give these clients another {0} first.', what),
    '',
    { usedBy: users.map(({ id }) => id) },
  );
}
