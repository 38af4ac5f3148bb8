import { type ResourceEntry, type ResourceKey, resourceKinds } from './resource';

/** A resource of a profile. */
export interface ResourceRef extends ResourceKey {
  /** Its name. */
  readonly profile: string;
}

/** The parts of a `hosted-login:` URI, decoded. */
interface ResourceUriParts {
  readonly path: string;
  readonly query: string;
}

/** Keeps tabs readable. In characters. */
const maxTitle = 80;

/**
 * The URI of a document: `/<profile>/tokenPolicies/<title>.json?<id>`. VS Code shows the path in tabs and breadcrumbs, so the
 * ID is in the query, which it never shows. In the title, characters that file names do not allow become dashes.
 * @param isTitleShared whether another resource of this kind has the same title, so that part of the ID tells them apart
 */
export function resourceUriParts(
  profile: string,
  { kind, id, title }: ResourceEntry,
  isTitleShared = false,
): ResourceUriParts {
  const name = nameOf(title);
  const unique = isTitleShared ? `${name} (${encoded(id.slice(0, 8))})` : name;
  const file = name === '' ? encoded(id) : unique;
  return { path: `/${encoded(profile)}/${kind}/${file}.json`, query: id.toWellFormed() };
}

/**
 * The resource of a document; undefined if there is none. The title in the path does not count. Also reads the earlier form
 * `/<profile>/<kind>/<title>.<id>.json`, which windows restore.
 */
export function parseResourceUri({ path, query }: ResourceUriParts): ResourceRef | undefined {
  const [start, profile = '', collection, file = '', ...others] = path.split('/');
  const kind = resourceKinds.find(candidate => candidate === collection);
  const earlierId = /^(?:.*\.)?([^.]+)\.json$/s.exec(file)?.[1] ?? '';
  const isOurs = start === '' && profile !== '' && /.\.json$/s.test(file) && others.length === 0;
  if (!isOurs || !kind || (query === '' && earlierId === '')) return undefined;
  try {
    const id = query === '' ? decodeURIComponent(earlierId) : query;
    return { profile: decodeURIComponent(profile), kind, id };
  } catch {
    return undefined;
  }
}

/** Whether two URIs are for one resource: titles change, and there is an earlier form. */
export function isSameResource(one: ResourceUriParts, other: ResourceUriParts): boolean {
  const [ref, otherRef] = [parseResourceUri(one), parseResourceUri(other)];
  return (
    ref !== undefined &&
    ref.profile === otherRef?.profile &&
    ref.kind === otherRef.kind &&
    ref.id === otherRef.id
  );
}

/** Encodes what a part of a path cannot hold, and dots that would mean another folder. People read the rest. */
function encoded(part: string): string {
  return part
    .toWellFormed()
    .replace(/^\.+$|[\p{C}\p{Zl}\p{Zp}\\/?#%]/gu, found =>
      found.startsWith('.') ? found.replaceAll('.', '%2E') : encodeURIComponent(found),
    );
}

function nameOf(title: string): string {
  const plain = title.replace(/[\p{C}\p{Zl}\p{Zp}\\/:*?"<>|%#]+/gu, '-').trim();
  // Cutting may leave a lone surrogate.
  const short = plain
    .slice(0, maxTitle)
    .replace(/\p{Cs}$/u, '')
    .trim();
  // `..` would mean another folder.
  return /^\.*$/.test(short) ? '' : short;
}
