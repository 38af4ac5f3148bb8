/** Where a request goes: a fixed origin (`https://host[:port]`, as browsers write it), or a host with variables in it. */
export type RequestHost =
  | {
      readonly kind: 'variable';
      /** The host as it is written, `{{region}}.example.com`; `{{origin}}` where nothing about it is known. */
      readonly written: string;
    }
  | { readonly kind: 'origin'; readonly origin: string };

/** A URL taken apart, as far as it can be with variables in it. */
export interface UrlParts {
  /** Undefined where it names no host (`/path`), or is no URL. */
  readonly host: RequestHost | undefined;
  /** From the first `/` behind the host; where a variable stands in front, it may hold the beginning of it. */
  readonly path: string;
  /** Whether a variable stands in front of the path. */
  readonly isBehindVariable: boolean;
  /** Whether a path stands in front: `/path`. */
  readonly isRelative: boolean;
  /** Whether every client reads the same host in it. */
  readonly isPlain: boolean;
}

/** The schemes whose URLs have a host without `//` too (WHATWG URL, "special scheme"). */
const specialScheme = /^(https?|wss?|ftp):([\\/]*)/i;
const otherScheme = /^([a-z][a-z\d+.-]*|\{\{[^{}]*\}\}):\/\//i;

/** Where the path of a URL ends: not inside of a variable. */
const beginOfQuery = /\{\{[^{}]*\}\}|[?#]/g;

/**
 * The beginning of a text, up to the first match that is no variable. A text may be longer than a single expression has
 * stack for.
 * @param ends with `{{…}}` as one of its alternatives
 */
export function upTo(text: string, ends: RegExp): string {
  for (const { 0: found, index } of text.matchAll(ends)) {
    if (!found.startsWith('{{')) return text.slice(0, index);
  }
  return text;
}

/** A URL without its query and fragment. */
export function withoutQuery(url: string): string {
  return upTo(url.trim(), beginOfQuery);
}

/**
 * An authority, or a URL, without the name and the password before its host. An `@` inside of a variable is none of them.
 * Linear in time.
 */
export function withoutUserInfo(text: string): string {
  const [scheme = ''] = /^\s*[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? [];
  const rest = text.slice(scheme.length);
  const masked = rest.replace(/\{\{[^{}]*\}\}/g, variable => '_'.repeat(variable.length));
  const end = masked.search(/[/\\?#]|$/);
  return scheme + rest.slice(masked.lastIndexOf('@', end) + 1);
}

/**
 * Takes a URL apart as both clients do, which is as the WHATWG URL standard does: a scheme of the web needs no `//`, `\`
 * is `/`, tabs and ends of line do not count. Without a scheme it is http.
 */
export function urlParts(url: string): UrlParts {
  const written = url.trim();
  const text = written.replace(/[\t\n\r]/g, '');
  if (/^[\\/]/.test(text)) {
    const isPlain = written === text && !/^[\\/]{2}|^\\/.test(text);
    return { host: undefined, path: text, isBehindVariable: false, isRelative: true, isPlain };
  }
  const [special, name = '', slashes = ''] = specialScheme.exec(text) ?? [];
  const [other, otherName = ''] = special === undefined ? (otherScheme.exec(text) ?? []) : [];
  const scheme = name || otherName;
  const rest = text.slice((special ?? other ?? '').length);
  const authority = upTo(rest, /\{\{[^{}]*\}\}|[/\\?#]/g);
  const behind = rest.slice(authority.length);
  return {
    host: hostIn(scheme, authority),
    path: /^[/\\]/.test(behind) ? upTo(behind, beginOfQuery) : '',
    isBehindVariable: authority.endsWith('}}'),
    isRelative: false,
    isPlain:
      written === text &&
      (special === undefined || slashes === '//') &&
      !/[\s@]/.test(authority.replace(/\{\{[^{}]*\}\}/g, '')) &&
      !behind.startsWith('\\'),
  };
}

function hostIn(scheme: string, authority: string): RequestHost | undefined {
  if (scheme.includes('{{') || authority.includes('{{')) {
    const host = withoutUserInfo(authority);
    // A variable in front may hold the beginning of the path too; then what is behind it is no part of the host.
    const [, variable] = scheme === '' ? (/^((?:\{\{[^{}]*\}\})+)(?![.:@-])/.exec(host) ?? []) : [];
    return { kind: 'variable', written: variable ?? host };
  }
  if (authority === '') return undefined;
  try {
    const { origin } = new URL(`${scheme || 'http'}://${authority}`);
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

/** What stands before, between and behind the variables. */
function fixedParts(written: string): readonly string[] {
  return written.split(/\{\{[^{}]*(?:\}\}|$)/);
}

/** Whether a text has the parts in turn, begins with the first and ends with the last. Linear in time. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  // Nothing but fixed text, as behind a variable scheme.
  if (parts.length === 1) return text === first;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/**
 * Whether its path leads to one of the endpoints below `login/`: they take the client's own credentials or none, no access
 * token. What is below `config/` is none, and a query says nothing.
 */
export function isLoginEndpoint(url: string): boolean {
  return /^\/(?:(?!config\/)[^/]*\/)*login\/./.test(urlParts(url).path);
}
