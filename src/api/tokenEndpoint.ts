import * as z from 'zod/mini';
import type { ClientCredentials } from '../core/basicAuthorization';
import { endpointUrl, type Profile } from '../core/profile';
import { checkedAnswer, ScopeText } from './answers';
import { postAsClient } from './asClient';
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

/** The successful answer (RFC 6749 §5.1); the token in the characters of RFC 6750 §2.1, so that it fits a header. */
const TokenAnswer = z.object({
  access_token: z.string().check(z.regex(/^[A-Za-z0-9\-._~+/]+=*$/), z.maxLength(maxTokenLength)),
  token_type: z.string().check(z.regex(/^bearer$/i)),
  expires_in: z.number().check(z.positive(), z.maximum(366 * 24 * 3600)),
  scope: z.optional(z.nullable(ScopeText)),
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
  const form = { grant_type: 'client_credentials', scope };
  const { body } = await postAsClient(send, url, client, form, { signal });
  const { access_token, expires_in, scope: granted } = checkedAnswer(TokenAnswer, body, url);
  return { accessToken: access_token, expiresIn: expires_in, scope: granted?.trim() ?? '' };
}
