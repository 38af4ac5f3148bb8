import { t } from '../common/l10n';
import { parseUrl } from '../common/parseUrl';
import { uniqueTitle } from '../resources/uniqueTitle';

/**
 * A configuration client of a customer. Its secret is in SecretStorage under `id`.
 */
export interface Profile {
  /** Our own, never shown. Secret and tokens are stored under it, so a profile can be renamed. */
  readonly id: string;
  readonly name: string;
  /** `https://host[:port]`, or http for loopback. The secret is sent only there. */
  readonly origin: string;
  readonly customerId: string;
  /** The user name of the Basic authorization. */
  readonly clientId: string;
}

/** What the user enters for a profile, without the secret. */
export type ProfileValues = Omit<Profile, 'id'>;

/** The known regions (docs/hosted-login-api.md, Hosts). There may be others. */
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

/** Why a name cannot be used, or undefined. `taken`: the names of the other profiles. */
export function nameIssue(name: string, taken: readonly string[]): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') return t('Give the profile a name, for example the customer and the environment.');
  if (trimmed.length > maxNameLength) return t('A name has at most {0} characters.', maxNameLength);
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(trimmed)) return t('A name has no control or invisible characters.');
  if (taken.some(other => isSameName(other, trimmed))) return t('There is already a profile “{0}”.', trimmed);
  return undefined;
}

/**
 * A free name for a profile that is created from another one, such as `acme (spare)`.
 * @param words makes the new name of the old one, which is cut if the result is too long
 */
export function freeName(name: string, words: (name: string) => string, taken: readonly string[]): string {
  for (let cut = name.trim(); ; cut = cut.replace(/.$/su, '').trim()) {
    const free = uniqueTitle(words(cut).trim(), taken, isSameName);
    if (cut === '' || nameIssue(free, []) === undefined) return free;
  }
}

/** Compares names without case and in one Unicode form, so that no two look the same. */
export function isSameName(one: string, other: string): boolean {
  const comparable = (name: string) => name.trim().normalize('NFKC').toLowerCase();
  return comparable(one) === comparable(other);
}

/**
 * Why a secret may not be sent to an origin, or undefined. Allowed: https, or http on loopback; only scheme, host and port.
 */
export function originIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the origin of the service, such as https://v1.api.us.janrain.com');
  if (/\s/.test(trimmed)) return t('An origin has no spaces.');
  const url = parseUrl(trimmed);
  // Check the text itself: the parser accepts `https:host` and `https:\\host` too.
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

/** Lower-case host, no default port, no slash. The text must have no `originIssue`. */
export function normalizeOrigin(text: string): string {
  return new URL(text.trim()).origin;
}

/** Origin and customer of an address of the service. */
export interface Issuer {
  readonly origin: string;
  /** Undefined if the address has none, for example at a customer's own host. */
  readonly customerId: string | undefined;
}

/**
 * Parses an address that users paste as an origin: the console's `oidc_url`, which is the issuer
 * (`https://host/<customerId>/login`, or `https://host/login` at a customer's own host), or any endpoint of the customer.
 * Undefined for any other address, and for one that a secret may not be sent to.
 */
export function parseIssuer(text: string): Issuer | undefined {
  const url = parseUrl(text.trim());
  if (url?.username !== '' || url.password !== '' || originIssue(url.origin) !== undefined) return undefined;
  const [first = '', second = ''] = url.pathname.split('/').slice(1);
  if (customerIdIssue(first) === undefined) return { origin: url.origin, customerId: first };
  const isIssuer = first === '' ? second === '' : first === 'login';
  return isIssuer ? { origin: url.origin, customerId: undefined } : undefined;
}

/** As `parseIssuer`, also without the `https://` that a person left out of the name of a host. */
export function parseTypedIssuer(text: string): Issuer | undefined {
  const trimmed = text.trim();
  const isHost = /^[^\s/:@][^\s/:@.]*\.[^\s/:@]+(\/|$)/.test(trimmed);
  return parseIssuer(isHost ? `https://${trimmed}` : trimmed);
}

/** Why a text is not a customer ID, or undefined. Like a UUID, but with non-hex letters (docs/hosted-login-api.md, Hosts). */
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
 * Why a text is not a client secret, or undefined. All characters are allowed but control characters and lone surrogates,
 * which cannot be encoded.
 */
export function clientSecretIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the client secret.');
  return /[\p{Cc}\p{Cs}]/u.test(trimmed)
    ? t('A client secret has no line breaks or control characters.')
    : undefined;
}

/**
 * Compares IDs of customers and clients without case: they are UUIDs (RFC 9562 §4). Only for finding: requests send the ID
 * as it was entered. A member that is not a string is not an ID.
 */
export function isSameId(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.toLowerCase() === other.toLowerCase();
}

/** The URL of a path below the customer, for example `login/token`. */
export function endpointUrl(profile: Pick<Profile, 'origin' | 'customerId'>, path: string): string {
  return `${profile.origin}/${encodeURIComponent(profile.customerId)}/${path}`;
}

/** Whether `URL.hostname` is a valid host name: the parser accepts `{{host}}` too. */
function isHostName(hostname: string): boolean {
  return /^([a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
}

/** Whether `URL.hostname` is this machine, without asking a resolver. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
