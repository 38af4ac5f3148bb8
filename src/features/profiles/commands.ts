import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readCredentials } from '../../core/credentialsText';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { ask } from '../../ui/notifications';
import type { ProfileStore } from '../../vault/profileStore';
import { RecentScopes } from '../../vault/recentScopes';
import type { State } from '../../vault/storage';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { chooseProfile, chooseProfileOrNew, confirmRemoval } from './choosing';
import { type Desk, enterChanges, enterNewProfile, type UnfinishedProfile } from './editing';
import { type ChangedValues, checkedValues, type FilledDraft } from './profileValues';
import { saveChanges, saveNew } from './saving';
import { keepOnlyCopy } from './secretLoss';

/** What the commands about profiles work with. */
export interface ProfileRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly globalState: State;
  readonly desk: Desk;
  readonly unfinished: UnfinishedProfile;
}

const text = z.string();

const AddArgs = z.strictObject({
  ...{ name: text, origin: text, customerId: text, clientId: text, clientSecret: text },
  force: z.optional(z.boolean()),
});

export function addProfile(rooms: ProfileRooms): Command {
  const { profiles, keeper, desk, unfinished } = rooms;
  return command(AddArgs, async args => {
    const entered = args ?? (await enterNewProfile(desk, namesOf(profiles), unfinished));
    const existing = profiles.byName(entered.name);
    const taken = existing && args?.force === true ? [] : namesOf(profiles);
    const values = checkedValues(entered, taken);
    if (existing) await keepOnlyCopy(profiles, existing, values.clientSecret, !args);
    await saveNew({ profiles, keeper, mask: desk.mask }, values, existing);
    if (!args) void offerNextSteps(values);
    return { name: values.name };
  });
}

/** Says that a new profile is saved, with what comes next; also where its secret is still on the clipboard. */
async function offerNextSteps({ name, clientSecret }: FilledDraft): Promise<void> {
  const { clipboard } = vscode.env;
  const request = t('Request Access Token…');
  const clear = t('Clear Clipboard');
  const copied = await Promise.resolve(clipboard.readText()).catch(() => '');
  const isCopied = copied.includes(clientSecret) || readCredentials(copied)?.clientSecret === clientSecret;
  const answer = await ask(
    isCopied
      ? t('The profile “{0}” is saved. Its client secret is still on the clipboard.', name)
      : t('The profile “{0}” is saved.', name),
    isCopied ? [request, clear] : [request],
  );
  if (answer === request) await vscode.commands.executeCommand(commands.requestToken);
  if (answer === clear) await clipboard.writeText('');
}

const EditArgs = z.strictObject({
  name: text,
  newName: z.optional(text),
  origin: z.optional(text),
  customerId: z.optional(text),
  clientId: z.optional(text),
  clientSecret: z.optional(text),
  /** Replaces also a secret of which this is the only copy. */
  force: z.optional(z.boolean()),
});

export function editProfile({ profiles, keeper, desk }: ProfileRooms): Command {
  return command(EditArgs, async args => {
    const before = args ? profiles.get(args.name) : await chooseProfile(profiles, t('Edit Profile'));
    const others = namesOf(profiles, before);
    const entered = args ? changedValues(before, args) : await enterChanges(desk, before, others);
    const values = checkedValues(entered, others);
    // A secret goes only where it was entered for: another origin needs it anew.
    if (values.clientSecret === undefined && values.origin !== before.origin) throw missing('clientSecret');
    if (args?.force !== true) await keepOnlyCopy(profiles, before, values.clientSecret, !args);
    await saveChanges({ profiles, keeper, mask: desk.mask }, before, values);
    return { name: values.name };
  });
}

export function switchProfile({ profiles, keeper }: ProfileRooms): Command {
  return command(z.strictObject({ name: text }), async args => {
    const profile = args ? profiles.get(args.name) : await chooseProfileOrNew(profiles, t('Switch Profile'));
    if (!profile) return vscode.commands.executeCommand(commands.addProfile);
    await profiles.switchTo(profile);
    await keeper.upToDate();
    return { name: profile.name };
  });
}

/** The tokens go first, the metadata last: what fails half-way can be done again. */
export function removeProfile({ profiles, keeper, globalState }: ProfileRooms): Command {
  return command(z.strictObject({ name: text, force: z.optional(z.boolean()) }), async args => {
    const profile = args ? profiles.get(args.name) : await chooseProfile(profiles, t('Remove Profile'));
    if (args && args.force !== true) throw missing('force: true');
    if (!args) await confirmRemoval(profiles, profile);
    await keeper.forget(profile);
    await new RecentScopes(globalState).forget(profile.id);
    await profiles.remove(profile);
    await keeper.upToDate();
    return { name: profile.name };
  });
}

/** The values after an edit by code: what is left out stays what it is. */
function changedValues(profile: Profile, args: z.output<typeof EditArgs>): ChangedValues {
  const { newName, origin, customerId, clientId, clientSecret } = args;
  return {
    name: newName ?? profile.name,
    origin: origin ?? profile.origin,
    customerId: customerId ?? profile.customerId,
    clientId: clientId ?? profile.clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
  };
}

function missing(what: string): Problem {
  return new Problem('missingInput', t('Missing: {0}.', what));
}

function namesOf({ all }: ProfileStore, except?: Profile): readonly string[] {
  return all.filter(({ id }) => id !== except?.id).map(({ name }) => name);
}
