import { jsonObject, parseJson } from '../../core/common/json';
import { checkDepth } from '../../core/common/jsonTree';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { LockoutCheck } from '../../core/resourceRules/lockoutRules';
import { type OmittedMember, omittedMembers } from '../../core/resourceRules/omittedMembers';
import { type ResourceIssue, validateResource } from '../../core/resourceRules/validateResource';
import { singularLabel, type Resource, type ResourceKey } from '../../core/resources/resource';
import {
  findDuplicateMember,
  isEquivalentJson,
  toRequestBody,
  toDocumentText,
} from '../../core/resources/resourceText';
import type { LockoutGuard } from '../lockoutGuard';
import type { ResourceCache } from '../resourceCache';

/** A change as it would be sent, with all that a person should know of it before. */
export interface PreparedChange {
  readonly key: ResourceKey;
  /** The resource as the service has it now. */
  readonly current: Resource;
  /** What is sent: the text, with the secrets in their places. */
  readonly body: string;
  readonly omittedMembers: readonly OmittedMember[];
  readonly warnings: readonly ResourceIssue[];
  readonly lockoutCheck: LockoutCheck;
}

/** Somebody else changed the resource since editing began: what it is now, as it may be shown. */
export interface Conflict {
  readonly base: string;
  readonly theirs: string;
}

export function isConflict(found: PreparedChange | Conflict): found is Conflict {
  return 'theirs' in found;
}

/**
 * Looks at an edited text before anything is sent: reads the resource again, puts the secrets back, holds the text
 * against the rules and against the configuration access. `base` is what was shown when editing began. Undefined where there is nothing
 * to send. Rejects with a `Problem`: `invalidInput`, `gone`, or what reading rejects with.
 */
export async function prepareChange(
  resourceCache: Pick<ResourceCache, 'read'>,
  guard: Pick<LockoutGuard, 'check'>,
  key: ResourceKey,
  { edited, base }: { readonly edited: string; readonly base: string },
  signal?: AbortSignal,
): Promise<PreparedChange | Conflict | undefined> {
  parseMembers(edited);
  const current = await resourceCache.read(key, signal);
  const theirs = toDocumentText(current.body);
  if (!isEquivalentJson(theirs, base)) return { base, theirs };
  const body = toRequestBody(edited, current.body);
  if (isEquivalentJson(body, current.body)) return undefined;
  const members = parseMembers(body);
  const warnings = validateMembers(key, members, current);
  // Shown to a person, so told from what may be shown: what is left out may hold a secret.
  const left = omittedMembers(key.kind, jsonObject(parseJson(theirs)) ?? {}, members);
  const lockoutCheck = await guard.check({ does: 'replace', key, members }, current, signal);
  return { key, current, body, omittedMembers: left, warnings, lockoutCheck };
}

/** As many mistakes as a message tells; the editor points out the others. */
const maxListed = 5;

/** The warnings about a body; what is wrong with it is a `Problem` of kind `invalidInput`, in one. */
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
    t('Correct it and save again.'),
  );
}

/**
 * The members of a text of JSON. Throws a `Problem` of kind `invalidInput` where it is no object, is nested too deep, or where a member is
 * there twice: which one counts is for the service to say, and what was checked may be the other.
 */
export function parseMembers(text: string): Readonly<Record<string, unknown>> {
  checkDepth(text);
  const members = jsonObject(parseJson(text));
  const repeated = members && findDuplicateMember(text);
  if (repeated !== undefined) {
    throw new Problem(
      'invalidInput',
      t('Nothing was sent: {0} is there twice.', repeated),
      t('Leave one of them.'),
    );
  }
  if (members) return members;
  throw new Problem(
    'invalidInput',
    t('Nothing was sent: this is not a JSON object.'),
    t('Correct what is underlined, or undo.'),
  );
}

/** Whether a write may go on: throws a `Problem` where it is refused, or where a title has to be typed and was not. */
export function assertAllowed(lockoutCheck: LockoutCheck, typed: string | undefined, key: ResourceKey): void {
  if (lockoutCheck.kind === 'allowed') return;
  if (lockoutCheck.kind === 'blocked') {
    throw new Problem(
      'lockOut',
      lockoutCheck.why,
      t('Nothing was sent.'),
      `${singularLabel(key.kind)} ${key.id}`,
    );
  }
  if (typed !== undefined && isTitleOrId(typed, lockoutCheck.title, key)) return;
  throw new Problem(
    'needsTyping',
    lockoutCheck.why,
    t('Nothing was sent. To continue, type the title: {0}', lockoutCheck.title),
  );
}

/** Whether what was typed is the title, or the id: nobody types a title of 5,000 characters. */
export function isTitleOrId(typed: string, title: string, { id }: ResourceKey): boolean {
  const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return typed.trim() === id || (plain(typed) !== '' && plain(typed) === plain(title));
}

/**
 * Whether a write may go on, by the verdict of now and the one that a person saw: what they were not told of, they did not
 * type a title for. Throws as `checkVerdict`.
 */
export function checkAgain(now: LockoutCheck, told: LockoutCheck, key: ResourceKey): void {
  const isTold = now.kind === 'confirm' && told.kind === 'confirm' && told.why === now.why;
  if (!isTold) assertAllowed(now, undefined, key);
}
