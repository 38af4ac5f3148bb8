import type { ClientCredentials } from '../core/basicAuthorization';
import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { plainText, Redactor } from '../core/redaction';
import type { HttpResponse } from './transport';

/** Far more of an answer's error text than is ever shown; whatever comes behind is not looked at. */
const maxErrorLength = 10_000;

/**
 * An answer that is not the success hoped for, as a `Problem`. Kinds as in hosted-login-api §2 and §5.
 * `client` are the credentials that were sent, if any were; what the answer repeats of them is not shown.
 */
export function statusProblem(response: HttpResponse, url: string, client?: ClientCredentials): Problem {
  const { host } = new URL(url);
  const { status } = response;
  const said = serviceWords(response, client ? [client.clientSecret] : []);
  const detail = `HTTP ${status}${said === '' ? '' : ` ${said}`}`;
  if (client && isClientRefused(response)) {
    return new Problem(
      'invalidClient',
      t('The service does not accept the client ID {0} with this secret.', client.clientId),
      t('Edit the profile: check the client ID and enter the client secret again.'),
      detail,
    );
  }
  if (status === 404) {
    return new Problem(
      'unknownCustomer',
      t('{0} does not know this customer ID.', host),
      t('Check the customer ID and the region in the profile.'),
      detail,
    );
  }
  if (status === 429) {
    const seconds = retryAfterSeconds(response);
    return new Problem(
      'rateLimited',
      t('{0} asks for fewer requests.', host),
      seconds === undefined ? t('Try again in a minute.') : t('Try again in {0} seconds.', seconds),
      detail,
      { retryAfter: seconds },
    );
  }
  if (status >= 500) {
    return new Problem(
      'server',
      t('{0} has a problem of its own (HTTP {1}).', host, status),
      t('Try again later; nothing was changed.'),
      detail,
    );
  }
  return new Problem(
    'http',
    said === ''
      ? t('{0} answered HTTP {1}.', host, status)
      : t('{0} answered HTTP {1}: {2}', host, status, said),
    t('The log has the details.'),
    detail,
  );
}

/** Whether a token endpoint refuses the client: 401, or `invalid_client` with another status (RFC 6749 §5.2). */
export function isClientRefused({ status, body }: HttpResponse): boolean {
  return status === 401 || (status >= 400 && status < 500 && errorMembers(body)[0] === 'invalid_client');
}

/** Seconds to wait from a `Retry-After` header (RFC 9110 §10.2.3); a date counts from the answer's own `Date`. */
export function retryAfterSeconds({ header }: HttpResponse): number | undefined {
  const value = header('retry-after')?.trim() ?? '';
  if (/^\d{1,5}$/.test(value)) return Number(value);
  const seconds = Math.ceil((Date.parse(value) - Date.parse(header('date') ?? '')) / 1000);
  return seconds >= 0 && seconds < 100_000 ? seconds : undefined;
}

/** What the service says went wrong, plain and short, without the secrets that it may repeat; empty where nothing. */
export function serviceWords({ body }: Pick<HttpResponse, 'body'>, secrets: readonly string[]): string {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  // Cut short only after that: half a secret is not recognized.
  return plainText(redactor.redact(errorMembers(body).join(': ').slice(0, maxErrorLength)));
}

/** OAuth's `error` and its description, or `errors` of /config. */
function errorMembers(body: string): readonly string[] {
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null) return [];
  const members = parsed as Readonly<Record<string, unknown>>;
  return ['error', 'error_description', 'errors'].flatMap(name => {
    const member = members[name];
    return typeof member === 'string' ? [member] : [];
  });
}
