/** The two parts of a Basic authorization (RFC 7617). */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The `Authorization` values to try, best first: with both parts form-urlencoded (RFC 6749 §2.3.1), then, if that differs,
 * without (RFC 7617). Which one the service expects is not documented.
 */
export function basicAuthorizations({
  clientId,
  clientSecret,
}: ClientCredentials): readonly [best: string, ...others: string[]] {
  const encoded = basic(formUrlEncode(clientId), formUrlEncode(clientSecret));
  const plain = basic(clientId, clientSecret);
  return encoded === plain ? [encoded] : [encoded, plain];
}

/** Reads the credentials of a `Basic …` value, with or without the word. Undefined if it has none. */
export function decodeBasicAuthorization(value: string): ClientCredentials | undefined {
  const base64 = /^(?:basic\s+)?([A-Za-z0-9+/_-]+={0,2})$/i.exec(value.trim())?.[1];
  if (base64 === undefined) return undefined;
  const text = decodeUtf8(base64);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 1 || colon === text.length - 1) return undefined;
  return { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
}

function basic(user: string, password: string): string {
  return `Basic ${base64(`${user}:${password}`)}`;
}

/** Encodes a text as UTF-8 in base64. */
export function base64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const isAscii = bytes.length === text.length;
  return btoa(isAscii ? text : Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}

/** Encodes one value as `application/x-www-form-urlencoded`. */
export function formUrlEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

function decodeUtf8(base64: string): string | undefined {
  try {
    const binary = atob(base64.replace(/-/g, '+').replace(/_/g, '/'));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(binary, char => char.charCodeAt(0)),
    );
    return /\p{Cc}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
