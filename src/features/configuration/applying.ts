import type { Resource } from '../../core/configuration';
import { canonicalJson, jsonObject, parseJson } from '../../core/json';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import { saysTheSame } from '../../core/resourceText';
import type { Change } from './change';
import type { Guard } from './guard';
import type { Holdings } from './holdings';
import type { Journal } from './journal';

/** What came of a change. */
export interface Applied {
  readonly resource: Resource;
  /** The members that the service keeps otherwise than they were sent. */
  readonly otherwise: readonly string[];
}

/** What a write works with. */
export interface WriteRooms {
  readonly holdings: Holdings;
  readonly guard: Guard;
  readonly journal: Journal;
}

/**
 * Sends a change that was looked at just now, and reads the resource back. Where that closed the last way in, because
 * somebody else closed another at the same moment, what was there is put back. Rejects with a `Problem` that says what
 * became of it; as `Journal.write`.
 */
export async function applyChange(rooms: WriteRooms, change: Change, signal?: AbortSignal): Promise<Applied> {
  const { holdings, guard, journal } = rooms;
  const { key, now, body, verdict } = change;
  const { configuration } = holdings;
  await journal.write(
    { does: 'replace', key, title: now.title, before: now.body, after: body },
    () => configuration.replace(key.kind, key.id, body, signal),
    async () => !saysTheSame((await holdings.read(key)).body, now.body),
  );
  const resource = await readBack(holdings, change);
  if (verdict.is !== 'free' && !(await guard.isOpen())) await putBack(rooms, change);
  return { resource, otherwise: otherwise(resource, body) };
}

async function readBack(holdings: Holdings, { key }: Change): Promise<Resource> {
  try {
    return await holdings.read(key);
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The change was sent and accepted, but could not be read back. {0}', error.message),
      t('Refresh, then compare.'),
      error.detail,
    );
  }
}

/** Two people who each close one of the last two ways in at the same moment both were told that one is left. */
async function putBack({ holdings, guard }: WriteRooms, { key, now }: Change): Promise<never> {
  await holdings.configuration.replace(key.kind, key.id, now.body);
  await holdings.read(key);
  if (await guard.isOpen()) {
    throw new Problem(
      'lockOut',
      t(
        'Somebody else closed the other way into the configuration at the same time. What was there was put back.',
      ),
      t('Refresh and look at what they changed.'),
    );
  }
  throw new Problem(
    'lockOut',
    t('No way into the configuration can be seen any more.'),
    t('Do not end this session: request a token for all of the configuration now, and ask Akamai for help.'),
  );
}

/** The members that the service has otherwise than they were sent; those that only it writes aside. */
function otherwise({ members }: Resource, body: string): readonly string[] {
  const sent = jsonObject(parseJson(body)) ?? {};
  return Object.keys(sent).filter(
    name => name !== '_links' && canonicalJson(sent[name]) !== canonicalJson(members[name]),
  );
}
