// Why a plan must not be applied. Each function throws a `Problem` if its rule is broken.
import { displayText } from '../../common/displayText';
import { t } from '../../common/l10n';
import { listNames } from '../../common/listNames';
import { Problem, type ProblemKind } from '../../common/problem';
import { displayTitle } from '../../resources/displayTitle';
import { clientsUsing } from '../../resources/policyReferences';
import { idsPath } from '../idsFile';
import type { Plan } from './plan';
import type { PlanEntry } from './planEntry';
import type { PlanState } from './planState';

/** More are deleted only if their exact number is given. */
const maxDeletes = 3;

/** The maximum number of addresses in a message. */
const maxListed = 10;

/** Throws if the number of deletions was not confirmed, or if a file that was only moved could count as deleted. */
export function refuseDeletes(
  plan: Plan,
  all: readonly PlanEntry[],
  deletes: boolean | number | undefined,
): void {
  const entries = all.filter(({ result }) => result === 'delete');
  const count = entries.length;
  if (typeof deletes === 'number' && deletes !== count) {
    throw refused(
      'needsTyping',
      count === 1
        ? t('1 policy or client would be deleted, not {0}.', deletes)
        : t('{0} policies and clients would be deleted, not {1}.', count, deletes),
      t('Look at the plan again. To delete them all, give the number {0}.', count),
    );
  }
  if (count === 0) return;
  if (deletes === true && count > maxDeletes) {
    const names = entries.map(({ address }) => address);
    const why = t('{0} policies and clients would be deleted: {1}', count, listNames(names, maxListed));
    throw refused('needsTyping', why, t('To delete them, type their number: {0}', count));
  }
  // The file of a resource may only have been renamed.
  const [issue] = plan.issues;
  if (issue) {
    throw refused(
      'invalidInput',
      t('Nothing is deleted while a file cannot be read. {0}: {1}', issue.path, issue.message),
    );
  }
  const kinds = new Set(entries.map(({ kind }) => kind));
  const unclear = plan.entries.find(
    ({ kind, result, id }) =>
      kinds.has(kind) && id === undefined && ['invalid', 'ambiguous', 'unread'].includes(result),
  );
  if (unclear) {
    throw refused(
      'invalidInput',
      t(
        'Nothing is deleted while it is unclear which policy or client a file is for. {0}: {1}',
        unclear.address,
        unclear.messages[0] ?? '',
      ),
    );
  }
}

/** Without all IDs, a file whose title was changed would be created once more. */
export function refuseBrokenIds({ issues }: Plan): void {
  const broken = issues.find(({ path }) => path === idsPath);
  if (broken) throw refused('invalidInput', `${idsPath}: ${broken.message}`);
}

/** References to what is neither there nor created in this run. */
export function refuseMissing({ ids }: Plan, entries: readonly PlanEntry[]): void {
  const addressesOf = (wanted: PlanEntry['result']) =>
    new Set(entries.flatMap(({ result, address }) => (result === wanted ? [address] : [])));
  const [created, deleted] = [addressesOf('create'), addressesOf('delete')];
  for (const { address, references, result } of entries) {
    if (result === 'delete') continue;
    const missing = references.find(each => deleted.has(each) || (!ids.has(each) && !created.has(each)));
    if (missing === undefined) continue;
    const isDeleted = deleted.has(missing);
    throw refused(
      'invalidInput',
      isDeleted
        ? t('{0} refers to {1}, which would be deleted.', address, missing)
        : t('{0} refers to {1}, which would not be created.', address, missing),
      isDeleted
        ? t('Correct the reference, or restore the deleted file.')
        : t('Correct the reference, or apply both files together.'),
    );
  }
}

/** Names of clients are unique, also between two writes. */
export function refuseTakenNames({ snapshot }: Plan, entries: readonly PlanEntry[]): void {
  const holders = new Map(
    snapshot.resources
      .filter(({ kind, title }) => kind === 'clients' && title !== '')
      .map(client => [client.title, client]),
  );
  const given = new Map<string, string>();
  for (const { kind, result, id, title, address } of entries) {
    if (kind !== 'clients' || (result !== 'create' && result !== 'change')) continue;
    const twin = given.get(title);
    if (twin !== undefined) {
      throw refused(
        'invalidInput',
        t('{0} and {1} would both get the name “{2}”.', twin, address, displayText(title)),
        t('Names of clients are unique. Change one of them.'),
      );
    }
    given.set(title, address);
    const holder = holders.get(title);
    if (!holder || holder.id === id) continue;
    throw refused(
      'invalidInput',
      t(
        '{0} would get the name “{1}”, which another client still has: {2}',
        address,
        displayTitle(holder),
        holder.id,
      ),
      t(
        'Names of clients are unique. Give the other client another name and apply that first; to swap two names, use a third one in between.',
      ),
    );
  }
}

/** Deletions of policies that clients still use afterwards. */
export function refuseUsed(state: PlanState, entries: readonly PlanEntry[]): void {
  for (const { result, kind, id, address } of entries) {
    if (result !== 'delete' || id === undefined) continue;
    const users = clientsUsing({ kind, id }, [...state.resources.values()]);
    if (users.length === 0) continue;
    throw refused(
      'inUse',
      t(
        '{0} would be deleted, but is used by {1}.',
        address,
        users
          .slice(0, 3)
          .map(user => displayTitle(user, 40))
          .join(', '),
      ),
      t('Give these clients another policy first.'),
    );
  }
}

/** A plan that cannot be applied. Nothing was sent. */
export function refused(kind: ProblemKind, message: string, nextStep = t('Nothing was sent.')): Problem {
  return new Problem(kind, message, nextStep);
}
