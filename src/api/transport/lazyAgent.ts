// A dispatcher for `fetch` that loads undici when it first has to send.
import type { Agent, Dispatcher } from 'undici';

/** The error callback that every `fetch` so far passes; undici's types now name another one. */
interface FailureHandler {
  onError?(error: Error): void;
}

/**
 * A dispatcher for `fetch` that loads undici at the first request that it has to send. VS Code's `fetch` sends none with it:
 * it takes the dispatcher as the key of an agent of its own, which knows the proxy and the certificates. A `fetch` that VS
 * Code has not replaced does, and VS Code's own with `http.systemCertificates` off and no proxy (docs/performance.md).
 */
export class LazyAgent {
  #agent: Promise<Agent> | undefined;

  constructor(private readonly options: Agent.Options) {}

  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    (this.#agent ??= this.#load()).then(
      agent => agent.dispatch(options, handler),
      (error: unknown) => {
        const waiting: FailureHandler = handler;
        waiting.onError?.(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return true;
  }

  /** Closes all connections at once, also those that wait for an answer. */
  async destroy(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  async #load(): Promise<Agent> {
    const { Agent } = await import('./agent');
    return new Agent(this.options);
  }
}
