import { t } from '../common/l10n';
import { uniqueTitle } from '../resources/uniqueTitle';

/**
 * One configuration client of one customer. Holds no secret: that lives in SecretStorage under the profile's `id`.
 */
export interface Profile {
  /** Ours, never shown: what secret and tokens are kept under, so that a profile can be renamed. */
  readonly id: string;
  readonly name: string;
  /** `https://host[:port]`, or http for loopback. The only place the secret is ever sent to. */
  readonly origin: string;
  readonly customerId: string;
  /** The configuration client: the user name of the Basic authorization. */
  readonly clientId: string;
}

/** The values of a profile that a person gives, the secret aside. */
export type ProfileValues = Omit<Profile, 'id'>;

/** The known regions in words (docs/hosted-login-api.md, Hosts: no closed list). */
export function regions(): readonly { readonly label: string; readonly origin: string }[] {
  return [
    [t('United States'), 'us'],
    [t('Europe'), 'eu'],
    [t('Japan'), 'jp'],
    [t('Australia'), 'au'],
    [t('Singapore'), 'sg'],
    [t('Canada'), 'ca'],
  ].map(([label, region]) => ({ label: label ?? '', origin: `https://v1.api.${region ?? ''}.janrain.com` }));
}

const maxNameLength = 60;

/** Why a profile name can not be used, or undefined. `taken` are the names of the other profiles. */
export function nameIssue(name: string, taken: readonly string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return t('Give the profile a name, for example the customer and the stage.');
  if (trimmed.length > maxNameLength) return t('A name has at most {0} characters.', maxNameLength);
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(trimmed)) return t('A name has no control or invisible characters.');
  if (taken.some(other => isSameName(other, trimmed))) return t('There is a profile “{0}” already.', trimmed);
  return undefined;
}

/**
 * A name for a profile that is made from another one, such as `acme (spare)`: one that is free, and not too long.
 * @param words what the name becomes; a long one is cut for it
 */
export function freeName(name: string, words: (name: string) => string, taken: readonly string[]): string {
  for (let cut = name.trim(); ; cut = cut.replace(/.$/su, '').trim()) {
    const free = uniqueTitle(words(cut).trim(), taken, isSameName);
    if (cut === '' || nameIssue(free, []) === undefined) return free;
  }
}

/** Names are compared without case and in one Unicode form, so that no two look the same. */
export function isSameName(one: string, other: string): boolean {
  const comparable = (name: string) => name.trim().normalize('NFKC').toLowerCase();
  return comparable(one) === comparable(other);
}

/**
 * Why a text is not an origin that a secret may be sent to, or undefined.
 * Rule: https, or http on loopback; scheme, host and port only.
 */
export function originIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the origin of the service, such as https://v1.api.us.janrain.com');
  if (/\s/.test(trimmed)) return t('An origin has no spaces.');
  const url = parseUrl(trimmed);
  // The text itself, not what a parser makes of it: that takes `https:host` and `https:\\host` too.
  if (url && !/^https?:\/\/[^/\\]/i.test(trimmed)) return t('An origin begins with https://');
  if (!url || !isHostName(url.hostname)) {
    return t('This is not an origin. Write it like https://v1.api.us.janrain.com');
  }
  if (/^[^?#]*@/.test(trimmed)) return t('An origin has no user name or password in it.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return t('Only https: a secret is never sent over plain http, except to this machine.');
  }
  if (url.pathname !== '/' || /[?#]/.test(trimmed)) {
    return t('An origin ends after the host: {0}', url.origin);
  }
  return undefined;
}

/** The origin in its one spelling (lower-case host, no default port, no slash). The text must have no `originIssue`. */
export function normalizeOrigin(text: string): string {
  return new URL(text.trim()).origin;
}

/** What an address of the service says besides where it leads. */
export interface Issuer {
  readonly origin: string;
  /** Undefined where the address has none, as at a customer's own host. */
  readonly customerId: string | undefined;
}

/**
 * Takes an address apart that people paste for an origin: the console's `oidc_url`, which is the issuer
 * (`https://host/<customerId>/login`, or `https://host/login` at a customer's own host), what is below it, or any other
 * endpoint of the customer. Undefined where it is no such address, or a secret may not be sent there.
 */
export function parseIssuer(text: string): Issuer | undefined {
  const url = parseUrl(text.trim());
  if (url?.username !== '' || url.password !== '' || originIssue(url.origin) !== undefined) return undefined;
  const [first = '', second = ''] = url.pathname.split('/').slice(1);
  if (customerIdIssue(first) === undefined) return { origin: url.origin, customerId: first };
  const isIssuer = first === '' ? second === '' : first === 'login';
  return isIssuer ? { origin: url.origin, customerId: undefined } : undefined;
}

/** Why a text is not a customer ID, or undefined. Shape only: real ones hold non-hex letters (docs/hosted-login-api.md, Hosts). */
export function customerIdIssue(text: string): string | undefined {
  return /^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i.test(text.trim())
    ? undefined
    : t('A customer ID looks like 1ab23c45-6789-0123-d4ef-5g678h90ijk1');
}

/** Why a text is not a client ID, or undefined. */
export function clientIdIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the ID of the configuration client.');
  return /[\s\p{C}]/u.test(trimmed) ? t('A client ID has no spaces or control characters.') : undefined;
}

/**
 * Why a text is not a client secret, or undefined. Any character may occur in one, except control characters and
 * halves of characters, which no encoding carries.
 */
export function clientSecretIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the client secret.');
  return /[\p{Cc}\p{Cs}]/u.test(trimmed)
    ? t('A client secret has no line breaks or control characters.')
    : undefined;
}

/**
 * Whether two IDs that people entered are the same: those of customers and clients are UUIDs, whose letters may come in
 * either case (RFC 9562 §4). For finding only: what is sent is what was entered.
 */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The URL of a path below the customer, for example `login/token`. */
export function endpointUrl(profile: Pick<Profile, 'origin' | 'customerId'>, path: string): string {
  return `${profile.origin}/${encodeURIComponent(profile.customerId)}/${path}`;
}

export function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether a host name (as in `URL.hostname`) has only what host names have: a parser takes `{{host}}` too. */
function isHostName(hostname: string): boolean {
  return /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
}

/** Whether a host name (as in `URL.hostname`) means this machine, whatever a resolver says. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
