import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { parseJson } from '../json/json';
import { type ConfigurationSnapshot, optionNames } from '../resources/configurationSnapshot';
import { type Resource, type ResourceKey, resourceKey } from '../resources/resource';
import { toDocumentText } from '../resources/resourceText';
import { assignAddresses, filePath, parseAddress } from './address';
import { type Addresses, addressesById, withRenames } from './addressReferences';
import { type ConfigurationFile, type ConfigurationFolder, discoveryPath } from './configurationFolder';
import { checkIdentity, identityPath, identityText } from './folderIdentity';
import { type Ids, idsPath, idsText } from './idsFile';
import { type FileMatch, idKey, matchFiles } from './matchFiles';
import { isCertainlySame } from './quickComparison';
import { optionMember, type ResourceVersion, versionOf } from './resourceVersion';
import { toFileText } from './text/fileText';
import { findMemberChanges, wouldUndo } from './text/memberChanges';
import { replaceLiteralSecrets, updateFileText } from './text/updateFileText';
import { readWanted } from './wantedVersion';

/**
 * Why a file stays as it is although the service differs. `changedHere`: only the file was changed since the last pull;
 * `deletedHere`: it was deleted; `onlyHere`: the service has no such resource yet; `conflict`: file and service were changed;
 * `unknownBase`: what was pulled last is not known; `invalid`: it cannot be read, or it is unclear which policy or client it is for.
 */
export type KeptReason = 'changedHere' | 'deletedHere' | 'onlyHere' | 'conflict' | 'unknownBase' | 'invalid';

/** What Pull does with each file, by address. */
export interface PullResult {
  readonly written: readonly string[];
  readonly same: readonly string[];
  readonly kept: readonly { readonly address: string; readonly reason: KeptReason }[];
  /** Files whose resource is no longer on the service. */
  readonly gone: readonly string[];
  /** What could not be read. `kind/id` if it has no file. */
  readonly unread: readonly { readonly address: string; readonly reason: string }[];
}

export interface Pull {
  readonly result: PullResult;
  /**
   * Texts to write in this order, by path relative to the folder. `ids.json` comes last: write it only if all others were
   * written, or files that are missing will look deleted. No other file is touched, and none is deleted.
   */
  readonly writes: ReadonlyMap<string, string>;
  /** What to keep as the base of each resource, by `resourceKey`, once the files are written. */
  readonly bases: ReadonlyMap<string, ResourceVersion>;
}

export interface PullOptions {
  /** What each resource was at the last pull or apply, by `resourceKey`. Those that are missing are not known. */
  readonly bases: ReadonlyMap<string, ResourceVersion>;
  /** Addresses whose files are overwritten with what the service has, whatever was changed in them. */
  readonly overwrite?: ReadonlySet<string> | undefined;
}

/**
 * Decides what to write to a folder so that it holds what the service has. Files that were changed here are kept. Throws a
 * `Problem` of kind `invalidInput` if the folder belongs to another customer, or has files and does not say whose; and if
 * `ids.json` cannot be read: files could get the addresses of others.
 */
export function planPull(
  folder: ConfigurationFolder,
  snapshot: ConfigurationSnapshot,
  options: PullOptions,
): Pull {
  const isEmpty = folder.files.size === 0 && folder.ids.size === 0 && !folder.texts.has(identityPath);
  if (!isEmpty) checkIdentity(folder.identity, snapshot);
  const broken = folder.issues.find(({ path }) => path === idsPath);
  if (broken) throw new Problem('invalidInput', `${idsPath}: ${broken.message}`, t('Nothing was written.'));
  return new Puller(folder, snapshot, options).pull();
}

/** Tests whether a resource is not on the service, as far as that is known. */
function goneTest({ resources, unread }: ConfigurationSnapshot): (key: ResourceKey) => boolean {
  const all = [...resources, ...unread.flatMap(({ entry }) => entry ?? [])];
  const known = new Set(all.map(({ kind, id }) => idKey(kind, id)));
  const unreadKinds = new Set(unread.flatMap(({ kind, entry }) => (entry ? [] : [kind])));
  return ({ kind, id }) => !known.has(idKey(kind, id)) && !unreadKinds.has(kind);
}

class Puller {
  readonly #written: string[] = [];
  readonly #same: string[] = [];
  readonly #kept: PullResult['kept'][number][] = [];
  readonly #gone: string[] = [];
  readonly #unread: PullResult['unread'][number][] = [];
  readonly #writes = new Map<string, string>();
  readonly #bases = new Map<string, ResourceVersion>();

  constructor(
    private readonly folder: ConfigurationFolder,
    private readonly snapshot: ConfigurationSnapshot,
    private readonly options: PullOptions,
  ) {}

  pull(): Pull {
    const { folder, snapshot } = this;
    const matches = matchFiles(folder, snapshot);
    // First: a folder with files must say whose they are, even if the window is closed meanwhile.
    if (!folder.texts.has(identityPath)) this.#writes.set(identityPath, identityText(snapshot));
    const isGone = goneTest(snapshot);
    // Lines for neither a file nor a resource are dropped.
    const ids = new Map(
      [...folder.ids].filter(([address, id]) => {
        const kind = parseAddress(address)?.kind;
        return kind && (folder.files.has(address) || !isGone({ kind, id }));
      }),
    );
    /** Of all resources that are read, and of others that `ids.json` has. */
    const addresses = addressesById(folder.ids);
    /** New addresses of files that were renamed. */
    const renames = new Map<string, string>();
    for (const [address, match] of matches.files) {
      if (match.is !== 'resource') continue;
      if (match.renamedFrom !== undefined) {
        ids.delete(match.renamedFrom);
        renames.set(match.renamedFrom, address);
      }
      ids.set(address, match.resource.id);
      addresses.set(resourceKey(match.resource), address);
    }
    const unnamed = matches.others.flatMap(({ resource, address }) =>
      address === undefined ? [resource] : [],
    );
    const added = assignAddresses(unnamed, [...folder.files.keys(), ...folder.ids.keys()]);
    for (const resource of unnamed) {
      const address = added.get(resourceKey(resource));
      if (address === undefined) continue;
      ids.set(address, resource.id);
      addresses.set(resourceKey(resource), address);
    }
    for (const [address, match] of matches.files) {
      const file = folder.files.get(address);
      if (file) this.#pullFile(file, withRenames(file, renames), match, ids, addresses);
    }
    for (const { resource, address } of matches.others) {
      const given = address ?? added.get(resourceKey(resource)) ?? '';
      this.#pullOther(resource, given, address !== undefined, addresses);
    }
    this.#listUnread(addresses);
    this.#writeOthers(ids);
    return {
      result: {
        ...{ written: this.#written, same: this.#same, kept: this.#kept, gone: this.#gone },
        unread: this.#unread,
      },
      ...{ writes: this.#writes, bases: this.#bases },
    };
  }

  /** @param read the text of the file, with references to the files as they are named now */
  #pullFile(file: ConfigurationFile, read: string, match: FileMatch, ids: Ids, addresses: Addresses): void {
    const { address } = file;
    const { bases, overwrite } = this.options;
    if (match.is === 'gone') this.#gone.push(address);
    if (match.is === 'unread') this.#unread.push({ address, reason: match.message });
    if (match.is !== 'resource' && read !== file.text) this.#writes.set(filePath(address), read);
    if (match.is === 'new') this.#kept.push({ address, reason: 'onlyHere' });
    if (match.is === 'ambiguous' || match.is === 'invalid') this.#kept.push({ address, reason: 'invalid' });
    if (match.is !== 'resource') return;
    const { resource } = match;
    const options = this.snapshot.loginPolicyOptions.get(resource.id);
    const theirs = versionOf(resource, options);
    if (
      bases.has(resourceKey(resource)) &&
      overwrite?.has(address) !== true &&
      read === file.text &&
      isCertainlySame(file, resource, options, ids)
    ) {
      this.#bases.set(resourceKey(resource), theirs);
      this.#same.push(address);
    } else this.#pullResource(file, read, resource, theirs, ids, addresses);
  }

  #pullResource(
    file: ConfigurationFile,
    read: string,
    resource: Resource,
    theirs: ResourceVersion,
    ids: Ids,
    addresses: Addresses,
  ): void {
    const { address, kind } = file;
    const wantedText = toFileText(kind, theirs, addresses);
    const isOverwritten = this.options.overwrite?.has(address) === true;
    if (file.issue !== undefined) {
      if (isOverwritten) this.#write(file, updateFileText(file.text, wantedText));
      else this.#kept.push({ address, reason: 'invalid' });
      return;
    }
    // Even a file that is kept must not keep a secret.
    const text = replaceLiteralSecrets(read);
    const changes = (version: ResourceVersion) =>
      findMemberChanges(kind, version, readWanted({ kind, text }, { ids, current: version }));
    const differing = changes(theirs).map(({ name }) => name);
    const base = this.options.bases.get(resourceKey(resource));
    const isChangedHere = base === undefined ? undefined : changes(base).length > 0;
    if (differing.length === 0 || isOverwritten || isChangedHere === false) {
      this.#bases.set(resourceKey(resource), theirs);
      const names = [...differing, ...newOptions(file, base, theirs)];
      this.#write(file, names.length === 0 ? text : updateFileText(text, wantedText, names));
      return;
    }
    if (text !== file.text) this.#writes.set(filePath(address), text);
    if (base === undefined) this.#kept.push({ address, reason: 'unknownBase' });
    else {
      const reason = wouldUndo(kind, base, theirs, differing) ? 'conflict' : 'changedHere';
      this.#kept.push({ address, reason });
    }
  }

  /** A resource without a file. `isDeleted`: it had one. */
  #pullOther(resource: Resource, address: string, isDeleted: boolean, addresses: Addresses): void {
    const theirs = versionOf(resource, this.snapshot.loginPolicyOptions.get(resource.id));
    const { kind } = resource;
    const base = this.options.bases.get(resourceKey(resource));
    if (isDeleted && this.options.overwrite?.has(address) !== true) {
      const isChanged = base !== undefined && findMemberChanges(kind, base, theirs).length > 0;
      this.#kept.push({ address, reason: isChanged ? 'conflict' : 'deletedHere' });
      return;
    }
    this.#bases.set(resourceKey(resource), theirs);
    this.#written.push(address);
    this.#writes.set(filePath(address), toFileText(kind, theirs, addresses));
  }

  #write({ address, text: before }: ConfigurationFile, text: string): void {
    if (text === before) this.#same.push(address);
    else {
      this.#written.push(address);
      this.#writes.set(filePath(address), text);
    }
  }

  #listUnread(addresses: Addresses): void {
    const listed = new Set(this.#unread.map(({ address }) => address));
    for (const part of this.snapshot.unread) {
      const key = part.entry && resourceKey(part.entry);
      const address = key === undefined ? part.kind : (addresses.get(key) ?? key);
      if (listed.has(address)) continue;
      listed.add(address);
      this.#unread.push({ address, reason: part.reason });
    }
  }

  #writeOthers(ids: Ids): void {
    const { snapshot, folder } = this;
    const texts: [path: string, text: string][] = [];
    const { discovery } = snapshot;
    if (discovery !== undefined && parseJson(discovery) !== undefined)
      texts.push([discoveryPath, toDocumentText(discovery)]);
    texts.push([idsPath, idsText(ids)]);
    for (const [path, wanted] of texts) {
      const before = folder.texts.get(path);
      if (before === wanted) continue;
      const text = before === undefined ? wanted : updateFileText(before, wanted);
      if (text !== before) this.#writes.set(path, text);
    }
  }
}

/** What is below a login policy and was not known at the last pull. A member that was removed from the file stays away. */
function newOptions(
  { members }: ConfigurationFile,
  base: ResourceVersion | undefined,
  { options }: ResourceVersion,
): readonly string[] {
  return optionNames
    .filter(name => base && base.options[name] === undefined && options[name] !== undefined)
    .map(optionMember)
    .filter(member => members && !Object.hasOwn(members, member));
}
