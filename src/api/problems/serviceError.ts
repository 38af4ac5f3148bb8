import { parseJson } from '../../core/common/json';
import { maskRandomWords } from '../../core/common/randomWords';
import { plainText, Redactor } from '../../core/common/redaction';
import type { HttpResponse } from '../http';

/** Far more of an answer's error text than is ever shown; whatever comes behind is not looked at. */
const maxErrorLength = 10_000;

/** More reasons than anybody reads, and deeper than any known form. */
const maxReasons = 20;
const maxDepth = 5;

/** Where a reason stands, in the order in which it is told: OAuth, `errors` of /config, RFC 9457, and what frameworks use. */
const reasonMembers = ['error', 'error_description', 'errors', 'title', 'detail', 'message', 'msg', 'reason'];

/** The same within: `title` may be the member of a resource there that is wrong. */
const innerReasonMembers = reasonMembers.filter(name => name !== 'title');

/** What the service says went wrong, plain and short, without the secrets that it may repeat; empty where nothing. */
export function describeServiceError({ body, mask }: Pick<HttpResponse, 'body' | 'mask'>): string {
  const reasons = collectReasons(parseJson(body), 0).slice(0, maxReasons);
  const all = [...new Set(reasons)].join(': ');
  // Half a secret is not recognized: cut short only after that, and nothing shown of where it was cut before.
  const words = shownWords(all.slice(0, maxErrorLength), mask);
  return all.length > maxErrorLength && !words.endsWith('…') ? '' : words;
}

/**
 * Text of an answer as it may be shown, plain and short, without what was sent and what looks like a secret.
 * @param mask of the answer; left out where nobody knows what was sent
 */
export function shownWords(
  text: string,
  mask: HttpResponse['mask'] = each => new Redactor().redact(each),
): string {
  return plainText(maskRandomWords(mask(text)));
}

/** The `error` of an OAuth error (RFC 6749 §5.2); undefined of anything else. */
export function readOAuthError(body: string): string | undefined {
  const parsed = parseJson(body);
  const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
  return typeof error === 'string' ? error : undefined;
}

/** The texts that give reasons: a text, a list, an object with members that usually do, else its members by their names. */
function collectReasons(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
  if (Array.isArray(value))
    return value.slice(0, maxReasons).flatMap(each => collectReasons(each, depth + 1));
  const members = value as Readonly<Record<string, unknown>>;
  const reasons = (depth === 0 ? reasonMembers : innerReasonMembers).flatMap(name =>
    collectReasons(members[name], depth + 1),
  );
  if (reasons.length > 0) return [...readLocation(members), ...reasons];
  // At the top an unknown member may be anything; within, its name is that of what is wrong.
  if (depth === 0) return [];
  return Object.entries(members)
    .slice(0, maxReasons)
    .flatMap(([name, member]) => collectReasons(member, depth + 1).map(reason => `${name} ${reason}`));
}

/** Which part of a body a reason is about: `loc` of Pydantic, `field` and the like. */
function readLocation({ loc, field, param, pointer }: Readonly<Record<string, unknown>>): readonly string[] {
  const place = [loc, field, param, pointer].find(each => each !== undefined);
  const parts = (Array.isArray(place) ? place.slice(0, maxDepth) : [place]).filter(
    part => typeof part === 'string' || typeof part === 'number',
  );
  return parts.length === 0 ? [] : [parts.join('.')];
}
