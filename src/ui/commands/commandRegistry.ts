import * as vscode from 'vscode';
import { isCancelled, type Problem } from '../../core/common/problem';
import type { CommandId } from '../ids';
import type { Log } from '../log';
import { toProblem, toReadableError } from '../toProblem';

/**
 * What a command does. `argument` is the argument object of the contract; undefined if the user ran the command, then
 * `clicked` is what VS Code passes: the URI or tree node that a menu was opened on.
 */
export type Command = (argument: object | undefined, clicked: readonly unknown[]) => unknown;

/**
 * The commands by id. `extension.ts` registers the ids with VS Code. An error becomes one message with the next step if
 * the user ran the command. A caller that passed an argument object gets a rejection and no message.
 */
export class CommandRegistry {
  readonly #commands = new Map<CommandId, (args: readonly unknown[]) => Promise<unknown>>();

  constructor(private readonly log: Log) {}

  /** Registers a command of the contract. `load` imports its code. */
  register(id: CommandId, load: () => Command | Promise<Command>): vscode.Disposable {
    return this.#add(id, async clicked => {
      const [argument] = clicked;
      const isInteractive = !isPlainObject(argument);
      try {
        const command = await load();
        return await command(isInteractive ? undefined : argument, clicked);
      } catch (error) {
        const problem = toProblem(this.log, id, error);
        if (!isInteractive) throw toReadableError(problem);
        this.#show(problem);
        return undefined;
      }
    });
  }

  /** Registers a command that only our own lenses, menus and completions run for the user. */
  registerInternal(id: CommandId, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
    return this.#add(id, async args => {
      try {
        await run(...args);
      } catch (error) {
        this.#show(toProblem(this.log, id, error));
      }
    });
  }

  /** Runs a command with the arguments of VS Code. Does nothing once its feature is disposed. */
  async run(id: CommandId, args: readonly unknown[]): Promise<unknown> {
    return this.#commands.get(id)?.(args);
  }

  #add(id: CommandId, run: (args: readonly unknown[]) => Promise<unknown>): vscode.Disposable {
    this.#commands.set(id, run);
    return new vscode.Disposable(() => {
      this.#commands.delete(id);
    });
  }

  #show(problem: Problem): void {
    // The user knows about the cancellation, but not whether a change was already made.
    if (isCancelled(problem)) return;
    void import('../notifications').then(({ showProblem }) => showProblem(problem));
  }
}

/** An argument object of the contract. VS Code's menus pass URIs and other class instances. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
