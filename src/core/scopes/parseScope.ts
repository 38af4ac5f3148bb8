// Parses scopes and lists of them.
import { t } from '../common/l10n';

/** `.` allows to read (GET), `*` to read and configure (GET, POST, PUT, DELETE). */
export type ScopeAction = '.' | '*';

/**
 * A scope of the configuration API, `action:resource`. The resource is a path below `/{customerId}/` without a leading slash.
 * A trailing `**` means this and everything below (docs/hosted-login-api.md).
 */
export interface Scope {
  readonly action: ScopeAction;
  readonly resource: string;
}

/**
 * An issue with one scope of a list. `malformed`: it cannot be a scope. `undocumented`: a form that is not documented; it is
 * reported but never refused, because the service decides. `start` and `end` are offsets in the list. `replacement` fixes it.
 */
export interface ScopeIssue {
  readonly kind: 'malformed' | 'undocumented';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly replacement?: string;
}

/** One item of a scope list, with its offsets in the list. */
export interface ScopeListItem {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly scope: Scope | undefined;
  readonly issue: ScopeIssue | undefined;
}

/** The scopes of users who sign in (OpenID Connect Core §5.4). They are never an issue. */
export const userScopes: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'address', 'phone']);

/** The collections below `config`, and what may follow an ID. */
const collections: ReadonlyMap<string, readonly string[]> = new Map([
  ['tokenPolicies', []],
  ['loginPolicies', ['pushClaims', 'allowedResponseTypes']],
  ['clients', ['secret']],
]);

/** The documented first parts of a path, and the second ones below `config`. */
const firstParts: readonly string[] = ['config', 'webhooks', '**'];
const secondParts: readonly string[] = [...collections.keys()];

/** A variable of a request file (`{{id}}`, `{{$guid}}`) or a shell (`$ID`, `${ID}`). */
const variable = /\{\{[^{}]*\}\}|\$\{\w+\}|\$\w+/g;

/** An item of a list. A variable of a request file is a part of it, even if it holds a space. */
const listItems = /(?:[^ {]+|\{\{[^{}]*\}\}|\{)+/g;

export function isUserScope(text: string): boolean {
  return userScopes.has(text);
}

/** Parses a scope of the documented form. Undefined for other forms. Accepts unknown paths. */
export function parseScope(text: string): Scope | undefined {
  const [, action, resource = ''] = /^([.*]):([^,]+)$/.exec(withoutVariables(text)) ?? [];
  if (action !== '.' && action !== '*') return undefined;
  if (indexOfInvalidCharacter(resource) !== undefined || hasMisplacedWildcard(resource)) return undefined;
  return resource.split('/').includes('') ? undefined : { action, resource: text.slice(2) };
}

/**
 * Parses a scope list (RFC 6749 §3.3: separated by single spaces; more are tolerated).
 */
export function parseScopeList(text: string): readonly ScopeListItem[] {
  return Array.from(text.matchAll(listItems), ({ 0: item, index: start }) => {
    const own = findIssue(item);
    const issue = own && { ...own, start: start + own.start, end: start + own.end };
    return { text: item, start, end: start + item.length, scope: parseScope(item), issue };
  });
}

/** Like `parseScopeList`, but without looking for issues. Faster, for comparing. */
export function parseScopeItems(text: string): readonly Pick<ScopeListItem, 'text' | 'scope'>[] {
  return scopeItems(text).map(item => ({ text: item, scope: parseScope(item) }));
}

/** The texts of the items. */
export function scopeItems(text: string): readonly string[] {
  return text.match(listItems) ?? [];
}

/** Replaces each variable by letters of the same length. */
function withoutVariables(text: string): string {
  return /\$|\{\{/.test(text) ? text.replace(variable, found => 'x'.repeat(found.length)) : text;
}

/** The first character that RFC 6749 §3.3 does not allow: not `%x21 / %x23-5B / %x5D-7E`. */
function indexOfInvalidCharacter(text: string): number | undefined {
  const at = text.search(/[^\x21\x23-\x5b\x5d-\x7e]/);
  return at < 0 ? undefined : at;
}

/** A character that cannot be seen, or that turns the text around, by its number. */
function nameOf(character: string): string {
  if (!/\p{C}/u.test(character)) return character;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function hasMisplacedWildcard(resource: string): boolean {
  return resource.replace(/(?<!\*)\*\*$/, '').includes('*');
}

/** The first issue of an item. Offsets count from its beginning. */
function findIssue(item: string): ScopeIssue | undefined {
  const text = withoutVariables(item);
  const bad = indexOfInvalidCharacter(text);
  if (bad !== undefined) {
    const character = String.fromCodePoint(text.codePointAt(bad) ?? 0);
    const isBlank = character.trim() === '';
    const message = isBlank
      ? t('Scopes are separated by single spaces.')
      : t('The character {0} cannot be part of a scope.', nameOf(character));
    return {
      kind: 'malformed',
      message,
      start: bad,
      end: bad + character.length,
      replacement: isBlank ? ' ' : '',
    };
  }
  // A lone variable may hold anything.
  if (isUserScope(text) || (text !== item && !/[:/]/.test(text))) return undefined;
  if (/^[.*]:$/.test(text)) {
    return malformed(0, 2, t('The path is missing, such as config/** or config/tokenPolicies**.'));
  }
  if (text.startsWith(':')) {
    return malformed(0, 1, t('The action is missing: .: to read, *: to read and configure.'));
  }
  return undocumentedForm(text) ?? unknownPath(text, item);
}

function undocumentedForm(text: string): ScopeIssue | undefined {
  const comma = /,+/.exec(text);
  if (comma) {
    const end = comma.index + comma[0].length;
    const message = t('Scopes are separated by a space; a comma is not documented.');
    return undocumented(comma.index, end, message, end === text.length ? '' : ' ');
  }
  if (!/^[.*]:/.test(text)) {
    const message = t('Not a documented form: scopes begin with .: (read) or *: (read and configure).');
    return undocumented(0, text.length, message);
  }
  const slash = /^..(\/+)/.exec(text)?.[1];
  if (slash !== undefined)
    return undocumented(2, 2 + slash.length, t('The path begins without a slash.'), '');
  const gap = /<[^<>]*>/.exec(text);
  if (gap) {
    const message = t('Replace {0} with a value.', gap[0]);
    return undocumented(gap.index, gap.index + gap[0].length, message);
  }
  if (hasMisplacedWildcard(text.slice(2))) {
    const message = t(
      'Not a documented form: ** belongs only at the end, and means this and everything below.',
    );
    return undocumented(2, text.length, message);
  }
  const empty = /\/{2,}|\/$/.exec(text);
  if (!empty) return undefined;
  const end = empty.index + empty[0].length;
  const message = t('Not a documented form: a part of the path is empty.');
  return undocumented(empty.index, end, message, end === text.length ? '' : '/');
}

/** The first part of the path that no documented endpoint has. Accepts any ID and variable. */
function unknownPath(text: string, item: string): ScopeIssue | undefined {
  const parts = text.slice(2).split('/');
  let start = 2;
  let known = firstParts;
  for (const [index, part] of parts.entries()) {
    const name = part.length > 2 && part.endsWith('**') ? part.slice(0, -2) : part;
    const isFree = name === '**' || (index === 2 && parts[0] === 'config');
    if (!isFree && !known.includes(name)) {
      if (!item.startsWith(name, start)) return undefined; // a variable
      const near = known.find(other => normalizeForSuggestion(other) === normalizeForSuggestion(name));
      const message =
        near === undefined
          ? t('{0} is not among the documented paths.', name)
          : t('{0} is not among the documented paths. Do you mean {1}?', name, near);
      return undocumented(start, start + name.length, message, near);
    }
    if (parts[0] !== 'config') return undefined;
    known = index === 0 ? secondParts : (collections.get(parts[1] ?? '') ?? []);
    start += part.length + 1;
  }
  return undefined;
}

/** A name without case and plural. */
function normalizeForSuggestion(name: string): string {
  return name.toLowerCase().replace(/(ies|y|s)$/, '');
}

function malformed(start: number, end: number, message: string): ScopeIssue {
  return { kind: 'malformed', message, start, end };
}

function undocumented(start: number, end: number, message: string, replacement?: string): ScopeIssue {
  const issue = { kind: 'undocumented', message, start, end } as const;
  return replacement === undefined ? issue : { ...issue, replacement };
}
