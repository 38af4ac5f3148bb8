// Keeps a copy and a record of each write, so that its outcome can be found out later.
import { t } from '../core/common/l10n';
import { isProblem, type Problem, rephrase } from '../core/common/problem';
import { customerKey } from '../core/profile/client';
import type { Profile } from '../core/profile/profile';
import type { OptionName } from '../core/resources/configurationSnapshot';
import { isEquivalentJson } from '../core/resources/equivalentJson';
import {
  type ResourceEntry,
  type ResourceKey,
  resourceKey,
  type ResourceKind,
} from '../core/resources/resource';
import { toDocumentText } from '../core/resources/resourceText';
import {
  hasEnded,
  maxWriteDuration,
  type PendingWrite,
  type PendingWrites,
  type WriteKind,
} from '../storage/configuration/pendingWrites';
import type { KeptVersion, ResourceHistory, VersionKey } from '../storage/configuration/resourceHistory';
import { assertOnlyAccessWrite, assertOnlyChange, assertOnlyCreation, isWriteOf } from './otherWrites';
import { type Delay, pollUntilClear } from './pollUntilClear';
import { isOutOfDate, maxLag, ownersOf, recentVersions, unshownMembers, wouldUndo } from './replacedVersions';
import { changedProblem, outOfDateProblem, tooLongProblem } from './writeRefusals';

interface WriteToSend {
  readonly does: WriteKind;
  readonly key: VersionKey;
  readonly title: string;
  /** The current body; undefined if there is none. */
  readonly before?: string;
  /** The new body; undefined if there is none. */
  readonly after?: string;
  /** For the deletion of a login policy: what is below it. */
  readonly options?: ReadonlyMap<OptionName, string>;
  /**
   * Given if it may take configuration access away: checks what remains. Called when no other such write of this machine is under
   * way, which could take that. If it rejects, nothing is sent.
   */
  readonly checkAccess?: (() => Promise<void>) | undefined;
  /**
   * Given for a creation that must not be done twice: looks for what it creates. Called when no other creation of this title by
   * this machine is under way or has an unknown outcome: the lists of the service may not show that resource yet. If it rejects,
   * nothing is sent.
   */
  readonly checkCreation?: (() => Promise<void>) | undefined;
  /**
   * Reads the body right before it is replaced or deleted: the checks before take time, and somebody else may have changed it
   * meanwhile. If it is not `before`, nothing is sent.
   */
  readonly readAgain?: () => Promise<string>;
  /** For a reset: the ids of the profiles that use the secret. */
  readonly holders?: readonly string[];
}

/**
 * The outcome of a write whose answer was lost. There is no `notDone`: a read may be out of date, and the request may
 * still be on its way.
 */
type WriteOutcome = 'done' | 'unknown';

/** Renews the record of a write: other windows take the write for one that has ended two minutes later. Never rejects. */
export type Renew = () => Promise<void>;

/** Notes that the service accepted a write: until `noteShown`, no other one of this machine takes it back. Never rejects. */
type NoteAccepted = () => Promise<void>;

/** What this window created and did not delete, with the time, in ms since 1970; by customer and resource. */
export type Creations = Map<string, { readonly entry: ResourceEntry; readonly at: number }>;

interface WriteJournalDeps {
  readonly profile: Profile;
  readonly profiles: { readonly all: readonly Profile[] };
  /** Shared by the profiles of this window: several may be for one customer. */
  readonly creations: Creations;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly newId: () => string;
  /** The process of this window: see `currentProcess`. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly now: () => number;
  readonly delay: Delay;
  /** Called when a record stays, or when nothing was sent, maybe because of a record: its outcome must be found out later. */
  readonly onPending: () => void;
  readonly warn: (message: string, error: unknown) => void;
  /** Called when a write was done, or may have been. */
  readonly onWritten?: () => void;
}

/** Keeps a copy and a record before each write, and removes the record once the outcome is known. */
export class WriteJournal {
  constructor(private readonly deps: WriteJournalDeps) {}

  /** Remembers what was created: see `createdRecently`. */
  noteCreated(entry: ResourceEntry): void {
    this.deps.creations.set(this.#sharedKey(entry), { entry, at: this.deps.now() });
  }

  /** What was created was deleted again. */
  noteDeleted(key: ResourceKey): void {
    this.deps.creations.delete(this.#sharedKey(key));
  }

  /** What this window created for the customer less than ten minutes ago: lists of the service may not have it yet. */
  createdRecently(kind: ResourceKind): readonly ResourceEntry[] {
    const { creations, now } = this.deps;
    return [...creations].flatMap(([key, { entry, at }]) =>
      entry.kind === kind && key === this.#sharedKey(entry) && Math.abs(now() - at) < maxLag ? entry : [],
    );
  }

  /** What the profiles of a customer share is kept by this key. */
  #sharedKey(key: VersionKey): string {
    return `${customerKey(this.deps.profile)}/${resourceKey(key).toLowerCase()}/${key.option ?? ''}`;
  }

  /**
   * Records a write, sends it, and removes the record. If the answer is lost, `verify` asks the service for the outcome,
   * several times while it is unknown. Rejects with a `Problem`: `storage`, `changedMeanwhile` (another write of this machine
   * may be taking configuration access away, changing or creating the same, it is not `before` any more, or as `assertUndoesNothing`),
   * `timeout` (the checks took too long) or that of `checkAccess`, `checkCreation` or `readAgain` (nothing was sent), the error of the service, or one with the fact `isOutcomeUnknown` if the
   * outcome is unknown. The record stays if the outcome is unknown or `isFinished` returns false; `recoverPendingWrites`
   * handles it.
   */
  async write(
    planned: WriteToSend,
    send: (renew: Renew, noteAccepted: NoteAccepted) => Promise<unknown>,
    verify: (renew: Renew) => Promise<WriteOutcome>,
    isFinished: () => boolean = () => true,
  ): Promise<void> {
    const recordId = this.deps.newId();
    const { inProgress } = this.deps.pendingWrites;
    inProgress.add(recordId);
    try {
      await this.#write(recordId, planned, send, verify, isFinished);
    } finally {
      inProgress.delete(recordId);
    }
  }

  async #write(
    recordId: string,
    planned: WriteToSend,
    send: (renew: Renew, noteAccepted: NoteAccepted) => Promise<unknown>,
    verify: (renew: Renew) => Promise<WriteOutcome>,
    isFinished: () => boolean,
  ): Promise<void> {
    const { does, key, title, before, after, checkAccess, checkCreation, readAgain, holders = [] } = planned;
    const { profile, pendingWrites, now, owner } = this.deps;
    const text = after === undefined ? undefined : toDocumentText(after);
    const assertUndoesNothing = async () => {
      if (before === undefined || (after === undefined && does !== 'delete')) return;
      await this.assertUndoesNothing(key, title, before, after);
    };
    await assertUndoesNothing();
    // If this rejects, the version may not be replaced.
    const copies = await this.#keepCopies(planned, text);
    const removeCopies = async () => {
      for (const { remove } of copies) await remove();
    };
    const { origin, customerId } = profile;
    const pendingWrite: PendingWrite = {
      ...{ recordId, profileId: profile.id, origin, customerId, owner },
      ...{ does, kind: key.kind, id: key.id, title, ...(key.option && { option: key.option }) },
      ...{ text: text ?? holders.join(' '), at: now() },
      ...(checkAccess && { concernsAccess: true }),
    };
    await pendingWrites.put(pendingWrite).catch(async (error: unknown) => {
      await removeCopies();
      throw error;
    });
    const renew = async () => {
      await pendingWrites.put({ ...pendingWrite, at: now() }).catch((error: unknown) => {
        this.deps.warn('The record of a write could not be renewed', error);
      });
    };
    try {
      if (does === 'replace' || does === 'delete') await assertOnlyChange(this.deps, pendingWrite);
      if (checkAccess) await assertOnlyAccessWrite(this.deps, pendingWrite);
      if (checkCreation) await assertOnlyCreation(this.deps, pendingWrite);
      await checkAccess?.();
      await checkCreation?.();
      // Other windows may have taken it for a write that has ended, and what was checked may have changed.
      if (Math.abs(now() - pendingWrite.at) > maxWriteDuration) throw tooLongProblem(title);
      if (checkAccess ?? checkCreation) await renew();
      // A change of another window may have been accepted since the first time; then its record is gone.
      await assertUndoesNothing();
      const found = await readAgain?.();
      if (found !== undefined && before !== undefined && !isEquivalentJson(found, before)) {
        throw (await this.mayBeOutOfDate(key, toDocumentText(found)))
          ? outOfDateProblem(title)
          : changedProblem(title, does);
      }
    } catch (error) {
      await this.#removeRecord(pendingWrite);
      // If somebody else deleted the resource, the copy may be the last one.
      if (!isProblem(error) || error.kind !== 'gone') await removeCopies();
      // Another window may have left the record that this one waits for, and nobody may watch it.
      this.deps.onPending();
      throw error;
    }
    let isKnown = true;
    try {
      await send(renew, async () => copies.at(-1)?.noteAccepted());
    } catch (error) {
      if (!isOutcomeUnknown(error)) {
        // It replaced nothing. If somebody else deleted the resource, the copy may be the last one.
        if (isProblem(error) && error.kind !== 'gone') await removeCopies();
        throw error;
      }
      isKnown = false;
      const outcome = await this.#findOutcome(() => verify(renew));
      if (outcome === undefined) throw error;
      if (outcome === 'unknown') {
        throw rephrase(
          error,
          cause => cause,
          t(
            'The service still shows the earlier state. Refresh and check before you try again. It is checked again in two minutes.',
          ),
        );
      }
      isKnown = true;
    } finally {
      this.deps.onWritten?.();
      if (isKnown && isFinished()) await this.#removeRecord(pendingWrite);
      else this.deps.onPending();
    }
    if (does === 'delete') this.noteDeleted(key);
  }

  /** Keeps copies of what is replaced or deleted, without secrets; that of the resource itself is the last. */
  async #keepCopies(
    { key, title, before, options }: WriteToSend,
    sent: string | undefined,
  ): Promise<readonly KeptVersion[]> {
    const { history, profile } = this.deps;
    const copies: KeptVersion[] = [];
    const keep = async (of: VersionKey, body: string) => {
      copies.push(await history.add(profile, of, title, toDocumentText(body), sent));
    };
    for (const [option, body] of options ?? []) await keep({ ...key, option }, body);
    if (before !== undefined) await keep(key, before);
    return copies;
  }

  /**
   * Whether a text that was read may be out of date: a write of this machine replaced it less than ten minutes ago, and it is not
   * what the last one sent.
   * @param text without secrets
   */
  async mayBeOutOfDate(key: VersionKey, text: string): Promise<boolean> {
    return isOutOfDate(await recentVersions(this.deps, key), text);
  }

  /** The members that writes of this machine changed in a version that was read, and that the service does not show yet. */
  async unshownMembers(key: VersionKey, text: string): Promise<readonly string[]> {
    return unshownMembers(await recentVersions(this.deps, key), text);
  }

  /** A read has shown the last change of a resource, or something later. Never rejects. */
  async noteShown(key: VersionKey): Promise<void> {
    for (const owner of ownersOf(this.deps)) await this.deps.history.noteShown(owner, key, maxLag);
  }

  /**
   * Rejects with a `changedMeanwhile` problem if a body that was read does not show a change of this machine yet, and the one to
   * send would undo that change.
   * @param next undefined for a deletion: no copy would have that change
   */
  async assertUndoesNothing(
    key: VersionKey,
    title: string,
    read: string,
    next: string | undefined,
  ): Promise<void> {
    const recent = await recentVersions(this.deps, key);
    if (!recent.some(({ isUnshown }) => isUnshown)) return;
    const shown = toDocumentText(read);
    const wanted = next === undefined ? undefined : toDocumentText(next);
    if (!isOutOfDate(recent, shown)) await this.noteShown(key);
    else if (wouldUndo(recent, shown, wanted)) throw outOfDateProblem(title);
  }

  /** Whether a window of this machine is writing this: what a read shows now may be rolled back. */
  async isBeingWritten(key: VersionKey): Promise<boolean> {
    const { pendingWrites, profile } = this.deps;
    return (await pendingWrites.all()).some(
      each => isWriteOf({ ...key, customerId: profile.customerId }, each) && !hasEnded(this.deps, each),
    );
  }

  /** Whether a text that was read may be out of date, or be rolled back. @param text without secrets */
  async mayStillChange(key: VersionKey, text: string): Promise<boolean> {
    return (await this.mayBeOutOfDate(key, text)) || this.isBeingWritten(key);
  }

  /** Keeps a copy of what a roll-back replaced: reads may show it for a while, too. Never rejects. */
  async keepRolledBack(key: VersionKey, title: string, body: string, restored: string): Promise<void> {
    const { history, profile, warn } = this.deps;
    const [text, sent] = [toDocumentText(body), toDocumentText(restored)];
    await history.add(profile, key, title, text, sent).catch((error: unknown) => {
      warn('A copy of what was rolled back could not be saved', error);
    });
  }

  async #removeRecord(pendingWrite: PendingWrite): Promise<void> {
    await this.deps.pendingWrites.remove(pendingWrite).catch((error: unknown) => {
      this.deps.warn('The record of a write could not be removed', error);
    });
  }

  /** `pollUntilClear` with the delay of this journal. */
  untilClear<T>(
    check: () => Promise<T>,
    isClear: (found: T) => boolean,
    isFinal?: (error: unknown) => boolean,
  ): Promise<T> {
    return pollUntilClear(this.deps.delay, check, isClear, isFinal);
  }

  /** Undefined if the service could not be reached. */
  async #findOutcome(verify: () => Promise<WriteOutcome>): Promise<WriteOutcome | undefined> {
    try {
      return await this.untilClear(verify, outcome => outcome !== 'unknown');
    } catch (error) {
      this.deps.warn('The outcome of a write could not be read', error);
      return undefined;
    }
  }
}

/** Whether a write that failed may have been executed. */
export function isOutcomeUnknown(error: unknown): error is Problem {
  return isProblem(error) && error.facts.isOutcomeUnknown === true;
}
