import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import {
  mayBeAllowed,
  type ReferenceFinding,
  type RequestNeed,
} from '../../../core/requestAnalysis/referenceFindings';
import { summarizeScopes } from '../../../core/scopes/scope';
import { commands, httpYacId, restClientId } from '../../../ui/ids';

/** What mends a finding: a command, on behalf of a person. */
export interface ReferenceFix {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** What the fixes of a reference depend on besides its finding. */
export interface FixContext {
  /** What the request needs; undefined where that is not known. */
  readonly need: RequestNeed | undefined;
  /** The narrowest scope for all requests of the file that are authorized by the shared token; `''` for none. */
  readonly fileScope: string;
  /** The granted scope of the active token, perhaps expired. */
  readonly grantedScope: string | undefined;
  /** How long the live token lives that covers a scope, in short words; undefined where there is none. */
  readonly liveFor: (scope: string) => string | undefined;
}

/** The fixes for a finding, the best one first. */
export function fixesOf(finding: ReferenceFinding, context: FixContext): readonly ReferenceFix[] {
  switch (finding.code) {
    case 'otherClient':
      // An edit, and no command.
      return [];
    case 'noProfile':
      return [commandFix(t('Add Profile…'), 'addProfile'), commandFix(t('Start Sandbox'), 'startSandbox')];
    case 'otherHost':
    case 'otherCustomer':
      return finding.fitting.length > 0
        ? finding.fitting.map(switchTo)
        : [commandFix(t('Add Profile…'), 'addProfile')];
    case 'untrustedWorkspace':
      return [{ title: t('Manage Workspace Trust'), command: 'workbench.trust.manage', arguments: [] }];
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
        commandFix(t('Request Access Token…'), 'requestToken'),
      ];
    case 'tokenEnds':
      return [renew()];
    case 'noClient':
      return [
        {
          title: t('Show REST Clients to Install'),
          command: 'workbench.extensions.search',
          arguments: [`@id:${restClientId} @id:${httpYacId}`],
        },
      ];
  }
}

/** The live token that covers the request, where there is one. */
function useLive({ need, liveFor }: FixContext): readonly ReferenceFix[] {
  if (!need) return [];
  const left = liveFor(need.scope);
  if (left === undefined) return [];
  return [acquireFix(t('Use the Live Token That Allows It, {0} Left', left), need.scope, true)];
}

/** A new token for the request, and one for all of the file. */
function requestNew({ need, fileScope }: FixContext): readonly ReferenceFix[] {
  if (!need) return [];
  const { scope } = need;
  const forRequest = acquireFix(t('Request Access Token: {0}', summarizeScopes(scope)), scope, false);
  if (fileScope === '' || fileScope === scope) return [forRequest];
  return [
    forRequest,
    acquireFix(t('Request Access Token for This File: {0}', summarizeScopes(fileScope)), fileScope, false),
  ];
}

/** Where `usesLive`, the live token that covers the scope; otherwise, or where it is gone, a new one with this scope. */
function acquireFix(title: string, scope: string, usesLive: boolean): ReferenceFix {
  return { title, command: commands.obtainToken, arguments: [scope, usesLive] };
}

const renew = () => commandFix(t('Renew Access Token'), 'renewToken');

/** A command of ours as a person calls it. */
function commandFix(title: string, name: keyof typeof commands): ReferenceFix {
  return { title, command: commands[name], arguments: [] };
}

function switchTo({ name }: Profile): ReferenceFix {
  return {
    title: t('Switch to Profile “{0}”', name),
    command: commands.switchProfile,
    arguments: [{ name }],
  };
}

function openSetting(name: string): ReferenceFix {
  const setting = `hostedLogin.${name}`;
  return {
    title: t('Open Setting {0}', setting),
    command: 'workbench.action.openSettings',
    arguments: [setting],
  };
}
