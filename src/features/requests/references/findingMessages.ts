import { t } from '../../../core/common/l10n';
import { plainText } from '../../../core/masking/redaction';
import type { Profile } from '../../../core/profile/profile';
import type { ReferenceFinding } from '../../../core/requestAnalysis/referenceFindings';
import { summarizeScopes } from '../../../core/scopes/describeScope';
import { tokenVariable } from '../../../ui/ids';

/** A finding as it is shown. */
export interface FindingMessage {
  readonly message: string;
  readonly severity: 'warning' | 'information' | 'hint';
}

/** The maximum length of a path in a message, in characters. */
const maxPathLength = 100;

/**
 * The message of a finding: what happens to the request, and what to do. `profile` is the active one. It is a warning
 * only if the file itself is wrong: the token would go to another service, or the client cannot read the reference.
 */
export function describeFinding(finding: ReferenceFinding, profile: Profile | undefined): FindingMessage {
  const name = profile?.name ?? '';
  switch (finding.code) {
    case 'otherClient':
      return warning(
        t(
          'REST Client, which sends this file, does not support this reference of {0}. The request is sent without a token.',
          finding.reader === 'jetBrains' ? 'JetBrains' : 'Kulala',
        ),
      );
    case 'otherScheme':
      return warning(
        t('This header does not say Bearer followed by the access token, so the service answers 401.'),
      );
    case 'noProfile':
      return information(
        t(
          'There is no profile yet, so requests are sent with an empty Authorization header. Add a profile first.',
        ),
      );
    case 'otherHost':
      return warning(
        t(
          'This request goes to {0}, but the access token is for “{1}” at {2}.',
          plainText(finding.origin, maxPathLength),
          name,
          profile?.origin ?? '',
        ),
        whereTo(finding.fitting),
      );
    case 'otherCustomer':
      return warning(
        t(
          'This request is for customer {0}, but the access token is for “{1}”, customer {2}.',
          finding.customerId,
          name,
          profile?.customerId ?? '',
        ),
        whereTo(finding.fitting),
      );
    case 'untrustedWorkspace':
      return information(
        t(
          'In an untrusted workspace, the access token is not shared, so requests are sent with an empty Authorization header. Trust the workspace first.',
        ),
      );
    case 'notShared':
      return finding.reader === 'extension'
        ? information(
            t(
              'The access token is not shared with REST clients, so requests are sent with an empty Authorization header. Turn on hostedLogin.share.extensions.',
            ),
          )
        : hint(
            t(
              'The access token is not shared with terminals, where Kulala reads {0}. Turn on hostedLogin.share.terminals, then open a new terminal.',
              tokenVariable,
            ),
          );
    case 'noToken':
      return information(
        t(
          '“{0}” has no access token, so requests are sent with an empty Authorization header. Request one first.',
          name,
        ),
      );
    case 'expiredToken':
      if (finding.isRenewedAtSending) {
        return information(
          t(
            'The access token of “{0}” has expired. httpYac gets a renewed one when it sends; any other client sends an empty Authorization header.',
            name,
          ),
        );
      }
      return information(
        t(
          'The access token of “{0}” has expired, so requests are sent with an empty Authorization header. Renew it first.',
          name,
        ),
      );
    case 'nothingGranted':
      return information(
        t(
          'The access token of “{0}” can do nothing: the service granted no scope. Request another one.',
          name,
        ),
      );
    case 'scopeTooNarrow': {
      const { method, path, scope } = finding.need;
      // Nothing is wrong yet: another token may be the active one by the time it is sent.
      return hint(
        t(
          'The access token of “{0}” does not allow {1} on {2}.',
          name,
          method,
          plainText(path, maxPathLength),
        ),
        t('This scope allows it: {0} ({1}).', scope, summarizeScopes(scope)),
      );
    }
    case 'tokenEnds':
      return information(
        finding.minutes === 1
          ? t('The access token of “{0}” expires within a minute.', name)
          : t('The access token of “{0}” expires in {1} minutes.', name, finding.minutes),
      );
    case 'noClient':
      return hint(
        t(
          'Only extensions that run where Hosted Login runs can read {0}, and neither REST Client nor httpYac is installed there.',
          tokenVariable,
        ),
      );
  }
}

function whereTo(fitting: readonly Profile[]): string {
  const [first, second] = fitting;
  if (!first) return t('Add a profile for it, or check its URL.');
  return second ? t('Switch the profile first.') : t('Switch to “{0}” first.', first.name);
}

const message = (severity: FindingMessage['severity'], sentences: readonly string[]): FindingMessage => ({
  severity,
  message: sentences.join(' '),
});
const warning = (...sentences: readonly string[]) => message('warning', sentences);
const information = (...sentences: readonly string[]) => message('information', sentences);
const hint = (...sentences: readonly string[]) => message('hint', sentences);
