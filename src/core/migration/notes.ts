import { type ResourceEntry, resourceKey } from '../resources/resource';

/**
 * What becomes of a setting: `lost` (not in the output), `changed` (differs from today), `assumed` (the configuration does
 * not say it), `ask` (a person has to decide).
 */
export type Severity = 'lost' | 'changed' | 'assumed' | 'ask';

export const severities: readonly Severity[] = ['ask', 'lost', 'changed', 'assumed'];

/** The settings that an export deals with. */
export type Concept =
  | 'clientId'
  | 'name'
  | 'type'
  | 'redirectUris'
  | 'policies'
  | 'scopes'
  | 'accessTokenLifetime'
  | 'refreshTokenLifetime'
  | 'accessTokenForm'
  | 'claims'
  | 'loginPage'
  | 'userStore'
  | 'userStoreCredentials'
  | 'pushClaims'
  | 'responseTypes'
  | 'links';

/** `unknown`: members that we do not know. `unused`, `configurationAccess`: whole resources. `flow`: what no resource says. */
export type NoteConcept =
  Concept | 'secret' | 'flow' | 'unknown' | 'unused' | 'configurationAccess' | 'unread';

export interface NoteSubject extends ResourceEntry {
  /** Paths such as `customClaims.userinfo.tier`; a leading `/` is a resource below. Empty: the whole resource. */
  readonly members: readonly string[];
}

export interface Note {
  readonly severity: Severity;
  readonly concept: NoteConcept;
  /** For people. */
  readonly sentence: string;
  /** Empty: all applications. */
  readonly about: readonly NoteSubject[];
}

interface Collected extends Omit<Note, 'about'> {
  /** By resource. */
  readonly about: Map<string, ResourceEntry & { readonly members: Set<string> }>;
}

/** Collects notes. Notes of the same words become one, about all their resources. */
export class NoteList {
  readonly #notes = new Map<string, Collected>();

  /** Without a resource, about all applications. */
  add(
    severity: Severity,
    concept: NoteConcept,
    sentence: string,
    resource?: ResourceEntry,
    members: readonly string[] = [],
  ): void {
    const words = severity + concept + sentence;
    const note: Collected = this.#notes.get(words) ?? { severity, concept, sentence, about: new Map() };
    this.#notes.set(words, note);
    if (!resource) return;
    const { kind, id, title } = resource;
    const key = resourceKey(resource);
    const subject = note.about.get(key) ?? { kind, id, title, members: new Set() };
    note.about.set(key, subject);
    for (const member of members) subject.members.add(member);
  }

  /** What a person has to decide comes first. */
  get notes(): readonly Note[] {
    const rank = ({ severity }: Collected) => severities.indexOf(severity);
    return [...this.#notes.values()]
      .sort((one, other) => rank(one) - rank(other))
      .map(({ about, ...note }) => ({
        ...note,
        about: [...about.values()].map(subject => ({ ...subject, members: [...subject.members] })),
      }));
  }
}
