import * as vscode from 'vscode';
import type { ArgumentsOf, CommandLink, RunnableCommand } from './commandLink';

/** Runs a command with arguments of the right types; the only place that runs our own commands. */
export function runCommand<Id extends RunnableCommand>(id: Id, ...args: ArgumentsOf<Id>): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

/** Runs what `commandLink` made. */
export function runLink(link: CommandLink): Thenable<unknown> {
  return vscode.commands.executeCommand(link.command, ...(link.arguments ?? []));
}
