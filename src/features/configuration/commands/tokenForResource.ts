import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import { resourceScopes } from '../../../core/resourceRules/resourceScopes';
import { displayTitle } from '../../../core/resources/displayTitle';
import { policiesOf } from '../../../core/resources/policyReferences';
import type { ResourceKey } from '../../../core/resources/resource';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askPick } from '../../../ui/quickInput';
import { resolveTarget, targetConfiguration } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { ResourceKindArg } from './documentCommands';

const Args = z.strictObject({
  profile: z.optional(z.string()),
  kind: ResourceKindArg,
  id: z.string(),
  may: z.enum(['read', 'configure']),
  withPolicies: z.optional(z.boolean()),
});

/** Requests a token that can access one resource; for a client optionally also its policies. */
export function requestTokenForResource({ configurations }: CommandDeps): Command {
  return defineCommand(Args, async (args, clicked) => {
    const { profile: name, kind, id } = args ?? resolveTarget(clicked);
    const configuration = targetConfiguration(configurations, args, name);
    const key = { kind, id };
    if (args) {
      const keys = args.withPolicies === true ? await withPolicies(configuration, key) : [key];
      return requestToken(configuration, resourceScopes(keys, args.may));
    }
    const scope = await askScope(configuration, key);
    // This command shows progress, and a warning if less is granted.
    await runCommand(commands.acquireToken, { scope, reuse: false, profile: configuration.profile.name });
    return undefined;
  });
}

/** Runs the public command, which makes it the active token. */
async function requestToken({ profile }: ProfileConfiguration, scope: string): Promise<unknown> {
  try {
    return await runCommand(commands.requestToken, { profile: profile.name, scope });
  } catch (error) {
    // The message already contains the next step.
    throw new Problem('http', error instanceof Error ? error.message : String(error));
  }
}

async function askScope(configuration: ProfileConfiguration, key: ResourceKey): Promise<string> {
  const policies = key.kind === 'clients' ? await withPolicies(configuration, key) : [];
  const item = (label: string, keys: readonly ResourceKey[], may: 'read' | 'configure') => {
    const scope = resourceScopes(keys, may);
    return { label, detail: scope, scope };
  };
  const title = displayTitle({ id: key.id, title: configuration.resourceCache.titleOf(key) }, 60);
  const { scope } = await askPick({
    title: t('Request Token for “{0}”', title),
    placeholder: t('What may the token do?'),
    items: [
      item(t('Read it'), [key], 'read'),
      item(t('Read and configure it'), [key], 'configure'),
      ...(policies.length > 1
        ? [
            item(t('Read it and its policies'), policies, 'read'),
            item(t('Read and configure it and its policies'), policies, 'configure'),
          ]
        : []),
    ],
  });
  return scope;
}

async function withPolicies(
  { resourceCache }: ProfileConfiguration,
  key: ResourceKey,
): Promise<readonly ResourceKey[]> {
  const resource = resourceCache.cached(key) ?? (await resourceCache.read(key));
  return key.kind === 'clients' ? [key, ...policiesOf(resource)] : [key];
}
