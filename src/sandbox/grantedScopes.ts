import { covers, parseScope } from '../core/scopes/scope';
import type { Choices } from './service/choices';

/**
 * What a token policy grants of the requested scopes: each that it allows word by word, or that lies within one it
 * allows (the latter is inferred, docs/hosted-login-api.md, Scopes). The others are dropped without a word; nothing requested is
 * nothing granted, since the answer to a request without `scope` is unknown and this is the cautious one.
 * In the order of the request, without duplicates.
 */
export function grantedScopes(
  requested: string,
  allowed: readonly string[],
  { narrowerScope }: Pick<Choices, 'narrowerScope'>,
): readonly string[] {
  return requestedScopes(requested).filter(text =>
    allowed.some(wider => wider === text || (narrowerScope === 'granted' && isWithin(text, wider))),
  );
}

/** The scopes of a request, each once. */
export function requestedScopes(requested: string): readonly string[] {
  return [...new Set(requested.split(' ').filter(text => text !== ''))];
}

function isWithin(text: string, allowed: string): boolean {
  const scope = parseScope(text);
  const wider = parseScope(allowed);
  return scope !== undefined && wider !== undefined && covers(wider, scope);
}
