// The commands that request, renew, copy and forget tokens.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { isProblem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { validateScope } from '../../core/scopes/validateScope';
import { RecentScopes } from '../../storage/tokens/recentScopes';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { showStatusBarMessage } from '../../ui/notifications';
import type { TokenDeps } from './deps';
import { type FileNeeds, fileNeeds } from './fileNeeds';
import { readLiveTokens } from './liveTokens';
import { pickScope } from './scopePicker';
import { acquireToken, toTokenResult } from './tokenAcquisition';
import { askWhichTokens } from './tokenPicker';

/** The argument object of the contract. */
export const TokenArgs = z.strictObject({ profile: z.optional(z.string()), scope: z.optional(z.string()) });

/** For code that names no scope, if the profile has no recent one. */
const defaultScope = '.:config/**';

export function requestToken(deps: TokenDeps): Command {
  return defineCommand(TokenArgs, async args => {
    const profile = deps.profiles.get(args?.profile);
    const recent = new RecentScopes(deps.globalState).get(profile.id);
    if (args) {
      const scope = validateScope(args.scope ?? recent[0] ?? defaultScope);
      return acquireToken(deps, profile, { scope }, false);
    }
    const live = await readLiveTokens(deps, profile);
    const needs = needsIfReadable(profile);
    const choosing = pickScope({ ...deps, profile, recent, live, needs });
    // In parallel, while the user chooses.
    deps.prepareRequest(profile).catch((error: unknown) => {
      deps.warn('A request could not be prepared', error);
    });
    const choice = await choosing;
    return acquireToken(deps, profile, choice, true);
  });
}

/** Undefined if the file takes too long to read: a token can be requested without it. */
function needsIfReadable(profile: Profile): FileNeeds | undefined {
  try {
    return fileNeeds(vscode.window.activeTextEditor?.document, profile);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

export function renewToken(deps: TokenDeps): Command {
  return defineCommand(TokenArgs, async args => {
    const profile = deps.profiles.get(args?.profile);
    const { requestedScope } = await deps.tokenService.find(profile, args?.scope);
    return acquireToken(deps, profile, { scope: requestedScope }, args === undefined);
  });
}

const ScopeOptions = z.object({ scope: z.string(), reuse: z.boolean(), profile: z.optional(z.string()) });

/** What quick fixes and menus run, with a `TokenForScope`. Rejects with a `Problem`. */
export async function acquireTokenForScope(deps: TokenDeps, options: unknown): Promise<void> {
  const { scope, reuse, profile: name } = z.parse(ScopeOptions, options);
  const profile = deps.profiles.get(name);
  await acquireToken(deps, profile, { scope: validateScope(scope), reuse }, true);
}

export function copyToken({ profiles, tokenService }: TokenDeps): Command {
  return defineCommand(TokenArgs, async args => {
    const profile = profiles.get(args?.profile);
    const token = await tokenService.findLive(profile, args?.scope);
    await vscode.env.clipboard.writeText(token.value);
    // A command ran in the background: say that the clipboard contains a live token.
    if (args) showStatusBarMessage(t('A command copied the access token of “{0}”', profile.name), 8000);
    else showStatusBarMessage(t('Access token copied'));
    return toTokenResult(profile, token);
  });
}

export function forgetToken(deps: TokenDeps): Command {
  const { profiles, tokenService } = deps;
  return defineCommand(TokenArgs, async args => {
    const profile = profiles.get(args?.profile);
    if (args) return tokenService.forget(profile, args.scope);
    const kept = await tokenService.list(profile);
    const { scope } = await askWhichTokens(deps, profile, kept, {
      title: t('Forget Access Token: {0}', profile.name),
      all: t('All {0} access tokens of “{1}”', kept.length, profile.name),
      detail: t('Which one do you want to forget? The service accepts it until it expires.'),
    });
    return tokenService.forget(profile, scope);
  });
}
