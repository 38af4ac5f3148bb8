import * as vscode from 'vscode';
import { isProblem } from '../core/common/problem';
import { Redactor } from '../core/common/redaction';

/**
 * The output channel `Hosted Login`, made when there is something to say. It is a file on disk, so everything passes the
 * redactor first.
 */
export class Log {
  #createdChannel: vscode.LogOutputChannel | undefined;
  readonly #redactor = new Redactor();

  get #channel(): vscode.LogOutputChannel {
    this.#createdChannel ??= vscode.window.createOutputChannel('Hosted Login', { log: true });
    return this.#createdChannel;
  }

  /** Masks this value from now on, in whatever form it turns up. */
  readonly mask = (secret: string): void => {
    this.#redactor.add(secret);
  };

  readonly info = (line: string): void => {
    this.#channel.info(this.#redactor.redact(line));
  };

  readonly warn = (message: string, error: unknown): void => {
    this.#channel.warn(this.#redactor.redact(`${message}: ${describeError(error)}`));
  };

  readonly error = (message: string, error: unknown): void => {
    this.#channel.error(this.#redactor.redact(`${message}: ${describeError(error)}`));
  };

  /** The text without our own secrets and tokens; what others show is theirs otherwise. */
  readonly redactKnown = (text: string): string => this.#redactor.redactKnown(text);

  /** The text without what must not be seen; for messages that show an unexpected error. */
  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#createdChannel?.dispose();
  }
}

function describeError(error: unknown): string {
  if (isProblem(error)) return `${error.kind}: ${error.message} ${error.detail}`.trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
