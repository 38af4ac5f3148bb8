import * as vscode from 'vscode';
import { escapeMarkup } from '../core/common/escapeMarkup';
import { t } from '../core/common/l10n';
import type { Problem, ProblemKind } from '../core/common/problem';
import { type CommandId, commands, httpYacId, restClientId } from './ids';
import { cancelled } from './quickInput';

/** A button of a message: what it says, and the command behind it, one of ours or VS Code's. */
export interface Action {
  readonly title: string;
  readonly command: CommandId | 'workbench.action.openSettings' | 'workbench.trust.manage' | 'extension.open';
  /** What the command takes: for one of ours the argument object of the contract. Without one, it asks. */
  readonly argument?: object | string;
}

/** The buttons that do the next step of a problem, where a command can. */
export function actionsFor(kind: ProblemKind): readonly Action[] {
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
        {
          title: t('Open Setting'),
          command: 'workbench.action.openSettings',
          argument: 'hostedLogin.share.extensions',
        },
      ];
    case 'noClient':
      return [
        { title: 'REST Client', command: 'extension.open', argument: restClientId },
        { title: 'httpYac', command: 'extension.open', argument: httpYacId },
      ];
    case 'proxy':
    case 'proxyLogin':
      return [
        {
          title: t('Open Setting http.proxy'),
          command: 'workbench.action.openSettings',
          argument: 'http.proxy',
        },
      ];
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

const showLog = (): Action => ({ title: t('Show Log'), command: commands.showLog });

/** Problems that are no failure, since something else just has to be there first: the log would not tell more. */
const preconditionKinds: readonly ProblemKind[] = [
  'noProfile',
  'noToken',
  'noEditor',
  'notARequest',
  'noClient',
  'notShared',
  'noVersion',
];

/** Shows one problem: what happened, what to do next, and buttons that do it; `leadingActions` are those of this one alone. */
export async function showProblem(
  { kind, message, nextStep }: Problem,
  ...leadingActions: readonly Action[]
): Promise<void> {
  const text = `${message} ${nextStep}`.trim();
  const actions = [...leadingActions, ...actionsFor(kind)];
  if (preconditionKinds.includes(kind)) await showInformation(text, ...actions);
  else await showWithActions(vscode.window.showErrorMessage, text, [...actions, showLog()]);
}

/** Shows a warning with the commands that help. */
export async function showWarning(message: string, ...actions: readonly Action[]): Promise<void> {
  await showWithActions(vscode.window.showWarningMessage, message, actions);
}

/** Shows a plain message with the commands that come next. */
export async function showInformation(message: string, ...actions: readonly Action[]): Promise<void> {
  await showWithActions(vscode.window.showInformationMessage, message, actions);
}

/** How a question is shown. */
interface QuestionOptions {
  readonly isWarning?: boolean;
  /** Whether nothing else can be done before it is answered; `detail` is for such questions. */
  readonly isModal?: boolean;
  readonly detail?: string | undefined;
}

/** Shows a message with buttons. Resolves with the title of the one that was pressed, or undefined. */
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

/** Asks before something is done; `confirmLabel` says what. Rejects with a `cancelled` problem where the answer is no. */
export async function confirm(message: string, confirmLabel: string, detail?: string): Promise<void> {
  if (
    (await askQuestion(message, [confirmLabel], { isWarning: true, isModal: true, detail })) !== confirmLabel
  )
    throw cancelled();
}

/** Says in the status bar that something is done, for some milliseconds. */
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
  actions: readonly Action[],
): Promise<void> {
  const titles = actions.map(({ title }) => escapeMarkup(title));
  const chosen = await show(escapeMarkup(message), ...titles);
  const action = chosen === undefined ? undefined : actions[titles.indexOf(chosen)];
  if (action) await runAction(action);
}

/** Does what a button says. */
export async function runAction({ command, argument }: Action): Promise<void> {
  await vscode.commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
}
