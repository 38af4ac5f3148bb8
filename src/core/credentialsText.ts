import { type ClientCredentials, decodeBasicAuthorization } from './basicAuthorization';
import { customerIdIssue, normalizeOrigin, originIssue } from './profile';

/** What a piece of text tells about a profile; what it does not tell is left out. */
export interface FoundCredentials {
  readonly origin?: string;
  readonly customerId?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/** Longer texts are not read: nobody copies a profile out of a book. */
const maxLength = 20_000;

/**
 * Reads what people have on their clipboard: a curl command as in the seed (origin, customer ID, Basic header or
 * `-u`), a bare `Basic …` value, or `client_id:client_secret`. Undefined where it is none of these.
 */
export function readCredentials(text: string): FoundCredentials | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > maxLength) return undefined;
  const found = /(^|\s)curl(\.exe)?\s/i.test(trimmed) ? fromCurl(trimmed) : fromValue(trimmed);
  return Object.keys(found).length > 0 ? found : undefined;
}

function fromCurl(command: string): FoundCredentials {
  // A trailing \ (sh), ^ (cmd) or ` (PowerShell) continues the line; the seed's example even doubles it.
  const line = command.replace(/(?:[\\^`]\s*)+\r?\n/g, ' ');
  const authorization = /authorization\s*:\s*(basic\s+[A-Za-z0-9+/_-]+={0,2})/i.exec(line)?.[1];
  const user = /\s(?:-u|--user)[\s=]*(?:'([^']*)'|"([^"]*)"|(\S+))/.exec(line);
  const pair = user?.[1] ?? user?.[2] ?? user?.[3];
  return {
    ...(authorization === undefined ? {} : decodeBasicAuthorization(authorization)),
    ...(pair === undefined ? {} : splitPair(pair)),
    ...fromUrl(line),
  };
}

function fromValue(text: string): FoundCredentials {
  if (/\s/.test(text)) return decodeBasicAuthorization(text.replace(/^authorization\s*:\s*/i, '')) ?? {};
  return fromUrl(text) ?? splitPair(text) ?? {};
}

/** `client_id:client_secret`; a URL, a path or a Windows drive is not one. */
function splitPair(text: string): ClientCredentials | undefined {
  const [, clientId, clientSecret] = /^([^\s:/\\]{2,}):([^\s]+)$/.exec(text) ?? [];
  if (clientId === undefined || clientSecret === undefined || clientSecret.startsWith('//')) return undefined;
  return { clientId, clientSecret };
}

function fromUrl(text: string): Pick<FoundCredentials, 'origin' | 'customerId'> | undefined {
  const [, origin, firstSegment] = /(https?:\/\/[^\s/'"?#<>]+)(?:\/([^\s/'"?#]+))?/i.exec(text) ?? [];
  if (origin === undefined || originIssue(origin) !== undefined) return undefined;
  const hasCustomer = firstSegment !== undefined && customerIdIssue(firstSegment) === undefined;
  return { origin: normalizeOrigin(origin), ...(hasCustomer ? { customerId: firstSegment } : {}) };
}
