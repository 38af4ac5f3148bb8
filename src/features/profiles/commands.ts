import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile, ProfileValues } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import type { ProfileStore } from '../../vault/profileStore';
import type { RecentScopes } from '../../vault/recentScopes';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { chooseProfile, chooseProfileOrNew, confirmRemoval } from './choosing';
import { type Desk, enterChanges, enterNewProfile } from './editing';
import type { FilledDraft } from './profileForm';
import { checkedValues } from './profileValues';

/** What the commands about profiles work with. */
export interface ProfileRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly recentScopes: RecentScopes;
  readonly desk: Desk;
}

const text = z.string();

const AddArgs = z.strictObject({
  ...{ name: text, origin: text, customerId: text, clientId: text, clientSecret: text },
  force: z.optional(z.boolean()),
});

export function addProfile(rooms: ProfileRooms): Command {
  const { profiles, keeper, desk } = rooms;
  return command(AddArgs, async args => {
    const entered = args ?? (await enterNewProfile(desk, namesOf(profiles)));
    const existing = profiles.byName(entered.name);
    const taken = existing && args?.force === true ? [] : namesOf(profiles);
    const { clientSecret, ...metadata } = checkedValues(entered, taken);
    desk.mask(clientSecret);
    if (existing) {
      await keeper.forget(existing);
      await profiles.update({ ...metadata, id: existing.id }, clientSecret, true);
    } else {
      await profiles.add(metadata, clientSecret);
    }
    if (!args) void vscode.window.setStatusBarMessage(t('$(check) Profile “{0}” saved', metadata.name), 4000);
    return { name: metadata.name };
  });
}

const EditArgs = z.strictObject({
  name: text,
  newName: z.optional(text),
  origin: z.optional(text),
  customerId: z.optional(text),
  clientId: z.optional(text),
  clientSecret: z.optional(text),
});

export function editProfile({ profiles, keeper, desk }: ProfileRooms): Command {
  return command(EditArgs, async args => {
    const before = args ? profiles.get(args.name) : await chooseProfile(profiles, t('Edit Profile'));
    const others = namesOf(profiles, before);
    const entered = args
      ? await changedValues(profiles, before, args)
      : await enterChanges(desk, before, () => profiles.clientSecret(before), others);
    const { clientSecret, ...metadata } = checkedValues(entered, others);
    desk.mask(clientSecret);
    const isSameClient = (['origin', 'customerId', 'clientId'] as const).every(
      key => before[key] === metadata[key],
    );
    if (!isSameClient) await keeper.forget(before);
    await profiles.update({ ...metadata, id: before.id }, clientSecret);
    return { name: metadata.name };
  });
}

export function switchProfile({ profiles }: ProfileRooms): Command {
  return command(z.strictObject({ name: text }), async args => {
    const profile = args ? profiles.get(args.name) : await chooseProfileOrNew(profiles, t('Switch Profile'));
    if (!profile) return vscode.commands.executeCommand(commands.addProfile);
    await profiles.switchTo(profile);
    return { name: profile.name };
  });
}

/** The tokens go first, the metadata last: what fails half-way can be done again. */
export function removeProfile({ profiles, keeper, recentScopes }: ProfileRooms): Command {
  return command(z.strictObject({ name: text, force: z.optional(z.boolean()) }), async args => {
    const profile = args ? profiles.get(args.name) : await chooseProfile(profiles, t('Remove Profile'));
    if (args && args.force !== true) throw missing('force: true');
    if (!args) await confirmRemoval(profile);
    await keeper.forget(profile);
    await recentScopes.forget(profile.id);
    await profiles.remove(profile);
    return { name: profile.name };
  });
}

/** The values after an edit by code. Another origin needs the secret too: a secret goes only where it was entered for. */
async function changedValues(
  profiles: ProfileStore,
  profile: Profile,
  args: z.output<typeof EditArgs>,
): Promise<FilledDraft> {
  const { name: _name, newName, clientSecret, ...changes } = args;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const metadata: ProfileValues = { ...profile, ...given, name: newName ?? profile.name };
  if (clientSecret === undefined && metadata.origin !== profile.origin) throw missing('clientSecret');
  return { ...metadata, clientSecret: clientSecret ?? (await profiles.clientSecret(profile)) };
}

function missing(what: string): Problem {
  return new Problem('missingInput', t('Missing: {0}.', what));
}

function namesOf({ all }: ProfileStore, except?: Profile): readonly string[] {
  return all.filter(({ id }) => id !== except?.id).map(({ name }) => name);
}
