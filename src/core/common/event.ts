/** Something to take back; the shape of VS Code's own. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; the shape of VS Code's `Event`, for floors that never see vscode. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * Tells its listeners. One that throws stops neither the others nor the one who tells: what happened has happened.
 * Its error goes to `report`; where none is given it becomes an uncaught one, which the host logs.
 */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  constructor(private readonly onError: (error: unknown) => void = rethrowAsync) {}

  readonly event: Event<T> = listener => {
    // Its own function, so that subscribing the same listener twice hears twice and leaves once.
    const own = (value: T) => {
      listener(value);
    };
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

function rethrowAsync(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
