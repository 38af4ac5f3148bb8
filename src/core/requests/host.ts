/** Where a request goes: a fixed origin (`https://host[:port]`, normalized), or a host with variables. */
export type RequestHost =
  | {
      readonly kind: 'variable';
      /** As written: `{{region}}.example.com`, or `{{origin}}`. */
      readonly written: string;
    }
  | { readonly kind: 'origin'; readonly origin: string };

/** The parts of a URL that may have variables. */
export interface UrlParts {
  /** Undefined without a host (`/path`), or if it is not a URL. */
  readonly host: RequestHost | undefined;
  /** From the first `/` after the host. A variable before it may hold the beginning of the path. */
  readonly path: string;
  /** Whether a variable is directly before the path. */
  readonly isAfterVariable: boolean;
  /** Whether it begins with a path: `/path`. */
  readonly isRelative: boolean;
  /** Whether all clients read the same host. */
  readonly isPlain: boolean;
}

/** The schemes whose URLs have a host without `//` too (WHATWG URL, "special scheme"). */
const specialScheme = /^(https?|wss?|ftp):([\\/]*)/i;
const otherScheme = /^([a-z][a-z\d+.-]*|\{\{[^{}]*\}\}):\/\//i;

/** Ends the path of a URL, outside of variables. */
const beginOfQuery = /\{\{[^{}]*\}\}|[?#]/g;

/**
 * The text up to the first match that is not a variable. A loop, because one expression would need too much stack for a long
 * text.
 * @param ends has `{{…}}` as an alternative
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

/** An authority, or a URL, without user name and password. Ignores `@` in variables. Linear in time. */
export function withoutUserInfo(text: string): string {
  const [scheme = ''] = /^\s*(?:[a-z][a-z\d+.-]*:)?[/\\]+/i.exec(text) ?? [];
  const rest = text.slice(scheme.length);
  const masked = rest.replace(/\{\{[^{}]*\}\}/g, variable => '_'.repeat(variable.length));
  const end = masked.search(/[/\\?#]|$/);
  return scheme + rest.slice(masked.lastIndexOf('@', end) + 1);
}

/**
 * Splits a URL as REST Client and httpYac do, by the WHATWG URL standard: a special scheme needs no `//`, `\` is `/`,
 * tabs and line breaks are ignored. The default scheme is http.
 */
export function urlParts(url: string): UrlParts {
  const written = url.trim();
  const text = written.replace(/[\t\n\r]/g, '');
  if (/^[\\/]/.test(text)) {
    const isPlain = written === text && !/^[\\/]{2}|^\\/.test(text);
    return { host: undefined, path: text, isAfterVariable: false, isRelative: true, isPlain };
  }
  const [special, name = '', slashes = ''] = specialScheme.exec(text) ?? [];
  const [other, otherName = ''] = special === undefined ? (otherScheme.exec(text) ?? []) : [];
  const scheme = name || otherName;
  const rest = text.slice((special ?? other ?? '').length);
  const authority = upTo(rest, /\{\{[^{}]*\}\}|[/\\?#]/g);
  const after = rest.slice(authority.length);
  return {
    host: hostIn(scheme, authority),
    path: /^[/\\]/.test(after) ? upTo(after, beginOfQuery) : '',
    isAfterVariable: authority.endsWith('}}'),
    isRelative: false,
    isPlain:
      written === text &&
      (special === undefined || slashes === '//') &&
      !/[\s\p{Cc}@]/u.test(authority.replace(/\{\{[^{}]*\}\}/g, '')) &&
      !after.startsWith('\\'),
  };
}

function hostIn(scheme: string, authority: string): RequestHost | undefined {
  if (scheme.includes('{{') || authority.includes('{{')) {
    const host = withoutUserInfo(authority);
    // A variable in front may hold the beginning of the path too. Then the text after it is not part of the host.
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

/** Whether a host is that of an origin, or may be for some values of its variables. */
export function mayBeHost(host: RequestHost, origin: string): boolean {
  if (host.kind === 'origin') return host.origin === origin;
  const { hostname, protocol, port } = new URL(origin);
  const known = port || (protocol === 'https:' ? '443' : '80');
  // A variable in front may hold the scheme, so any scheme fits.
  return [hostname, `${hostname}:${known}`].some(text =>
    isMadeOf(text, fixedParts(host.written.toLowerCase())),
  );
}

/** The text before, between and after the variables. */
function fixedParts(written: string): readonly string[] {
  return written.split(/\{\{[^{}]*(?:\}\}|$)/);
}

/** Whether a text consists of these parts in order, with anything between them. Linear in time. */
function isMadeOf(text: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  // There is no variable, or only the scheme was one.
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
 * Whether its path leads to an endpoint below `login/`. Those take the client's own credentials or none, but no access
 * token. Paths below `config/` and queries do not count.
 */
export function isLoginEndpoint(url: string): boolean {
  return /^\/(?:(?!config\/)[^/]*\/)*login\/./.test(urlParts(url).path);
}
