/**
 * Where a request goes: a fixed origin (`https://host[:port]`, as browsers write it), or a host that a `{{variable}}`
 * decides. Undefined where the URL names no host (`/path`) or is none. Without a scheme REST clients use http.
 */
export function hostOf(url: string): { kind: 'variable' } | { kind: 'origin'; origin: string } | undefined {
  const trimmed = url.trim();
  if (trimmed.startsWith('{{')) return { kind: 'variable' };
  const [, scheme = '', rest = ''] = /^([A-Za-z][A-Za-z\d+.-]*:\/\/)?(.*)$/s.exec(trimmed) ?? [];
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  if (authority.includes('{{')) return { kind: 'variable' };
  if (authority === '') return undefined;
  try {
    const { origin } = new URL(`${scheme || 'http://'}${authority}`);
    return origin === 'null' ? undefined : { kind: 'origin', origin };
  } catch {
    return undefined;
  }
}

/** Whether a request goes to this origin, or may: where a `{{variable}}` names the host, only who sends it knows. */
export function mayGoTo(url: string, origin: string): boolean {
  const host = hostOf(url);
  return host?.kind === 'variable' || (host?.kind === 'origin' && host.origin === origin);
}

/** Whether it is one of the endpoints below `login/`: they take the client's own credentials or none, no access token. */
export function isLoginEndpoint(url: string): boolean {
  return url.includes('/login/');
}
