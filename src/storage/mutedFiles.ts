// The files for which the user turned off the warning about secrets when saving.
import { type State, textsIn } from './storageAccess';
import { runTransaction, stateWrite } from './transaction';

const key = 'hostedLogin.mutedFiles';

/** The files that were muted last are remembered. */
const maxFiles = 200;

/** The files of this workspace (their URIs) whose saving shows no warning. */
export class MutedFiles {
  /** In memory only: the next untitled file of that name is another one. */
  readonly #untitled = new Set<string>();

  constructor(private readonly workspaceState: State) {}

  has(uri: string): boolean {
    return this.#untitled.has(uri) || this.#read().includes(uri);
  }

  /** Rejects with a `storage` problem. */
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
    return textsIn(this.workspaceState.get(key));
  }
}
