/** The same shape as VS Code's `Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** The same shape as VS Code's `Event`, for layers that do not import vscode. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * Calls its listeners. An error in one stops neither the others nor the caller of `fire`. It goes to `onError`, by default
 * as an uncaught error, which the extension host logs.
 */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  constructor(private readonly onError: (error: unknown) => void = rethrowAsync) {}

  readonly event: Event<T> = listener => {
    // A new function, so that a listener that is subscribed twice can be disposed once.
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
