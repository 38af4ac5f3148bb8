import * as vscode from 'vscode';
import { isProblem } from '../core/common/problem';
import { Redactor } from '../core/masking/redaction';

/** The output channel `Hosted Login`, created on first use. VS Code writes it to disk, so every line is redacted. */
export class Log {
  #createdChannel: vscode.LogOutputChannel | undefined;
  #disposed = false;
  readonly #redactor = new Redactor(Date.now);

  get #channel(): vscode.LogOutputChannel {
    this.#createdChannel ??= vscode.window.createOutputChannel('Hosted Login', { log: true });
    return this.#createdChannel;
  }

  #write(level: 'info' | 'warn' | 'error', line: string): void {
    // While a window closes, pending commands are rejected, and writing to its channel throws.
    if (!this.#disposed) this.#channel[level](this.#redactor.redact(line));
  }

  /** Masks a secret from now on, in all its forms; if it expires (ms since 1970), until some time after. */
  readonly mask = (secret: string, expiresAt?: number): void => {
    this.#redactor.add(secret, expiresAt);
  };

  readonly info = (line: string): void => {
    this.#write('info', line);
  };

  readonly warn = (message: string, error: unknown): void => {
    this.#write('warn', `${message}: ${describeError(error)}`);
  };

  readonly error = (message: string, error: unknown): void => {
    this.#write('error', `${message}: ${describeError(error)}`);
  };

  /** Removes our own secrets and tokens from a text. */
  readonly redactKnown = (text: string): string => this.#redactor.redactKnown(text);

  /** Removes everything that looks like a secret; for messages of unexpected errors. */
  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#disposed = true;
    this.#createdChannel?.dispose();
  }
}

function describeError(error: unknown): string {
  if (isProblem(error)) return `${error.kind}: ${error.message} ${error.detail}`.trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
