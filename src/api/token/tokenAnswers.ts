// Checks the answers of the token endpoint.
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { maxScopeLength } from '../../core/scopes/validateScope';

/** A list of scopes on one line (docs/hosted-login-api.md, Scopes). */
export const ScopeListSchema = z
  .string()
  .check(z.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u), z.maxLength(maxScopeLength));

/** A number that is not negative, also as a string. */
export const NumberSchema = z.union([
  z.number().check(z.nonnegative()),
  z.pipe(z.string().check(z.regex(/^\d{1,15}(\.\d{1,15})?$/)), z.transform(Number)),
]);

/**
 * The JSON of an answer below `login/token`. Throws a `badAnswer` problem if it does not fit the schema, with only the
 * names of the members: a value may be a token.
 */
export function parseAnswer<Schema extends z.ZodMiniType>(
  schema: Schema,
  body: string,
  url: string,
): z.output<Schema> {
  const parsed = z.safeParse(schema, parseJson(body));
  if (parsed.success) return parsed.data;
  const wrong = [...new Set(parsed.error.issues.map(issue => issue.path.map(String).join('.')))].filter(
    Boolean,
  );
  throw invalidMembersProblem(
    wrong,
    url,
    wrong.length === 0 ? `${body.length} characters, not a JSON object` : undefined,
  );
}

/** The problem of an answer below `login/token` with missing or invalid members. */
export function invalidMembersProblem(wrong: readonly string[], url: string, detail?: string): Problem {
  const { host } = new URL(url);
  return new Problem(
    'badAnswer',
    wrong.length === 0
      ? t('The response of {0} is not the JSON of a token endpoint.', host)
      : t(
          'The response of {0} is not one of a token endpoint: wrong or missing {1}.',
          host,
          wrong.join(', '),
        ),
    t('Check that the origin in the profile is the Hosted Login service.'),
    detail ?? `wrong: ${wrong.join(', ')}`,
  );
}
