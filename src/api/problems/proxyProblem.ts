import { t } from '../../core/common/l10n';
import { Problem, type ProblemKind } from '../../core/common/problem';
import { isLoopback } from '../../core/profile/profile';

/**
 * The problem of a proxy, or undefined if the errors show none. VS Code's fetch does not name its proxy. It shows in a
 * failed address that is not the target, and in undici's message for a refused CONNECT (observed in VS Code 1.139 with
 * Node 24).
 */
export function proxyProblem(
  errors: readonly Error[],
  target: URL,
  kind: ProblemKind,
  code: string,
): Problem | undefined {
  const status = errors.map(readConnectStatus).find(found => found !== undefined);
  if (status !== undefined) return refusedTunnelProblem(status, target.host);
  // VS Code never uses a proxy for this machine.
  if (isLoopback(target.hostname)) return undefined;
  // Newer versions of undici: the tunnel was not established (nodejs/undici#5441).
  if (code.startsWith('UND_ERR_PRX_')) return unreachableProblem('', kind, code);
  const address = errors.map(error => failedAddress(error, target)).find(found => found !== undefined);
  return address === undefined ? undefined : unreachableProblem(address, kind, code);
}

/** The status with which a proxy refused to connect to the target. */
function readConnectStatus(error: Error): number | undefined {
  const [, digits] = /^Proxy response \((\d{3})\).*Tunneling/.exec(error.message) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The address of a failed connection that was not to the target: that of the proxy; empty if it cannot be shown. */
function failedAddress(error: Error, target: URL): string | undefined {
  const { hostname, address, port } = error as { hostname?: unknown; address?: unknown; port?: unknown };
  const targetHost = target.hostname.replace(/^\[|\]$/g, '');
  if (typeof hostname === 'string' && hostname !== '') {
    if (hostname.toLowerCase() === targetHost) return undefined;
    // Anything else than a host name may be part of a malformed setting that contains the password.
    return /^[\p{L}\p{M}\p{N}_.-]+$/u.test(hostname) ? hostname : '';
  }
  if (typeof address !== 'string' || typeof port !== 'number') return undefined;
  const targetPort = Number(target.port || (target.protocol === 'http:' ? 80 : 443));
  const isTargetAddress = !/^[\d.]+$|:/.test(targetHost) || address === targetHost;
  if (port === targetPort && isTargetAddress) return undefined;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function refusedTunnelProblem(status: number, host: string): Problem {
  const detail = `CONNECT answered ${status}`;
  if (status === 407) {
    return new Problem(
      'proxyLogin',
      t('The proxy requires a sign-in before it connects to {0}.', host),
      t('Check the setting http.proxy and its user name and password, or http.proxyAuthorization.'),
      detail,
    );
  }
  return new Problem(
    'proxy',
    t('The proxy does not connect to {0} (HTTP {1}).', host, status),
    status === 404 || status >= 500
      ? t(
          'Check the origin in the profile. If it is right, ask the operator of the proxy (setting http.proxy).',
        )
      : t('Ask the operator of the proxy to allow this host, or add it to the setting http.noProxy.'),
    detail,
  );
}

function unreachableProblem(address: string, kind: ProblemKind, code: string): Problem {
  const nextStep = t('Check the setting http.proxy, and the network connection or VPN.');
  return new Problem('proxy', unreachableMessage(address, kind, code), nextStep, code);
}

function unreachableMessage(address: string, kind: ProblemKind, code: string): string {
  if (address === '') return t('The connection to the proxy failed ({0}).', code);
  switch (kind) {
    case 'dns':
      return t('The proxy {0} was not found.', address);
    case 'refused':
      return t('The proxy {0} refuses the connection.', address);
    case 'timeout':
      return t('The proxy {0} did not answer in time.', address);
    default:
      return t('The connection to the proxy {0} failed ({1}).', address, code);
  }
}
