/** Something to take back; the shape of VS Code's own. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; the shape of VS Code's `Event`, for floors that never see vscode. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells its listeners. One that throws does not keep the others from hearing. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = listener => {
    // Its own function, so that subscribing the same listener twice hears twice and leaves once.
    const own = (value: T) => {
      listener(value);
    };
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  };

  fire(value: T): void {
    const failures: unknown[] = [];
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
