import { type ResourceEntry, type ResourceKey, resourceKinds } from './resource';

/** A resource of a profile. */
export interface ResourceRef extends ResourceKey {
  /** Its name. */
  readonly profile: string;
}

/** Keeps tabs readable. In characters. */
const maxTitle = 80;

/**
 * The path of a document in a `hosted-login:` URI: `/<profile>/tokenPolicies/<title>.<id>.json`. In the title, characters that
 * file names do not allow become dashes. `parseResourcePath` reads the ID.
 */
export function resourceUriPath(profile: string, { kind, id, title }: ResourceEntry): string {
  const name = nameOf(title);
  const file = name === '' ? encoded(id) : `${name}.${encoded(id)}`;
  return `/${encoded(profile)}/${kind}/${file}.json`;
}

/** Parses a path of `resourceUriPath`. Undefined for others. */
export function parseResourcePath(path: string): ResourceRef | undefined {
  const [start, profile = '', collection, file = '', ...others] = path.split('/');
  const kind = resourceKinds.find(candidate => candidate === collection);
  const id = /^(?:.*\.)?([^.]+)\.json$/s.exec(file)?.[1];
  if (start !== '' || profile === '' || !kind || id === undefined || others.length > 0) return undefined;
  try {
    return { profile: decodeURIComponent(profile), kind, id: decodeURIComponent(id) };
  } catch {
    return undefined;
  }
}

/** Encodes a part without slashes and dots: the last dot before `.json` ends the title. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('.', '%2E');
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
