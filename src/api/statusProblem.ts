import { parseJson } from '../core/json';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { plainText } from '../core/redaction';
import type { HttpResponse } from './transport';

/** What a failed answer is about, for the message. */
export interface StatusContext {
  /** The client ID whose credentials were sent, if any were. */
  readonly client?: string;
}

/** An answer that is not the success hoped for, as a `Problem`. Kinds as in hosted-login-api §2 and §5. */
export function statusProblem(
  response: HttpResponse | undefined,
  url: string,
  context: StatusContext,
): Problem {
  const { host } = new URL(url);
  const status = response?.status ?? 0;
  const said = response ? errorText(response.body) : '';
  const detail = `HTTP ${status}${said === '' ? '' : ` ${said}`}`;
  if (context.client !== undefined && (status === 401 || /^invalid_client\b/.test(said))) {
    return new Problem(
      'invalidClient',
      t('The service does not accept the client ID {0} with this secret.', context.client),
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
    const seconds = retryAfterSeconds(response?.header('retry-after') ?? null);
    return new Problem(
      'rateLimited',
      t('{0} asks for fewer requests.', host),
      seconds === undefined ? t('Try again in a minute.') : t('Try again in {0} seconds.', seconds),
      detail,
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

/** Seconds to wait from a `Retry-After` header (RFC 9110 §10.2.3); a date counts from the answer, so it is left out. */
function retryAfterSeconds(value: string | null): number | undefined {
  return value !== null && /^\d{1,5}$/.test(value.trim()) ? Number(value) : undefined;
}

/** What the service says went wrong: OAuth's `error` and description, or `errors` of /config; plain and short. */
function errorText(body: string): string {
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null) return '';
  const members = ['error', 'error_description', 'errors'].map(
    name => (parsed as Record<string, unknown>)[name],
  );
  return plainText(members.filter(member => typeof member === 'string').join(': '));
}
