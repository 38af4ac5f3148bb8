import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import {
  mayBeAllowed,
  type ReferenceFinding,
  type RequestNeed,
} from '../../../core/requestAnalysis/referenceFindings';
import { summarizeScopes } from '../../../core/scopes/describeScope';
import { type CommandLink, commandLink } from '../../../ui/commands/commandLink';
import { commands, httpYacId, restClientId } from '../../../ui/ids';

/** What the fixes of a reference depend on besides its finding. */
export interface FixContext {
  /** What the request needs; undefined if that is not known. */
  readonly need: RequestNeed | undefined;
  /** The narrowest scope for all requests of the file that are authorized by the shared token; `''` for none. */
  readonly fileScope: string;
  /** The granted scope of the active token, perhaps expired. */
  readonly grantedScope: string | undefined;
  /** How long a live token that covers the scope lasts, such as `42m`; undefined if no token covers it. */
  readonly liveFor: (scope: string) => string | undefined;
}

/** The fixes for a finding, the best one first. */
export function fixesOf(finding: ReferenceFinding, context: FixContext): readonly CommandLink[] {
  switch (finding.code) {
    case 'otherClient':
    case 'otherScheme':
      // A fix that is an edit.
      return [];
    case 'noProfile':
      return [
        commandLink(t('Add Profile…'), commands.addProfile),
        commandLink(t('Start Sandbox'), commands.startSandbox),
      ];
    case 'otherHost':
    case 'otherCustomer':
      return finding.fitting.length > 0
        ? finding.fitting.map(switchTo)
        : [commandLink(t('Add Profile…'), commands.addProfile)];
    case 'untrustedWorkspace':
      return [commandLink(t('Manage Workspace Trust'), 'workbench.trust.manage')];
    case 'notShared':
      return [openSetting(finding.reader === 'extension' ? 'share.extensions' : 'share.terminals')];
    case 'expiredToken': {
      const { need, grantedScope = '' } = context;
      const wasEnough = !need || mayBeAllowed(grantedScope, need);
      const others = requestNew(context);
      return [...useLive(context), ...(wasEnough ? [renew(), ...others] : [...others, renew()])];
    }
    case 'noToken':
    case 'nothingGranted':
    case 'scopeTooNarrow':
      return [
        ...useLive(context),
        ...requestNew(context),
        commandLink(t('Request Access Token…'), commands.requestToken),
      ];
    case 'tokenEnds':
      return [renew()];
    case 'noClient':
      return [
        commandLink(
          t('Show REST Clients to Install'),
          'workbench.extensions.search',
          `@id:${restClientId} @id:${httpYacId}`,
        ),
      ];
  }
}

/** Use the live token that covers the request. */
function useLive({ need, liveFor }: FixContext): readonly CommandLink[] {
  if (!need) return [];
  const left = liveFor(need.scope);
  if (left === undefined) return [];
  return [acquireFix(t('Use the Live Token That Allows It, {0} Left', left), need.scope, true)];
}

/** Request a token for the request, or for the whole file. */
function requestNew({ need, fileScope }: FixContext): readonly CommandLink[] {
  if (!need) return [];
  const { scope } = need;
  const forRequest = acquireFix(t('Request Access Token: {0}', summarizeScopes(scope)), scope, false);
  if (fileScope === '' || fileScope === scope) return [forRequest];
  return [
    forRequest,
    acquireFix(t('Request Token for This File: {0}', summarizeScopes(fileScope)), fileScope, false),
  ];
}

function acquireFix(title: string, scope: string, reuse: boolean): CommandLink {
  return commandLink(title, commands.acquireToken, { scope, reuse });
}

const renew = () => commandLink(t('Renew Access Token'), commands.renewToken);

function switchTo({ name }: Profile): CommandLink {
  return commandLink(t('Switch to Profile “{0}”', name), commands.switchProfile, { name });
}

function openSetting(name: string): CommandLink {
  const setting = `hostedLogin.${name}`;
  return commandLink(t('Open Setting {0}', setting), 'workbench.action.openSettings', setting);
}
