import * as vscode from 'vscode';
import type { Problem } from '../../core/common/problem';
import type { CommandId } from '../ids';
import type { Log } from '../log';
import { toProblem, toReadableError } from '../toProblem';

/**
 * What a command does; `argument` is the argument object of the contract, undefined where a person called it. `clicked`
 * is what VS Code passes along then: what a menu was opened on, such as a URI or a node of ours (no plain object).
 */
export type Command = (argument: object | undefined, clicked: readonly unknown[]) => unknown;

/**
 * The commands by their ids; VS Code itself is told of all of them by the front door. Every error passes one place:
 * called by a person (no argument object), it becomes one message with the next step; called with an argument object,
 * the command shows nothing and rejects with a readable error.
 */
export class CommandRegistry {
  readonly #commands = new Map<CommandId, (args: readonly unknown[]) => Promise<unknown>>();

  constructor(private readonly log: Log) {}

  /** Registers a command of the contract; `load` brings its code at the first call. */
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

  /** Registers a command that only our own lenses, menus and completions call: always on behalf of a person. */
  registerInternal(id: CommandId, run: (...args: readonly unknown[]) => unknown): vscode.Disposable {
    return this.#add(id, async args => {
      try {
        await run(...args);
      } catch (error) {
        this.#show(toProblem(this.log, id, error));
      }
    });
  }

  /** Runs a command with what VS Code passed along; nothing where the feature it belongs to is gone already. */
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
    // Who cancels knows it; but not what became of a change that was on its way already.
    if (problem.kind === 'cancelled' && problem.facts.isUncertain !== true) return;
    void import('../notifications').then(({ showProblem }) => showProblem(problem));
  }
}

/** VS Code's menus pass URIs and the like; only a plain object is an argument object of the contract. */
function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
