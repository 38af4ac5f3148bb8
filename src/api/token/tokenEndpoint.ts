// Requests access tokens from the token endpoint.
import * as z from 'zod/mini';
import type { ClientCredentials } from '../../core/common/basicAuth';
import { undefinedIfFailed } from '../../core/common/problem';
import { endpointUrl, type Profile } from '../../core/profile/profile';
import type { HttpResponse, Send } from '../http';
import { type Introspection, introspectToken } from './introspection';
import { postAsClient } from './postAsClient';
import { parseAnswer, NumberSchema, ScopeListSchema, invalidMembersProblem } from './tokenAnswers';

export interface TokenAnswer {
  readonly accessToken: string;
  /** In seconds from the answer. */
  readonly expiresIn: number;
  /** The granted scopes, separated by spaces; empty if neither the answer nor introspection names any. */
  readonly scope: string;
}

/** Fits a header and an environment variable. A documented token has about 64 characters. */
const maxTokenLength = 8192;

const maxLifetimeSeconds = 366 * 24 * 3600;

/**
 * The successful answer (RFC 6749 §5.1), in which `expires_in` is only recommended. The token has the characters of
 * RFC 6750 §2.1, so that it fits a header.
 */
const TokenSchema = z.object({
  access_token: z.string().check(z.regex(/^[A-Za-z0-9\-._~+/]+=*$/), z.maxLength(maxTokenLength)),
  token_type: z.string().check(z.regex(/^bearer$/i)),
  expires_in: z.optional(z.nullable(NumberSchema.check(z.positive(), z.maximum(maxLifetimeSeconds)))),
  scope: z.optional(z.nullable(ScopeListSchema)),
});

/** The scope of the same answer. It is shown, so it is read with what was sent masked. */
const GrantSchema = z.pick(TokenSchema, { scope: true });

/**
 * Requests an access token: `POST /{customerId}/login/token`, Basic, `grant_type=client_credentials`.
 * Introspection supplies a lifetime or granted scope that the answer omits: an answer without `scope` means “as
 * requested” in RFC 6749 §5.1, but “nothing” in the documentation of the service.
 * Rejects with a `Problem`: `invalidClient`, `unknownCustomer`, `nothingGranted` (the service rejects the scope),
 * `rateLimited`, `server`, `badAnswer` …
 */
export async function requestAccessToken(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  client: ClientCredentials,
  scope: string,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const form = { grant_type: 'client_credentials', scope };
  const response = await postAsClient(send, profile, 'login/token', client, form, signal);
  const url = endpointUrl(profile, 'login/token');
  const { access_token, expires_in } = parseAnswer(TokenSchema, response.unmasked ?? response.body, url);
  const { scope: granted } = parseAnswer(GrantSchema, response.body, url);
  // What repeats the token is no scope, and must not be shown. Introspection masks it.
  const grantedScope = granted?.includes(access_token) ? '' : (granted?.trim() ?? '');
  if (typeof expires_in === 'number' && grantedScope !== '') {
    return { accessToken: access_token, expiresIn: expires_in, scope: grantedScope };
  }
  const introspected = await undefinedIfFailed(
    introspectToken(send, profile, client, access_token, signal),
    ({ kind }) => kind !== 'cancelled',
  );
  const expiresIn = expires_in ?? secondsLeft(introspected, response);
  if (expiresIn === undefined) throw invalidMembersProblem(['expires_in'], url);
  return {
    accessToken: access_token,
    expiresIn,
    scope: grantedScope === '' ? (introspected?.scope ?? '') : grantedScope,
  };
}

/** The remaining lifetime by the service's clock; ours may be wrong. */
function secondsLeft(said: Introspection | undefined, { header }: HttpResponse): number | undefined {
  const { issuedAt = Date.parse(header('date') ?? ''), expiresAt } = said ?? {};
  const seconds = ((expiresAt ?? Number.NaN) - issuedAt) / 1000;
  return seconds > 0 && seconds <= maxLifetimeSeconds ? seconds : undefined;
}
