import * as z from 'zod/mini';
import type { ClientCredentials } from '../core/basicAuthorization';
import { endpointUrl, type Profile } from '../core/profile';
import { checkedAnswer, NumberOrText, ScopeText } from './answers';
import { postAsClient } from './asClient';
import type { Send } from './transport';

/** What the service says about a token. Of one that is not active it says nothing else. */
export interface Introspection {
  readonly isActive: boolean;
  /** The scopes granted, separated by spaces; empty where the answer names none. */
  readonly scope: string;
  readonly clientId?: string | undefined;
  /** Whom the token speaks for: the client itself, where that fetched it for its own use. */
  readonly subject?: string | undefined;
  readonly audience: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt?: number | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
}

const Name = z.string().check(z.maxLength(1000));

/** Seconds since 1970, up to the year 9999. */
const Instant = z.optional(z.nullable(NumberOrText.check(z.maximum(253_402_300_799))));

/** As much of the answer (RFC 7662 §2.2) as we use; only `active` must be there. */
const IntrospectionAnswer = z.object({
  active: z.boolean(),
  scope: z.optional(z.nullable(ScopeText)),
  client_id: z.optional(z.nullable(Name)),
  sub: z.optional(z.nullable(Name)),
  aud: z.optional(z.nullable(z.union([Name, z.array(Name).check(z.maxLength(100))]))),
  exp: Instant,
  iat: Instant,
});

/**
 * Asks the service about a token: `POST /{customerId}/login/token/introspect`, Basic, `token=…` (docs/hosted-login-api.md, Token endpoint).
 * Nothing in the result holds the token, even where the service repeats it. Rejects with a `Problem`:
 * `invalidClient`, `unknownCustomer`, `rateLimited`, `server`, `badAnswer` …
 */
export async function introspectToken(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  client: ClientCredentials,
  token: string,
  signal?: AbortSignal,
): Promise<Introspection> {
  const path = 'login/token/introspect';
  const { body } = await postAsClient(send, profile, path, client, { token }, signal);
  const url = endpointUrl(profile, path);
  const { active, scope, client_id, sub, aud, exp, iat } = checkedAnswer(IntrospectionAnswer, body, url);
  return {
    isActive: active,
    scope: scope?.trim() ?? '',
    clientId: client_id ?? undefined,
    subject: sub ?? undefined,
    audience: typeof aud === 'string' ? [aud] : (aud ?? []),
    issuedAt: milliseconds(iat),
    expiresAt: milliseconds(exp),
  };
}

function milliseconds(seconds: number | null | undefined): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}
