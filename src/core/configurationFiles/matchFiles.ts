import { addToList } from '../common/collections';
import { t } from '../common/l10n';
import { normalized } from '../common/normalized';
import type { ConfigurationSnapshot, UnreadPart } from '../resources/configurationSnapshot';
import { type Resource, resourceKey, type ResourceKind, singularLabel } from '../resources/resource';
import { parseAddress } from './address';
import type { ConfigurationFile, ConfigurationFolder } from './configurationFolder';
import type { Ids } from './idsFile';

/** The resource that a file is for. */
export type FileMatch =
  | {
      readonly is: 'resource';
      readonly resource: Resource;
      /** Found by its title, because `ids.json` does not have the file. */
      readonly isAdopted: boolean;
      /** The address that `ids.json` has for the resource: its file was renamed. */
      readonly renamedFrom?: string;
    }
  | { readonly is: 'new' }
  /** `ids.json` has it, but the service does not. */
  | { readonly is: 'gone'; readonly id: string; readonly message: string }
  | { readonly is: 'unread'; readonly id?: string; readonly message: string }
  | { readonly is: 'ambiguous'; readonly message: string }
  | { readonly is: 'invalid'; readonly message: string };

export interface Matches {
  /** By address, for each file. */
  readonly files: ReadonlyMap<string, FileMatch>;
  /** Resources without a file. `address`: that of a file that `ids.json` has and that no longer exists. */
  readonly others: readonly { readonly resource: Resource; readonly address: string | undefined }[];
  /** The IDs of all files that have one, and of those in `ids.json`: what addresses stand for. */
  readonly ids: Ids;
}

/**
 * Finds the resource of each file: by `ids.json`, otherwise by its exact title among the resources of its kind that no
 * other file has. A resource that could not be read never counts as deleted.
 */
export function matchFiles(
  { files, ids }: Pick<ConfigurationFolder, 'files' | 'ids'>,
  snapshot: Pick<ConfigurationSnapshot, 'resources' | 'unread'>,
): Matches {
  return new Matcher(files, ids, snapshot).match();
}

class Matcher {
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #byTitle = new Map<string, Resource[]>();
  readonly #unread: UnreadResources;
  /** Addresses of `ids.json` by `idKey`, and those that have files. */
  readonly #addresses = new Map<string, string[]>();
  readonly #filed = new Map<string, string[]>();
  readonly #matches = new Map<string, FileMatch>();
  readonly #titles = new Map<string, string[]>();

  constructor(
    private readonly files: ReadonlyMap<string, ConfigurationFile>,
    private readonly ids: Ids,
    { resources, unread }: Pick<ConfigurationSnapshot, 'resources' | 'unread'>,
  ) {
    this.#resources = new Map(resources.map(resource => [idKey(resource.kind, resource.id), resource]));
    for (const resource of resources)
      addToList(this.#byTitle, titleKey(resource.kind, resource.title), resource);
    this.#unread = new UnreadResources(unread);
    for (const [address, id] of ids) {
      const kind = parseAddress(address)?.kind;
      if (!kind) continue;
      addToList(this.#addresses, idKey(kind, id), address);
      if (files.has(address)) addToList(this.#filed, idKey(kind, id), address);
    }
    for (const { address, kind, title } of files.values()) {
      if (title !== '') addToList(this.#titles, titleKey(kind, title), address);
    }
  }

  match(): Matches {
    for (const file of this.files.values()) {
      const id = this.ids.get(file.address);
      if (id !== undefined) this.#matches.set(file.address, this.#matchById(file, id));
    }
    const taken = new Set(
      Array.from(this.#matches.values(), found => (found.is === 'resource' ? found.resource : undefined)),
    );
    for (const file of this.files.values()) {
      if (!this.#matches.has(file.address))
        this.#matches.set(
          file.address,
          this.#matchByTitle(file, resource => taken.has(resource)),
        );
    }
    return { files: this.#matches, ...this.#rest() };
  }

  #matchById(file: ConfigurationFile, id: string): FileMatch {
    const { kind, address } = file;
    const others = namesOfOthers(this.#filed.get(idKey(kind, id)), address);
    if (others !== undefined) {
      const message = t('ids.json has the same ID for {0}. Remove the line that is wrong.', others);
      return { is: 'invalid', message };
    }
    const resource = this.#resources.get(idKey(kind, id));
    if (resource) return { is: 'resource', resource, isAdopted: false };
    const unread = this.#unread.withId(kind, id);
    if (unread) return { is: 'unread', id, message: unread.reason };
    const [other] = this.#byTitle.get(titleKey(kind, file.title)) ?? [];
    const message =
      other && !this.#addresses.has(idKey(kind, other.id))
        ? t(
            'The {0} {1} is no longer on the service, but {2} has the same title. To use it, replace the ID in ids.json.',
            singularLabel(kind),
            id,
            other.id,
          )
        : t(
            'The {0} {1} is no longer on the service. Delete the file; or, to create it again, remove its line from ids.json.',
            singularLabel(kind),
            id,
          );
    return { is: 'gone', id, message };
  }

  #matchByTitle(file: ConfigurationFile, isTaken: (resource: Resource) => boolean): FileMatch {
    const { kind, address, title } = file;
    if (title === '') return { is: 'new' };
    const twins = namesOfOthers(this.#titles.get(titleKey(kind, title)), address);
    if (twins !== undefined) {
      const message = t(
        '{0} has the same title. Change one of the titles, or add the IDs of both to ids.json.',
        twins,
      );
      return { is: 'ambiguous', message };
    }
    const named = (this.#byTitle.get(titleKey(kind, title)) ?? []).filter(resource => !isTaken(resource));
    const [resource, ...others] = named;
    if (resource && others.length > 0) {
      const message = t(
        'The service has this title {0} times: {1}. Add the ID of the right one to ids.json.',
        named.length,
        named
          .slice(0, 5)
          .map(({ id }) => id)
          .join(', '),
      );
      return { is: 'ambiguous', message };
    }
    const unread = this.#unread.withTitle(kind, title);
    if (unread) return { is: 'unread', message: unread.reason };
    if (!resource) return { is: 'new' };
    const [renamedFrom] = this.#addresses.get(idKey(kind, resource.id)) ?? [];
    return { is: 'resource', resource, isAdopted: true, ...(renamedFrom !== undefined && { renamedFrom }) };
  }

  #rest(): Pick<Matches, 'others' | 'ids'> {
    const ids = new Map(this.ids);
    const found = new Set<Resource>();
    for (const [address, match] of this.#matches) {
      if (match.is !== 'resource') continue;
      found.add(match.resource);
      ids.set(address, match.resource.id);
    }
    const others = [...this.#resources.values()].flatMap(resource => {
      if (found.has(resource)) return [];
      const key = idKey(resource.kind, resource.id);
      // Two files with the same ID: neither is the file of the resource, but the resource is not without a file.
      if (this.#filed.has(key)) return [];
      return [{ resource, address: this.#addresses.get(key)?.[0] }];
    });
    return { others, ids };
  }
}

/** The resources, and whole lists of them, that could not be read. */
export class UnreadResources {
  readonly #byId = new Map<string, UnreadPart>();
  readonly #byTitle = new Map<string, UnreadPart>();
  readonly #lists = new Map<ResourceKind, UnreadPart>();

  constructor(unread: readonly UnreadPart[]) {
    for (const part of unread) {
      const { kind, entry } = part;
      if (part.part !== undefined) continue;
      if (!entry) this.#lists.set(kind, part);
      else {
        this.#byId.set(idKey(kind, entry.id), part);
        this.#byTitle.set(titleKey(kind, entry.title), part);
      }
    }
  }

  /** What may be the resource with that ID. */
  withId(kind: ResourceKind, id: string): UnreadPart | undefined {
    return this.#lists.get(kind) ?? this.#byId.get(idKey(kind, id));
  }

  /** What may be a resource with that title. An empty title is not known. */
  withTitle(kind: ResourceKind, title: string): UnreadPart | undefined {
    return (
      this.#lists.get(kind) ??
      this.#byTitle.get(titleKey(kind, '')) ??
      this.#byTitle.get(titleKey(kind, title))
    );
  }
}

/** How many addresses a message names. */
const maxNamed = 3;

/** The first addresses of a list but one; undefined if there is no other one. */
function namesOfOthers(all: readonly string[] = [], address: string): string | undefined {
  const others = all.slice(0, maxNamed + 1).filter(other => other !== address);
  return others.length === 0 ? undefined : others.slice(0, maxNamed).join(', ');
}

/** Identifies a resource by kind and ID, without the case of the ID (`isSameId`). */
export function idKey(kind: ResourceKind, id: string): string {
  return resourceKey({ kind, id: id.toLowerCase() });
}

/** Titles that differ only in their Unicode form look the same. */
export function titleKey(kind: ResourceKind, title: string): string {
  return `${kind}/${normalized(title)}`;
}
