import * as z from 'zod/mini';
import { basicAuthorizations, type ClientCredentials } from '../core/basicAuthorization';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { endpointUrl, type Profile } from '../core/profile';
import { isClientRefused, statusProblem } from './statusProblem';
import type { Send } from './transport';

/** What the token endpoint issued. */
export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds from the answer on. */
  readonly expiresIn: number;
  /** The scopes granted, separated by spaces; empty where the answer names none (hosted-login-api §2). */
  readonly scope: string;
}

/** What goes into a header and an environment variable; a documented token has about 64 characters. */
const maxTokenLength = 8192;

/** Some hundred scopes with an id each. */
const maxScopeLength = 20_000;

/** The successful answer (RFC 6749 §5.1); the token in the characters of RFC 6750 §2.1, so that it fits a header. */
const TokenAnswer = z.object({
  access_token: z.string().check(z.regex(/^[A-Za-z0-9\-._~+/]+=*$/), z.maxLength(maxTokenLength)),
  token_type: z.string().check(z.regex(/^bearer$/i)),
  expires_in: z.number().check(z.positive(), z.maximum(366 * 24 * 3600)),
  scope: z.optional(
    z.nullable(z.string().check(z.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u), z.maxLength(maxScopeLength))),
  ),
});

/**
 * Requests an access token: `POST /{customerId}/login/token`, Basic, `grant_type=client_credentials` (the seed).
 * Rejects with a `Problem`: `invalidClient`, `unknownCustomer`, `rateLimited`, `server`, `badAnswer` …
 */
export async function requestAccessToken(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  client: ClientCredentials,
  scope: string,
  signal?: AbortSignal,
): Promise<IssuedToken> {
  const url = endpointUrl(profile, 'login/token');
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope }).toString();
  const ask = (authorization: string) =>
    send({
      method: 'POST',
      url,
      headers: {
        authorization,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body,
      ...(signal ? { signal } : {}),
    });
  const [encoded, plain] = basicAuthorizations(client);
  let response = await ask(encoded);
  if (plain !== undefined && isClientRefused(response)) response = await ask(plain);
  if (response.status !== 200) throw statusProblem(response, url, client);
  return issuedToken(response.body, new URL(url).host);
}

function issuedToken(body: string, host: string): IssuedToken {
  const parsed = TokenAnswer.safeParse(parseJson(body));
  if (parsed.success) {
    const { access_token, expires_in, scope } = parsed.data;
    return { accessToken: access_token, expiresIn: expires_in, scope: scope?.trim() ?? '' };
  }
  // Only the names of the members: what they hold may be the token itself.
  const wrong = [...new Set(parsed.error.issues.map(issue => issue.path.map(String).join('.')))].filter(
    Boolean,
  );
  throw new Problem(
    'badAnswer',
    wrong.length === 0
      ? t('The answer of {0} is not the JSON of a token endpoint.', host)
      : t('The answer of {0} is not one of a token endpoint: wrong or missing {1}.', host, wrong.join(', ')),
    t('Check that the origin in the profile is the Hosted Login service.'),
    wrong.length === 0 ? `${body.length} characters, not a JSON object` : `wrong: ${wrong.join(', ')}`,
  );
}
