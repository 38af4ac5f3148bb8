import { assignAddresses } from '../../core/configurationFiles/address';
import { type Addresses, addressesById } from '../../core/configurationFiles/addressReferences';
import { type ConfigurationFolder, readFolder } from '../../core/configurationFiles/configurationFolder';
import { checkIdentity } from '../../core/configurationFiles/folderIdentity';
import { createPlan, type Plan } from '../../core/configurationFiles/plan/plan';
import type { PlanEntry } from '../../core/configurationFiles/plan/planEntry';
import { type ResourceVersion, versionOf } from '../../core/configurationFiles/resourceVersion';
import { toFileText } from '../../core/configurationFiles/text/fileText';
import type { Profile } from '../../core/profile/profile';
import { type ConfigurationSnapshot, findResource } from '../../core/resources/configurationSnapshot';
import { resourceKey } from '../../core/resources/resource';
import type { Versions } from '../../storage/configuration/pulledVersions';
import { FolderFiles } from '../../ui/documents/folderFiles';
import type { FilesDeps } from './deps';
import type { Target } from './folderChoice';
import { readWithProgress } from './readWithProgress';

/** The files of a folder beside what the service has. */
export interface Comparison {
  readonly target: Target;
  readonly files: FolderFiles;
  readonly folder: ConfigurationFolder;
  readonly snapshot: ConfigurationSnapshot;
  readonly bases: Versions;
  readonly plan: Plan;
}

export interface CompareOptions {
  readonly isInteractive: boolean;
  /** Whether resources whose files were deleted are to be deleted. */
  readonly mayDelete?: boolean | undefined;
  /** Addresses whose files count although the service was changed since the last pull. */
  readonly overwrite?: ReadonlySet<string> | undefined;
}

type CompareDeps = Pick<FilesDeps, 'configurations' | 'send'> & {
  readonly pulledVersions: { read(profile: Profile, folder: string): Promise<Versions> };
};

/** Reads the service and the files. Rejects with a `Problem`; a difference is not an error. */
export async function compare(
  deps: CompareDeps,
  target: Target,
  { isInteractive, mayDelete, overwrite }: CompareOptions,
): Promise<Comparison> {
  const read = await readFolderAndService(deps, target, { isInteractive });
  const { folder, snapshot, bases } = read;
  const options = { bases, ownClientId: target.profile.clientId, mayDelete, overwrite };
  const plan = createPlan(folder, snapshot, options);
  return { target, ...read, plan };
}

interface ReadOptions {
  readonly isInteractive: boolean;
  /** Whether there may be no files yet. */
  readonly mayBeEmpty?: boolean;
}

/** Reads the service and the files. Rejects with a `Problem`, also if the files are of another customer or service. */
export async function readFolderAndService(
  deps: CompareDeps,
  { profile, root }: Target,
  { isInteractive, mayBeEmpty = false }: ReadOptions,
): Promise<Omit<Comparison, 'target' | 'plan'>> {
  const files = new FolderFiles(root);
  const readOwn = async () => {
    const folder = readFolder(await files.read());
    if (!mayBeEmpty || folder.texts.size > 0) checkIdentity(folder.identity, profile);
    return folder;
  };
  // A folder of another customer is refused before anything is sent.
  await readOwn();
  const snapshot = await readWithProgress(deps, profile, isInteractive);
  // Only now: reading the service may have taken long.
  const folder = await readOwn();
  return { files, folder, snapshot, bases: await deps.pulledVersions.read(profile, root.toString()) };
}

/** The addresses of all resources, those without a file too. */
export function addressesOf({ ids, snapshot }: Pick<Plan, 'ids' | 'snapshot'>): Addresses {
  const known = addressesById(ids);
  const others = snapshot.resources.filter(resource => !known.has(resourceKey(resource)));
  return new Map([...known, ...assignAddresses(others, ids.keys())]);
}

/**
 * The text of a file as it would be pulled now; empty if there is no such resource.
 * @param addresses those of all resources (`addressesOf`)
 */
export function serviceText(
  { plan }: Pick<Comparison, 'plan'>,
  entry: Pick<PlanEntry, 'kind' | 'id'>,
  addresses: Addresses,
): string {
  const resource = findResource(plan.snapshot, entry);
  if (!resource) return '';
  const version = versionOf(resource, plan.snapshot.loginPolicyOptions.get(resource.id));
  return toFileText(resource.kind, version, addresses);
}

/**
 * The text of a file as it was at the last pull or apply; undefined if that is not known.
 * @param addresses those of all resources (`addressesOf`)
 */
export function baseText(
  { bases }: Pick<Comparison, 'bases'>,
  { kind, id }: Pick<PlanEntry, 'kind' | 'id'>,
  addresses: Addresses,
): string | undefined {
  const base: ResourceVersion | undefined =
    id === undefined ? undefined : bases.get(resourceKey({ kind, id }));
  return base && toFileText(kind, base, addresses);
}
