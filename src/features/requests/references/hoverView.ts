import { t } from '../../../core/common/l10n';
import { plainText } from '../../../core/masking/redaction';
import {
  mayBeAllowed,
  toRequestNeed,
  type ReferenceState,
  type RequestNeed,
} from '../../../core/requestAnalysis/referenceFindings';
import type { TokenReference } from '../../../core/requestAnalysis/tokenReferences';
import { missingScopes } from '../../../core/scopes/compareScopes';
import { summarizeScopes } from '../../../core/scopes/describeScope';
import { type AccessToken, tokenState } from '../../../core/tokens/accessToken';
import { describeGrant } from '../../../core/tokens/describeGrant';
import { type CommandId, commands, hurlTokenVariable, tokenVariable } from '../../../ui/ids';
import { formatLocalTime, describeTimeLeft } from '../../../ui/text/formatDuration';

/** The hover on a reference: sentences in plain text, and links. Never the token. */
export interface HoverView {
  readonly headline: string;
  readonly sentences: readonly string[];
  readonly links: readonly { readonly title: string; readonly command: CommandId }[];
}

/** A hovered reference. In request files it has its request; for other files `reader` says which programs read it. */
export interface HoveredReference {
  readonly request: TokenReference['request'];
  readonly reader: 'extension' | 'terminal' | 'hurl' | 'bruno';
}

/** The maximum length of a path in a sentence, in characters. */
const maxPathLength = 100;

/** The hover on a reference; `reference` has no request in a script or in prose. */
export function hoverView(
  { request, reader }: HoveredReference,
  { profile, token, now, sharing }: Pick<ReferenceState, 'profile' | 'token' | 'now' | 'sharing'>,
): HoverView {
  if (!profile) {
    return {
      headline: tokenVariable,
      sentences: [t('There is no profile yet.')],
      links: [
        { title: t('Add Profile'), command: commands.addProfile },
        { title: t('Start Sandbox'), command: commands.startSandbox },
      ],
    };
  }
  const need = toRequestNeed(request, profile);
  const live = token && tokenState(token, now, 0) !== 'expired' ? token : undefined;
  return {
    headline: t('{0} at {1}', profile.name, new URL(profile.origin).host),
    sentences: [
      ...tokenSentences(token, now),
      ...(need ? [needSentence(need, live?.grantedScope)] : []),
      ...(reader === 'extension' ? [] : terminalSentences(reader, sharing)),
    ],
    links: [
      token
        ? { title: t('Renew'), command: commands.renewToken }
        : { title: t('Request'), command: commands.requestToken },
      ...(live ? [{ title: t('Inspect'), command: commands.inspectToken }] : []),
      { title: t('Switch Profile'), command: commands.switchProfile },
    ],
  };
}

function tokenSentences(token: ReferenceState['token'], now: number): readonly string[] {
  if (!token) return [t('No access token.')];
  if (token.expiresAt <= now) return [t('The access token has expired.'), ...describeGrant(token)];
  const left = describeTimeLeft(token.expiresAt - now);
  return [...describeGrant(token), t('Until {0}, {1} left', formatLocalTime(token.expiresAt, now), left)];
}

/** What the request needs and, with a live token, whether that allows it. */
function needSentence(need: RequestNeed, grantedScope: AccessToken['grantedScope'] | undefined): string {
  const { method, scope } = need;
  const path = plainText(need.path, maxPathLength);
  const words = summarizeScopes(scope);
  if (grantedScope === undefined) return t('{0} on {1} needs {2} ({3}).', method, path, scope, words);
  if (missingScopes(scope, grantedScope).length === 0) {
    return t('{0} on {1} needs {2} ({3}), which this token allows.', method, path, scope, words);
  }
  return mayBeAllowed(grantedScope, need)
    ? t(
        '{0} on {1} needs {2} ({3}), as far as the file shows; this token may allow it.',
        method,
        path,
        scope,
        words,
      )
    : t('{0} on {1} needs {2} ({3}), which this token does not allow.', method, path, scope, words);
}

function terminalSentences(
  reader: HoveredReference['reader'],
  { withTerminals }: ReferenceState['sharing'],
): readonly string[] {
  const variable = reader === 'hurl' ? hurlTokenVariable : tokenVariable;
  return [
    withTerminals
      ? t('New terminals get it as {0}.', variable)
      : t('Terminals do not get it: hostedLogin.share.terminals is off, or the workspace is not trusted.'),
    ...(reader === 'hurl' ? [t('Hurl reads it in a terminal, from version 7.1 on.')] : []),
    ...(reader === 'bruno' ? [t('bru reads it in a terminal; Bruno’s app never gets it.')] : []),
  ];
}
