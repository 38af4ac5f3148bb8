// Finds the token requests after which a document only reads the configuration: a scope for reading is enough.
import type { Lines } from '../common/lines';
import type { Steps } from '../common/steps';
import { curlCommandsInSteps, curlRequests } from '../requests/curl/curlScripts';
import { documentRegionsInSteps, type DocumentLanguage } from '../requests/documentRegions';
import { listRequestsInSteps } from '../requests/findRequests';
import { isLoginEndpoint } from '../requests/host';
import type { WrittenRequest } from '../requests/request';
import { onlyReads } from '../scopes/compareScopes';

/** A request of a request file, or a curl command of a script. */
type Request = Pick<WrittenRequest, 'method' | 'url' | 'requestLine' | 'lastLine'>;

/** The lines of token requests that only requests reading the configuration follow, up to the next token request. */
export function* readOnlyTokenRequestLinesInSteps(
  lines: Lines,
  language: DocumentLanguage,
): Steps<ReadonlySet<number>> {
  const requests = yield* requestsIn(lines, language);
  const found = new Set<number>();
  const starts = requests.flatMap((request, index) => (isTokenRequest(request) ? [{ request, index }] : []));
  for (const [position, { request, index }] of starts.entries()) {
    yield;
    if (!onlyReadConfiguration(requests.slice(index + 1, starts[position + 1]?.index))) continue;
    for (let line = request.requestLine; line <= request.lastLine; line++) found.add(line);
  }
  return found;
}

/** Whether requests use the configuration, and only read it. */
export function onlyReadConfiguration(requests: readonly Pick<Request, 'method' | 'url'>[]): boolean {
  // A request to an unknown URL may write with this token. Login endpoints do not.
  const administrative = requests.filter(({ url }) => !isLoginEndpoint(url));
  return (
    administrative.some(({ url }) => url.includes('/config/')) &&
    administrative.every(({ method }) => onlyReads(method))
  );
}

function* requestsIn(lines: Lines, language: DocumentLanguage): Steps<Request[]> {
  const ofClients =
    language === 'http' || language === 'markdown' ? yield* listRequestsInSteps(lines, language) : [];
  const ofScripts: Request[] = [];
  for (const region of yield* documentRegionsInSteps(lines, language)) {
    yield;
    if (region.language === 'http' || region.language === 'json') continue;
    const { first } = region;
    for (const command of yield* curlCommandsInSteps(region.lines, region.language)) {
      for (const { method, url, requestLine, lastLine } of curlRequests([command]))
        ofScripts.push({ method, url, requestLine: requestLine + first, lastLine: lastLine + first });
      yield;
    }
  }
  return [...ofClients, ...ofScripts].sort((a, b) => a.requestLine - b.requestLine);
}

function isTokenRequest({ method, url }: Request): boolean {
  return method === 'POST' && /\/login\/token(?:[?#\s]|$)/.test(url);
}
