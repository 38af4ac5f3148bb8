import { type State } from './storageAccess';
import { runTransaction, stateWrite } from './transaction';

const key = 'hostedLogin.mutedFiles';

/** So many are remembered, those that were muted last. */
const maxFiles = 200;

/** The files of this workspace, by their URIs, that nobody wants to be told of when they are saved. */
export class MutedFiles {
  /** Those on no disk: the next one of the name is another. */
  readonly #untitled = new Set<string>();

  constructor(private readonly workspaceState: State) {}

  has(uri: string): boolean {
    return this.#untitled.has(uri) || this.#read().includes(uri);
  }

  /** Remembers it, or forgets it. Rejects with a `Problem` of kind `storage`. */
  async set(uri: string, isMuted: boolean): Promise<void> {
    if (uri.startsWith('untitled:')) {
      if (isMuted) this.#untitled.add(uri);
      else this.#untitled.delete(uri);
      return;
    }
    const others = this.#read().filter(other => other !== uri);
    const files = isMuted ? [uri, ...others].slice(0, maxFiles) : others;
    await runTransaction(stateWrite('write muted files', this.workspaceState, key, files));
  }

  #read(): readonly string[] {
    const value = this.workspaceState.get<unknown>(key);
    return Array.isArray(value) ? value.filter(uri => typeof uri === 'string') : [];
  }
}
