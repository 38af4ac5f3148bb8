// The problem of a request that got no answer: no name, no connection, no TLS, no time left.
import { cancelled } from '../../core/common/cancelled';
import { t } from '../../core/common/l10n';
import { isProblem, Problem, type ProblemKind } from '../../core/common/problem';
import { isLoopback } from '../../core/profile/profile';
import { proxyProblem } from './proxyProblem';

/** The kinds of the error codes of Node, undici and OpenSSL; the first match counts. */
const kindsByCode: readonly (readonly [RegExp, ProblemKind])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'tlsExpired'],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, 'tlsName'],
  [/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_(TLS|SSL)_|^EPROTO$/, 'tls'],
];

/** Whether a `tls` code is about the certificate. If not, the handshake failed earlier or the connection broke later. */
export function isAboutCertificate(code: string): boolean {
  return !/^(ERR_SSL_|ERR_TLS_(?!CERT)|EPROTO$)/.test(code);
}

/**
 * The problem of a failed fetch or socket to `url`. Names the proxy if that caused it. `wasAborted` means that the user
 * cancelled, whatever error followed.
 */
export function connectionProblem(error: unknown, url: string, wasAborted: boolean): Problem {
  if (wasAborted) return cancelled();
  if (isProblem(error)) return error;
  const code = errorCode(error);
  const { host, hostname } = new URL(url);
  const found = kindsByCode.find(([pattern]) => pattern.test(code))?.[1] ?? 'network';
  const ofProxy = proxyProblem(errorChain(error), new URL(url), found, code);
  if (ofProxy) return ofProxy;
  const kind = found === 'refused' && isLoopback(hostname) ? 'refusedHere' : found;
  return new Problem(kind, ...messagesOf(kind, host, code), code);
}

function messagesOf(kind: ProblemKind, host: string, code: string): [message: string, nextStep: string] {
  switch (kind) {
    case 'dns':
      return [
        t('The host {0} was not found.', host),
        t(
          'Check the origin in the profile, the network connection or VPN, and the proxy (setting http.proxy).',
        ),
      ];
    case 'refused':
      return [
        t('{0} refuses the connection.', host),
        t('Check the port in the origin, that the service is running, and the proxy (setting http.proxy).'),
      ];
    case 'refusedHere':
      return [
        t('Nothing listens at {0} on this machine.', host),
        t('If it was a sandbox, it stopped when its window was closed: start it again.'),
      ];
    case 'timeout':
      return [
        t('{0} did not answer in time.', host),
        t('Try again. If it fails again, check the network, VPN or proxy (setting http.proxy).'),
      ];
    case 'tlsExpired':
      return [
        code === 'CERT_NOT_YET_VALID'
          ? t('The certificate of {0} is not valid yet.', host)
          : t('The certificate of {0} has expired.', host),
        t(
          'Check the clock of this machine. If it is right, ask the operator of the service or the proxy to renew the certificate.',
        ),
      ];
    case 'tlsName':
      return [
        t('The certificate of {0} is for another host.', host),
        t('Check the host in the origin of the profile.'),
      ];
    case 'tls':
      if (!isAboutCertificate(code)) {
        return [
          t('{0} does not answer as an https server does ({1}).', host, code),
          t('Check the host and port of the origin in the profile, and the proxy (setting http.proxy).'),
        ];
      }
      return [
        t('The certificate of {0} is not trusted ({1}).', host, code),
        t(
          'If a company proxy signs it, add its certificate authority to the certificate store of the operating system.',
        ),
      ];
    default:
      return [
        t('The connection to {0} failed ({1}).', host, code === '' ? t('unknown reason') : code),
        t('Check the network, VPN or proxy, then try again.'),
      ];
  }
}

/** The error and its causes, the outermost first: fetch wraps the real one, sometimes twice. */
function errorChain(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const inner = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return [error, ...[...inner, error.cause].flatMap(cause => errorChain(cause, depth + 1))];
}

/**
 * The code of an error or its causes; without a code, a specific error name. Never the message, which may quote the
 * answer.
 */
function errorCode(error: unknown): string {
  const errors = errorChain(error);
  for (const each of errors) {
    if ('code' in each && typeof each.code === 'string' && each.code !== '') return each.code;
  }
  return errors.map(({ name }) => name).findLast(name => !/^(Type|Aggregate)?Error$/.test(name)) ?? '';
}
