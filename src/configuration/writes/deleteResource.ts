// Deletes a resource, after a check that nothing uses it.
import { inQuotes } from '../../core/common/displayText';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { isProblem, Problem, rephrase, undefinedIfGone } from '../../core/common/problem';
import type { LockoutCheck } from '../../core/resourceRules/lockoutRules';
import { displayTitle } from '../../core/resources/displayTitle';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import { clientsUsing } from '../../core/resources/policyReferences';
import { singularLabel, type Resource, type ResourceKey } from '../../core/resources/resource';
import { withAnyAccess } from '../anyAccess';
import { findClientsUsing } from '../policyUsers';
import type { ResourceCache } from '../resourceCache';
import { isOutcomeUnknown, type Renew } from '../writeJournal';
import { changedProblem, restoreAccessAdvice } from '../writeRefusals';
import type { WriteDeps } from './applyChange';
import { readOptions } from './copyOptions';
import { accessCheckWithToken, checkAgain } from './prepareChange';

interface PreparedDeletion {
  readonly resource: Resource;
  readonly lockoutCheck: LockoutCheck;
}

/** The maximum number of clients to read before a deletion. With more, the service names the clients that use the policy. */
const maxClientsRead = 500;

/**
 * Checks a resource before it is deleted. Rejects with a `Problem`: `inUse` with the names of the clients that use it, or
 * the error of a read.
 */
export async function prepareDeletion(
  { resourceCache, guard }: WriteDeps,
  key: ResourceKey,
  signal?: AbortSignal,
): Promise<PreparedDeletion> {
  const resource = await resourceCache.read(key, signal);
  if (key.kind !== 'clients') {
    const users = await findClientsUsing(resourceCache, key, { limit: maxClientsRead, signal });
    if (users && users.clients.length <= maxClientsRead) {
      const current = clientsUsing(key, await rereadClients(users.clients, resourceCache, signal));
      if (current.length > 0) throw inUseProblem(resource, current);
    }
  }
  return { resource, lockoutCheck: await guard.check({ does: 'delete', key }, resource, signal) };
}

/** Reads clients again that used a policy, because they may use another one now. */
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
 * Deletes a resource, unless it or the configuration access changed since the user was asked. Keeps a copy in the history, of
 * what is below it, too.
 * Rejects with a `Problem`: `changedMeanwhile`, `lockOut` or `needsTyping` (nothing was deleted), or as
 * `WriteJournal.write`.
 */
export async function deleteResource(
  deps: WriteDeps,
  { resource, lockoutCheck }: PreparedDeletion,
): Promise<void> {
  const { resourceCache, guard, journal } = deps;
  const { kind, id, title, body } = resource;
  const current = await prepareDeletion(deps, resource);
  if (!isEquivalentJson(current.resource.body, body)) throw changedProblem(title, 'delete');
  checkAgain(current.lockoutCheck, lockoutCheck, resource);
  const write = { does: 'delete', key: resource } as const;
  const concernsAccess = await guard.affectsAccess(write, resource);
  const access = concernsAccess ? accessCheckWithToken(deps, write, resource, lockoutCheck) : undefined;
  const options = await readOptions(deps, resource);
  let remaining: Promise<boolean> | undefined;
  const hasRemainingAccess = () => (remaining ??= access ? isAccessLeft(deps, title) : Promise.resolve(true));
  // While the record is kept: if this window is killed, the next one asks what became of the deletion.
  const proveAccess = async (renew: Renew) => {
    if (access) await renew();
    await hasRemainingAccess().catch(() => undefined);
  };
  try {
    await journal.write(
      {
        ...{ does: 'delete', key: resource, title, before: body, options },
        readAgain: async () => (await resourceCache.read(resource)).body,
        ...(access && { checkAccess: access.checkAccess }),
      },
      async renew => {
        await resourceCache.api.remove(kind, id).finally(access?.noteSent);
        await proveAccess(renew);
      },
      async renew => {
        const found = await undefinedIfGone(withAnyAccess(deps, all => all.read(kind, id)));
        if (found) return 'unknown';
        await proveAccess(renew);
        return 'done';
      },
    );
  } catch (error) {
    if (!isOutcomeUnknown(error)) access?.release();
    if (isProblem(error) && error.kind === 'gone') resourceCache.delete(resource);
    if (!isProblem(error) || error.kind !== 'inUse' || !error.facts.usedBy) throw error;
    throw inUseProblem(
      resource,
      error.facts.usedBy.map(id => ({ id, title: resourceCache.titleOf({ kind: 'clients', id }) })),
    );
  }
  resourceCache.delete(resource);
  if (await hasRemainingAccess()) {
    access?.release();
    return;
  }
  throw new Problem(
    'lockOut',
    t('“{0}” was deleted, and somebody else removed the other configuration access at the same time.', title),
    restoreAccessAdvice(),
  );
}

async function isAccessLeft({ guard }: WriteDeps, title: string): Promise<boolean> {
  try {
    return await guard.hasConfigurationAccess();
  } catch (error) {
    throw rephrase(
      error,
      cause =>
        t(
          '“{0}” was deleted, but whether configuration access remains could not be proved. {1}',
          title,
          cause,
        ),
      t('Run Show Configuration Access.'),
    );
  }
}

/** The maximum number of names in a message. */
const maxNamed = 10;

function inUseProblem({ kind, title }: Resource, users: readonly Pick<Resource, 'id' | 'title'>[]): Problem {
  const names = users.map(user => inQuotes(displayTitle(user)));
  const named = listNames(names, maxNamed);
  const what = singularLabel(kind);
  return new Problem(
    'inUse',
    users.length === 1
      ? t('The {0} “{1}” is used by the client {2}. Nothing was deleted.', what, title, named)
      : t('The {0} “{1}” is used by the clients {2}. Nothing was deleted.', what, title, named),
    users.length === 1
      ? t('Point this client to another {0} first.', what)
      : t('Point these clients to another {0} first.', what),
    '',
    { usedBy: users.map(({ id }) => id) },
  );
}
