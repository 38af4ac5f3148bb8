import * as vscode from 'vscode';
import { t } from '../core/l10n';
import type { Problem, ProblemKind } from '../core/problem';
import { type CommandId, commands } from './ids';

/** A button of a message: what it says, and the command behind it. */
export interface Action {
  readonly title: string;
  readonly command: CommandId;
  /** The argument object of the contract; without one, the command asks. */
  readonly args?: object;
}

/** The buttons that do the next step of a problem, where a command of ours can. */
function nextSteps(kind: ProblemKind): readonly Action[] {
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
    case 'redirect':
    case 'badAnswer':
    case 'tooLarge':
      return [{ title: t('Edit Profile…'), command: commands.editProfile }];
    default:
      return [];
  }
}

const showLog = (): Action => ({ title: t('Show Log'), command: commands.showLog });

/** Problems that are no failure, since something else just has to be there first: the log would not tell more. */
const comesFirst: readonly ProblemKind[] = ['noProfile', 'noToken', 'noEditor', 'notARequest'];

/** Shows one problem: what happened, what to do next, and buttons that do it; `first` are those of this one alone. */
export async function showProblem(
  { kind, message, nextStep }: Problem,
  ...first: readonly Action[]
): Promise<void> {
  const text = `${message} ${nextStep}`.trim();
  const actions = [...first, ...nextSteps(kind)];
  if (comesFirst.includes(kind)) await showInformation(text, ...actions);
  else await act(vscode.window.showErrorMessage, text, [...actions, showLog()]);
}

/** Shows a warning with the commands that help. */
export async function showWarning(message: string, ...actions: readonly Action[]): Promise<void> {
  await act(vscode.window.showWarningMessage, message, actions);
}

/** Shows a plain message with the commands that come next. */
export async function showInformation(message: string, ...actions: readonly Action[]): Promise<void> {
  await act(vscode.window.showInformationMessage, message, actions);
}

type ShowMessage = (message: string, ...items: string[]) => Thenable<string | undefined>;

async function act(show: ShowMessage, message: string, actions: readonly Action[]): Promise<void> {
  // VS Code reads `[text](command:…)` in a message as a link; parts of ours may come from a file or a service.
  const chosen = await show(message.replaceAll('](', '] ('), ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === chosen);
  if (action) await vscode.commands.executeCommand(action.command, action.args);
}
