import { oneInWords, type Resource, type ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { isProblem, Problem } from '../../core/problem';
import { saysTheSame } from '../../core/resourceText';
import { shownTitle } from '../../core/shownTitle';
import { withAnyAccess } from './anyAccess';
import type { WriteRooms } from './applying';
import { checkAgain } from './change';
import type { Holdings } from './holdings';
import { isUncertain } from './journal';
import { clientsOf } from './usage';

/** A deletion as it would be sent. */
export interface Deletion {
  readonly resource: Resource;
  readonly verdict: Verdict;
}

/** To find who uses a policy every client has to be read; where there are more than this, the service says who it is. */
const mostLookedThrough = 500;

/**
 * Looks at what is to be deleted. Rejects with a `Problem`: `inUse` with the clients that use it by name, or what reading
 * rejects with.
 */
export async function prepareDeletion(
  { holdings, guard }: WriteRooms,
  key: ResourceKey,
  signal?: AbortSignal,
): Promise<Deletion> {
  const resource = await holdings.read(key, signal);
  if (key.kind !== 'clients' && (await holdings.list('clients', signal)).length <= mostLookedThrough) {
    const { resources } = await holdings.all('clients', signal);
    const users = clientsOf(key, await asTheyAre(clientsOf(key, resources), holdings, signal));
    if (users.length > 0) throw inUse(resource, users);
  }
  return { resource, verdict: await guard.judge({ does: 'delete', key }, resource, signal) };
}

/** Clients that were known to use a policy, read again: somebody may have pointed them to another one. */
async function asTheyAre(
  clients: readonly Resource[],
  holdings: Holdings,
  signal: AbortSignal | undefined,
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  for (const client of clients) {
    try {
      found.push(await holdings.read(client, signal));
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
 * `lockOut` or `needsTyping` (nothing was deleted), or as `Journal.write`.
 */
export async function deleteResource(
  rooms: WriteRooms,
  { resource, verdict }: Deletion,
  signal?: AbortSignal,
): Promise<void> {
  const { holdings, guard, journal } = rooms;
  const { kind, id, title, body } = resource;
  const now = await prepareDeletion(rooms, resource, signal);
  if (!saysTheSame(now.resource.body, body)) {
    throw new Problem(
      'changedMeanwhile',
      t('Somebody else changed “{0}” meanwhile. Nothing was deleted.', title),
      t('Look at it, then delete it again.'),
    );
  }
  checkAgain(now.verdict, verdict, resource);
  const concernsAccess = guard.concerns({ does: 'delete', key: resource }, resource);
  const letGo = concernsAccess ? await holdRescue(rooms, signal) : () => undefined;
  try {
    await journal.write(
      { does: 'delete', key: resource, title, before: body },
      () => holdings.configuration.remove(kind, id, signal),
      async () => {
        try {
          await withAnyAccess(rooms, all => all.read(kind, id));
          return 'unclear';
        } catch (error) {
          if (isProblem(error) && error.kind === 'gone') return 'done';
          throw error;
        }
      },
    );
  } catch (error) {
    if (!isUncertain(error)) letGo();
    if (isProblem(error) && error.kind === 'gone') holdings.gone(resource);
    if (!isProblem(error) || error.kind !== 'inUse' || !error.facts.usedBy) throw error;
    throw inUse(
      resource,
      error.facts.usedBy.map(id => ({ id, title: holdings.titleOf({ kind: 'clients', id }) })),
    );
  }
  holdings.gone(resource);
  if (!concernsAccess || (await isStillOpen(rooms, title))) {
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
async function holdRescue({ guard }: WriteRooms, signal: AbortSignal | undefined): Promise<() => void> {
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

async function isStillOpen({ guard }: WriteRooms, title: string): Promise<boolean> {
  try {
    return await guard.isOpen();
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
const mostNamed = 10;

function inUse({ kind, title }: Resource, users: readonly Pick<Resource, 'id' | 'title'>[]): Problem {
  const more = users.length - mostNamed;
  const names = users.slice(0, mostNamed).map(user => `“${shownTitle(user)}”`);
  const named = more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
  const what = oneInWords(kind);
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
