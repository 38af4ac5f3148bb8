import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Send } from '../../api/transport';
import type { ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { checkedScope } from '../../core/requestableScope';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { tellBriefly } from '../../ui/notifications';
import type { ProfileStore } from '../../vault/profileStore';
import { RecentScopes } from '../../vault/recentScopes';
import type { State } from '../../vault/storage';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { fileNeeds } from './fileNeeds';
import { liveTokensOf } from './liveTokens';
import { obtainChosen, requestScope, resultOf } from './obtaining';
import type { ChooseResource } from './presetIds';
import { pickScope } from './scopePicker';
import { askWhichTokens } from './whichTokens';

/** What the commands about tokens work with. */
export interface TokenRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly globalState: State;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
  /** Told of every secret value before it is used, so that the log can mask it. */
  readonly mask: (secret: string) => void;
  /** What a resource of the profile is called, where that is known. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks for a resource by its title. Rejects with a `Problem`. */
  readonly chooseResource: ChooseResource;
}

/** The argument object of the contract. */
export const Args = z.strictObject({ profile: z.optional(z.string()), scope: z.optional(z.string()) });

/** What code that asks for a token without naming a scope gets, where this profile has not asked before. */
const defaultScope = '.:config/**';

export function requestToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    const recent = new RecentScopes(rooms.globalState).of(profile.id);
    if (args) {
      const scope = checkedScope(args.scope ?? recent[0] ?? defaultScope);
      return requestScope(rooms, profile, scope, true);
    }
    const live = await liveTokensOf(rooms, profile);
    const needs = fileNeeds(vscode.window.activeTextEditor?.document, profile);
    return obtainChosen(rooms, profile, await pickScope({ ...rooms, profile, recent, live, needs }));
  });
}

export function renewToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    const { requestedScope } = await rooms.keeper.find(profile, args?.scope);
    return requestScope(rooms, profile, requestedScope, args !== undefined);
  });
}

export function copyToken({ profiles, keeper }: TokenRooms): Command {
  return command(Args, async args => {
    const profile = profiles.get(args?.profile);
    const token = await keeper.findLive(profile, args?.scope);
    await vscode.env.clipboard.writeText(token.value);
    // Nobody else says that the clipboard holds a working token now.
    if (args) tellBriefly(t('A command copied the access token of “{0}”', profile.name), 8000);
    else tellBriefly(t('Access token copied'));
    return resultOf(profile, token);
  });
}

export function forgetToken(rooms: TokenRooms): Command {
  const { profiles, keeper } = rooms;
  return command(Args, async args => {
    const profile = profiles.get(args?.profile);
    if (args) return keeper.forget(profile, args.scope);
    const kept = await keeper.all(profile);
    const { scope } = await askWhichTokens(rooms, profile, kept, {
      title: t('Forget Access Token: {0}', profile.name),
      all: t('All {0} access tokens of “{1}”', kept.length, profile.name),
      detail: t('Which one to forget? The service accepts it until it ends.'),
    });
    return keeper.forget(profile, scope);
  });
}
