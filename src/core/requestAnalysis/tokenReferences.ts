import type { LineRange, Lines } from '../common/lines';
import type { Steps } from '../common/steps';
import type { HttpDialect } from '../requests/blocks';
import { fileVariables, readVariablesInSteps, type VariableResolver } from '../requests/fileVariables';
import { listRequestsInSteps, requestAt } from '../requests/findRequests';
import { isSeparator } from '../requests/lineSyntax';
import type { HttpRequest } from '../requests/request';
import { readTargetsInSteps, requestTargets } from './matchProfiles';
import type { RequestTarget } from './readTarget';

/**
 * Whose environment a reference reads: that of VS Code's extensions (`{{$processEnv NAME}}`, `{{process.env.NAME}}`), or
 * that of a terminal (Kulala's `{{NAME}}`). `jetBrains`: none, because this client requests a token itself.
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
 * The references to the variable `name` that authorize requests, one for each `Authorization` header or option of curl,
 * also through file variables. Top to bottom. Reads the whole document in linear time.
 */
export function* authorizingReferencesInSteps(
  lines: Lines,
  dialect: HttpDialect,
  name: string,
): Steps<TokenReference[]> {
  const requests = yield* listRequestsInSteps(lines, dialect);
  const fill = yield* readVariablesInSteps(lines, dialect);
  const read = { lines, fill, targetOf: yield* readTargetsInSteps(lines, dialect), name };
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
  name: string,
): TokenReference | undefined {
  const { line, character } = place;
  const request = requestAt(lines, line, dialect);
  const authorizing =
    'requestLine' in request
      ? referencesOf(request, {
          ...{ lines, fill: fileVariables(lines, dialect), targetOf: requestTargets(lines, dialect), name },
        }).find(each => each.line === line && each.start <= character && character <= each.end)
      : undefined;
  if (authorizing) return authorizing;
  for (const { text, start, end } of bracedIn(lines.line(line))) {
    const reader = start <= character && character <= end ? readerOf(text, name) : undefined;
    if (reader) return { line, start, end, reader, lines: { first: line, last: line }, request: undefined };
  }
  return undefined;
}

interface Document {
  readonly lines: Lines;
  readonly fill: VariableResolver;
  readonly targetOf: (request: HttpRequest) => RequestTarget;
  readonly name: string;
}

function referencesOf(request: HttpRequest, { lines, fill, targetOf, name }: Document): TokenReference[] {
  const { method, isCurl, authorizations, firstLine, lastLine } = request;
  const isTitled = firstLine > 0 && isSeparator(lines.line(firstLine - 1));
  const range = { first: isTitled ? firstLine - 1 : firstLine, last: lastLine };
  return authorizations.flatMap(({ line, value }) => {
    if (!value.includes('{{')) return [];
    // A variable may hold all of `Bearer {{…}}`.
    const readerIn = (text: string) =>
      bracedIn(fill(text, request)).map(each => readerOf(each.text, name))[0];
    const reference = bracedIn(value).find(({ text }) => readerIn(text));
    const reader = reference && readerIn(reference.text);
    if (!reader) return [];
    // The value of a curl option may stand on the line below it, and in quotes.
    for (const at of isCurl ? [line, line + 1] : [line]) {
      const text = lines.line(at);
      const start = text.indexOf(reference.text, Math.max(0, text.indexOf(value)));
      if (start < 0) continue;
      const end = start + reference.text.length;
      return [{ line: at, start, end, reader, lines: range, request: { method, target: targetOf(request) } }];
    }
    return [];
  });
}

/** Whether a request is authorized by the environment variable `name`. */
export function isAuthorizedBy(request: HttpRequest, fill: VariableResolver, name: string): boolean {
  return request.authorizations.some(({ value }) =>
    bracedIn(fill(value, request)).some(({ text }) => {
      const reader = readerOf(text, name);
      return reader !== undefined && reader !== 'jetBrains';
    }),
  );
}

function bracedIn(text: string): { readonly text: string; readonly start: number; readonly end: number }[] {
  return [...text.matchAll(/\{\{[^{}]*\}\}/g)].map(({ 0: found, index: start }) => {
    return { text: found, start, end: start + found.length };
  });
}

function readerOf(braced: string, name: string): ReferenceReader | undefined {
  const inside = braced.slice(2, -2).trim();
  if (inside === jetBrainsReference) return 'jetBrains';
  if (!inside.endsWith(name)) return undefined;
  const before = inside.slice(0, -name.length);
  if (before === '') return 'terminal';
  return before === 'process.env.' || /^\$processEnv\s+$/.test(before) ? 'extension' : undefined;
}
