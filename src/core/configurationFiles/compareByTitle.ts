// Compares the configurations of two customers by kind and title.
import { t } from '../common/l10n';
import type { ConfigurationSnapshot, UnreadPart } from '../resources/configurationSnapshot';
import { displayTitle } from '../resources/displayTitle';
import { resourceKey, type ResourceKind, resourceKinds } from '../resources/resource';
import { addressesById } from './addressReferences';
import { type ConfigurationFile, type ConfigurationFolder, readFolder } from './configurationFolder';
import { matchFiles, type Matches, titleKey, UnreadResources } from './matchFiles';
import { describeChange, textOfLines } from './plan/planText';
import { planPull } from './pull';
import { isCertainlySame } from './quickComparison';
import { versionOf } from './resourceVersion';
import { findMemberChanges, type MemberChange } from './text/memberChanges';
import { readWanted } from './wantedVersion';

/** Members that are expected to differ between environments. */
export const environmentMembers: ReadonlySet<string> = new Set([
  'redirectURIs',
  'loginURL',
  'identityStoreDetails',
]);

/** How two configurations compare in one resource. `onlyOne`, `onlyOther`: the other side does not have it. */
export interface ComparedResource {
  readonly result: 'same' | 'differs' | 'onlyOne' | 'onlyOther' | 'ambiguous' | 'invalid' | 'unread';
  /** Of the file; of a file for it, if it is only on the other side. */
  readonly address: string;
  readonly kind: ResourceKind;
  readonly title: string;
  /** `now` is the value of the other side, `wanted` that of the first. */
  readonly changes: readonly MemberChange[];
  /** Differences that are expected. They do not make a resource differ. */
  readonly environment: readonly MemberChange[];
  readonly messages: readonly string[];
}

/** A service as a folder, to be compared with another service. */
export function folderOfSnapshot(snapshot: ConfigurationSnapshot): ConfigurationFolder {
  const empty = readFolder(new Map());
  return readFolder(planPull(empty, snapshot, { bases: new Map() }).writes);
}

/**
 * Compares two configurations by kind and exact title: IDs differ between customers. References count as the same if they point
 * to resources of the same title.
 * @param unread what could not be read of the first one, if it is a service
 */
export function compareByTitle(
  one: ConfigurationFolder,
  other: ConfigurationSnapshot,
  unread: readonly UnreadPart[] = [],
): readonly ComparedResource[] {
  const matches = matchFiles({ files: one.files, ids: new Map() }, other);
  const creatable = new Set(one.files.keys());
  const compared = Array.from(one.files.values(), file => compareFile(file, other, matches, creatable));
  const listed = new Set(compared.map(({ address }) => address));
  const theirs = folderOfSnapshot(other);
  const addresses = addressesById(theirs.ids);
  const ambiguous = new Set(
    compared.flatMap(({ result, kind, title }) => (result === 'ambiguous' ? [titleKey(kind, title)] : [])),
  );
  const unreadHere = new UnreadResources(unread);
  for (const { resource } of matches.others) {
    const { kind, title } = resource;
    if (ambiguous.has(titleKey(kind, title))) continue;
    const reason = unreadHere.withTitle(kind, title)?.reason;
    const address = addresses.get(resourceKey(resource)) ?? resourceKey(resource);
    compared.push({
      ...nothingCompared,
      ...{ kind, title, address: listed.has(address) ? resourceKey(resource) : address },
      ...(reason === undefined ? { result: 'onlyOther' } : { result: 'unread', messages: [reason] }),
    });
  }
  for (const part of [...unread, ...other.unread]) {
    if (part.entry || part.part !== undefined) continue;
    const { kind, reason } = part;
    compared.push({
      ...nothingCompared,
      result: 'unread',
      kind,
      address: kind,
      title: '',
      messages: [reason],
    });
  }
  const order = ({ kind }: ComparedResource) => resourceKinds.indexOf(kind);
  return compared.sort(
    (first, second) => order(first) - order(second) || (first.address < second.address ? -1 : 1),
  );
}

const nothingCompared = { changes: [], environment: [], messages: [] } as const;

function compareFile(
  file: ConfigurationFile,
  other: ConfigurationSnapshot,
  { files, ids }: Matches,
  creatable: ReadonlySet<string>,
): ComparedResource {
  const { address, kind, title } = file;
  const found = { ...nothingCompared, address, kind, title };
  if (file.issue !== undefined) return { ...found, result: 'invalid', messages: [file.issue] };
  const match = files.get(address);
  if (match?.is === 'ambiguous' || match?.is === 'unread' || match?.is === 'invalid') {
    return { ...found, result: match.is, messages: [match.message] };
  }
  if (match?.is !== 'resource') return { ...found, result: 'onlyOne' };
  const { resource } = match;
  const options = other.loginPolicyOptions.get(resource.id);
  if (isCertainlySame(file, resource, options, ids)) return { ...found, result: 'same' };
  const current = versionOf(resource, options);
  const all = findMemberChanges(kind, current, readWanted(file, { ids, creatable, current }));
  const changes = all.filter(({ name }) => !environmentMembers.has(name));
  const environment = all.filter(({ name }) => environmentMembers.has(name));
  return { ...found, result: changes.length > 0 ? 'differs' : 'same', changes, environment };
}

/** Describes a comparison: each difference, what is different in each environment, and a summary. */
export function comparisonText(
  compared: readonly ComparedResource[],
  names: { readonly one: string; readonly other: string },
): string {
  const { one, other } = names;
  const shown = compared.filter(({ result, environment }) => result !== 'same' || environment.length > 0);
  const lines = [t('{0} ↔ {1}, compared by title. Values are shown as {1} → {0}.', one, other)];
  for (const entry of shown) {
    const { result, address, title, kind, changes, environment, messages } = entry;
    const mark = {
      same: '=',
      differs: '~',
      onlyOne: '+',
      onlyOther: '·',
      ambiguous: '✗',
      invalid: '✗',
      unread: '?',
    };
    const words = {
      ...{ same: t('the same except for its environment'), differs: t('differs') },
      ...{ onlyOne: t('only in {0}', one), onlyOther: t('only in {0}', other) },
      ...{
        ambiguous: t('unclear which policy or client this is'),
        invalid: t('cannot be read'),
        unread: t('could not be read'),
      },
    };
    const quoted = address === kind ? '' : `  “${displayTitle({ id: address, title }, 40)}”`;
    const details = [
      ...changes.map(change => describeChange({ ...change, afterPut: undefined })),
      ...environment.map(
        change => `${t('environment')}  ${describeChange({ ...change, afterPut: undefined })}`,
      ),
      ...messages,
    ];
    lines.push(`  ${mark[result]} ${address}${quoted}  ${words[result]}`);
    for (const line of details) lines.push(`      ${line}`);
  }
  const count = (...results: readonly ComparedResource['result'][]) =>
    compared.filter(({ result }) => results.includes(result)).length;
  lines.push(
    t(
      '{0} the same, {1} differ, {2} only in {3}, {4} only in {5}, {6} unclear or unread.',
      ...[count('same'), count('differs'), count('onlyOne'), one, count('onlyOther'), other],
      count('ambiguous', 'invalid', 'unread'),
    ),
  );
  return textOfLines(lines);
}
