import { type ResourceEntry, type ResourceKey, resourceKinds } from './resource';

/** A resource of a profile, by the path of its document. */
export interface ResourceRef extends ResourceKey {
  /** The profile's name. */
  readonly profile: string;
}

/** As much of a title as makes a tab readable. Characters. */
const maxTitle = 80;

/**
 * The path of a resource's document below `hosted-login:`: `/<profile>/tokenPolicies/<title>.<id>.json`. The title is
 * there for people; what is not good in the name of a file becomes a dash. The id is whole: `parseResourcePath` reads it back.
 */
export function resourceUriPath(profile: string, { kind, id, title }: ResourceEntry): string {
  const name = nameOf(title);
  const file = name === '' ? encoded(id) : `${name}.${encoded(id)}`;
  return `/${encoded(profile)}/${kind}/${file}.json`;
}

/** The resource that a path names, or undefined where it names none. */
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

/** No slash, so that it stays one part of a path; no dot, so that the last one before `.json` ends the title. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('.', '%2E');
}

function nameOf(title: string): string {
  const plain = title.replace(/[\p{C}\p{Zl}\p{Zp}\\/:*?"<>|%#]+/gu, '-').trim();
  // Not half of a character at the end.
  const short = plain
    .slice(0, maxTitle)
    .replace(/\p{Cs}$/u, '')
    .trim();
  // A part of dots alone means another folder.
  return /^\.*$/.test(short) ? '' : short;
}
