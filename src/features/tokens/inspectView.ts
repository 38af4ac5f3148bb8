import type { Introspection } from '../../api/token/introspection';
import { longestLength } from '../../core/common/collections';
import { t } from '../../core/common/l10n';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope } from '../../core/scopes/compareScopes';
import { describeScope, type TitleOf } from '../../core/scopes/describeScope';
import { parseScopeList } from '../../core/scopes/parseScope';
import { type AccessToken, isLive } from '../../core/tokens/accessToken';
import { formatLocalTime, describeTimeLeft } from '../../ui/text/formatDuration';
import { wrapText } from '../../ui/text/wrapText';

/**
 * What the service says about a token, as the result of the command (contract). Times in ms since 1970; never the
 * token.
 */
export interface InspectedToken {
  readonly profile: string;
  readonly host: string;
  readonly active: boolean;
  readonly scopes: readonly { readonly scope: string; readonly meaning: string }[];
  readonly issuedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly clientId?: string | undefined;
  /** Undefined if it is the client itself. */
  readonly subject?: string | undefined;
  /** Without the client itself. */
  readonly audience: readonly string[];
  /** Sentences on where the service and the local data differ. */
  readonly remarks: readonly string[];
}

/** A smaller difference of clocks is ignored. In ms. */
const toleratedDifference = 60_000;

/** What to show of the service's answer about a token of ours, at `now` (ms since 1970). */
export function inspectedToken(
  profile: Profile,
  token: AccessToken,
  introspection: Introspection,
  now: number,
  titleOf?: TitleOf,
): InspectedToken {
  const isOther = (name: string | undefined) => name !== undefined && name !== introspection.clientId;
  return {
    profile: profile.name,
    host: new URL(profile.origin).host,
    active: introspection.isActive,
    scopes: parseScopeList(introspection.scope).map(({ text }) => ({
      scope: plainText(text),
      meaning: plainText(describeScope(text, titleOf)),
    })),
    issuedAt: introspection.issuedAt,
    expiresAt: introspection.expiresAt,
    clientId: introspection.clientId === undefined ? undefined : plainText(introspection.clientId),
    subject:
      introspection.subject !== undefined && isOther(introspection.subject)
        ? plainText(introspection.subject)
        : undefined,
    audience: introspection.audience.filter(isOther).map(name => plainText(name)),
    remarks: remarks(profile, token, introspection, now),
  };
}

function remarks(
  profile: Profile,
  token: AccessToken,
  introspection: Introspection,
  now: number,
): readonly string[] {
  const isOurs = isLive(token, now);
  if (!introspection.isActive) {
    return isOurs
      ? [
          t(
            'According to the local clock it has {0} left: it was revoked, or its client changed. Renew it.',
            describeTimeLeft(token.expiresAt - now),
          ),
        ]
      : [t('It has expired. Renew it.')];
  }
  const { clientId, scope, expiresAt } = introspection;
  return [
    ...(isOurs
      ? []
      : [t('According to the local clock it has expired. Renew it, and check the clock of this machine.')]),
    ...(isOurs && expiresAt !== undefined && Math.abs(expiresAt - token.expiresAt) > toleratedDifference
      ? [
          t(
            'According to the local clock, it expires at {0}. The clock of this machine may be wrong.',
            formatLocalTime(token.expiresAt, now),
          ),
        ]
      : []),
    ...(canonicalScope(scope) === canonicalScope(token.grantedScope)
      ? []
      : [t('When it was issued, the service granted: {0}', plainText(token.grantedScope) || t('nothing'))]),
    ...(clientId === undefined || clientId === profile.clientId
      ? []
      : [t('The profile has another client ID: {0}', profile.clientId)]),
  ];
}

/** The document about an inspected token, as plain text. `now` is when the service was asked, in ms since 1970. */
export function inspectionText(token: InspectedToken, now: number): string {
  const { profile, host, active, expiresAt, issuedAt, clientId, subject, audience } = token;
  const left = expiresAt !== undefined && expiresAt > now ? describeTimeLeft(expiresAt - now) : undefined;
  const facts: readonly (readonly [label: string, fact: string | undefined])[] = [
    [t('Issued'), issuedAt === undefined ? undefined : formatLocalTime(issuedAt, now)],
    [
      t('Expires'),
      expiresAt === undefined
        ? undefined
        : left === undefined
          ? formatLocalTime(expiresAt, now)
          : t('{0}, in {1}', formatLocalTime(expiresAt, now), left),
    ],
    [t('Client ID'), clientId],
    [t('Subject'), subject],
    [t('Audience'), audience.length === 0 ? undefined : audience.join(', ')],
  ];
  return [
    [t('Access token of “{0}” at {1}', profile, host)],
    [
      active ? t('Active: the service accepts it.') : t('Not active: the service does not accept it.'),
      ...token.remarks.flatMap(remark => wrapText(remark)),
    ],
    active ? allowed(token) : [],
    aligned(facts),
    [t('Checked at {0}. Run Inspect Access Token to check again.', formatLocalTime(now, now))],
  ]
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n');
}

function allowed({ scopes }: InspectedToken): readonly string[] {
  if (scopes.length === 0) return [t('It can do nothing: the service granted no scope.')];
  return [t('It can:'), ...scopes.flatMap(({ scope, meaning }) => [`  ${meaning}`, `      ${scope}`])];
}

/** Labels and values in two columns, without those that the service did not send. */
function aligned(facts: readonly (readonly [label: string, fact: string | undefined])[]): readonly string[] {
  const known = facts.flatMap(([label, fact]) => (fact === undefined ? [] : [{ label, fact }]));
  const width = longestLength(known.map(({ label }) => label)) + 2;
  return known.map(({ label, fact }) => label.padEnd(width) + fact);
}
