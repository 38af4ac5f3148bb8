// Finds out what became of a write, and says it in sentences.
import { t } from '../../core/common/l10n';
import { undefinedIfGone } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { type Profile, isSameId } from '../../core/profile/profile';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import { toDocumentText } from '../../core/resources/resourceText';
import {
  maxWriteDuration,
  type PendingWrite,
  type PendingWrites,
} from '../../storage/configuration/pendingWrites';
import type { ResourceHistory } from '../../storage/configuration/resourceHistory';
import { withAnyAccess } from '../anyAccess';
import { testSecret, readSecret } from '../clientSecret';
import { maxRetryDuration } from '../otherWrites';
import { type Delay, pollUntilClear } from '../pollUntilClear';
import type { ConfigurationRegistry, ProfileConfiguration } from '../profileConfiguration';
import { outcomeOf } from './applyChange';
import { profilesUsingClient, saveSecret, type SecretResetDeps } from './resetClientSecret';

/** What it takes to find out the outcome of writes. */
export interface RecoveryDeps extends Pick<SecretResetDeps, 'profiles' | 'requestToken' | 'mask' | 'warn'> {
  readonly configurations: Pick<ConfigurationRegistry, 'for'>;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly delay: Delay;
  readonly now: () => number;
}

/** What became of a write, in sentences. Rejects as a read does. */
export async function describeOutcome(
  deps: RecoveryDeps,
  configuration: ProfileConfiguration,
  pendingWrite: PendingWrite,
): Promise<string> {
  const { title } = pendingWrite;
  // Reads may be out of date: check several times, and never report a missing change as certain.
  const poll = <T>(read: () => Promise<T>, isClear: (found: T) => boolean) =>
    pollUntilClear(deps.delay, read, isClear);
  switch (pendingWrite.does) {
    case 'create': {
      const list = () => withAnyAccess(configuration, api => api.list(pendingWrite.kind));
      const { entries } = await poll(list, found => found.entries.some(entry => entry.title === title));
      if (entries.some(entry => entry.title === title)) {
        // A copy gets what is below the original after it is created.
        return pendingWrite.kind === 'loginPolicies'
          ? t('“{0}” exists. Check its push claims and its allowed response types.', title)
          : t('“{0}” exists.', title);
      }
      return entries.some(entry => entry.title === '')
        ? t('The list does not show whether “{0}” was created. Check the entries without a title.', title)
        : t(
            'The service shows no “{0}”: it was probably not created. Check before you create it again.',
            title,
          );
    }
    case 'delete':
      return (await poll(
        () => bodyOf(configuration, pendingWrite),
        body => body === undefined,
      )) === undefined
        ? t('“{0}” was deleted.', title)
        : t('The service still shows “{0}”: it was probably not deleted.', title);
    case 'replace': {
      const before = await textBefore(deps, pendingWrite);
      const found = await poll(
        () => bodyOf(configuration, pendingWrite),
        body =>
          body !== undefined && changeOutcome(pendingWrite, toDocumentText(body), before ?? '{}') === 'made',
      );
      return found === undefined
        ? t('“{0}” no longer exists.', title)
        : describeChangeOutcome(pendingWrite, toDocumentText(found), before);
    }
    case 'spare':
      return t(
        'Spare configuration access was not finished. Run Create Spare Configuration Access again to continue.',
      );
    case 'resetSecret':
      return (
        (await undefinedIfGone(describeSecretOutcome(deps, configuration, pendingWrite))) ??
        t('“{0}” no longer exists.', title)
      );
  }
}

/**
 * The outcome of a reset. Tests secrets at the token endpoint, because a read may still return the old one. Rejects if it
 * must be tried again later.
 */
async function describeSecretOutcome(
  deps: RecoveryDeps,
  configuration: ProfileConfiguration,
  pendingWrite: PendingWrite,
): Promise<string> {
  const { profiles, now } = deps;
  const { id, title } = pendingWrite;
  const recorded = pendingWrite.text.split(' ');
  const known = await profilesUsingClient(profiles, configuration.profile, id);
  // A profile that was changed to another client has the secret of that client.
  const holders = profiles.all.filter(
    profile =>
      known.some(other => other.id === profile.id) ||
      (recorded.includes(profile.id) && isForClient(profile, pendingWrite)),
  );
  const storedAtFirst = new Map<string, string | undefined>();
  const states = await Promise.all(
    holders.map(async holder => {
      const clientSecret = (await profiles.readStored(holder).catch(() => undefined))?.clientSecret ?? '';
      storedAtFirst.set(holder.id, clientSecret);
      return testSecret(deps, holder, { clientId: id, clientSecret });
    }),
  );
  if (states.length > 0 && states.every(state => state === 'accepted')) {
    // The request may still be on its way, and may invalidate the secret that works now.
    if (Math.abs(now() - pendingWrite.at) <= maxWriteDuration)
      throw new Error('The reset may still be under way');
    return t('The stored secret of “{0}” works.', title);
  }
  const { secret, state } = await pollUntilClear(
    deps.delay,
    async () => {
      const clientSecret = await readSecret(configuration, id);
      return {
        secret: clientSecret,
        state:
          clientSecret === undefined
            ? 'refused'
            : await testSecret(deps, configuration.profile, { clientId: id, clientSecret }),
      };
    },
    found => found.state === 'accepted',
  );
  /** Rejects if not all have it now. One that was saved in the meantime is not replaced: it may be newer. */
  const saveInAll = async (found: string) => {
    const unsaved = await saveSecret(
      deps,
      holders,
      pendingWrite,
      found,
      (holder, stored) => storedAtFirst.get(holder.id) === (stored ?? ''),
    );
    if (unsaved.length > 0) throw new Error('The secret could not be kept');
  };
  if (holders.length === 0) return t('The secret of “{0}” may have been reset.', title);
  if (secret !== undefined && state === 'accepted') {
    await saveInAll(secret);
    return t('The new secret of “{0}” was read, tested and saved in its profile.', title);
  }
  // Tried again later: the read may be out of date, or access may be restored.
  if (state === 'unasked' || Math.abs(now() - pendingWrite.at) < maxRetryDuration) {
    throw new Error('No secret that was read is known to count');
  }
  if (secret !== undefined && state === 'unknown') {
    await saveInAll(secret);
    return t(
      'The new secret of “{0}” was read and saved in its profile, but not tested: the service grants its client no token.',
      title,
    );
  }
  return t(
    'The secret of “{0}” may have been reset, and cannot be read from this machine. Reset it with another configuration access, or edit the profile and enter the secret.',
    title,
  );
}

/**
 * A profile that can check a write: the one that wrote, if it is still for that customer; for a reset, one of the profiles
 * that used the secret; otherwise another profile of the customer. None for unfinished spare access of a removed profile, which
 * no other one continues.
 */
export function profileOf(pendingWrite: PendingWrite, all: readonly Profile[]): Profile | undefined {
  const writer = all.find(({ id }) => id === pendingWrite.profileId);
  const isHere = (profile: Profile) => isSameCustomer(profile, pendingWrite);
  if (writer && isHere(writer)) return writer;
  const holders = pendingWrite.does === 'resetSecret' ? pendingWrite.text.split(' ') : [];
  return (
    all.find(profile => holders.includes(profile.id) && isForClient(profile, pendingWrite)) ??
    (writer || pendingWrite.does !== 'spare' ? all.find(isHere) : undefined)
  );
}

/** Whether a profile is for the client of a record, perhaps at another host of the service. */
function isForClient({ clientId, customerId }: Profile, pendingWrite: PendingWrite): boolean {
  return isSameId(clientId, pendingWrite.id) && isSameId(customerId, pendingWrite.customerId);
}

function changeOutcome(
  { kind, option, text: sent }: PendingWrite,
  found: string,
  before: string,
): ReturnType<typeof outcomeOf> {
  if (!option) return outcomeOf(kind, found, before, sent);
  return isEquivalentJson(found, sent) ? 'made' : isEquivalentJson(found, before) ? 'notMade' : 'changed';
}

function describeChangeOutcome(
  pendingWrite: PendingWrite,
  found: string,
  before: string | undefined,
): string {
  const { option, text: sent } = pendingWrite;
  const title = option ? `${pendingWrite.title}: ${option}` : pendingWrite.title;
  if (before === undefined) {
    return changeOutcome(pendingWrite, found, '{}') === 'made'
      ? t('The service has “{0}” as it was sent.', title)
      : t('The service has another version of “{0}” than the one that was sent. Check it.', title);
  }
  if (isEquivalentJson(sent, before)) {
    return t('It is unknown whether the new secret in “{0}” was saved. Enter it again.', title);
  }
  switch (changeOutcome(pendingWrite, found, before)) {
    case 'made':
      return t('The change of “{0}” was made.', title);
    case 'notMade':
      return t(
        'The service shows the earlier version of “{0}”: the change was probably not made. Check before you make it again.',
        title,
      );
    case 'changed':
      return t(
        'The service has a version of “{0}” that is neither the earlier one nor the one that was sent. Check it.',
        title,
      );
  }
}

/** The text before the write; undefined if there is no copy, for example because its profile was removed. */
async function textBefore(
  { history }: RecoveryDeps,
  pendingWrite: PendingWrite,
): Promise<string | undefined> {
  const versions = await history.list({ ...pendingWrite, id: pendingWrite.profileId }, pendingWrite);
  return versions.find(({ at }) => at <= pendingWrite.at)?.text;
}

async function bodyOf(
  configuration: ProfileConfiguration,
  { kind, id, option }: PendingWrite,
): Promise<string | undefined> {
  if (option) return undefinedIfGone(withAnyAccess(configuration, api => api.readOption(id, option)));
  const resource = await undefinedIfGone(withAnyAccess(configuration, api => api.read(kind, id)));
  if (resource) configuration.resourceCache.set(resource);
  return resource?.body;
}
