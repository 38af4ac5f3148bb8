// The commands that add, edit, switch and remove profiles.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { isSameClient } from '../../core/profile/client';
import { parseCredentials } from '../../core/profile/parseCredentials';
import type { Profile } from '../../core/profile/profile';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { State } from '../../storage/storageAccess';
import { RecentScopes } from '../../storage/tokens/recentScopes';
import type { TokenService } from '../../tokens/tokenService';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { runCommand } from '../../ui/commands/runCommand';
import { commands } from '../../ui/ids';
import { askQuestion } from '../../ui/notifications';
import { createDrafts } from '../../ui/storageFolder';
import { assertNotOnlyCopy, replaceSecret } from './onlyCopy';
import {
  type ProfileCheckDeps,
  askProfileChanges,
  askNewProfile,
  type UnfinishedProfile,
} from './profileEditor';
import { chooseProfile, chooseProfileOrNew, removeAfterQuestion } from './profilePicker';
import { type ChangedValues, validateValues, type EnteredValues } from './profileValues';
import { type CheckBeforeSave, changedMeanwhile, saveProfileChanges, saveNewProfile } from './saveProfile';

export interface ProfileDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly globalState: State;
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'secrets'>;
  readonly warn: (message: string, error: unknown) => void;
  readonly checkDeps: ProfileCheckDeps;
  readonly unfinished: UnfinishedProfile;
}

const text = z.string();

const AddArgs = z.strictObject({
  ...{ name: text, origin: text, customerId: text, clientId: text, clientSecret: text },
  force: z.optional(z.boolean()),
});

export function addProfile(deps: ProfileDeps): Command {
  const { profiles, tokenService, checkDeps, unfinished } = deps;
  return defineCommand(AddArgs, async args => {
    const entered = args ?? (await askNewProfile(checkDeps, namesOf(profiles), unfinished));
    const existing = profiles.byName(entered.name);
    const taken = existing && args?.force === true ? [] : namesOf(profiles);
    const values = validateValues(entered, taken);
    const save = (check?: CheckBeforeSave) =>
      saveNewProfile({ profiles, tokenService, mask: checkDeps.mask }, values, existing, check);
    await (existing ? replaceSecret(profiles, existing, values.clientSecret, !args, save) : save());
    if (!args) void offerNextSteps(values);
    return { name: values.name };
  });
}

/** Says that a new profile is saved, and offers the next step. Warns if its secret is still on the clipboard. */
async function offerNextSteps({ name, clientSecret }: EnteredValues): Promise<void> {
  const { clipboard } = vscode.env;
  const request = t('Request Access Token…');
  const clear = t('Clear Clipboard');
  const copied = await Promise.resolve(clipboard.readText()).catch(() => '');
  const isCopied = copied.includes(clientSecret) || parseCredentials(copied)?.clientSecret === clientSecret;
  const answer = await askQuestion(
    isCopied
      ? t('The profile “{0}” is saved. Its client secret is still on the clipboard.', name)
      : t('The profile “{0}” is saved.', name),
    isCopied ? [request, clear] : [request],
  );
  if (answer === request) await runCommand(commands.requestToken);
  if (answer === clear) await clipboard.writeText('');
}

const EditArgs = z.strictObject({
  name: text,
  newName: z.optional(text),
  origin: z.optional(text),
  customerId: z.optional(text),
  clientId: z.optional(text),
  clientSecret: z.optional(text),
  /** Also replaces a secret of which this is the only copy. */
  force: z.optional(z.boolean()),
});

export function editProfile({ profiles, tokenService, checkDeps }: ProfileDeps): Command {
  return defineCommand(EditArgs, async (args, clicked) => {
    const before = args ? profiles.get(args.name) : await chooseProfile(profiles, t('Edit Profile'), clicked);
    const others = namesOf(profiles, before);
    const entered = args ? changedValues(before, args) : await askProfileChanges(checkDeps, before, others);
    const values = validateValues(entered, others);
    // A secret is sent only to the origin it was entered for.
    if (values.clientSecret === undefined && values.origin !== before.origin) throw missing('clientSecret');
    const save = (check?: CheckBeforeSave) =>
      saveProfileChanges({ profiles, tokenService, mask: checkDeps.mask }, before, values, check);
    await (args?.force === true || values.clientSecret === undefined
      ? save()
      : replaceSecret(profiles, before, values.clientSecret, !args, save));
    return { name: values.name };
  });
}

export function switchProfile({ profiles, tokenService }: ProfileDeps): Command {
  return defineCommand(z.strictObject({ name: text }), async (args, clicked) => {
    const profile = args
      ? profiles.get(args.name)
      : await chooseProfileOrNew(profiles, t('Switch Profile'), clicked);
    if (!profile) return runCommand(commands.addProfile);
    await profiles.switchTo(profile);
    await tokenService.whenSettled();
    return { name: profile.name };
  });
}

/** Removes the tokens first and the metadata last, so that the command can be run again if it fails halfway. */
export function removeProfile(deps: ProfileDeps): Command {
  const { profiles, tokenService, globalState } = deps;
  return defineCommand(
    z.strictObject({
      name: text,
      force: z.optional(z.boolean()),
      /** Also removes a secret of which this is the only copy. */
      loseSecret: z.optional(z.boolean()),
    }),
    async (args, clicked) => {
      const profile = args
        ? profiles.get(args.name)
        : await chooseProfile(profiles, t('Remove Profile'), clicked);
      if (args && args.force !== true) throw missing('force: true');
      const drafts = createDrafts({ ...deps, now: Date.now });
      const remove = (check?: CheckBeforeSave) =>
        profiles.remove(profile, async now => {
          if (!isSameClient(profile, now)) throw changedMeanwhile(now);
          if (check && !(await check(now))) return false;
          await tokenService.forget(profile);
          await new RecentScopes(globalState).forget(profile.id);
          // Before other windows know of the removal: the drafts that they find then were not asked about.
          await drafts.removeProfile(profile.id);
          return true;
        });
      const keepsSecret = async (now: Profile) => {
        await assertNotOnlyCopy(profiles, now);
        return true;
      };
      await (args
        ? remove(args.loseSecret === true ? undefined : keepsSecret)
        : removeAfterQuestion(profiles, profile, await drafts.count(profile.id), remove));
      await tokenService.whenSettled();
      return { name: profile.name };
    },
  );
}

/** The values after an edit by code: members that are left out stay the same. */
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
