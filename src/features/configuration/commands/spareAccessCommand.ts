import * as z from 'zod/mini';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import {
  planSpareAccess,
  createSpareAccess,
  type SpareAccessPlan,
} from '../../../configuration/writes/createSpareAccess';
import { displayText } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { describeScope } from '../../../core/scopes/describeScope';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { askQuestion } from '../../../ui/notifications';
import { withDelayedProgress, withProgress } from '../../../ui/progress';
import { cancelled } from '../../../ui/quickInput';
import { targetConfiguration, targetProfileName } from './clickedTarget';
import type { CommandDeps } from './commandDeps';
import { showSpareCreated } from './newSecrets';

/** The maximum length of a title in the question, in characters. */
const maxTitle = 80;

/** Creates a second configuration access and saves it as a profile (contract). */
export function createSpareAccessCommand(deps: CommandDeps): Command {
  return defineCommand(z.strictObject({ profile: z.optional(z.string()) }), async (args, clicked) => {
    const configuration = targetConfiguration(deps.configurations, args, targetProfileName(clicked));
    const preparePlan = (signal = new AbortController().signal) =>
      planSpareAccess(deps, configuration, signal);
    const plan = args
      ? await preparePlan()
      : await withDelayedProgress(t('Proving configuration access…'), preparePlan);
    if (!args) await confirmSpare(configuration, plan);
    const title = args ? undefined : t('Creating spare configuration access…');
    const profile = await withProgress(title, signal => createSpareAccess(deps, configuration, plan, signal));
    if (!args || deps.mayLoseSecret(true)) void showSpareCreated(deps, profile);
    return { name: profile.name };
  });
}

/** Asks before anything is written: what will be created, where, with which scopes. */
async function confirmSpare({ profile }: ProfileConfiguration, plan: SpareAccessPlan): Promise<void> {
  const create = t('Create');
  const { unfinished } = plan;
  const exists = t('(exists already)');
  const policy = t(
    'Token policy “{0}”, which allows: {1}',
    displayText(plan.policyTitle, maxTitle),
    describeScopes(plan.scopes),
  );
  const client = t(
    'Confidential client “{0}” with this policy: whoever has its secret can do all of that',
    displayText(plan.clientName, maxTitle),
  );
  const detail = [
    t('At {0}, customer {1}:', new URL(profile.origin).host, profile.customerId),
    `• ${policy} ${unfinished ? exists : ''}`.trim(),
    `• ${client} ${unfinished?.client ? exists : ''}`.trim(),
    t('On this machine:'),
    `• ${t('Profile “{0}”, with that secret in VS Code’s secret storage', displayText(plan.profileName, maxTitle))}`,
  ].join('\n');
  const question = t('Create spare configuration access for “{0}”?', displayText(profile.name, maxTitle));
  if ((await askQuestion(question, [create], { isModal: true, detail })) !== create) throw cancelled();
}

function describeScopes(scopes: readonly string[]): string {
  return listNames(scopes.map(scope => `${scope} (${describeScope(scope)})`));
}
