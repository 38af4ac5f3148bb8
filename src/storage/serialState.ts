import { Queue } from '../core/common/async/queue';
import type { State } from './storageAccess';

/**
 * A state of VS Code whose updates wait for each other. VS Code sends a state that it has stored back to the window. There it
 * would replace later updates that are not sent yet, and these would be lost without an error.
 */
export class SerialState implements State {
  readonly #queue = new Queue();
  /** Values that are not stored yet. */
  readonly #pending = new Map<string, unknown>();

  constructor(private readonly state: State) {}

  get<T>(key: string, defaultValue?: T): T {
    return (this.#pending.has(key) ? this.#pending.get(key) : this.state.get(key, defaultValue)) as T;
  }

  /** Rejects as that of VS Code. */
  update(key: string, value: unknown): Promise<void> {
    this.#pending.set(key, value);
    return this.#queue.run(async () => {
      try {
        await this.state.update(key, value);
      } finally {
        if (this.#pending.get(key) === value) this.#pending.delete(key);
      }
    });
  }
}
