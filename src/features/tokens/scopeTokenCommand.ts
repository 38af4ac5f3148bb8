import * as z from 'zod/mini';
import { validateScope } from '../../core/scopes/validateScope';
import type { TokenDeps } from './deps';
import { readLiveTokens } from './liveTokens';
import { acquireChosenToken } from './tokenAcquisition';

const Options = z.object({ scope: z.string(), reuse: z.boolean(), profile: z.optional(z.string()) });

/** What quick fixes and menus run to make a token the active one. Rejects with a `Problem`. */
export async function acquireToken(deps: TokenDeps, options: unknown): Promise<void> {
  const { scope, reuse, profile: name } = z.parse(Options, options);
  const profile = deps.profiles.get(name);
  const live = reuse ? await readLiveTokens(deps, profile) : undefined;
  await acquireChosenToken(deps, profile, { scope: validateScope(scope), token: live?.covering(scope) });
}
