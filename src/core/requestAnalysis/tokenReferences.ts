import type { LineRange, Lines } from '../common/lines';
import type { Steps } from '../common/steps';
import type { Authorization } from '../requests/authorization';
import type { HttpDialect } from '../requests/blocks';
import { listRequestsInSteps, requestAt } from '../requests/findRequests';
import { isSeparator } from '../requests/lineSyntax';
import type { WrittenRequest } from '../requests/request';
import {
  fileVariables,
  readVariablesInSteps,
  type VariableResolver,
} from '../requests/variables/fileVariables';
import { tokenVariable } from '../tokens/tokenVariable';
import { readTargetsInSteps, requestTargets } from './matchProfiles';
import type { RequestTarget } from './readTarget';

/**
 * Whose environment a reference reads: that of VS Code's extensions (`{{$processEnv NAME}}`, `{{process.env.NAME}}`), or
 * that of a terminal (`{{$env.NAME}}` of Kulala and JetBrains, `{{NAME}}` of Kulala up to version 5). `jetBrains`: none,
 * because this client requests a token itself.
 * Source: docs/request-files.md, What the clients do
 */
export type ReferenceReader = 'extension' | 'terminal' | 'jetBrains';

/** The reference to the token that JetBrains' client requests itself. */
export const jetBrainsReference = '$auth.token("hosted-login")';

/** A reference to the shared token, on one line from character `start` to `end`. */
export interface TokenReference {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly reader: ReferenceReader;
  /**
   * The text to write after `Bearer` if the header lacks that scheme: the reference, or its variable. Undefined if the header
   * is right, or if only the client knows the scheme.
   */
  readonly wantsBearer: string | undefined;
  /** The lines of the request that it authorizes, with the title; elsewhere its own line. */
  readonly lines: LineRange;
  /** The request that it authorizes, if any. */
  readonly request: ReferencingRequest | undefined;
}

/** A request that is authorized by the shared token. */
export interface ReferencingRequest {
  /** Upper case. */
  readonly method: string;
  readonly target: RequestTarget;
}

/**
 * The references to the shared variable that authorize requests, one for each `Authorization` header or option of curl,
 * also through file variables. Top to bottom. Reads the whole document in linear time.
 */
export function* authorizingReferencesInSteps(lines: Lines, dialect: HttpDialect): Steps<TokenReference[]> {
  const requests = yield* listRequestsInSteps(lines, dialect);
  const fill = yield* readVariablesInSteps(lines, dialect);
  const read = { lines, fill, targetOf: yield* readTargetsInSteps(lines, dialect) };
  const found: TokenReference[] = [];
  for (const request of requests) {
    found.push(...referencesOf(request, read));
    yield;
  }
  return found;
}

/** The reference at a position of a request file, whether it authorizes a request or not. */
export function referenceAt(
  lines: Lines,
  dialect: HttpDialect,
  place: { readonly line: number; readonly character: number },
): TokenReference | undefined {
  const { line, character } = place;
  const request = requestAt(lines, line, dialect);
  const authorizing =
    'requestLine' in request
      ? referencesOf(request, {
          ...{ lines, fill: fileVariables(lines, dialect), targetOf: requestTargets(lines, dialect) },
        }).find(each => each.line === line && each.start <= character && character <= each.end)
      : undefined;
  if (authorizing) return authorizing;
  for (const { text, start, end } of bracedIn(lines.line(line))) {
    const reader = start <= character && character <= end ? readerOf(text) : undefined;
    if (!reader) continue;
    const own = { first: line, last: line };
    return { line, start, end, reader, wantsBearer: undefined, lines: own, request: undefined };
  }
  return undefined;
}

interface Document {
  readonly lines: Lines;
  readonly fill: VariableResolver;
  readonly targetOf: (request: WrittenRequest) => RequestTarget;
}

function referencesOf(request: WrittenRequest, { lines, fill, targetOf }: Document): TokenReference[] {
  const { method, authorizations, firstLine, lastLine } = request;
  const isTitled = firstLine > 0 && isSeparator(lines.line(firstLine - 1));
  const range = { first: isTitled ? firstLine - 1 : firstLine, last: lastLine };
  return authorizations.flatMap(authorization => {
    const used = tokenIn(authorization, text => fill(text, request));
    if (!used) return [];
    const { reference, reader } = used;
    const wantsBearer = used.isBearer === false ? used.token : undefined;
    for (const { line, from, to } of placesOf(lines, authorization)) {
      const at = lines.line(line).slice(from, to).indexOf(reference);
      if (at < 0) continue;
      const [start, end] = [from + at, from + at + reference.length];
      const by = { method, target: targetOf(request) };
      return [{ line, start, end, reader, wantsBearer, lines: range, request: by }];
    }
    return [];
  });
}

/**
 * The parts of lines that hold a value. Only the word of an option of curl: its line may have thousands of them, and the value is not
 * as it is written if it has escapes.
 */
function placesOf(
  lines: Lines,
  { line, value, words }: Authorization,
): { readonly line: number; readonly from: number; readonly to: number }[] {
  const word = words?.at(-1);
  if (!word) {
    const text = lines.line(line);
    return [{ line, from: Math.max(0, text.indexOf(value)), to: text.length }];
  }
  const { startLine, startCharacter, endLine, endCharacter } = word;
  return Array.from({ length: endLine - startLine + 1 }, (_, index) => ({
    line: startLine + index,
    from: index === 0 ? startCharacter : 0,
    to: startLine + index === endLine ? endCharacter : Infinity,
  }));
}

/** How a request uses the shared variable. */
export interface TokenUse {
  /** Whether one of its authorizations reads the variable, whatever the scheme. */
  readonly reads: boolean;
  /** Whether a client in VS Code sends the variable as a bearer token, and no other authorization. */
  readonly isAuthorized: boolean;
}

/** How a request uses the shared variable. */
export function tokenUseOf(request: WrittenRequest, fill: VariableResolver): TokenUse {
  const uses = request.authorizations.map(each => {
    const used = tokenIn(each, text => fill(text, request));
    return used?.reader === 'jetBrains' ? undefined : used;
  });
  const reads = uses.some(used => used !== undefined);
  const isSent = (used?: TokenInAuthorization) => used?.reader === 'extension' && used.isBearer !== false;
  return { reads, isAuthorized: reads && uses.every(isSent) };
}

/** The reference in an authorization. */
interface TokenInAuthorization {
  /** As it is written, which may be a variable of the file. */
  readonly reference: string;
  readonly reader: ReferenceReader;
  /** `reference` if it stands for the token alone, else the token's own reference inside the variable. */
  readonly token: string;
  /** Whether the value is `Bearer` and the token (RFC 6750, section 2.1); undefined if only the client knows that. */
  readonly isBearer: boolean | undefined;
}

/** Characters. Longer values are not filled: with variables, they could get sixty times as long. */
const maxLength = 10_000;

function tokenIn(
  { scheme, value }: Authorization,
  fill: (text: string) => string,
): TokenInAuthorization | undefined {
  if (!value.includes('{{')) return undefined;
  // Each variable once: a value may have one thousands of times.
  for (const reference of new Set(bracedIn(value).map(({ text }) => text))) {
    // A variable may hold all of `Bearer {{…}}`.
    const filled = fill(reference);
    for (const { text: token } of bracedIn(filled)) {
      const reader = readerOf(token);
      if (!reader) continue;
      const isBearer = value.length > maxLength ? undefined : isBearerToken(scheme, fill(value), token);
      return { reference, reader, token: filled === token ? reference : token, isBearer };
    }
  }
  return undefined;
}

/** Whether a filled value is `Bearer` and the token; undefined if only the client knows what is around the token. */
function isBearerToken(scheme: string, value: string, token: string): boolean | undefined {
  const at = value.indexOf(token);
  if (at < 0) return undefined;
  const [before, after] = [value.slice(0, at), value.slice(at + token.length)];
  // The value of curl's --oauth2-bearer is the token alone.
  if (after === '' && /^bearer$/i.test(before.trim() || scheme) && !/\S$/.test(before)) return true;
  return (before + after).includes('{{') ? undefined : false;
}

function bracedIn(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/\{\{[^{}]*\}\}/g)].map(({ 0: found, index: start }) => {
    return { text: found, start, end: start + found.length };
  });
}

function readerOf(braced: string): ReferenceReader | undefined {
  const inside = braced.slice(2, -2).trim();
  if (inside === jetBrainsReference) return 'jetBrains';
  if (!inside.endsWith(tokenVariable)) return undefined;
  const before = inside.slice(0, -tokenVariable.length);
  if (before === '' || before === '$env.') return 'terminal';
  return before === 'process.env.' || /^\$processEnv\s+$/.test(before) ? 'extension' : undefined;
}
