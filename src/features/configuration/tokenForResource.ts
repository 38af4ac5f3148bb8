import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { resourceScopes } from '../../core/resourceScopes';
import { shownTitle } from '../../core/shownTitle';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { commands } from '../../ui/ids';
import { askPick, cancelled } from '../../ui/quickInput';
import type { ProfileDesk } from './desk';
import { Kind } from './documentCommands';
import type { ConfigurationRooms } from './rooms';
import { targetOf } from './target';
import { policiesOf } from './usage';

const Args = z.strictObject({
  profile: z.optional(z.string()),
  kind: Kind,
  id: z.string(),
  may: z.enum(['read', 'configure']),
  withPolicies: z.optional(z.boolean()),
});

/** A token for one resource and no other; for a client also for the policies that it points to: all of a property. */
export function requestTokenForResource({ desks }: ConfigurationRooms): Command {
  return command(Args, async (args, clicked) => {
    const { profile: name, kind, id } = args ?? targetOf(clicked);
    const desk = desks.of(name);
    const key = { kind, id };
    if (args) {
      const keys = args.withPolicies === true ? await withPolicies(desk, key) : [key];
      return request(desk, resourceScopes(keys, args.may));
    }
    const scope = await askScope(desk, key);
    // With progress, and a warning where less is granted.
    await vscode.commands.executeCommand(commands.obtainToken, scope, false, desk.profile.name);
    return undefined;
  });
}

/** By the command that everybody uses, which makes it the active token. */
async function request({ profile }: ProfileDesk, scope: string): Promise<unknown> {
  try {
    return await vscode.commands.executeCommand(commands.requestToken, { profile: profile.name, scope });
  } catch (error) {
    // What happened and what to do stand in it already.
    throw new Problem('http', error instanceof Error ? error.message : String(error));
  }
}

async function askScope(desk: ProfileDesk, key: ResourceKey): Promise<string> {
  const policies = key.kind === 'clients' ? await withPolicies(desk, key) : [];
  const item = (label: string, keys: readonly ResourceKey[], may: 'read' | 'configure') => {
    const scope = resourceScopes(keys, may);
    return { label, detail: scope, scope };
  };
  const title = shownTitle({ id: key.id, title: desk.holdings.titleOf(key) }, 60);
  const answer = await askPick({
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
  if (typeof answer === 'symbol') throw cancelled();
  return answer.scope;
}

async function withPolicies({ holdings }: ProfileDesk, key: ResourceKey): Promise<readonly ResourceKey[]> {
  const resource = holdings.known(key) ?? (await holdings.read(key));
  return key.kind === 'clients' ? [key, ...policiesOf(resource)] : [key];
}
