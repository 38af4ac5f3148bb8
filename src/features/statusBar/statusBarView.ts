import { t } from '../../core/common/l10n';
import { plainText } from '../../core/masking/redaction';
import { tokenState } from '../../core/tokens/accessToken';
import type { TokenStatus } from '../../tokens/tokenService';
import { formatLocalTime, formatTimeLeft, describeTimeLeft } from '../../ui/text/formatDuration';

/** What the status bar item shows. A plain value, so that two can be compared. */
export interface StatusBarView {
  readonly icon: 'key' | 'sync~spin';
  readonly text: string;
  /** Whether the item has the warning background. */
  readonly isWarning: boolean;
  /** What a screen reader says. */
  readonly label: string;
  /** The tooltip's sentences, plain text. */
  readonly tooltip: readonly string[];
  /** The scope to describe after `tooltip`, if the tooltip says what the token can do. */
  readonly grantedScope?: string;
  /** The sentences after the description. */
  readonly more?: readonly string[];
  /** Which links the tooltip has. */
  readonly offers: 'token' | 'nothingGranted' | 'expired' | 'noToken' | 'nothing';
}

const minute = 60_000;

/** The view of a status at `now` (ms since 1970). Undefined without a profile: the item is hidden. */
export function statusBarView(
  { profile, token, isRequesting }: TokenStatus,
  now: number,
  warnMinutes: number,
): StatusBarView | undefined {
  if (!profile) return undefined;
  const { name } = profile;
  const tooltip = [t('{0} at {1}', profile.name, new URL(profile.origin).host)];
  if (isRequesting) {
    return {
      icon: 'sync~spin',
      text: name,
      isWarning: false,
      label: t('Hosted Login {0}: requesting an access token', profile.name),
      tooltip: [...tooltip, t('Requesting an access token…')],
      offers: 'nothing',
    };
  }
  if (!token) {
    return {
      icon: 'key',
      text: t('{0} no token', name),
      isWarning: false,
      label: t('Hosted Login {0}: no access token', profile.name),
      tooltip: [...tooltip, t('No access token. Click to request one.')],
      offers: 'noToken',
    };
  }
  const { grantedScope } = token;
  const state = tokenState(token, now, warnMinutes * minute);
  if (state === 'expired') {
    return {
      icon: 'key',
      text: t('{0} expired', name),
      // The warning is for the last minutes. An expired token may no longer be needed.
      isWarning: false,
      label: t('Hosted Login {0}: the access token has expired', profile.name),
      tooltip: [...tooltip, t('The access token has expired. Click to renew it.')],
      grantedScope,
      offers: 'expired',
    };
  }
  const left = token.expiresAt - now;
  const until = t('Until {0}', formatLocalTime(token.expiresAt, now));
  if (grantedScope === '') {
    return {
      icon: 'key',
      text: t('{0}: nothing granted', name),
      isWarning: true,
      label: t('Hosted Login {0}: the access token can do nothing', profile.name),
      tooltip,
      grantedScope,
      more: [t('Requested: {0}', plainText(token.requestedScope)), until],
      offers: 'nothingGranted',
    };
  }
  return {
    icon: 'key',
    text: `${name} ${formatTimeLeft(left)}`,
    isWarning: state === 'expiring',
    label: t('Hosted Login {0}: the access token expires in {1}', profile.name, describeTimeLeft(left)),
    tooltip,
    grantedScope,
    more: [until],
    offers: 'token',
  };
}
