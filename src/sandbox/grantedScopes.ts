import { covers } from '../core/scopes/compareScopes';
import { parseScope } from '../core/scopes/parseScope';
import type { Choices } from './service/choices';

/**
 * The requested scopes that a token policy grants: those it allows literally, or that are within one it allows (the
 * latter is inferred, docs/hosted-login-api.md, Scopes). Others are dropped silently. A request without `scope` is granted
 * nothing: the real behaviour is unknown, and this is the cautious one. In the order of the request, each once.
 */
export function grantedScopes(
  requested: string,
  allowed: readonly string[],
  { narrowerScope, undocumentedScope }: Pick<Choices, 'narrowerScope' | 'undocumentedScope'>,
): readonly string[] {
  return requestedScopes(requested).filter(
    text =>
      allowed.some(wider => wider === text || (narrowerScope === 'granted' && isWithin(text, wider))) ||
      (undocumentedScope === 'granted' && allowed.includes('*:**') && parseScope(text) === undefined),
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
