// Why a plan, or an entry of it, must not be applied.
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

/** An entry that must not be applied. */
export interface Refusal {
  readonly address: string;
  readonly kind: ProblemKind;
  readonly message: string;
  readonly nextStep?: string;
}

/** Why an entry is left out although it differs. */
export interface LeftOut {
  readonly address: string;
  readonly reason: string;
}

/** Throws a `Problem` if the number of deletions was not confirmed. */
export function refuseDeletes(all: readonly PlanEntry[], deletes: boolean | number | undefined): void {
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
  if (deletes === true && count > maxDeletes) {
    const names = entries.map(({ address }) => address);
    const why = t('{0} policies and clients would be deleted: {1}', count, listNames(names, maxListed));
    throw refused('needsTyping', why, t('To delete them, type their number: {0}', count));
  }
}

/** All deletions, if a file that was only moved could count as deleted. */
export function unclearDeletions(plan: Plan, all: readonly PlanEntry[]): readonly Refusal[] {
  const entries = all.filter(({ result }) => result === 'delete');
  const kinds = new Set(entries.map(({ kind }) => kind));
  // The file of a resource may only have been renamed.
  const [issue] = plan.issues;
  const unclear = plan.entries.find(
    ({ kind, result, id }) =>
      kinds.has(kind) && id === undefined && ['invalid', 'ambiguous', 'unread'].includes(result),
  );
  if (!issue && !unclear) return [];
  const message = issue
    ? t('Nothing is deleted while a file cannot be read. {0}: {1}', issue.path, issue.message)
    : t(
        'Nothing is deleted while it is unclear which policy or client a file is for. {0}: {1}',
        unclear?.address ?? '',
        unclear?.messages[0] ?? '',
      );
  const nextStep = t('Correct the file, or apply the others alone.');
  return entries.map(({ address }) => ({ address, kind: 'invalidInput', message, nextStep }));
}

/** Throws a `Problem` without all IDs: a file whose title was changed would be created once more. */
export function refuseBrokenIds({ issues }: Plan): void {
  const broken = issues.find(({ path }) => path === idsPath);
  if (broken) throw refused('invalidInput', `${idsPath}: ${broken.message}`);
}

/** Deletions of what a file refers to, also if that file is left out. */
export function neededDeletions(
  files: readonly PlanEntry[],
  entries: readonly PlanEntry[],
): readonly Refusal[] {
  const deleted = new Set(entries.flatMap(({ result, address }) => (result === 'delete' ? [address] : [])));
  return files.flatMap(({ address, references, result }) =>
    (result === 'delete' ? [] : references)
      .filter(each => deleted.has(each))
      .map((needed): Refusal => {
        const message = t('{0} refers to {1}, which would be deleted.', address, needed);
        const nextStep = t('Correct the reference, or restore the deleted file.');
        return { address: needed, kind: 'invalidInput', message, nextStep };
      }),
  );
}

/**
 * References to what is neither on the service nor created in this run.
 * @param leftOut what is left out already
 */
export function missingReferences(
  { ids, snapshot }: Plan,
  entries: readonly PlanEntry[],
  leftOut: readonly LeftOut[],
): readonly Refusal[] {
  const reasons = new Map(leftOut.map(({ address, reason }) => [address, reason]));
  const created = new Set(entries.flatMap(({ result, address }) => (result === 'create' ? [address] : [])));
  const known = new Set(snapshot.resources.map(({ id }) => id.toLowerCase()));
  const unread = snapshot.unread.filter(({ part }) => part === undefined).map(({ kind }) => kind);
  const isThere = (address: string) => {
    const id = ids.get(address);
    return (
      id !== undefined && (known.has(id.toLowerCase()) || unread.some(kind => address.startsWith(`${kind}/`)))
    );
  };
  return entries.flatMap(({ address, references, result }): Refusal[] => {
    if (result === 'delete') return [];
    const missing = references.find(each => !created.has(each) && !isThere(each));
    if (missing === undefined) return [];
    return [{ address, kind: 'invalidInput', ...reasonOf(address, missing) }];
  });

  function reasonOf(address: string, missing: string): Pick<Refusal, 'message' | 'nextStep'> {
    const why = reasons.get(missing);
    if (why !== undefined)
      return { message: t('{0} refers to {1}, which is left out: {2}', address, missing, why) };
    return ids.has(missing)
      ? {
          message: t('{0} refers to {1}, which is no longer on the service.', address, missing),
          nextStep: t('Correct the reference.'),
        }
      : {
          message: t('{0} refers to {1}, which would not be created.', address, missing),
          nextStep: t('Correct the reference, or apply both files together.'),
        };
  }
}

/** Names of clients are unique, also between two writes. */
export function takenNames({ snapshot }: Plan, entries: readonly PlanEntry[]): readonly Refusal[] {
  const holders = new Map(
    snapshot.resources
      .filter(({ kind, title }) => kind === 'clients' && title !== '')
      .map(client => [client.title, client]),
  );
  const names = new Map(snapshot.resources.map(({ id, title }) => [id.toLowerCase(), title]));
  const given = new Map<string, string>();
  return entries.flatMap(({ kind, result, id, title, address }): Refusal[] => {
    if (kind !== 'clients' || (result !== 'create' && result !== 'change')) return [];
    if (id !== undefined && names.get(id.toLowerCase()) === title) return [];
    const holder = holders.get(title);
    if (holder) {
      const message = t(
        '{0} would get the name “{1}”, which another client still has: {2}',
        address,
        displayTitle(holder),
        holder.id,
      );
      const nextStep = t(
        'Names of clients are unique. Give the other client another name and apply that first; to swap two names, use a third one in between.',
      );
      return [{ address, kind: 'invalidInput', message, nextStep }];
    }
    const twin = given.get(title);
    given.set(title, twin ?? address);
    if (twin === undefined) return [];
    const message = t('{0} and {1} would both get the name “{2}”.', twin, address, displayText(title));
    const nextStep = t('Names of clients are unique. Change one of them.');
    return [twin, address].map(each => ({ address: each, kind: 'invalidInput', message, nextStep }));
  });
}

/** Deletions of policies that clients still use afterwards. */
export function usedPolicies(state: PlanState, entries: readonly PlanEntry[]): readonly Refusal[] {
  return entries.flatMap(({ result, kind, id, address }): Refusal[] => {
    if (result !== 'delete' || id === undefined) return [];
    const users = clientsUsing({ kind, id }, [...state.resources.values()]);
    if (users.length === 0) return [];
    const names = users
      .slice(0, 3)
      .map(user => displayTitle(user, 40))
      .join(', ');
    const message = t('{0} would be deleted, but is used by {1}.', address, names);
    return [{ address, kind: 'inUse', message, nextStep: t('Give these clients another policy first.') }];
  });
}

/** A plan that cannot be applied. Nothing was sent. */
export function refused(kind: ProblemKind, message: string, nextStep = t('Nothing was sent.')): Problem {
  return new Problem(kind, message, nextStep);
}
