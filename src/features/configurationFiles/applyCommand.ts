import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { UriArg } from '../../ui/commands/uriArg';
import { applyWithoutQuestions } from './applyFiles';
import type { FilesServices } from './deps';
import { chooseTarget } from './folderChoice';

const ApplyArgs = z.strictObject({
  profile: z.optional(z.string()),
  folder: z.optional(UriArg),
  only: z.optional(z.array(z.string())),
  delete: z.optional(z.number().check(z.int(), z.gte(0))),
  access: z.optional(z.array(z.string())),
});

/** Makes the service what the files say (contract). */
export function applyConfiguration(services: FilesServices): Command {
  return defineCommand(ApplyArgs, async (args, clicked) => {
    const target = await chooseTarget(services.profiles, args, clicked, t('Apply Files to Service'));
    if (!args) {
      await services.plans.apply(target, undefined);
      return undefined;
    }
    const { done, failed, notDone } = await applyWithoutQuestions(services, target, {
      only: args.only && new Set(args.only),
      deletes: args.delete,
      access: args.access,
    });
    await services.plans.refresh(target);
    const message = failed && `${failed.problem.message} ${failed.problem.nextStep}`.trim();
    return { done, ...(failed && { failed: { address: failed.address, message } }), notDone };
  });
}
