import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { Command } from './commandRegistry';

/**
 * A command of the contract. `run` gets the validated argument object, or undefined and `clicked` if the user ran it.
 * Throws a `Problem` of kind `missingInput` that names the members that are missing or invalid.
 */
export function defineCommand<Schema extends z.ZodMiniType>(
  schema: Schema,
  run: (args: z.output<Schema> | undefined, clicked: readonly unknown[]) => unknown,
): Command {
  return (argument, clicked) => {
    if (argument === undefined) return run(undefined, clicked);
    const parsed = z.safeParse(schema, argument);
    if (parsed.success) return run(parsed.data, []);
    const names = parsed.error.issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' ? issue.keys : issue.path.map(String),
    );
    throw new Problem('missingInput', t('Missing or invalid: {0}.', [...new Set(names)].join(', ')));
  };
}
