import { type ClientCredentials, decodeBasicAuthorization } from '../common/basicAuth';
import { groupsOf } from './credentialSettings';
import { clientIdIssue, clientSecretIssue, type Issuer, parseIssuer } from './profile';

/** The values of a profile that a text holds. */
export interface FoundCredentials {
  readonly origin?: string;
  readonly customerId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** The first with a client of a service, else with a client, which may be of another one, else with a customer, else with anything. */
export function bestCredentials(all: readonly FoundCredentials[]): FoundCredentials | undefined {
  const isComplete = ({ origin, customerId, clientSecret }: FoundCredentials) =>
    clientSecret !== undefined && (origin ?? customerId) !== undefined;
  return (
    all.find(isComplete) ??
    all.find(({ clientId }) => clientId !== undefined) ??
    all.find(({ customerId }) => customerId !== undefined) ??
    all.find(each => Object.keys(each).length > 0)
  );
}

/** The client in a form that is sent to a login endpoint of the service. Other services accept such forms too. */
export function clientInForm(
  url: string | undefined,
  fields: readonly (readonly [name: string, value: string])[],
): Partial<ClientCredentials> {
  const isOurs =
    url !== undefined && (documentedHost(url) ?? /^https?:\/\/[^/]+(?:\/[^/]+)?\/login\//i.exec(url));
  const [group] = isOurs ? groupsOf(fields) : [];
  return usableClient(group?.clientId, group?.clientSecret);
}

/** The Basic authorization among headers. One that is cut short (`…`) does not count. */
export function basicIn(headers: readonly string[]): ClientCredentials | undefined {
  const [, value] =
    /(?:^|[^\w-])authorization["']?\s*[:=]\s*["']?(basic\s+[\w+/-]+={0,2})(?:[\s;}"']|$)/i.exec(
      headers.join('\n'),
    ) ?? [];
  return value === undefined ? undefined : decodeBasicAuthorization(value);
}

/** `id:secret`. */
export function pairOf(text = ''): Partial<ClientCredentials> {
  const [, clientId, clientSecret] = /^([^:]*):?(.*)/s.exec(text) ?? [];
  return usableClient(clientId, clientSecret);
}

/** Drops a secret without its ID. */
export function usableClient(clientId = '', clientSecret = ''): Partial<ClientCredentials> {
  if (clientIdIssue(clientId) !== undefined || isPlaceholder(clientId)) return {};
  const isUsable = clientSecretIssue(clientSecret) === undefined && !isPlaceholder(clientSecret);
  return isUsable ? { clientId, clientSecret } : { clientId };
}

/** Whether a value is a variable or placeholder of shells, request files or documentation, or partly masked. */
export function isPlaceholder(value: string): boolean {
  return /^(?:\$\w+|\$?\{.*\}|%\w+%|<.*>|\[.*\]|[*.xX]+)$|[•●…]|[*.]{3}/.test(value);
}

/**
 * Origin and customer ID of a URL with a customer, a login endpoint or a documented host. Undefined for other URLs and for
 * placeholders as host (`<region>`, `{{host}}`).
 */
export function fromUrl(text = ''): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  if (!/^https?:\/\/[^\s/?#\\]+/i.test(text)) return undefined;
  const [address = ''] = text.split(/[?#]/, 1);
  const { origin, customerId } = parseIssuer(address) ?? documentedHost(address) ?? {};
  if (origin === undefined) return undefined;
  if (customerId !== undefined) return { origin, customerId };
  const isLogin = /^https?:\/\/[^/]+\/login(?:\/?$|\/token$|\/\.well-known\/)/i.test(address);
  return isLogin || documentedHost(address) ? { origin } : undefined;
}

/** The origin of a URL at a documented host, whatever its path (docs/hosted-login-api.md, Hosts). */
function documentedHost(url: string): Issuer | undefined {
  const [start = ''] = /^https:\/\/[^/]+/i.exec(url) ?? [];
  return /\.janrain\.com$/i.test(start) ? parseIssuer(start) : undefined;
}
