// Compares the discovery documents of two issuers.
import { t } from '../common/l10n';
import type { Application, Discovery } from './applications';

/** A member of the discovery documents, side by side. Values of lists are sorted. */
export interface IssuerRow {
  /** The name of the member (OpenID Connect Discovery 1.0 §3). */
  readonly member: string;
  readonly today: readonly string[];
  readonly next: readonly string[];
  /** What the new issuer does not have, and somebody may use. */
  readonly missing: readonly string[];
  /** What the difference means for applications, in words. */
  readonly effect: string;
}

export interface IssuerComparison {
  readonly same: readonly IssuerRow[];
  /** What lacks something first. */
  readonly different: readonly IssuerRow[];
}

/** How a member is compared. */
interface Comparison {
  readonly effect: string;
  /** What the applications use of it; the current document may not name it. */
  readonly used?: (application: Application) => readonly string[];
  /** The values if the member is left out. */
  readonly standard?: readonly string[];
}

/** The members that an application notices. */
function comparisons(): ReadonlyMap<string, Comparison> {
  const address = t('Applications that do not read the discovery document need the new address.');
  return new Map<string, Comparison>([
    ['issuer', { effect: t('Applications that check ID tokens must expect the new issuer.') }],
    ['authorization_endpoint', { effect: address }],
    ['token_endpoint', { effect: address }],
    ['userinfo_endpoint', { effect: address }],
    ['introspection_endpoint', { effect: address }],
    ['revocation_endpoint', { effect: address }],
    ['end_session_endpoint', { effect: t('Applications that sign users out need the new address.') }],
    ['jwks_uri', { effect: t('Applications and APIs that check tokens must use the new keys.') }],
    [
      'scopes_supported',
      {
        effect: t('A request with a missing scope fails, or is granted without it.'),
        used: ({ tokens }) => tokens?.scopes ?? [],
      },
    ],
    [
      'claims_supported',
      {
        effect: t(
          'A missing claim is in neither the ID token nor userinfo. Some servers do not list claims of your own.',
        ),
        used: ({ login }) => login?.claims.map(({ name }) => name) ?? [],
      },
    ],
    [
      'response_types_supported',
      { effect: t('Applications that use a missing response type must change to “code”.') },
    ],
    [
      'response_modes_supported',
      {
        effect: t('Applications that use a missing response mode must change.'),
        standard: ['fragment', 'query'],
      },
    ],
    [
      'grant_types_supported',
      {
        effect: t('Without “refresh_token”, users sign in again when the access token expires.'),
        standard: ['authorization_code', 'implicit'],
      },
    ],
    [
      'subject_types_supported',
      { effect: t('With “pairwise”, each application gets a different “sub” for the same user.') },
    ],
    [
      'id_token_signing_alg_values_supported',
      { effect: t('Applications that check ID tokens must accept the new algorithm.') },
    ],
    [
      'token_endpoint_auth_methods_supported',
      {
        effect: t('Confidential applications have to authenticate in a way that is supported.'),
        standard: ['client_secret_basic'],
      },
    ],
    ['code_challenge_methods_supported', { effect: t('Without “S256”, applications cannot use PKCE.') }],
  ]);
}

/**
 * Compares the discovery documents of two issuers: what an application notices. A member that is left out has its standard
 * values (OpenID Connect Discovery 1.0 §3). Members that no application notices are compared too.
 * @param applications whose scopes and claims have to be there
 */
export function compareIssuers(
  today: Discovery,
  next: Discovery,
  applications: readonly Application[] = [],
): IssuerComparison {
  const known = comparisons();
  const members = new Set([...known.keys(), ...Object.keys(today), ...Object.keys(next)]);
  const rows = [...members].flatMap(member => {
    const { effect = '', used, standard = [] } = known.get(member) ?? {};
    const row = rowOf(member, effect, valuesOf(today, member, standard), valuesOf(next, member, standard));
    const needed = used && row.next.length > 0 ? applications.flatMap(used) : [];
    const missing = sortedSet([...row.missing, ...withoutAll(needed, row.next)]);
    return row.today.length + row.next.length === 0 ? [] : [{ ...row, missing }];
  });
  const isSame = ({ missing, today, next }: IssuerRow) =>
    missing.length === 0 && today.join('\n') === next.join('\n');
  const rank = ({ missing, effect }: IssuerRow) => (effect === '' ? 2 : missing.length > 0 ? 0 : 1);
  return {
    same: rows.filter(isSame),
    different: rows.filter(row => !isSame(row)).sort((one, other) => rank(one) - rank(other)),
  };
}

function rowOf(member: string, effect: string, today: readonly string[], next: readonly string[]): IssuerRow {
  // An address is replaced, not missing, unless there is none.
  const isList = member.endsWith('_supported');
  const missing = isList || next.length === 0 ? withoutAll(today, next) : [];
  return { member, today, next, missing, effect };
}

function valuesOf(document: Discovery, member: string, standard: readonly string[]): readonly string[] {
  const value = document[member];
  if (value === undefined || value === null) return standard;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return sortedSet(values.map(each => textOf(member, each)));
}

/** The order of the words of a response type means nothing (OAuth 2.0 Multiple Response Types §3). */
function textOf(member: string, value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return member === 'response_types_supported' ? value.split(' ').sort().join(' ') : value;
}

function withoutAll(values: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return values.filter(value => !known.has(value));
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** One side of a comparison as a text for a diff editor: one value a line. */
export function issuerText({ same, different }: IssuerComparison, side: 'today' | 'next'): string {
  const part = (title: string, rows: readonly IssuerRow[]) =>
    rows.length === 0 ? '' : [`# ${title}\n`, ...rows.map(row => rowText(row, side))].join('\n');
  return [part(t('Different'), different), part(t('The same'), same)].filter(Boolean).join('\n');
}

function rowText(row: IssuerRow, side: 'today' | 'next'): string {
  const values = row[side].map(value => `  ${oneLine(value)}`);
  const missing =
    side === 'next' && row.missing.length > 0
      ? [`  ! ${t('Missing: {0}', row.missing.map(oneLine).join(', '))}`]
      : [];
  const lines = [
    oneLine(row.member),
    ...(row.effect === '' ? [] : [`  # ${row.effect}`]),
    ...values,
    ...missing,
  ];
  return lines.join('\n') + '\n';
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\s]+/gu, ' ').slice(0, 500);
}
