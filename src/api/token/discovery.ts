// Where the endpoints of a customer are: the documented paths, or those that discovery names.
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { Problem, undefinedIfFailed } from '../../core/common/problem';
import { parseJson } from '../../core/json/json';
import { plainText } from '../../core/masking/redaction';
import { endpointUrl, parseIssuer, type Profile } from '../../core/profile/profile';
import type { HttpResponse, Send } from '../http';
import { statusProblem } from '../problems/statusProblem';

type Customer = Pick<Profile, 'origin' | 'customerId'>;

/** The endpoints that take the client's secret. */
export type LoginPath = 'login/token' | 'login/token/introspect' | 'login/token/revoke';

/** The part of OpenID Connect Discovery that identifies a Hosted Login service. */
const DiscoverySchema = z.object({
  issuer: z.string(),
  token_endpoint: z.string(),
  introspection_endpoint: z.optional(z.unknown()),
  revocation_endpoint: z.optional(z.unknown()),
});

type DiscoveryDocument = z.output<typeof DiscoverySchema>;

const endpointMembers = {
  'login/token': 'token_endpoint',
  'login/token/introspect': 'introspection_endpoint',
  'login/token/revoke': 'revocation_endpoint',
} as const;

const documentPath = 'login/.well-known/openid-configuration';

/**
 * Checks host and customer ID without any credential: reads the discovery document.
 * Rejects with a `Problem`: a connection problem, `unknownCustomer`, `badAnswer` …
 */
export async function checkService(send: Send, profile: Customer, signal?: AbortSignal): Promise<void> {
  const url = endpointUrl(profile, documentPath);
  const response = await get(send, url, signal);
  if (parseDocument(response)) return;
  const { status } = response;
  if (status === 200 || status === 404) {
    const own = await readOwnHostDocument(send, profile, signal);
    if (own) throw ownHostProblem(profile, own);
  }
  if (status !== 200) throw statusProblem(response, url);
  throw new Problem(
    'badAnswer',
    t('{0} answers, but not as a Hosted Login service does.', new URL(url).host),
    t('Check the origin; Akamai’s console calls it oidc_url.'),
  );
}

/**
 * The text of the discovery document, also at a customer's own host; undefined if it cannot be read. Rejects only if the
 * signal is aborted.
 */
export async function readDiscoveryText(
  send: Send,
  profile: Customer,
  signal?: AbortSignal,
): Promise<string | undefined> {
  for (const url of [endpointUrl(profile, documentPath), `${profile.origin}/${documentPath}`]) {
    const response = await tryGet(send, url, signal);
    if (response && parseDocument(response)) return response.body;
  }
  return undefined;
}

/**
 * The URL of an endpoint by discovery, if it is not at the documented path: at a customer's own host the issuer has no
 * customer ID. Only on the exact origin of the profile, because the secret is sent nowhere else. Undefined if discovery
 * does not name it; rejects with a `Problem` that names the host if it is on another one.
 */
export async function discoverEndpoint(
  send: Send,
  profile: Customer,
  path: LoginPath,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const documented = await readDocument(send, endpointUrl(profile, documentPath), signal);
  const own = documented ? undefined : await readOwnHostDocument(send, profile, signal);
  const endpoint = (documented ?? own)?.[endpointMembers[path]];
  const discovered = typeof endpoint === 'string' ? parseUrl(endpoint) : undefined;
  if (discovered?.origin === profile.origin && discovered.username === '' && discovered.password === '')
    return discovered.href;
  if (own) throw ownHostProblem(profile, own);
  return undefined;
}

/** The discovery document of a customer's own host: its issuer is `https://host/login`. */
function readOwnHostDocument(
  send: Send,
  { origin }: Customer,
  signal: AbortSignal | undefined,
): Promise<DiscoveryDocument | undefined> {
  return readDocument(send, `${origin}/${documentPath}`, signal);
}

async function readDocument(
  send: Send,
  url: string,
  signal: AbortSignal | undefined,
): Promise<DiscoveryDocument | undefined> {
  const response = await tryGet(send, url, signal);
  return response && parseDocument(response);
}

function parseDocument({ status, body }: HttpResponse): DiscoveryDocument | undefined {
  const parsed = status === 200 ? DiscoverySchema.safeParse(parseJson(body)) : undefined;
  return parsed?.success === true ? parsed.data : undefined;
}

/** The host answers only without a customer ID. Names the host that takes one, if the document does. */
function ownHostProblem({ origin, customerId }: Customer, document: DiscoveryDocument): Problem {
  const { host } = new URL(origin);
  const needed = [document.issuer, document.token_endpoint]
    .map(parseIssuer)
    .find(issuer => issuer?.customerId !== undefined && issuer.origin !== origin);
  return new Problem(
    'unknownCustomer',
    t(
      '{0} answers at /login, but not at /{1}/login: it is a host where people sign in, not the API host.',
      host,
      customerId,
    ),
    needed
      ? t('Edit the profile: the origin must be {0}', plainText(needed.origin))
      : t(
          'Edit the profile: the origin must be the API host of the region, such as {0}.',
          'https://v1.api.us.janrain.com',
        ),
  );
}

/** Undefined on any error but cancelling: the caller reports the failure of its own request. */
function tryGet(send: Send, url: string, signal: AbortSignal | undefined): Promise<HttpResponse | undefined> {
  return undefinedIfFailed(get(send, url, signal), ({ kind }) => kind !== 'cancelled');
}

function get(send: Send, url: string, signal: AbortSignal | undefined): Promise<HttpResponse> {
  return send({ method: 'GET', url, headers: { accept: 'application/json' }, signal });
}
