/** Where a word of a command is. */
interface PlaceOfWord {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** The `Authorization` of a request. `value` may be a secret: never show it. */
export interface Authorization {
  readonly line: number;
  /** First word of the value, as written; empty if it may be a secret. */
  readonly scheme: string;
  /** The value on the header's line, trimmed. */
  readonly value: string;
  /** Lines below that continue the value (obsolete folding: no client joins them). */
  readonly foldedLines: readonly number[];
  /** Of an option of curl: the value is in the last one. */
  readonly words?: readonly PlaceOfWord[];
}

export function isAuthorizationName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}

/**
 * The scheme of a value: the word before the first space, or the whole value if it is a known scheme or a
 * `{{reference}}`. Empty for any other single word, which may be the credential itself.
 */
export function schemeOf(value: string): string {
  const bare = value.replace(/,$/, '');
  const first = /^\S{1,32}(?=\s|$)/.exec(bare)?.[0] ?? '';
  if (/^(?:bearer|basic|digest|aws|ntlm|negotiate|hawk|oauth|oauth2|openid)$/i.test(first)) return first;
  if (/^[A-Za-z][\w-]*$/.test(first) && first.length < bare.length) return first;
  return /^\{\{[\w.$ -]{1,60}\}\}/.exec(bare)?.[0] ?? '';
}

/** Whether it is something else than a bearer token. An empty header is not. */
export function isOtherScheme({ scheme, value, foldedLines }: Authorization): boolean {
  if (/^,?$/.test(value) && scheme === '') return foldedLines.length > 0;
  return scheme.toLowerCase() !== 'bearer';
}

/** The header's name in the case of the other names: lower case if all of them are. */
export function authorizationName(others: readonly string[]): string {
  const isSmall = others.length > 0 && others.every(name => name === name.toLowerCase());
  return isSmall ? 'authorization' : 'Authorization';
}
