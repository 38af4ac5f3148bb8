/** Where a request goes: a fixed origin (`https://host[:port]`, as browsers write it), or a host with variables in it. */
export type RequestHost =
  | {
      readonly kind: 'variable';
      /** The host as it is written, `{{region}}.example.com`; `{{origin}}` where nothing about it is known. */
      readonly written: string;
    }
  | { readonly kind: 'origin'; readonly origin: string };

/** Where a request goes. Undefined where the URL names no host (`/path`) or is none. Without a scheme REST clients use http. */
export function hostOf(url: string): RequestHost | undefined {
  const trimmed = url.trim();
  const [, scheme = '', rest = ''] =
    /^((?:[A-Za-z][A-Za-z\d+.-]*|\{\{[^{}]*\}\}):\/\/)?(.*)$/s.exec(trimmed) ?? [];
  const authority = /^(?:\{\{[^{}]*\}\}|[^/?#])*/.exec(rest)?.[0] ?? '';
  if (scheme.includes('{{') || authority.includes('{{')) {
    // A variable in front may hold the beginning of the path too; then what is behind it is no part of the host.
    const [, variable] = scheme === '' ? (/^((?:\{\{[^{}]*\}\})+)(?![.:@-])/.exec(authority) ?? []) : [];
    return { kind: 'variable', written: variable ?? authority };
  }
  if (authority === '') return undefined;
  try {
    const { origin } = new URL(`${scheme || 'http://'}${authority}`);
    return origin === 'null' ? undefined : { kind: 'origin', origin };
  } catch {
    return undefined;
  }
}

/** Whether a host is that of an origin, or may be, whatever the variables in it stand for. */
export function mayBeHost(host: RequestHost, origin: string): boolean {
  if (host.kind === 'origin') return host.origin === origin;
  const { hostname, protocol, port } = new URL(origin);
  const known = port || (protocol === 'https:' ? '443' : '80');
  // A variable in front may hold the scheme; none is told from any other here.
  return [hostname, `${hostname}:${known}`].some(text =>
    isMadeOf(text, fixedParts(host.written.toLowerCase())),
  );
}

/** Whether nothing about a host is known. */
export function isOpenHost(host: RequestHost): boolean {
  return host.kind === 'variable' && fixedParts(host.written).every(part => part === '');
}

/** Whether a request goes to this origin, or may: where a `{{variable}}` names the host, only who sends it knows. */
export function mayGoTo(url: string, origin: string): boolean {
  const host = hostOf(url);
  return host !== undefined && mayBeHost(host, origin);
}

/** What stands before, between and behind the variables. */
function fixedParts(written: string): readonly string[] {
  return written.split(/\{\{[^{}]*(?:\}\}|$)/);
}

/** Whether a text has the parts in turn, begins with the first and ends with the last. Linear in time. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Whether it is one of the endpoints below `login/`: they take the client's own credentials or none, no access token. */
export function isLoginEndpoint(url: string): boolean {
  return url.includes('/login/');
}
