import { oneInWords, type Resource, type ResourceKey } from '../../core/configuration';
import { jsonObject, parseJson } from '../../core/json';
import { checkDepth } from '../../core/jsonTree';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { Problem } from '../../core/problem';
import { type Reset, resets } from '../../core/resets';
import { type ResourceIssue, resourceIssues } from '../../core/resourceRules';
import { repeatedMember, saysTheSame, sentText, shownText } from '../../core/resourceText';
import type { Guard } from './guard';
import type { Holdings } from './holdings';

/** A change as it would be sent, with all that a person should know of it before. */
export interface Change {
  readonly key: ResourceKey;
  /** The resource as the service has it now. */
  readonly now: Resource;
  /** What is sent: the text, with the secrets in their places. */
  readonly body: string;
  readonly resets: readonly Reset[];
  readonly warnings: readonly ResourceIssue[];
  readonly verdict: Verdict;
}

/** Somebody else changed the resource since editing began: what it is now, as it may be shown. */
export interface ChangedMeanwhile {
  readonly base: string;
  readonly theirs: string;
}

export function isChangedMeanwhile(found: Change | ChangedMeanwhile): found is ChangedMeanwhile {
  return 'theirs' in found;
}

/**
 * Looks at an edited text before anything is sent: reads the resource again, puts the secrets back, holds the text
 * against the rules and against the configuration access. `base` is what was shown when editing began. Undefined where there is nothing
 * to send. Rejects with a `Problem`: `invalidInput`, `gone`, or what reading rejects with.
 */
export async function prepareChange(
  holdings: Pick<Holdings, 'read'>,
  guard: Pick<Guard, 'judge'>,
  key: ResourceKey,
  { edited, base }: { readonly edited: string; readonly base: string },
  signal?: AbortSignal,
): Promise<Change | ChangedMeanwhile | undefined> {
  membersOf(edited);
  const now = await holdings.read(key, signal);
  const theirs = shownText(now.body);
  if (!saysTheSame(theirs, base)) return { base, theirs };
  const body = sentText(edited, now.body);
  if (saysTheSame(body, now.body)) return undefined;
  const members = membersOf(body);
  const warnings = checkedIssues(key, members, now);
  // Shown to a person, so told from what may be shown: what is left out may hold a secret.
  const left = resets(key.kind, jsonObject(parseJson(theirs)) ?? {}, members);
  const verdict = await guard.judge({ does: 'replace', key, members }, now, signal);
  return { key, now, body, resets: left, warnings, verdict };
}

/** As many mistakes as a message tells; the editor points out the others. */
const mostTold = 5;

/** The warnings about a body; what is wrong with it is a `Problem` of kind `invalidInput`, in one. */
export function checkedIssues(
  { kind }: Pick<ResourceKey, 'kind'>,
  members: Readonly<Record<string, unknown>>,
  now?: Resource,
): readonly ResourceIssue[] {
  const issues = resourceIssues(kind, members, now?.members, now?.id);
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return issues;
  const told = errors.slice(0, mostTold).map(({ message }) => message);
  const others = errors.length - told.length;
  if (others > 0) told.push(t('And {0} more.', others));
  throw new Problem(
    'invalidInput',
    t('Nothing was sent. {0}', told.join(' ')),
    t('Correct it and save again.'),
  );
}

/**
 * The members of a text of JSON. Throws a `Problem` of kind `invalidInput` where it is no object, is nested too deep, or where a member is
 * there twice: which one counts is for the service to say, and what was checked may be the other.
 */
export function membersOf(text: string): Readonly<Record<string, unknown>> {
  checkDepth(text);
  const members = jsonObject(parseJson(text));
  const repeated = members && repeatedMember(text);
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
export function checkVerdict(verdict: Verdict, typed: string | undefined, key: ResourceKey): void {
  if (verdict.is === 'free') return;
  if (verdict.is === 'refused') {
    throw new Problem('lockOut', verdict.why, t('Nothing was sent.'), `${oneInWords(key.kind)} ${key.id}`);
  }
  if (typed !== undefined && isTyped(typed, verdict.title, key)) return;
  throw new Problem(
    'needsTyping',
    verdict.why,
    t('Nothing was sent. To continue, type the title: {0}', verdict.title),
  );
}

/** Whether what was typed is the title, or the id: nobody types a title of 5,000 characters. */
export function isTyped(typed: string, title: string, { id }: ResourceKey): boolean {
  const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim();
  return typed.trim() === id || (plain(typed) !== '' && plain(typed) === plain(title));
}

/**
 * Whether a write may go on, by the verdict of now and the one that a person saw: what they were not told of, they did not
 * type a title for. Throws as `checkVerdict`.
 */
export function checkAgain(now: Verdict, told: Verdict, key: ResourceKey): void {
  const isTold = now.is === 'typed' && told.is === 'typed' && told.why === now.why;
  if (!isTold) checkVerdict(now, undefined, key);
}
