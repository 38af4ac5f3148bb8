import { parseJson } from '../../core/json/json';
import { isCredentialName, mask as secretMask, plainText, Redactor } from '../../core/masking/redaction';
import { maskSecretLikeWords } from '../../core/masking/secretLikeWords';
import type { HttpResponse } from '../http';

/** How many characters of an error text are read: far more than are shown. */
const maxErrorLength = 10_000;

/** Bounds for the reasons in an answer, above any known form. */
const maxReasons = 20;
const maxDepth = 5;

/** The members with reasons, in the order of display: OAuth, `errors` of /config, RFC 9457, common frameworks. */
const reasonMembers = ['error', 'error_description', 'errors', 'title', 'detail', 'message', 'msg', 'reason'];

/** In nested objects `title` may be the invalid member of a resource. */
const innerReasonMembers = reasonMembers.filter(name => name !== 'title');

/** The service's reasons as short plain text without secrets; empty for none. */
export function describeServiceError({ body, mask }: Pick<HttpResponse, 'body' | 'mask'>): string {
  const reasons = collectReasons(parseJson(body), 0).slice(0, maxReasons);
  const all = [...new Set(reasons)].join(': ');
  // Half a secret is not recognized, so the text is cut after masking. If it was cut before, nothing is shown.
  const words = shownWords(all.slice(0, maxErrorLength), mask);
  return all.length > maxErrorLength && !words.endsWith('…') ? '' : words;
}

/**
 * Text of an answer as short plain text, without the secrets of the request and without what looks like a secret.
 * @param mask that of the answer; left out if the request is not known
 */
export function shownWords(
  text: string,
  mask: HttpResponse['mask'] = each => new Redactor().redact(each),
): string {
  return plainText(maskSecretLikeWords(mask(text)));
}

/** The `error` of an OAuth error (RFC 6749 §5.2); undefined for anything else. */
export function readOAuthError(body: string): string | undefined {
  const parsed = parseJson(body);
  const error = typeof parsed === 'object' && parsed !== null && 'error' in parsed ? parsed.error : undefined;
  return typeof error === 'string' ? error : undefined;
}

/** The reasons in a text, a list, or an object: its known members, else all with their names. */
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
  // At the top an unknown member may be anything. In nested objects, its name says what is wrong.
  if (depth === 0) return [];
  return Object.entries(members)
    .slice(0, maxReasons)
    .flatMap(([name, member]) =>
      collectReasons(member, depth + 1).map(reason => `${name} ${maskedReason(name, reason)}`),
    );
}

/** The reason without a credential: a single word in a member that is named like one may be its value. */
function maskedReason(name: string, reason: string): string {
  return isCredentialName(name) && !/\s/.test(reason) ? secretMask : reason;
}

/** The part of the body that a reason is about: `loc` of Pydantic, `field` and similar. */
function readLocation({ loc, field, param, pointer }: Readonly<Record<string, unknown>>): readonly string[] {
  const place = [loc, field, param, pointer].find(each => each !== undefined);
  const parts = (Array.isArray(place) ? place.slice(0, maxDepth) : [place]).filter(
    part => typeof part === 'string' || typeof part === 'number',
  );
  return parts.length === 0 ? [] : [parts.join('.')];
}
