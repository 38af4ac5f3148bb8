import type { Lines } from '../common/lines';
import type { Profile } from '../profile/profile';
import type { HttpDialect } from '../requests/blocks';
import { requestAt } from '../requests/findRequests';
import { isLoginEndpoint } from '../requests/host';
import { isHostedLoginRequest } from './hostedLoginRequests';
import { requestTargets } from './matchProfiles';

/** A replacement in a line, from character `start` to `end`. */
export interface ReferenceCompletion {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Longer lines are not edited by hand. */
const maxLineLength = 2000;

/** The header's value up to the cursor: empty, or the beginning of the scheme or of the reference. */
const valueSoFar = /(?:^|[\s"'])authorization:(\s*)((?:bearer\s+)?)([^\s"']*)$/i;

/**
 * Completes the reference to the token after `Authorization:` and `Bearer` in a request for one of the profiles. Checks
 * the line first, which is cheap.
 * @param reference `{{$processEnv HOSTED_LOGIN_TOKEN}}`
 */
export function referenceCompletion(
  lines: Lines,
  dialect: HttpDialect,
  place: { readonly line: number; readonly character: number },
  profiles: readonly Profile[],
  reference: string,
): ReferenceCompletion | undefined {
  const { line, character } = place;
  const text = lines.line(line);
  if (text.length > maxLineLength) return undefined;
  const [found, blank = '', scheme = '', typed = ''] = valueSoFar.exec(text.slice(0, character)) ?? [];
  if (found === undefined) return undefined;
  const value = scheme === '' ? `Bearer ${reference}` : reference;
  if (!value.toLowerCase().startsWith(typed.toLowerCase())) return undefined;
  const request = requestAt(lines, line, dialect);
  if (!('requestLine' in request) || isLoginEndpoint(request.url)) return undefined;
  const isHeader = request.isCurl || request.headers.some(header => header.line === line);
  if (!isHeader || !isHostedLoginRequest(requestTargets(lines, dialect)(request), profiles)) return undefined;
  // Braces that the editor closed automatically, or the rest of the reference that the cursor is in.
  const rest = typed.includes('{{') ? /^(?:[^{}]*\}\}|\}*)/ : /^\}*/;
  const closing = rest.exec(text.slice(character))?.[0].length ?? 0;
  return {
    start: character - typed.length,
    end: character + closing,
    newText: blank === '' && scheme === '' ? ` ${value}` : value,
  };
}
