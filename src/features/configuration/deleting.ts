import { oneInWords, type Resource, type ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { isProblem, Problem } from '../../core/problem';
import type { WriteRooms } from './applying';
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
    const users = clientsOf(key, resources);
    if (users.length > 0)
      throw inUse(
        resource,
        users.map(({ title, id }) => (title === '' ? id : title)),
      );
  }
  return { resource, verdict: await guard.judge({ does: 'delete', key }, resource, signal) };
}

/** Deletes what was looked at just now; a copy goes to the history first. Rejects as `Journal.write`. */
export async function deleteResource(
  { holdings, guard, journal }: WriteRooms,
  { resource, verdict }: Deletion,
  signal?: AbortSignal,
): Promise<void> {
  const { kind, id, title, body } = resource;
  try {
    await journal.write(
      { does: 'delete', key: resource, title, before: body },
      () => holdings.configuration.remove(kind, id, signal),
      async () => {
        try {
          await holdings.read(resource);
          return false;
        } catch (error) {
          if (isProblem(error) && error.kind === 'gone') return true;
          throw error;
        }
      },
    );
  } catch (error) {
    if (!isProblem(error) || error.kind !== 'inUse' || !error.facts.usedBy) throw error;
    throw inUse(
      resource,
      error.facts.usedBy.map(user => {
        const name = holdings.titleOf({ kind: 'clients', id: user });
        return name === '' ? user : name;
      }),
    );
  }
  holdings.gone(resource);
  if (verdict.is === 'free' || (await guard.isOpen())) return;
  throw new Problem(
    'lockOut',
    t('It was deleted, and somebody else closed the other way into the configuration at the same time.'),
    t('Do not close this window. Run Create Spare Configuration Access now, as long as its token lives.'),
  );
}

/** As many names as a message can hold. */
const mostNamed = 10;

function inUse({ kind, title }: Resource, users: readonly string[]): Problem {
  const more = users.length - mostNamed;
  const names = users.slice(0, mostNamed).map(name => `“${name}”`);
  return new Problem(
    'inUse',
    t(
      'The {0} “{1}” is used by {2}. Nothing was deleted.',
      oneInWords(kind),
      title,
      more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', '),
    ),
    t('Let them use another one first.'),
    '',
    { usedBy: users },
  );
}
