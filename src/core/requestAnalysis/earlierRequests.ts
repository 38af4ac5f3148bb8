import { addToList } from '../common/collections';
import type { Lines } from '../common/lines';
import type { Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { listRequests } from '../requests/findRequests';
import type { WrittenRequest } from '../requests/request';
import { onlyReads } from '../scopes/compareScopes';
import { matchProfiles } from './matchProfiles';
import type { RequestTarget } from './readTarget';

/** A request that httpYac sends before another one, because that one refers to it (`@ref`, `@forceRef`). */
export interface EarlierRequest {
  /** As it is written. */
  readonly name: string;
  /** Undefined if only httpYac knows which request of the document, or of another one, has this name. */
  readonly request: WrittenRequest | undefined;
}

/** Dashes are no part of the names of metadata, and a quote before the value none of it (httpYac, "Meta Data"). */
const metadata = /^\s*(?:#+|\/{2,})\s*@(ref|force-?ref|name)\s(.*)$/i;
/** The title of a separator is the name of a request without `@name`. */
const title = /^\s*#{3,}(?!#)(.*)$/;

const valueIn = (written: string): string => written.trim().replace(/^"|"$/g, '');

/** The requests that httpYac sends before one of a document, also those that these refer to. Each once, in linear time. */
export function earlierRequests(
  lines: Lines,
  dialect: HttpDialect,
  { firstLine: start }: Pick<WrittenRequest, 'firstLine'>,
): readonly EarlierRequest[] {
  const requests = listRequests(lines, dialect);
  const inRequests = new Set<number>();
  const named = new Map<string, WrittenRequest[]>();
  const references = new Map<number, string[]>();
  for (const request of requests) {
    const { firstLine, lastLine } = request;
    const names = new Set<string>();
    const [, above = ''] = (firstLine > 0 ? title.exec(lines.line(firstLine - 1)) : undefined) ?? [];
    if (above.trim() !== '') names.add(above.trim());
    const found: string[] = [];
    for (let line = firstLine; line <= lastLine; line++) {
      inRequests.add(line);
      const [, key = '', written = ''] = metadata.exec(lines.line(line)) ?? [];
      const value = valueIn(written);
      if (value === '') continue;
      if (/^name$/i.test(key)) names.add(value);
      else found.push(value);
    }
    references.set(firstLine, found);
    for (const name of names) addToList(named, name, request);
  }
  const earlier: EarlierRequest[] = [];
  const seen = new Set<string>();
  const followed = new Set<WrittenRequest>();
  const open = [...(references.get(start) ?? [])];
  // Those of a block without a request count for all requests.
  for (let line = 0; line < lines.lineCount; line++) {
    const [, key = '', written = ''] =
      (inRequests.has(line) ? undefined : metadata.exec(lines.line(line))) ?? [];
    if (written !== '' && !/^name$/i.test(key)) open.push(valueIn(written));
  }
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    // httpYac fills variables in references, and not in names.
    const known = name.includes('{{') ? [] : (named.get(name) ?? []);
    if (known.length === 0) earlier.push({ name, request: undefined });
    for (const request of known) {
      if (followed.has(request)) continue;
      followed.add(request);
      earlier.push({ name, request });
      for (const each of references.get(request.firstLine) ?? []) open.push(each);
    }
  }
  return earlier;
}

/** A request and where it goes. */
interface AimedRequest {
  readonly request: Pick<WrittenRequest, 'method' | 'isCurl' | 'authorizations' | 'headers'>;
  readonly target: RequestTarget;
}

/**
 * Whether a request may be sent without a question before one to a profile, whatever it has in its headers: it only reads, or is
 * for the login endpoint, and certainly goes to the same service and customer.
 */
export function isHarmless({ request: { method }, target }: AimedRequest, profile: Profile): boolean {
  if (matchProfiles(target, [profile]).kind !== 'yes') return false;
  return onlyReads(method) || (method === 'POST' && isFixed(target) && isLogin(target));
}

/**
 * Whether a request gets no token if httpYac gives tokens only to requests that go to a profile: it certainly goes elsewhere, or
 * to a login endpoint, or only reads without a header that may become one.
 */
export function getsNoToken({ request, target }: AimedRequest, profiles: readonly Profile[]): boolean {
  if (target.doubt !== undefined) return false;
  const { isCurl, method, authorizations, headers } = request;
  const isElsewhere = matchProfiles(target, profiles).kind === 'no';
  if (isFixed(target) && (isElsewhere || (method === 'POST' && isLogin(target)))) return true;
  // Other methods may get a header from the configuration of httpYac.
  if (!onlyReads(method) || isCurl || authorizations.length > 0) return false;
  return headers.every(({ value }) => !value.includes('{{'));
}

/** Whether nothing in a URL is known to the client alone: a value there may have `/`, `..` or `?` in it. */
function isFixed({ host, readers = [], parts }: RequestTarget): boolean {
  return [host, ...readers].every(each => each?.kind === 'origin') && !parts.some(part => part.includes('*'));
}

const isLogin = ({ parts }: RequestTarget): boolean => parts[1] === 'login';
