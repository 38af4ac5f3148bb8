import * as vscode from 'vscode';
import { t } from '../core/l10n';
import { isProblem, Problem } from '../core/problem';
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
        const problem = this.#problem(id, error);
        if (isCalledByCode) throw new Error(`${problem.message} ${problem.nextStep}`.trim());
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
        this.#show(this.#problem(id, error));
      }
    });
  }

  #show(problem: Problem): void {
    if (problem.kind !== 'cancelled') void showProblem(problem);
  }

  #problem(id: CommandId, error: unknown): Problem {
    if (isProblem(error)) {
      if (error.kind !== 'cancelled') this.log.error(id, error);
      return error;
    }
    this.log.error(`${id} failed unexpectedly`, error);
    return new Problem(
      'internal',
      t('This did not work: {0}', this.log.redact(error instanceof Error ? error.message : String(error))),
      t('The log has the details.'),
    );
  }
}

/** VS Code's menus pass URIs and the like; only a plain object is an argument object of the contract. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
