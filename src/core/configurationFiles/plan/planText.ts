// Writes a plan as text for people.
import { longestLength } from '../../common/collections';
import { displayText, onOneLine } from '../../common/displayText';
import { t } from '../../common/l10n';
import { parseJson } from '../../json/json';
import { mayGrantConfigurationAccess } from '../../resourceRules/configurationAccess';
import { displayTitle } from '../../resources/displayTitle';
import { pluralLabel } from '../../resources/resource';
import { optionMember } from '../resourceVersion';
import type { MemberChange } from '../text/memberChanges';
import type { Plan } from './plan';
import type { PlanEntry, PlanResult } from './planEntry';
import { countAccess } from './planState';
import { needsTyping } from './planSteps';

/** The maximum length of a title, of a value and of a member's name, in characters. */
const maxTitle = 40;
const maxValue = 80;
const maxName = 80;

/** The maximum width of the column of addresses. */
const maxAddress = 44;

export interface PlanNames {
  /** The folder as people see it. */
  readonly folder: string;
  /** The name of the profile. */
  readonly profile: string;
}

/** A plan as text, and the line of each entry that is shown. Lines count from 0. */
export interface PlanText {
  readonly text: string;
  readonly lines: ReadonlyMap<string, number>;
}

/** Describes a plan: a heading, each entry that is not the same with its members, and a summary. */
export function planText(plan: Plan, names: PlanNames): PlanText {
  const lines = [
    t(
      'Files {0} ↔ service, profile “{1}”, {2} policies and clients read',
      names.folder,
      names.profile,
      plan.resourceCount,
    ),
  ];
  const places = new Map<string, number>();
  const shown = plan.entries.filter(isShown);
  const width = Math.min(maxAddress, longestLength(shown.map(({ address }) => address)));
  const titles = new Map(shown.map(entry => [entry, quotedTitle(entry)]));
  const titleWidth = longestLength([...titles.values()]);
  for (const { path, message } of plan.issues) lines.push(`  ✗ ${path}  ${message}`);
  for (const entry of shown) {
    places.set(entry.address, lines.length);
    const title = (titles.get(entry) ?? '').padEnd(titleWidth);
    lines.push(
      `  ${markOf(entry.result)} ${entry.address.padEnd(width)}  ${title}  ${describeResult(entry)}`.trimEnd(),
    );
    for (const line of detailsOf(entry)) lines.push(`      ${line}`);
  }
  for (const kind of plan.unmanagedKinds) {
    const count = plan.snapshot.resources.filter(resource => resource.kind === kind).length;
    lines.push(
      `  · ${kind}  ${t('{0}: no files here, so nothing is compared ({1} on the service)', pluralLabel(kind), count)}`,
    );
  }
  lines.push(...summarize(plan));
  return { text: textOfLines(lines), lines: places };
}

/** Names of members and files are those of others: none of them makes a line that looks like ours. */
export function textOfLines(lines: readonly string[]): string {
  return lines.map(line => `${onOneLine(line)}\n`).join('');
}

/** Whether an entry has something to show. */
export function isShown({ result, isAdopted, unreadOptions, renamedFrom, messages }: PlanEntry): boolean {
  const isNoted = isAdopted || renamedFrom !== undefined || unreadOptions.length + messages.length > 0;
  return result !== 'same' || isNoted;
}

function summarize(plan: Plan): readonly string[] {
  const { now, afterwards } = countAccess(plan);
  const sum = (...results: readonly PlanResult[]) =>
    plan.entries.filter(({ result }) => results.includes(result)).length;
  const main = t(
    '{0} to create, {1} to change, {2} to delete, {3} the same',
    sum('create'),
    sum('change'),
    sum('delete'),
    sum('same'),
  );
  const others: readonly [number, (count: number) => string][] = [
    [sum('conflict'), count => t('{0} changed on the service', count)],
    [sum('invalid', 'ambiguous', 'impossible') + plan.issues.length, count => t('{0} to correct', count)],
    [sum('gone'), count => t('{0} no longer on the service', count)],
    [sum('unread'), count => t('{0} could not be read', count)],
    [sum('unmanaged'), count => t('{0} only on the service', count)],
  ];
  const parts = others.filter(([count]) => count > 0).map(([count, describe]) => describe(count));
  return [
    t('Configuration access: {0} now, {1} afterwards.', now, afterwards),
    `${[main, ...parts].join('; ')}. ${t('Nothing was sent.')}`,
  ];
}

function markOf(result: PlanResult): string {
  return {
    ...{ same: '=', create: '+', change: '~', delete: '−', unmanaged: '·', conflict: '≠', gone: '?' },
    ...{ ambiguous: '✗', invalid: '✗', impossible: '✗', unread: '?' },
  }[result];
}

function quotedTitle({ id, address, title }: PlanEntry): string {
  return `“${displayTitle({ id: id ?? address, title }, maxTitle)}”`;
}

/** A result in words, for one line. */
function describeResult(entry: PlanEntry): string {
  const { result, changedOn, isOwn, grantsAccess } = entry;
  const words = [resultLabel(result, changedOn)];
  if (needsTyping(entry) && ['create', 'change', 'delete', 'conflict'].includes(result)) {
    if (grantsAccess) {
      words.push(t('would give configuration access: not touched unless you type its title'));
    } else if (isOwn) {
      words.push(t('configuration access of this profile: not touched unless you type its title'));
    } else words.push(t('configuration access: not touched unless you type its title'));
  }
  return words.join('; ');
}

function resultLabel(result: PlanResult, changedOn: PlanEntry['changedOn']): string {
  switch (result) {
    case 'same':
      return t('the same');
    case 'create':
      return t('would be created');
    case 'change':
      return changedOn === 'files' ? t('changed here') : t('differs');
    case 'delete':
      return t('would be deleted');
    case 'unmanaged':
      return t('only on the service: kept');
    case 'conflict':
      return changedOn === 'both'
        ? t('changed here and on the service since the last pull')
        : t('changed on the service since the last pull');
    case 'gone':
      return t('no longer on the service');
    case 'ambiguous':
      return t('unclear which policy or client this is');
    case 'invalid':
      return t('cannot be applied');
    case 'impossible':
      return t('cannot be changed');
    case 'unread':
      return t('could not be read');
  }
}

function detailsOf(entry: PlanEntry): readonly string[] {
  const { changes, messages, renamedFrom, isAdopted, unreadOptions, secretNames } = entry;
  const shown = entry.result === 'create' ? changes.filter(mayGrantAccess) : changes;
  const width = Math.min(28, longestLength(shown.map(({ name }) => name)));
  const members = shown.map(change => describeChange(change, width));
  return [
    ...(renamedFrom === undefined ? [] : [t('renamed from {0}', renamedFrom)]),
    ...(isAdopted && renamedFrom === undefined ? [t('found by its title: ids.json does not have it')] : []),
    ...members,
    ...secretNames.map(name => t('needs the secret {0}', name)),
    ...unreadOptions.map(name => t('{0} could not be read, so it was not compared', optionMember(name))),
    ...messages,
  ];
}

/** Whether a new token policy may allow to read or change the configuration: nobody should overlook that. */
function mayGrantAccess({ name, wanted }: MemberChange): boolean {
  return (
    name === 'allowedScopes' &&
    wanted !== undefined &&
    mayGrantConfigurationAccess({ allowedScopes: parseJson(wanted) })
  );
}

/** A changed member on one line. */
export function describeChange(
  { name, now, wanted, afterPut, added, removed, isReordered }: MemberChange,
  width = 0,
): string {
  const label = displayText(name, maxName).padEnd(width);
  if (afterPut !== undefined) {
    return `${label}  ${t('{0} → {1}: left out, so the service resets it', displayText(now ?? '', maxValue), afterPut)}`;
  }
  if (added && removed) {
    const entries = [...added.map(entry => `+ ${entry}`), ...removed.map(entry => `− ${entry}`)].join('  ');
    const isCut = entries.length > maxValue && added.length + removed.length > 1;
    const count = isCut ? `${t('{0} added, {1} removed', added.length, removed.length)}: ` : '';
    const order = isReordered ? `  ${t('(and in another order)')}` : '';
    return `${label}  ${count}${displayText(entries, maxValue)}${order}`;
  }
  return `${label}  ${displayText(now ?? t('none'), maxValue)} → ${displayText(wanted ?? t('none'), maxValue)}`;
}
