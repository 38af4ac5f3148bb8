import { members } from '../../core/members';
import { saysTheSame } from '../../core/resourceText';
import { openResourcesKey } from '../../vault/openResourcesKey';
import { type State, stored } from '../../vault/storage';

/** What an editor was given of a resource: the text, with masks, and when that was (ms since 1970). */
export interface Given {
  readonly text: string;
  readonly mtime: number;
}

/**
 * What the open documents began with, so that a change by somebody else is told from one by the person: also after the
 * window was reloaded with changes that were not sent yet. Kept with the workspace, without secrets.
 */
export class OpenDocuments {
  readonly #given: Map<string, Given>;

  constructor(
    private readonly state: State,
    private readonly warn: (message: string, error: unknown) => void,
  ) {
    this.#given = new Map(read(state));
  }

  get uris(): readonly string[] {
    return [...this.#given.keys()];
  }

  of(uri: string): Given | undefined {
    return this.#given.get(uri);
  }

  set(uri: string, given: Given): void {
    this.#given.set(uri, given);
    this.#write();
  }

  delete(uri: string): void {
    if (this.#given.delete(uri)) this.#write();
  }

  #write(): void {
    const entries = [...this.#given].map(([uri, given]) => ({ uri, ...given }));
    stored('keep what is open', () => this.state.update(openResourcesKey, entries)).catch(
      (error: unknown) => {
        this.warn('What the open documents began with could not be kept', error);
      },
    );
  }
}

/** Whether the text is what the editor was given, white space aside; a text that is no JSON is not. */
export function isAsGiven(text: string, given: Pick<Given, 'text'>): boolean {
  try {
    return text === given.text || saysTheSame(text, given.text);
  } catch {
    return false;
  }
}

function read(state: State): readonly [string, Given][] {
  const entries = state.get<unknown>(openResourcesKey);
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown): [string, Given][] => {
    const given = members(entry, { strings: ['uri', 'text'], numbers: ['mtime'] });
    return given ? [[given.uri, { text: given.text, mtime: given.mtime }]] : [];
  });
}
