import { parseUrl } from '../../../core/common/parseUrl';
import { readRecord } from '../../../core/json/readRecord';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { openResourcesKey } from '../../../storage/configuration/openResources';
import { accessStorage, type State } from '../../../storage/storageAccess';

/** The version of a resource that a document began with. */
export interface BaseVersion {
  /** Without secrets. */
  readonly text: string;
  /** The modification time of the document, in milliseconds since 1970. */
  readonly mtime: number;
  /** The revision of the draft that the document shows; undefined if it shows this version. */
  readonly revision?: string | undefined;
  /** The customer that it was read from. The profile may now be for another one. */
  readonly origin: string;
  readonly customerId: string;
}

/** In place of a base version that is no longer known. It equals nothing that the service has. */
export const lostBase = '{}\n';

/**
 * The base versions of the open documents, to detect changes by somebody else. Stored in the workspace state, so that
 * unsaved documents keep their base after a reload.
 */
export class BaseVersions {
  readonly #versions: Map<string, BaseVersion>;

  constructor(
    private readonly state: State,
    private readonly warn: (message: string, error: unknown) => void,
  ) {
    this.#versions = new Map(readStored(state));
  }

  get uris(): readonly string[] {
    return [...this.#versions.keys()];
  }

  get(uri: string): BaseVersion | undefined {
    return this.#versions.get(uri);
  }

  set(uri: string, base: BaseVersion): void {
    this.#versions.set(uri, base);
    this.#write();
  }

  delete(uri: string): void {
    if (this.#versions.delete(uri)) this.#write();
  }

  #write(): void {
    const entries = [...this.#versions].map(([uri, base]) => ({ uri, ...base }));
    accessStorage('keep what is open', () => this.state.update(openResourcesKey, entries)).catch(
      (error: unknown) => {
        this.warn('The base versions of the open documents could not be stored', error);
      },
    );
  }
}

/** Whether a text equals the base version, apart from white space. False for invalid JSON. */
export function equalsBase(text: string, base: Pick<BaseVersion, 'text'>): boolean {
  try {
    return text === base.text || isEquivalentJson(text, base.text);
  } catch {
    return false;
  }
}

function readStored(state: State): readonly [string, BaseVersion][] {
  const entries = state.get<unknown>(openResourcesKey);
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown): [string, BaseVersion][] => {
    const strings = ['uri', 'text', 'origin', 'customerId'] as const;
    const base = readRecord(entry, { strings, numbers: ['mtime'] });
    if (!base || !parseUrl(base.origin)) return [];
    const { uri, ...version } = base;
    const { revision } = entry as { readonly revision?: unknown };
    return [[uri, { ...version, ...(typeof revision === 'string' && { revision }) }]];
  });
}
