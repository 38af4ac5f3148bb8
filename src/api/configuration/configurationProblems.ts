// The problems of requests to the configuration API, and whether a change may have been made.
import { t } from '../../core/common/l10n';
import { isProblem, Problem, type ProblemKind } from '../../core/common/problem';
import { parseJsonObject } from '../../core/json/json';
import { plainText } from '../../core/masking/redaction';
import { singularLabel, type ResourceKey } from '../../core/resources/resource';
import type { HttpRequest, HttpResponse } from '../http';
import { isAboutCertificate } from '../problems/connectionProblem';
import { edgeProblem, isPage, isServiceAnswer } from '../problems/edgeProblem';
import { describeServiceError, shownWords } from '../problems/serviceError';
import { statusProblem } from '../problems/statusProblem';

/** A request below `/{customerId}/config`, with what its problems need. */
export interface ApiRequest {
  readonly method: HttpRequest['method'];
  readonly url: string;
  /** The scope that it needs. */
  readonly scope: string;
  /** The single resource that it names: a 404 means that it does not exist. */
  readonly resource?: ResourceKey;
  readonly body?: string | undefined;
}

/** Failures before a request was sent. */
const unsentKinds: readonly ProblemKind[] = [
  'dns',
  'refused',
  'refusedHere',
  'proxy',
  'proxyLogin',
  'tlsExpired',
  'tlsName',
];

/** Statuses that mean that nothing was done. Others, for example a gateway's 499, may come after the change. */
const refusals: readonly number[] = [400, 401, 402, 403, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422];

/** As many IDs of clients are masked, which takes a while: more than a message shows. */
const maxShown = 100;

/** The problem of an unsuccessful answer (docs/hosted-login-api.md, Errors). */
export function refusalProblem(request: ApiRequest, response: HttpResponse): Problem {
  const { url, method, scope, resource } = request;
  const { status } = response;
  const { host } = new URL(url);
  const said = describeServiceError(response);
  const detail = `HTTP ${status}${said === '' ? '' : ` ${said}`}`;
  const users = readBlockingClients(request, response);
  if (users.length > 0) {
    return new Problem(
      'inUse',
      users.length === 1
        ? t('A client uses it: {0}.', shownWords(users[0] ?? '', response.mask))
        : t(
            '{0} clients use it: {1}.',
            users.length,
            shownWords(users.slice(0, maxShown).join(', '), response.mask),
          ),
      t('Point those clients to another policy first. Nothing was changed.'),
      detail,
      { usedBy: users },
    );
  }
  if (isFromEdge(response)) {
    const problem = withHostHint(edgeProblem(response, url), status, host);
    return method === 'GET' ? problem : withOutcomeUnknown(problem);
  }
  if (isForbidden(response)) {
    return new Problem(
      'forbidden',
      t('The service does not allow this with a token for {0} (HTTP {1}).', scope, status),
      t('This scope may be missing from the allowedScopes of the token policy of the client.'),
      detail,
    );
  }
  if (resource && (status === 404 || status === 410)) {
    return new Problem(
      'gone',
      t('The service has no {0} {1}.', singularLabel(resource.kind), plainText(resource.id)),
      t('It may have been deleted. Refresh, then try again.'),
      detail,
    );
  }
  if (refusals.includes(status)) {
    return new Problem(
      'refusedByService',
      said === ''
        ? t('{0} refuses this (HTTP {1}).', host, status)
        : t('{0} refuses this (HTTP {1}): {2}', host, status, said),
      t('Nothing was changed.'),
      detail,
    );
  }
  const problem = withHostHint(
    statusProblem({ ...response, body: JSON.stringify({ errors: said }) }, url),
    status,
    host,
  );
  return method === 'GET' || status === 404 || status === 429 ? problem : withOutcomeUnknown(problem);
}

/** Whether a host is one of the service. Whether the configuration can be reached at a customer's own is not documented. */
export function isApiHost(host: string): boolean {
  return /\.janrain\.com(?::\d+)?$/i.test(host);
}

function withHostHint(problem: Problem, status: number, host: string): Problem {
  if (status !== 404 || isApiHost(host)) return problem;
  const { kind, message, detail, facts } = problem;
  const nextStep = t(
    'The configuration may be on a different host than the sign-in pages. Edit the profile: the origin must be the API host of the region, such as https://v1.api.us.janrain.com.',
  );
  return new Problem(kind, message, nextStep, detail, facts);
}

/** The error of a request without an answer. Its outcome is unknown if it may have changed something. */
export function toRequestError({ method }: ApiRequest, error: unknown): unknown {
  if (method === 'GET' || !isProblem(error) || wasNotSent(error)) return error;
  return withOutcomeUnknown(error);
}

/** The problem of a successful answer with unexpected content, whose shape is the detail if `response` is given. */
export function unexpectedAnswerProblem(
  request: ApiRequest,
  what: string,
  response?: Pick<HttpResponse, 'status' | 'body'>,
): Problem {
  const problem = new Problem(
    'badAnswer',
    what,
    t('Check that the origin in the profile is the Hosted Login service.'),
    response && `HTTP ${response.status}, ${response.body.length} characters`,
  );
  return request.method === 'GET' ? problem : withOutcomeUnknown(problem);
}

/**
 * Whether the service itself rejects the token. An expired token gets the same 403 as one without the scope.
 */
export function isForbidden(response: HttpResponse): boolean {
  return (response.status === 401 || response.status === 403) && !isFromEdge(response);
}

/** Whether an error does not come from the service: a web page; for 403, 404 and 410 anything but JSON. */
function isFromEdge(response: HttpResponse): boolean {
  const { status } = response;
  if (status < 400 || status === 429) return false;
  return isPage(response) || ([403, 404, 410].includes(status) && !isServiceAnswer(response));
}

/**
 * The ids of the clients that prevent the deletion of a policy. `errors` is then a string with an array of their paths,
 * badly escaped. Empty for other errors: those of a client may repeat its own path, and web pages the requested URL.
 */
export function readBlockingClients(
  { method, resource }: Pick<ApiRequest, 'method' | 'resource'>,
  { status, body }: Pick<HttpResponse, 'status' | 'body'>,
): readonly string[] {
  if (method !== 'DELETE' || resource?.kind === 'clients' || status < 400 || status >= 500) return [];
  // The bad escapes may make it invalid JSON.
  if (!isServiceAnswer({ body }) && !/^\s*\{\s*"errors"/.test(body)) return [];
  const errors = parseJsonObject(body)?.['errors'];
  const text = (typeof errors === 'string' ? errors : body).replace(/(?<!\\)\\+\//g, '/');
  return [...new Set([...text.matchAll(/\/clients\/([^"'\\\s,[\]/]{1,500})/g)].map(([, id]) => id ?? ''))];
}

/** The change may have been made or not. */
function withOutcomeUnknown({ kind, message, detail, facts }: Problem): Problem {
  return new Problem(
    kind,
    t('{0} Whether the service made the change is not known.', message),
    t('Refresh and check the result before you try again.'),
    detail,
    { ...facts, isOutcomeUnknown: true },
  );
}

/** A certificate is checked before anything is sent. Other TLS errors may occur during an answer. */
function wasNotSent({ kind, detail }: Problem): boolean {
  if (kind === 'tls') return isAboutCertificate(detail);
  return unsentKinds.includes(kind) || detail === 'UND_ERR_CONNECT_TIMEOUT';
}
