import type { ClientCredentials } from '../../core/common/basicAuth';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { HttpResponse } from '../http';
import { edgeProblem, isPage, isServiceAnswer } from './edgeProblem';
import { readOAuthError, describeServiceError } from './serviceError';

/** What was sent, as far as the messages name it. */
interface RequestContext {
  /** The credentials that were sent. */
  readonly client?: ClientCredentials;
  /** The requested scope. */
  readonly scope?: string | undefined;
}

/** The problem of an unsuccessful answer. */
export function statusProblem(
  response: HttpResponse,
  url: string,
  { client, scope }: RequestContext = {},
): Problem {
  const { host } = new URL(url);
  const { status } = response;
  const said = describeServiceError(response);
  const detail = `HTTP ${status}${said === '' ? '' : ` ${said}`}`;
  if (client && isClientRefused(response)) {
    return new Problem(
      'invalidClient',
      t('The service does not accept the client ID {0} with this secret.', client.clientId),
      t(
        'Edit the profile: check the client ID and enter the client secret again. If the client was deleted, use another one.',
      ),
      detail,
    );
  }
  if (scope !== undefined && isScopeRefused(response)) {
    return new Problem(
      'nothingGranted',
      t('The service refuses the scope {0} ({1}).', plainText(scope), said),
      t('Allow it in allowedScopes of the token policy of this client, or choose another scope.'),
      detail,
    );
  }
  if (status === 404) {
    return new Problem(
      'unknownCustomer',
      isServiceAnswer(response)
        ? t('{0} does not know this customer ID.', host)
        : t('{0} answers HTTP 404, but not as the service does: it may not know this customer ID.', host),
      t('Check the customer ID and the region in the profile.'),
      detail,
    );
  }
  if (status >= 400 && status !== 429 && isPage(response)) return edgeProblem(response, url);
  if (status === 429) {
    const seconds = readRetryAfter(response);
    return new Problem(
      'rateLimited',
      t('Too many requests were sent to {0}.', host),
      seconds === undefined ? t('Try again in a minute.') : t('Try again in {0} seconds.', seconds),
      detail,
      { retryAfter: seconds },
    );
  }
  if (status >= 500) {
    return new Problem(
      'server',
      said === ''
        ? t('{0} reports a server error (HTTP {1}).', host, status)
        : t('{0} reports a server error (HTTP {1}): {2}', host, status, said),
      t('Try again later; nothing was changed.'),
      detail,
    );
  }
  return new Problem(
    'http',
    said === ''
      ? t('{0} answered HTTP {1}.', host, status)
      : t('{0} answered HTTP {1}: {2}', host, status, said),
    // The log has no headers and no body of a successful answer.
    status < 400
      ? t('Check that the origin in the profile is the Hosted Login service.')
      : t('The log has the details.'),
    detail,
  );
}

/**
 * Whether a token endpoint rejects the client: 401, or `invalid_client` with another status (RFC 6749 §5.2). The
 * service's own form is not documented. Elsewhere it answers 403 `Forbidden`, which can only mean the client here.
 */
export function isClientRefused(response: HttpResponse): boolean {
  const { status, body } = response;
  if (status === 401) return true;
  const error = readOAuthError(body);
  if (status === 403 && isServiceAnswer(response)) return error === undefined || error === 'invalid_client';
  return status >= 400 && status < 500 && error === 'invalid_client';
}

/** Whether a token endpoint rejects the scope instead of granting none (RFC 6749 §5.2). */
export function isScopeRefused({ status, body }: HttpResponse): boolean {
  return status >= 400 && status < 500 && readOAuthError(body) === 'invalid_scope';
}

/** Seconds to wait from a `Retry-After` header (RFC 9110 §10.2.3); a date counts from the answer's own `Date`. */
export function readRetryAfter({ header }: HttpResponse): number | undefined {
  const value = header('retry-after')?.trim() ?? '';
  if (/^\d{1,5}$/.test(value)) return Number(value);
  const seconds = Math.ceil((Date.parse(value) - Date.parse(header('date') ?? '')) / 1000);
  return seconds >= 0 && seconds < 100_000 ? seconds : undefined;
}
