// Compares two customers by title.
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import {
  type ComparedResource,
  compareByTitle,
  comparisonText,
  folderOfSnapshot,
} from '../../core/configurationFiles/compareByTitle';
import type { ConfigurationFolder } from '../../core/configurationFiles/configurationFolder';
import { titleKey } from '../../core/configurationFiles/matchFiles';
import { findAccess } from '../../core/configurationFiles/plan/planState';
import type { Profile } from '../../core/profile/profile';
import type { ConfigurationSnapshot, UnreadPart } from '../../core/resources/configurationSnapshot';
import { clickedProfile } from '../../ui/commands/clickedProfile';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { findFolders, folderUri } from '../../ui/documents/configurationFolders';
import { displayPath } from '../../ui/documents/fileAccess';
import { FolderFiles } from '../../ui/documents/folderFiles';
import { askPick, type PickItem } from '../../ui/quickInput';
import type { CompareResult } from './compareCommand';
import type { FilesServices, TextPair } from './deps';
import { assertFilesTrusted } from './folderChoice';
import { readWithProgress } from './readWithProgress';

const SideArg = z.union([z.string(), z.strictObject({ folder: UriArg })]);
const CompareProfilesArgs = z.strictObject({ one: SideArg, other: z.string() });

/** One side of the comparison: the service of a profile, or a folder. */
type Side = { readonly profile: Profile } | { readonly files: FolderFiles };

interface ProfilesComparison {
  readonly compared: readonly ComparedResource[];
  readonly one: ConfigurationFolder;
  readonly other: ConfigurationSnapshot;
  readonly names: { readonly one: string; readonly other: string };
}

/** Compares the services of two profiles, or a folder with a service of another customer, by title (contract). */
export function compareProfiles(services: FilesServices): Command {
  const { profiles } = services;
  return defineCommand(CompareProfilesArgs, async (args, clicked) => {
    assertFilesTrusted();
    if (args) {
      const one: Side =
        typeof args.one === 'string'
          ? { profile: profiles.get(args.one) }
          : { files: new FolderFiles(folderUri(args.one.folder)) };
      return resultOf(await compareSides(services, one, profiles.get(args.other), false));
    }
    const title = t('Compare with Another Profile');
    const own = clickedProfile(profiles, clicked);
    const one: Side = own && profiles.all.length > 1 ? { profile: own } : await askOne(services, title);
    const other = await askOther(services, one, title);
    const found = await compareSides(services, one, other, true);
    await services.plans.showText(comparisonText(found.compared, found.names), pairsOf(found), found.names);
    return undefined;
  });
}

async function compareSides(
  services: FilesServices,
  one: Side,
  other: Profile,
  isInteractive: boolean,
): Promise<ProfilesComparison> {
  const { folder, unread } = await readSide(services, one, isInteractive);
  const snapshot = await readWithProgress(services, other, isInteractive);
  return {
    ...{ compared: compareByTitle(folder, snapshot, unread), one: folder, other: snapshot },
    names: { one: nameOf(one), other: other.name },
  };
}

async function readSide(
  services: FilesServices,
  side: Side,
  isInteractive: boolean,
): Promise<{ readonly folder: ConfigurationFolder; readonly unread: readonly UnreadPart[] }> {
  if ('profile' in side) {
    const snapshot = await readWithProgress(services, side.profile, isInteractive);
    return { folder: folderOfSnapshot(snapshot), unread: snapshot.unread };
  }
  return { folder: await side.files.readConfiguration(), unread: [] };
}

function nameOf(side: Side): string {
  return 'profile' in side ? side.profile.name : displayPath(side.files.root);
}

/** The addresses of each result, with those that differ only in what belongs to the environment (contract). */
function resultOf({ compared, other }: ProfilesComparison): CompareResult & {
  readonly environment: readonly string[];
} {
  const addresses = (...results: readonly ComparedResource['result'][]) =>
    compared.filter(({ result }) => results.includes(result)).map(({ address }) => address);
  // Nothing is sent, so that it stays as it is.
  const now = findAccess(other.resources).length;
  return {
    ...{ create: addresses('onlyOne'), change: addresses('differs'), unmanaged: addresses('onlyOther') },
    ...{ conflict: [], gone: [], invalid: addresses('ambiguous', 'invalid'), unread: addresses('unread') },
    environment: compared.filter(({ environment }) => environment.length > 0).map(({ address }) => address),
    waysIn: { now, afterwards: now },
  };
}

/** Both texts of each resource that differs. */
function pairsOf({ compared, one, other }: ProfilesComparison): readonly TextPair[] {
  const theirs = new Map<string, string>();
  for (const { kind, title, text } of folderOfSnapshot(other).files.values()) {
    const key = titleKey(kind, title);
    if (!theirs.has(key)) theirs.set(key, text);
  }
  return compared
    .filter(({ changes, environment }) => changes.length + environment.length > 0)
    .map(({ address, kind, title }) => ({
      address,
      one: one.files.get(address)?.text ?? '',
      other: theirs.get(titleKey(kind, title)) ?? '',
    }));
}

type SideItem = PickItem & { readonly side: Side };

/** The first side: the active profile comes first. The only profile is the other side. */
async function askOne({ profiles }: FilesServices, title: string): Promise<Side> {
  const active = profiles.get();
  const sorted = [active, ...profiles.all.filter(({ id }) => id !== active.id)];
  const folders = await findFolders();
  const items: SideItem[] = [
    ...(sorted.length > 1 ? sorted : []).map(profile => ({ ...profileItem(profile), side: { profile } })),
    ...folders.map(({ root }) => ({
      ...{ icon: 'folder', label: displayPath(root), side: { files: new FolderFiles(root) } },
    })),
  ];
  if (items.length === 0) {
    throw new Problem(
      'noProfile',
      t('There is only one profile.'),
      t('First add the profile that you want to compare with.'),
    );
  }
  return (await askPick({ title, placeholder: t('What do you want to compare?'), items })).side;
}

function profileItem(profile: Profile) {
  return { icon: 'cloud', label: profile.name, description: new URL(profile.origin).host, profile };
}

async function askOther({ profiles }: FilesServices, one: Side, title: string): Promise<Profile> {
  const items = profiles.all
    .filter(({ id }) => !('profile' in one) || one.profile.id !== id)
    .map(profileItem);
  const placeholder = t('Compare {0} with which profile?', nameOf(one));
  return (await askPick({ title, placeholder, items })).profile;
}
