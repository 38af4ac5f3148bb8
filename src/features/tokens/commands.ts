import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Send } from '../../api/transport';
import type { AccessToken } from '../../core/accessToken';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import type { ProfileStore } from '../../vault/profileStore';
import type { RecentScopes } from '../../vault/recentScopes';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import { grantWarning } from './grantWarning';
import { requestAndSwitch } from './requesting';
import { checkedScope, pickScope } from './scopePicker';

/** What the commands about tokens work with. */
export interface TokenRooms {
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly recentScopes: RecentScopes;
  readonly send: Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of failures that stop nothing. */
  readonly warn: (message: string, error: unknown) => void;
}

const Args = z.strictObject({ profile: z.optional(z.string()), scope: z.optional(z.string()) });

/** What code that asks for a token without naming a scope gets, where this profile has not asked before. */
const defaultScope = '.:config/**';

export function requestToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    const recent = rooms.recentScopes.of(profile.id);
    const scope = args
      ? checkedScope(args.scope ?? recent[0] ?? defaultScope)
      : await pickScope(profile, recent);
    return request(rooms, profile, scope, args !== undefined);
  });
}

export function renewToken(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get(args?.profile);
    const { requestedScope } = await rooms.keeper.find(profile, args?.scope);
    return request(rooms, profile, requestedScope, args !== undefined);
  });
}

export function copyToken({ profiles, keeper }: TokenRooms): Command {
  return command(Args, async args => {
    const profile = profiles.get(args?.profile);
    const token = await keeper.findLive(profile, args?.scope);
    await vscode.env.clipboard.writeText(token.value);
    if (!args) void vscode.window.setStatusBarMessage(t('$(check) Access token copied'), 3000);
    return resultOf(profile, token);
  });
}

export function forgetToken({ profiles, keeper }: TokenRooms): Command {
  return command(Args, args => keeper.forget(profiles.get(args?.profile), args?.scope));
}

/** Requests a token, makes it the active one, and tells a person what it can not do. */
async function request(rooms: TokenRooms, profile: Profile, scope: string, isCalledByCode: boolean) {
  const title = isCalledByCode ? undefined : t('Requesting an access token for “{0}”…', profile.name);
  const token = await withProgress(title, signal => requestAndSwitch(rooms, profile, scope, signal));
  const warning = isCalledByCode ? undefined : grantWarning(token);
  if (warning !== undefined) {
    void showWarning(warning, { title: t('Choose Another Scope…'), command: commands.requestToken });
  }
  return resultOf(profile, token);
}

/** The result of the contract: never the token itself. */
function resultOf(profile: Profile, { requestedScope, grantedScope, expiresAt }: AccessToken) {
  return { profile: profile.name, requestedScope, grantedScope, expiresAt };
}
