import * as vscode from 'vscode';
import type { Problem } from '../core/problem';
import { problemFrom, readableError } from './failure';
import type { CommandId } from './ids';
import type { Log } from './log';
import { showProblem } from './notifications';

/** What a command does; `argument` is the argument object of the contract, undefined where a person called it. */
export type Command = (argument: object | undefined) => unknown;

/**
 * Registers commands so that every error passes one place. Called by a person (no argument object), an error becomes
 * one message with the next step; called with an argument object, it shows nothing and rejects with a readable error.
 */
export class CommandRegistry {
  constructor(private readonly log: Log) {}

  /** Registers a command of the contract; `load` brings its code at the first call. */
  register(id: CommandId, load: () => Command | Promise<Command>): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (argument: unknown) => {
      const isCalledByCode = isPlainObject(argument);
      try {
        const command = await load();
        return await command(isCalledByCode ? argument : undefined);
      } catch (error) {
        const problem = problemFrom(this.log, id, error);
        if (isCalledByCode) throw readableError(problem);
        this.#show(problem);
        return undefined;
      }
    });
  }

  /** Registers a command that only our own lenses, menus and completions call: always on behalf of a person. */
  registerInternal(id: CommandId, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
      try {
        await run(...args);
      } catch (error) {
        this.#show(problemFrom(this.log, id, error));
      }
    });
  }

  #show(problem: Problem): void {
    if (problem.kind !== 'cancelled') void showProblem(problem);
  }
}

/** VS Code's menus pass URIs and the like; only a plain object is an argument object of the contract. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
