import { t } from '../core/l10n';
import { isProblem, Problem, type ProblemKind } from '../core/problem';
import { isLoopback } from '../core/profile';

/** The error codes of Node, undici and OpenSSL that mean one kind of thing. */
const kindsByCode: readonly (readonly [RegExp, ProblemKind])[] = [
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timeout'],
  [/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|HOSTNAME_MISMATCH|^ERR_(TLS|SSL)_|^EPROTO$/, 'tls'],
];

/** Whether a `tls` code is about the certificate; else the handshake failed before there was one to look at. */
function isAboutCertificate(code: string): boolean {
  return !/^(ERR_SSL_|ERR_TLS_(?!CERT)|EPROTO$)/.test(code);
}

/** Turns whatever a fetch rejected with into a `Problem` that says what happened and what to do. */
export function connectionProblem(error: unknown, url: string, wasAborted: boolean): Problem {
  if (wasAborted) return new Problem('cancelled', t('Cancelled.'));
  if (isProblem(error)) return error;
  const code = errorCode(error);
  const { host, hostname } = new URL(url);
  const found = kindsByCode.find(([pattern]) => pattern.test(code))?.[1] ?? 'network';
  const kind = found === 'refused' && isLoopback(hostname) ? 'refusedHere' : found;
  return new Problem(kind, ...sentences(kind, host, code), code);
}

function sentences(kind: ProblemKind, host: string, code: string): [message: string, nextStep: string] {
  switch (kind) {
    case 'dns':
      return [
        t('The host {0} was not found.', host),
        t('Check the origin in the profile, and the network connection or VPN.'),
      ];
    case 'refused':
      return [
        t('{0} refuses the connection.', host),
        t('Check the port in the origin, and that the service is running.'),
      ];
    case 'refusedHere':
      return [
        t('Nothing listens at {0} on this machine.', host),
        t('A sandbox ends with its window: start it again.'),
      ];
    case 'timeout':
      return [
        t('{0} did not answer in time.', host),
        t('Try again; if it stays so, check the network, VPN or proxy (setting http.proxy).'),
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
          'Where a company proxy signs it, add its authority to the certificate store of the operating system.',
        ),
      ];
    default:
      return [
        t('The connection to {0} failed ({1}).', host, code === '' ? t('unknown reason') : code),
        t('Check the network, VPN or proxy, then try again.'),
      ];
  }
}

/**
 * The code of an error or of what caused it; fetch wraps the real one, sometimes twice. Where none has a code, the
 * name of one that says more than “error”. Never the message, which may quote the answer.
 */
function errorCode(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 4) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if (error instanceof AggregateError) {
    for (const inner of error.errors) {
      const code = errorCode(inner, depth + 1);
      if (code !== '') return code;
    }
  }
  const code = errorCode(error.cause, depth + 1);
  return code === '' && !/^(Type|Aggregate)?Error$/.test(error.name) ? error.name : code;
}
