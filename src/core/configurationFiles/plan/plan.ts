import { t } from '../../common/l10n';
import { fixedMemberOf, validateResource } from '../../resourceRules/validateResource';
import {
  type ConfigurationSnapshot,
  type OptionName,
  optionNames,
} from '../../resources/configurationSnapshot';
import { type Resource, resourceKey, type ResourceKind, resourceKinds } from '../../resources/resource';
import type { ConfigurationFile, ConfigurationFolder, FolderIssue } from '../configurationFolder';
import { checkIdentity } from '../folderIdentity';
import { type FileMatch, type Matches, matchFiles } from '../matchFiles';
import { isCertainlySame } from '../quickComparison';
import { secretIssues } from '../resolveMarkers';
import { optionMember, type ResourceVersion, versionOf } from '../resourceVersion';
import { findMemberChanges, wouldUndo } from '../text/memberChanges';
import { readWanted, wantedMembers, type WantedVersion } from '../wantedVersion';
import { refuseCircles } from './creationOrder';
import { PlanAccess } from './planAccess';
import type { PlanEntry } from './planEntry';

/** The differences of a folder and a service. */
export interface Plan {
  /** Sorted by kind, then address. */
  readonly entries: readonly PlanEntry[];
  /** Kinds without any file, whose resources are not compared. */
  readonly unmanagedKinds: readonly ResourceKind[];
  readonly issues: readonly FolderIssue[];
  readonly ids: ReadonlyMap<string, string>;
  /** How many resources were read. */
  readonly resourceCount: number;
  readonly files: ReadonlyMap<string, ConfigurationFile>;
  readonly snapshot: ConfigurationSnapshot;
  readonly ownClientId: string | undefined;
}

export interface PlanOptions {
  /** What each resource was at the last pull or apply, by `resourceKey`. It only explains differences. */
  readonly bases?: ReadonlyMap<string, ResourceVersion> | undefined;
  /** The client of the profile. */
  readonly ownClientId?: string | undefined;
  /** Whether resources whose files were deleted are to be deleted. */
  readonly mayDelete?: boolean | undefined;
  /** Addresses whose files count although the service was changed since the last pull. */
  readonly overwrite?: ReadonlySet<string> | undefined;
}

/**
 * Compares a folder with a service. Sends nothing and changes nothing. Throws a `Problem` of kind `invalidInput` if the files
 * belong to another customer.
 */
export function createPlan(
  folder: ConfigurationFolder,
  snapshot: ConfigurationSnapshot,
  options: PlanOptions = {},
): Plan {
  checkIdentity(folder.identity, snapshot);
  return new Planner(folder, snapshot, options).plan();
}

class Planner {
  readonly #matches: Matches;
  readonly #creatable: ReadonlySet<string>;
  readonly #access: PlanAccess;

  constructor(
    private readonly folder: ConfigurationFolder,
    private readonly snapshot: ConfigurationSnapshot,
    private readonly options: PlanOptions,
  ) {
    this.#matches = matchFiles(folder, snapshot);
    this.#creatable = new Set(
      Array.from(this.#matches.files)
        .filter(([address, match]) => match.is === 'new' && folder.files.get(address)?.issue === undefined)
        .map(([address]) => address),
    );
    this.#access = new PlanAccess(folder.files, snapshot, options.ownClientId);
  }

  plan(): Plan {
    const { folder, snapshot } = this;
    const entries = Array.from(folder.files.values(), file => this.#fileEntry(file));
    const managed = new Set(Array.from(folder.files.values(), ({ kind }) => kind));
    for (const { resource, address } of this.#matches.others) {
      if (managed.has(resource.kind)) entries.push(this.#otherEntry(resource, address));
    }
    const all = [...entries, ...this.#unreadEntries(entries)];
    return {
      entries: refuseCircles(all).sort(byAddress),
      unmanagedKinds: resourceKinds.filter(kind => !managed.has(kind)),
      issues: folder.issues,
      ids: this.#matches.ids,
      resourceCount: snapshot.resources.length,
      files: folder.files,
      snapshot,
      ownClientId: this.options.ownClientId,
    };
  }

  #fileEntry(file: ConfigurationFile): PlanEntry {
    const match = this.#matches.files.get(file.address) ?? { is: 'new' };
    const resource = match.is === 'resource' ? match.resource : undefined;
    const entry = this.#entry(file, resource, match);
    if (file.issue !== undefined) return { ...entry, result: 'invalid', messages: [file.issue] };
    switch (match.is) {
      case 'resource':
      case 'new':
        return this.#compare(file, resource, entry);
      default:
        return { ...entry, result: match.is, messages: [match.message] };
    }
  }

  #entry(
    file: Pick<ConfigurationFile, 'address' | 'kind' | 'title'>,
    resource: Resource | undefined,
    match?: FileMatch,
  ): PlanEntry {
    const id = resource?.id ?? (match && 'id' in match ? match.id : undefined);
    const isOwn = id !== undefined && this.#access.isOwn(file.kind, id);
    return {
      result: 'same',
      ...{ address: file.address, kind: file.kind, id, title: file.title || (resource?.title ?? '') },
      ...{ changes: [], messages: [], unreadOptions: [], references: [], secretNames: [] },
      isAdopted: match?.is === 'resource' && match.isAdopted,
      ...(match?.is === 'resource' && match.renamedFrom !== undefined && { renamedFrom: match.renamedFrom }),
      grantsAccess: false,
      concernsAccess: isOwn || (resource !== undefined && this.#access.concerns(resource)),
      isOwn,
    };
  }

  /** @param resource undefined if it is to be created */
  #compare(file: ConfigurationFile, resource: Resource | undefined, entry: PlanEntry): PlanEntry {
    const { kind, address, members } = file;
    const options = resource && this.snapshot.loginPolicyOptions.get(resource.id);
    if (resource && isCertainlySame(file, resource, options, this.#matches.ids)) return entry;
    const current = resource && versionOf(resource, options);
    const wanted = this.#wanted(file, current);
    const changes = findMemberChanges(kind, current ?? nothing, wanted);
    const isUnread = (name: OptionName) =>
      options?.[name] === undefined && members && Object.hasOwn(members, optionMember(name));
    const found = {
      ...{
        ...entry,
        grantsAccess: this.#access.isGrantedBy(kind, wanted, current),
        changes,
        unreadOptions: resource ? optionNames.filter(isUnread) : [],
      },
      ...{ references: [...wanted.addresses], secretNames: wanted.secretNames },
      messages: wanted.notes.map(({ message }) => message),
    };
    if (current && changes.length === 0 && wanted.issues.length === 0) return found;
    const change = current ? this.#withSides(found, file, current) : found;
    const { fixed, errors: others } = validate(kind, wanted, current, resource?.id);
    const errors = others.length > 0 || !resource ? others : secretIssues(wanted, resource.body, options);
    if (errors.length > 0) return { ...change, result: 'invalid', messages: errors };
    if (!current) return { ...change, result: 'create' };
    if (fixed.length > 0) return { ...change, result: 'impossible', messages: fixed };
    const isConflict = change.changedOn === 'service' || change.changedOn === 'both';
    if (!isConflict || this.options.overwrite?.has(address) === true) return { ...change, result: 'change' };
    return { ...change, result: 'conflict', messages: [conflictMessage(change.changedOn)] };
  }

  #otherEntry(resource: Resource, address: string | undefined): PlanEntry {
    const { kind, title } = resource;
    const entry = this.#entry({ address: address ?? resourceKey(resource), kind, title }, resource);
    if (address === undefined) return { ...entry, result: 'unmanaged' };
    const { mayDelete, overwrite } = this.options;
    if (overwrite?.has(address) !== true && this.#isChangedThere(resource)) {
      const message = t(
        'Its file was deleted here, but it was changed on the service since the last pull. Write the file again, or delete this one alone.',
      );
      const result = mayDelete === true ? 'conflict' : 'unmanaged';
      return { ...entry, result, changedOn: 'both', messages: [message] };
    }
    return { ...entry, result: mayDelete === true ? 'delete' : 'unmanaged' };
  }

  #isChangedThere(resource: Resource): boolean {
    const base = this.options.bases?.get(resourceKey(resource));
    const current = versionOf(resource, this.snapshot.loginPolicyOptions.get(resource.id));
    return base !== undefined && findMemberChanges(resource.kind, base, current).length > 0;
  }

  /** What could not be read and has no file. */
  #unreadEntries(known: readonly PlanEntry[]): readonly PlanEntry[] {
    const listed = new Set(known.map(({ kind, id }) => (id === undefined ? '' : resourceKey({ kind, id }))));
    return this.snapshot.unread.flatMap(({ kind, entry: part, part: option, reason }): PlanEntry[] => {
      if (option !== undefined || (part && listed.has(resourceKey(part)))) return [];
      const address = part ? resourceKey(part) : kind;
      const entry = this.#entry({ address, kind, title: part?.title ?? '' }, undefined);
      return [{ ...entry, id: part?.id, result: 'unread', messages: [reason] }];
    });
  }

  /** Where it was changed since the last pull. */
  #withSides(entry: PlanEntry, file: ConfigurationFile, current: ResourceVersion): PlanEntry {
    const { kind, id = '' } = entry;
    const base = this.options.bases?.get(resourceKey({ kind, id }));
    if (!base) return entry;
    // Options that were not known at the last pull count as changed here.
    const differing = entry.changes.map(({ name }) => name);
    if (!wouldUndo(kind, base, current, differing)) return { ...entry, changedOn: 'files' };
    const isHere = findMemberChanges(file.kind, base, this.#wanted(file, base)).length > 0;
    return { ...entry, changedOn: isHere ? 'both' : 'service' };
  }

  #wanted(file: ConfigurationFile, current: ResourceVersion | undefined): WantedVersion {
    return readWanted(file, { ids: this.#matches.ids, creatable: this.#creatable, current });
  }
}

/** What a new resource is compared with. */
const nothing: ResourceVersion = {
  document: '{}',
  options: { pushClaims: 'null', allowedResponseTypes: 'null' },
};

/** Errors of a file, and among them those about members that the service never changes. */
function validate(
  kind: ResourceKind,
  wanted: WantedVersion,
  version: ResourceVersion | undefined,
  id: string | undefined,
): { readonly errors: readonly string[]; readonly fixed: readonly string[] } {
  const members = wantedMembers(wanted);
  const current = version && wantedMembers(version);
  const issues = validateResource(kind, members, current, id).filter(({ severity }) => severity === 'error');
  const fixedMember = fixedMemberOf(kind) ?? '';
  const isFixed = ({ path }: (typeof issues)[number]) =>
    path.length === 1 &&
    path[0] === fixedMember &&
    current?.[fixedMember] !== undefined &&
    members[fixedMember] !== undefined;
  return {
    errors: [
      ...wanted.issues.map(({ message }) => message),
      ...issues.filter(issue => !isFixed(issue)).map(({ message }) => message),
    ],
    fixed: issues.some(isFixed)
      ? [
          t(
            '{0} of an existing policy or client cannot be changed. Take the value of the service, or create a new policy or client in a new file.',
            fixedMember,
          ),
        ]
      : [],
  };
}

function conflictMessage(changedOn: PlanEntry['changedOn']): string {
  return changedOn === 'both'
    ? t(
        'Changed in the file and on the service since the last pull. Compare the two, and pull or apply this file alone.',
      )
    : t(
        'Changed on the service since the last pull. Pull to take the change, or apply this file to undo it.',
      );
}

function byAddress(one: PlanEntry, other: PlanEntry): number {
  const order = (entry: PlanEntry) => resourceKinds.indexOf(entry.kind);
  return order(one) - order(other) || (one.address < other.address ? -1 : 1);
}
