import { type ConfigurationFolder, readFolder } from '../../src/core/configurationFiles/configurationFolder';
import { type Pull, planPull, type PullOptions } from '../../src/core/configurationFiles/pull';
import type { ResourceVersion } from '../../src/core/configurationFiles/resourceVersion';
import type { ConfigurationSnapshot } from '../../src/core/resources/configurationSnapshot';

/** A folder of a customer in memory, with what was pulled last. */
export class MemoryFolder {
  readonly texts = new Map<string, string>();
  readonly bases = new Map<string, ResourceVersion>();

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(texts)) this.texts.set(path, text);
  }

  get folder(): ConfigurationFolder {
    return readFolder(this.texts);
  }

  text(path: string): string {
    const text = this.texts.get(path);
    if (text === undefined) throw new Error(`There is no ${path}: ${[...this.texts.keys()].join(', ')}`);
    return text;
  }

  /** Edits a file, and says so if nothing was found to be replaced. */
  edit(path: string, from: string | RegExp, to: string): void {
    const text = this.text(path);
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${path} does not contain ${String(from)}: ${text}`);
    this.texts.set(path, edited);
  }

  pull(snapshot: ConfigurationSnapshot, options: Partial<PullOptions> = {}): Pull {
    const pull = planPull(this.folder, snapshot, { bases: this.bases, ...options });
    for (const [path, text] of pull.writes) this.texts.set(path, text);
    for (const [key, base] of pull.bases) this.bases.set(key, base);
    return pull;
  }
}
