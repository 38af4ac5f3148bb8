import * as z from 'zod/mini';
import type { ClientCredentials } from '../../core/common/basicAuth';
import { endpointUrl, type Profile } from '../../core/profile/profile';
import type { Send } from '../http';
import { postAsClient } from './postAsClient';
import { parseAnswer, NumberSchema, ScopeListSchema } from './tokenAnswers';

/** What the service says about a token. Only `isActive` if that is false. */
export interface Introspection {
  readonly isActive: boolean;
  /** The granted scopes, separated by spaces; empty if the answer names none. */
  readonly scope: string;
  readonly clientId?: string | undefined;
  /** The subject of the token: the client itself for client credentials. */
  readonly subject?: string | undefined;
  readonly audience: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt?: number | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
}

const NameSchema = z.string().check(z.maxLength(1000));

/** Seconds since 1970, up to the year 9999. */
const InstantSchema = z.optional(z.nullable(NumberSchema.check(z.maximum(253_402_300_799))));

/** The members that we use (RFC 7662 §2.2); only `active` is required. */
const IntrospectionSchema = z.object({
  active: z.boolean(),
  scope: z.optional(z.nullable(ScopeListSchema)),
  client_id: z.optional(z.nullable(NameSchema)),
  sub: z.optional(z.nullable(NameSchema)),
  aud: z.optional(z.nullable(z.union([NameSchema, z.array(NameSchema).check(z.maxLength(100))]))),
  exp: InstantSchema,
  iat: InstantSchema,
});

/**
 * Asks the service about a token: `POST /{customerId}/login/token/introspect`, Basic, `token=…`
 * (docs/hosted-login-api.md, Token endpoint). The result never contains the token. Rejects with a `Problem`:
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
  const { active, scope, client_id, sub, aud, exp, iat } = parseAnswer(IntrospectionSchema, body, url);
  return {
    isActive: active,
    scope: scope?.trim() ?? '',
    clientId: client_id ?? undefined,
    subject: sub ?? undefined,
    audience: typeof aud === 'string' ? [aud] : (aud ?? []),
    issuedAt: toMilliseconds(iat),
    expiresAt: toMilliseconds(exp),
  };
}

function toMilliseconds(seconds: number | null | undefined): number | undefined {
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}
