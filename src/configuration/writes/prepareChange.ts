import type { ConfigurationApi } from '../../api/configuration/configurationApi';
import { t } from '../../core/common/l10n';
import { isProblem, Problem, rephrase } from '../../core/common/problem';
import { parseJsonObject } from '../../core/json/json';
import { checkDepth } from '../../core/json/jsonTree';
import type { LockoutCheck, ResourceWrite } from '../../core/resourceRules/lockoutRules';
import { type OmittedMember, omittedMembers } from '../../core/resourceRules/omittedMembers';
import { type ResourceIssue, validateResource } from '../../core/resourceRules/validateResource';
import { assertNoDuplicates } from '../../core/resources/duplicateMembers';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import { singularLabel, type Resource, type ResourceKey } from '../../core/resources/resource';
import { toRequestBody, toDocumentText } from '../../core/resources/resourceText';
import { isTyped, textToType } from '../../core/resources/typedTitle';
import type { LockoutGuard } from '../lockoutGuard';
import type { ResourceCache } from '../resourceCache';

/** A change that is ready to be sent, with everything that the user should see before. */
export interface PreparedChange {
  readonly key: ResourceKey;
  /** The resource as the service has it now. */
  readonly current: Resource;
  /** The body to send, with the secrets in place of the placeholders. */
  readonly body: string;
  readonly omittedMembers: readonly OmittedMember[];
  readonly warnings: readonly ResourceIssue[];
  readonly lockoutCheck: LockoutCheck;
}

/** Somebody else changed the resource since editing began. Both texts are without secrets. */
export interface Conflict {
  readonly base: string;
  readonly theirs: string;
}

export function isConflict(found: PreparedChange | Conflict): found is Conflict {
  return 'theirs' in found;
}

interface Edit {
  readonly edited: string;
  /** The text that was shown when editing began. */
  readonly base: string;
  readonly confirmed?: LockoutCheck | undefined;
}

/**
 * Prepares an edited text for sending: reads the resource again, restores the secrets, validates the text, and checks
 * that configuration access remains. `base` is the text that was shown when editing began. Resolves with undefined if
 * nothing changed. Rejects with a `Problem`: `invalidInput`, `gone`, or the error of a read.
 * @param edit.confirmed the check that the user confirmed, if this change was prepared before: access is proved again right
 * before it is sent, and not now, unless there was none
 */
export async function prepareChange(
  resourceCache: Pick<ResourceCache, 'read'>,
  guard: Pick<LockoutGuard, 'begin' | 'check'>,
  key: ResourceKey,
  { edited, base, confirmed }: Edit,
  signal?: AbortSignal,
): Promise<PreparedChange | Conflict | undefined> {
  const write = { does: 'replace', key, members: parseMembers(edited) } as const;
  const known = confirmed && !isWithoutAccess(confirmed) ? confirmed : undefined;
  // While the resource is read: most often it is still as it was when editing began.
  const expected = { members: parseJsonObject(base) ?? {} };
  const begun =
    known || isEquivalentJson(edited, base)
      ? undefined
      : guard.begin(write, expected, policy => resourceCache.read(policy, signal), signal);
  const current = await resourceCache.read(key, signal);
  const theirs = toDocumentText(current.body);
  if (!isEquivalentJson(theirs, base)) return { base, theirs };
  const body = toRequestBody(edited, current.body);
  if (isEquivalentJson(body, current.body)) return undefined;
  const members = parseMembers(body);
  const warnings = validateMembers(key, members, current);
  // Compared with the text without secrets, because the user sees the values.
  const omitted = omittedMembers(key.kind, parseJsonObject(theirs) ?? {}, members);
  const lockoutCheck = known ?? (await guard.check({ ...write, members }, current, signal, begun));
  return { key, current, body, omittedMembers: omitted, warnings, lockoutCheck };
}

/**
 * Prepares a change and has it confirmed. Where a title is typed, it is prepared again afterwards: that may have taken long,
 * and the resource is not read again before the change is sent. Rejects with a `Problem` as `prepareChange`, `confirm` and
 * `checkAgain`.
 */
export async function prepareConfirmed(
  prepare: (confirmed?: LockoutCheck) => Promise<PreparedChange | Conflict | undefined>,
  confirm: (change: PreparedChange) => Promise<void>,
): Promise<PreparedChange | Conflict | undefined> {
  const change = await prepare();
  if (!change || isConflict(change)) return change;
  await confirm(change);
  if (change.lockoutCheck.kind !== 'confirm') return change;
  const again = await prepare(change.lockoutCheck);
  if (again && !isConflict(again)) checkAgain(again.lockoutCheck, change.lockoutCheck, change.key);
  return again;
}

/** The maximum number of errors in a message; the editor shows the others. */
const maxListed = 5;

/** Returns the warnings about a body. Throws a `Problem` of kind `invalidInput` with all errors. */
export function validateMembers(
  { kind }: Pick<ResourceKey, 'kind'>,
  members: Readonly<Record<string, unknown>>,
  current?: Resource,
): readonly ResourceIssue[] {
  const issues = validateResource(kind, members, current?.members, current?.id);
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return issues;
  const listed = errors.slice(0, maxListed).map(({ message }) => message);
  const others = errors.length - listed.length;
  if (others > 0) listed.push(t('And {0} more.', others));
  throw new Problem(
    'invalidInput',
    t('Nothing was sent. {0}', listed.join(' ')),
    t('Correct it, then apply it again.'),
  );
}

/**
 * The members of a JSON object. Throws a `Problem` of kind `invalidInput` if the text is not an object, is nested too
 * deeply, or contains a member twice.
 */
export function parseMembers(text: string): Readonly<Record<string, unknown>> {
  checkDepth(text);
  const members = parseJsonObject(text);
  if (members) {
    assertNoDuplicates(text);
    return members;
  }
  throw new Problem(
    'invalidInput',
    t('Nothing was sent: this is not a JSON object.'),
    t('Correct the underlined text, or undo your changes.'),
  );
}

/** Throws a `Problem` of kind `lockOut` if a write is refused. */
export function assertNotBlocked(
  lockoutCheck: LockoutCheck,
  { kind, id }: ResourceKey,
): asserts lockoutCheck is Exclude<LockoutCheck, { readonly kind: 'blocked' }> {
  if (lockoutCheck.kind === 'blocked')
    throw new Problem('lockOut', lockoutCheck.why, t('Nothing was sent.'), `${singularLabel(kind)} ${id}`);
}

/** Throws a `Problem` if a write is refused (`lockOut`), or needs a title that was not typed (`needsTyping`). */
export function assertAllowed(lockoutCheck: LockoutCheck, typed: string | undefined, key: ResourceKey): void {
  assertNotBlocked(lockoutCheck, key);
  if (lockoutCheck.kind === 'allowed') return;
  const named = { id: key.id, title: lockoutCheck.title };
  if (typed !== undefined && isTyped(typed, named)) return;
  throw new Problem(
    'needsTyping',
    lockoutCheck.why,
    t('Nothing was sent. To continue, type the title: {0}', textToType(named)),
  );
}

/** Whether there was no access before, so that none is proved right before the write is sent. */
export function isWithoutAccess(lockoutCheck: LockoutCheck): boolean {
  return lockoutCheck.kind === 'confirm' && lockoutCheck.isWithoutAccess === true;
}

/**
 * Throws as `assertAllowed`, unless the user already confirmed the same reason: a typed title counts only for the reason
 * that was shown.
 */
export function checkAgain(now: LockoutCheck, confirmed: LockoutCheck, key: ResourceKey): void {
  const isSame = now.kind === 'confirm' && confirmed.kind === 'confirm' && confirmed.why === now.why;
  if (!isSame) assertAllowed(now, undefined, key);
}

/**
 * For `WriteJournal.write`: checks again what access remains after a write that may take some. Rejects as `checkAgain`.
 * @param current the resource as the service has it
 */
export function accessCheck(
  guard: Pick<LockoutGuard, 'check'>,
  write: ResourceWrite,
  current: Resource,
  confirmed: LockoutCheck,
): () => Promise<void> {
  return async () => {
    checkAgain(await guard.check(write, current), confirmed, write.key);
  };
}

interface AccessCheckWithToken {
  readonly checkAccess: () => Promise<void>;
  /** The write was answered, or its answer was lost: from now on, other tokens may be used. */
  readonly noteSent: () => void;
  readonly release: () => void;
}

/**
 * As `accessCheck`, and keeps a token until `release` is called: somebody else may remove the other access at the same time, and
 * the token can create or restore access then. `checkAccess` also rejects with a `Problem` of kind `lockOut` if there is no such
 * token, and as a token request if this profile gets none for the write itself.
 */
export function accessCheckWithToken(
  {
    guard,
    resourceCache,
  }: {
    readonly guard: Pick<LockoutGuard, 'checkForToken'>;
    readonly resourceCache: { readonly api: Pick<ConfigurationApi, 'ensureToken'> };
  },
  write: ResourceWrite,
  current: Resource,
  confirmed: LockoutCheck,
): AccessCheckWithToken {
  let release: (() => void) | undefined;
  let isSent = false;
  return {
    checkAccess: async () => {
      const { check, ownScope, holdToken } = await guard.checkForToken(write, current);
      checkAgain(check, confirmed, write.key);
      // What is kept is used for the write, too, and may be a token of another profile: a profile that may only read stays one.
      if (ownScope !== undefined) await resourceCache.api.ensureToken(ownScope);
      try {
        release = holdToken(() => !isSent);
      } catch (error) {
        throw isProblem(error) ? noRecoveryTokenProblem(error) : error;
      }
    },
    noteSent: () => {
      isSent = true;
    },
    release: () => release?.(),
  };
}

function noRecoveryTokenProblem(error: Problem): Problem {
  return rephrase(
    error,
    cause =>
      t(
        'This change needs a second token, which could create new configuration access if the last one is lost. None could be requested. {0}',
        cause,
      ),
    t('Nothing was sent. Try again.'),
    'lockOut',
  );
}
