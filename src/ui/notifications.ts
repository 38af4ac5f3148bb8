// Shows messages, and the buttons for the next step of a problem.
import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';
import type { Problem, ProblemKind } from '../core/common/problem';
import { type CommandLink, commandLink } from './commands/commandLink';
import { runLink } from './commands/runCommand';
import { commands, httpYacId, restClientId } from './ids';
import { cancelled } from './quickInput';

/** The buttons for the next step of a problem. */
export function actionsFor(kind: ProblemKind): readonly CommandLink[] {
  switch (kind) {
    case 'noProfile':
      return [
        { title: t('Add Profile…'), command: commands.addProfile },
        { title: t('Start Sandbox'), command: commands.startSandbox },
      ];
    case 'refusedHere':
      return [{ title: t('Start Sandbox'), command: commands.startSandbox }];
    case 'noToken':
      return [{ title: t('Request Access Token…'), command: commands.requestToken }];
    case 'noFiles':
      return [{ title: t('Pull Configuration into Folder…'), command: commands.pullConfiguration }];
    case 'invalidClient':
    case 'secretMissing':
    case 'unknownCustomer':
    case 'dns':
    case 'tlsName':
    case 'redirect':
    case 'badAnswer':
    case 'tooLarge':
      return [{ title: t('Edit Profile…'), command: commands.editProfile }];
    case 'otherHost':
      return [{ title: t('Add Profile…'), command: commands.addProfile }];
    case 'otherScheme':
      return [{ title: t('Insert Authorization Header'), command: commands.insertAuthorizationHeader }];
    case 'untrustedWorkspace':
      return [{ title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' }];
    case 'notShared':
      return [
        commandLink(t('Open Setting'), 'workbench.action.openSettings', 'hostedLogin.share.extensions'),
      ];
    case 'noClient':
      return [
        commandLink('REST Client', 'extension.open', restClientId),
        commandLink('httpYac', 'extension.open', httpYacId),
      ];
    case 'proxy':
    case 'proxyLogin':
      return [commandLink(t('Open Setting http.proxy'), 'workbench.action.openSettings', 'http.proxy')];
    case 'refused':
    case 'timeout':
    case 'network':
    case 'tls':
    case 'tlsExpired':
      return [{ title: t('Check Connection'), command: commands.checkConnection }];
    default:
      return [];
  }
}

export const showLogLink = (): CommandLink => ({ title: t('Show Log'), command: commands.showLog });

/** Problems that only name a precondition. They are shown as information, without Show Log. */
const preconditionKinds: readonly ProblemKind[] = [
  'noProfile',
  'profileChanged',
  'noToken',
  'noFiles',
  'noEditor',
  'notARequest',
  'noClient',
  'notShared',
  'noVersion',
];

/** Errors in what was entered: the log has no more about them. */
const inputKinds: readonly ProblemKind[] = ['invalidInput', 'missingInput'];

/** Buttons about the address of a profile, which may be that of the sandbox. */
const ofProfile: readonly string[] = [commands.editProfile, commands.checkConnection, commands.startSandbox];

/** Shows a problem and its next step, with buttons. `leadingActions` come first. */
export async function showProblem(
  { kind, message, nextStep, facts }: Problem,
  ...leadingActions: readonly CommandLink[]
): Promise<void> {
  const text = `${message} ${nextStep}`.trim();
  const own = actionsFor(kind).filter(({ command }) => !facts.isElsewhere || !ofProfile.includes(command));
  const actions = [...leadingActions, ...own];
  if (preconditionKinds.includes(kind)) await showInformation(text, ...actions);
  else {
    const log = inputKinds.includes(kind) ? [] : [showLogLink()];
    await showWithActions(vscode.window.showErrorMessage, text, [...actions, ...log]);
  }
}

export async function showWarning(message: string, ...actions: readonly CommandLink[]): Promise<void> {
  await showWithActions(vscode.window.showWarningMessage, message, actions);
}

export async function showInformation(message: string, ...actions: readonly CommandLink[]): Promise<void> {
  await showWithActions(vscode.window.showInformationMessage, message, actions);
}

interface QuestionOptions {
  readonly isWarning?: boolean;
  /** Only a modal question shows `detail`. */
  readonly isModal?: boolean;
  readonly detail?: string | undefined;
}

/** Shows a message with buttons. Resolves with the title of the button, or undefined. */
export async function askQuestion(
  message: string,
  buttons: readonly string[],
  { isWarning = false, isModal = false, detail }: QuestionOptions = {},
): Promise<string | undefined> {
  const { showWarningMessage, showInformationMessage } = vscode.window;
  const show: ShowMessage = isWarning ? showWarningMessage : showInformationMessage;
  const titles = buttons.map(escapeMarkup);
  const chosen = isModal
    ? await show(
        escapeMarkup(message),
        { modal: true, ...(detail !== undefined && { detail: escapeMarkup(detail) }) },
        ...titles,
      )
    : await show(escapeMarkup(message), ...titles);
  return chosen === undefined ? undefined : buttons[titles.indexOf(chosen)];
}

/** Asks for confirmation; `confirmLabel` is the button. Rejects with `cancelled` if the user declines. */
export async function confirm(message: string, confirmLabel: string, detail?: string): Promise<void> {
  if (
    (await askQuestion(message, [confirmLabel], { isWarning: true, isModal: true, detail })) !== confirmLabel
  )
    throw cancelled();
}

export function showStatusBarMessage(text: string, milliseconds = 4000, icon = 'check'): void {
  void vscode.window.setStatusBarMessage(`$(${icon}) ${escapeMarkup(text)}`, milliseconds);
}

interface ShowMessage {
  (message: string, ...items: string[]): Thenable<string | undefined>;
  (message: string, options: vscode.MessageOptions, ...items: string[]): Thenable<string | undefined>;
}

async function showWithActions(
  show: ShowMessage,
  message: string,
  actions: readonly CommandLink[],
): Promise<void> {
  const titles = actions.map(({ title }) => escapeMarkup(title));
  const chosen = await show(escapeMarkup(message), ...titles);
  const action = chosen === undefined ? undefined : actions[titles.indexOf(chosen)];
  if (action) await runLink(action);
}
