/** An `Authorization` that a request already has. `value` may be a secret: never show it. */
export interface Authorization {
  readonly line: number;
  /** First word of the value, as written; empty where there is none that could not be a secret itself. */
  readonly scheme: string;
  /** The value on the header's line, blanks trimmed. */
  readonly value: string;
  /** Lines below that continue the value (obsolete folding: no client joins them). */
  readonly foldedLines: readonly number[];
}

export function isAuthorizationName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/**
 * The scheme word of a value: what stands before the first blank, or a whole value that is a known scheme or a
 * `{{reference}}`. Any other single word may be the credential itself: then the scheme is empty.
 */
export function schemeOf(value: string): string {
  const bare = value.replace(/,$/, '');
  const first = /^\S{1,32}(?=\s|$)/.exec(bare)?.[0] ?? '';
  if (/^(?:bearer|basic|digest|aws|ntlm|negotiate|hawk|oauth|oauth2|openid)$/i.test(first)) return first;
  if (/^[A-Za-z][\w-]*$/.test(first) && first.length < bare.length) return first;
  return /^\{\{[\w.$ -]{1,60}\}\}/.exec(bare)?.[0] ?? '';
}

/** Whether replacing it takes away something else than a bearer token. An empty header is nobody's. */
export function isOtherScheme({ scheme, value, foldedLines }: Authorization): boolean {
  if (/^,?$/.test(value) && scheme === '') return foldedLines.length > 0;
  return scheme.toLowerCase() !== 'bearer';
}

/** The name of the header as a request writes the names of its others: in small letters where all of them are. */
export function authorizationName(others: readonly string[]): string {
  const isSmall = others.length > 0 && others.every(name => name === name.toLowerCase());
  return isSmall ? 'authorization' : 'Authorization';
}
