// The stages of the check that need no credentials: name, TCP, TLS and discovery.
import type { Send } from '../../api/http';
import { connectDirectly, findAddresses, inspectTls, type TlsFacts } from '../../api/probes';
import { connectionProblem } from '../../api/problems/connectionProblem';
import { checkService } from '../../api/token/discovery';
import { t } from '../../core/common/l10n';
import type { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { attempt, failed, type TimeLimits, passed } from './attempt';
import type { Outcome } from './stages';

/** The result of connecting without a proxy: a message for each stage that passed, and why the next one failed. */
interface DirectConnection {
  readonly messages: readonly string[];
  readonly problem?: Problem;
  readonly facts?: TlsFacts;
}

/**
 * The stages name, TCP, TLS and discovery, up to the first that fails. VS Code's fetch decides whether they passed: it may
 * use a proxy, which may be the only one that resolves the name. A direct connection shows at which stage it failed.
 */
export async function checkReachability(
  send: Send,
  profile: Profile,
  signal: AbortSignal,
  limits: TimeLimits,
): Promise<readonly Outcome[]> {
  const direct = await probeDirectly(new URL(profile.origin), signal, limits);
  const { problem } = await attempt(profile.origin, signal, limits.request, stop =>
    checkService(send, profile, stop),
  );
  const failedAt = problem ? stageOf(problem, direct) : undefined;
  const outcomes = [0, 1, 2].map(index => passed(direct.messages[index] ?? proxyMessage(index, direct)));
  if (!problem || failedAt === undefined) {
    return [...outcomes, passed(t('The service knows the customer ID.'))];
  }
  return [...outcomes.slice(0, failedAt), failed(problem, failedAt === 2 ? signedBy(direct.facts) : '')];
}

async function probeDirectly(
  url: URL,
  signal: AbortSignal,
  { probe }: TimeLimits,
): Promise<DirectConnection> {
  const messages: string[] = [];
  const name = await attempt(url.origin, signal, probe, stop => findAddresses(url, stop));
  if (name.problem) return { messages, problem: name.problem };
  messages.push(nameMessage(url.hostname, name.value));
  const tcp = await attempt(url.origin, signal, probe, stop => connectDirectly(url, stop));
  if (tcp.problem) return { messages, problem: tcp.problem };
  messages.push(t('Port {0} answers.', url.port || (url.protocol === 'http:' ? 80 : 443)));
  if (url.protocol === 'http:') {
    return { messages: [...messages, t('Not needed: plain http, which stays on this machine.')] };
  }
  const tls = await attempt(url.origin, signal, probe, stop => inspectTls(url, stop));
  if (tls.problem) return { messages, problem: tls.problem };
  const facts = tls.value;
  if (facts.distrust !== undefined) {
    const error = Object.assign(new Error(), { code: facts.distrust });
    return { messages, problem: connectionProblem(error, url.origin, false), facts };
  }
  messages.push(
    t('{0}, certificate valid until {1}, issued by “{2}”.', facts.protocol, facts.validUntil, facts.issuer),
  );
  return { messages, facts };
}

function nameMessage(hostname: string, [address = '', ...others]: readonly string[]): string {
  if (hostname.replace(/^\[|\]$/g, '') === address) return t('Not needed: {0} is an IP address.', hostname);
  return others.length === 0
    ? t('{0} is at {1}.', hostname, address)
    : t('{0} is at {1} and {2} more.', hostname, address, others.length);
}

/**
 * The index of the stage at which fetch failed. If its problem does not show it, the stage that failed directly, except
 * the name: a fetch that fails otherwise went through a proxy.
 */
function stageOf({ kind }: Problem, { messages }: DirectConnection): number {
  switch (kind) {
    case 'dns':
      return 0;
    case 'refused':
    case 'refusedHere':
    case 'proxy':
    case 'proxyLogin':
      return 1;
    case 'tls':
    case 'tlsExpired':
    case 'tlsName':
      return 2;
    case 'timeout':
    case 'network':
      return Math.max(1, messages.length);
    default:
      return 3;
  }
}

/** The message of a stage that passed with fetch, but not directly. */
function proxyMessage(index: number, { messages, problem, facts }: DirectConnection): string {
  if (index > messages.length || !problem) return t('Through the proxy.');
  return facts
    ? t('VS Code trusts the certificate that it gets. A direct connection fails: {0}', problem.message)
    : t('VS Code connects through a proxy. A direct connection fails: {0}', problem.message);
}

/** The issuer of a certificate that is not trusted: often a company's proxy, which explains the failure. */
function signedBy(facts: TlsFacts | undefined): string {
  return facts && facts.issuer !== ''
    ? t('It was issued by “{0}” and is valid until {1}.', facts.issuer, facts.validUntil)
    : '';
}
