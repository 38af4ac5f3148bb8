// Watches the writes whose outcome is not known, and reports what became of them.
import type { Clock } from '../../core/common/clock';
import { t } from '../../core/common/l10n';
import { hasEnded, type PendingWrite } from '../../storage/configuration/pendingWrites';
import { isAccessDenied } from '../anyAccess';
import { maxRetryDuration } from '../otherWrites';
import { pollUntilClear } from '../pollUntilClear';
import type { ProfileConfiguration } from '../profileConfiguration';
import { describeOutcome, profileOf, type RecoveryDeps } from './writeOutcomes';

/** How long until a record is checked again, in ms: if its window may still be working, and if its outcome is unknown. */
const shortRetryDelay = 5_000;
const longRetryDelay = 60_000;

interface WriteRecovery {
  /** Checks the records now, for example because this window left one. */
  readonly check: () => void;
  readonly stop: () => void;
}

/**
 * Reports the outcome of writes that were running when a window closed, or whose answer was lost in this one. Checks a
 * record as soon as the process of its window has ended, otherwise after `maxWriteDuration`, until no record is left.
 */
export function watchPendingWrites(
  deps: RecoveryDeps,
  notify: (text: string) => void,
  after: Clock['after'],
): WriteRecovery {
  let isChecking = false;
  let isAskedAgain = false;
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const check = async () => {
    isAskedAgain = isChecking;
    if (isChecking) return;
    isChecking = true;
    cancel();
    await recoverPendingWrites(deps, notify);
    const wait = await untilNextCheck(deps);
    isChecking = false;
    if (isStopped) return;
    // A record may have been written after the records were listed.
    if (isAskedAgain) void check();
    else if (wait !== undefined) cancel = after(wait, () => void check());
  };
  void check();
  return {
    check: () => void check(),
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}

/** In ms; undefined if no record is left. */
async function untilNextCheck(deps: RecoveryDeps): Promise<number | undefined> {
  try {
    const left = (await deps.pendingWrites.all()).filter(({ does }) => does !== 'spare');
    if (left.length === 0) return undefined;
    return left.every(pendingWrite => hasEnded(deps, pendingWrite)) ? longRetryDelay : shortRetryDelay;
  } catch {
    return longRetryDelay;
  }
}

/** Reports the outcome of the writes that ended. Never rejects. */
export async function recoverPendingWrites(
  deps: RecoveryDeps,
  notify: (text: string) => void,
): Promise<void> {
  const { pendingWrites, profiles, configurations, now, warn } = deps;
  const found = await pendingWrites.all().catch((error: unknown) => {
    warn('The records of writes could not be read', error);
    return [];
  });
  for (const pendingWrite of found.filter(
    candidate => candidate.isTold !== true && hasEnded(deps, candidate),
  )) {
    try {
      const profile = profileOf(pendingWrite, profiles.all);
      const writer = profiles.all.find(({ id }) => id === pendingWrite.profileId);
      if (profile) {
        const configuration = configurations.for(profile);
        const outcome = await describeOutcome(deps, configuration, pendingWrite);
        const text = `${outcome} ${await describeLostAccess(deps, configuration, pendingWrite)}`.trim();
        notify(
          profile.id !== pendingWrite.profileId
            ? t('A change that was sent with another profile was checked with “{0}”. {1}', profile.name, text)
            : deps.hasProcessEnded(pendingWrite.owner)
              ? t(
                  'A VS Code window was closed while a change was sent with the profile “{0}”. {1}',
                  profile.name,
                  text,
                )
              : t('A change that was sent with the profile “{0}” was checked again. {1}', profile.name, text),
        );
      } else if (!writer) {
        notify(unreadableOutcome(pendingWrite));
      } else {
        notify(
          t(
            'It is not known whether the change of “{0}” was made: the profile “{1}” is for another customer now.',
            ...[pendingWrite.title, writer.name],
          ),
        );
      }
      // The record of spare access is needed to continue the attempt.
      if (pendingWrite.does === 'spare' && profile)
        await pendingWrites.put({ ...pendingWrite, isTold: true });
      else await pendingWrites.remove(pendingWrite);
    } catch (error) {
      // Tried again later: the service may be down, or access may be restored.
      warn('The outcome of a write could not be read', error);
      if (Math.abs(now() - pendingWrite.at) < maxRetryDuration) continue;
      if (!isAccessDenied(error)) {
        await stopBlocking(deps, pendingWrite);
        continue;
      }
      notify(unreadableOutcome(pendingWrite));
      await pendingWrites.remove(pendingWrite).catch(() => undefined);
    }
  }
}

function unreadableOutcome({ title }: PendingWrite): string {
  return t(
    'It is not known whether the change of “{0}” was made: no profile on this machine can read it.',
    title,
  );
}

/**
 * What to do if no access is left after a write whose window could not check that, or if that cannot be tried. Empty if access
 * is proved. Never rejects.
 */
async function describeLostAccess(
  { delay, warn }: Pick<RecoveryDeps, 'delay' | 'warn'>,
  { guard }: ProfileConfiguration,
  { concernsAccess }: PendingWrite,
): Promise<string> {
  if (concernsAccess !== true) return '';
  try {
    const hasAccess = await pollUntilClear(
      delay,
      () => guard.hasConfigurationAccess(),
      found => found,
    );
    return hasAccess
      ? ''
      : t(
          'No configuration access can be proved now. Do not close this window. Run Create Spare Configuration Access before the last token expires.',
        );
  } catch (error) {
    warn('Configuration access could not be proved', error);
    return t(
      'It is not known whether any configuration access is left. Do not close this window. Run Show Configuration Access.',
    );
  }
}

/**
 * Lets other writes that may take access away be sent again, although the outcome of this one cannot be read, for example because
 * the service answers with something else. By now it is done or will never be, so a new proof shows what access remains. The
 * record stays: its outcome is reported when it can be read. Never rejects.
 */
async function stopBlocking(deps: RecoveryDeps, pendingWrite: PendingWrite): Promise<void> {
  const { pendingWrites, profiles, configurations, warn } = deps;
  const profile = profileOf(pendingWrite, profiles.all);
  if (!profile || pendingWrite.concernsAccess !== true) return;
  try {
    if (!(await configurations.for(profile).guard.hasConfigurationAccess())) return;
    // Another window may have reported the outcome meanwhile.
    const isLeft = (await pendingWrites.all()).some(({ recordId }) => recordId === pendingWrite.recordId);
    if (isLeft) await pendingWrites.put({ ...pendingWrite, concernsAccess: false });
  } catch (error) {
    warn('Access could not be proved after a write whose outcome is unknown', error);
  }
}
