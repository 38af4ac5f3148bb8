import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import type { Plan } from '../../core/configurationFiles/plan/plan';
import type { PlanResult } from '../../core/configurationFiles/plan/planEntry';
import { countAccess } from '../../core/configurationFiles/plan/planState';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { compare } from './comparison';
import type { FilesServices } from './deps';
import { chooseTarget } from './folderChoice';

const CompareArgs = z.strictObject({ profile: z.optional(z.string()), folder: z.optional(UriArg) });

/** Compares files with the service (contract). Never writes. */
export function compareConfiguration(services: FilesServices): Command {
  return defineCommand(CompareArgs, async (args, clicked) => {
    const target = await chooseTarget(services.profiles, args, clicked, t('Compare Files with Service'));
    if (!args) {
      await services.plans.show(target);
      return undefined;
    }
    return resultOf((await compare(services, target, { isInteractive: false })).plan);
  });
}

/** The addresses of each result (contract). */
export interface CompareResult {
  readonly create: readonly string[];
  readonly change: readonly string[];
  readonly unmanaged: readonly string[];
  readonly conflict: readonly string[];
  readonly gone: readonly string[];
  readonly invalid: readonly string[];
  readonly unread: readonly string[];
  /** How many ways there are to change the configuration. */
  readonly waysIn: { readonly now: number; readonly afterwards: number };
}

function resultOf(plan: Plan): CompareResult {
  const addresses = (...results: readonly PlanResult[]) =>
    plan.entries.filter(({ result }) => results.includes(result)).map(({ address }) => address);
  return {
    ...{ create: addresses('create'), change: addresses('change'), unmanaged: addresses('unmanaged') },
    ...{ conflict: addresses('conflict'), gone: addresses('gone') },
    invalid: [...addresses('invalid', 'ambiguous', 'impossible'), ...plan.issues.map(({ path }) => path)],
    ...{ unread: addresses('unread'), waysIn: countAccess(plan) },
  };
}
