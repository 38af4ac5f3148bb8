import type { Answer } from './service/answers';

/**
 * A fault for tests. With `status` or `body` the service never gets the request, and they are the answer. Without both
 * the service processes the request, and only its answer is affected.
 */
export interface Fault {
  /** A part of path and query, or a pattern; all requests by default. */
  readonly path?: string | RegExp;
  readonly method?: string;
  /** How many matching requests succeed first; 0 by default. */
  readonly after?: number;
  /** How many requests fail; 1 by default. */
  readonly times?: number;
  /** 200 by default if `body` is given. */
  readonly status?: number;
  /** Added to those of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Empty by default if `status` is given. */
  readonly body?: string | Uint8Array;
  /** Changes the answer. */
  readonly rewrite?: (answer: Answer) => Answer;
  /** Milliseconds before the answer is sent. */
  readonly delayMs?: number;
  /** A GET below `config/` gets the state of this many milliseconds ago, but none from before this fault was added. */
  readonly lagMs?: number;
  /**
   * Replaces the answer. `stall`: nothing is ever sent. `destroy`: the connection closes without a byte. `truncate`: it
   * closes in the middle of the body, after `Content-Length` gave the full length.
   */
  readonly connection?: 'stall' | 'destroy' | 'truncate';
}

/** An answer of the edge in front of the service: a web page that repeats the URL. */
export function edgeFault(status: number): Fault {
  const title = status >= 500 ? 'Service Unavailable' : status === 404 ? 'Not Found' : 'Access Denied';
  const body = `<HTML><HEAD>
<TITLE>${title}</TITLE>
</HEAD><BODY>
<H1>${title}</H1>
You don't have permission to access "http&#58;&#47;&#47;service&#46;example/cid/config/clients/c1" on this server.<P>
Reference&#32;&#35;18&#46;2d351602&#46;1700000000&#46;1234abc
</BODY></HTML>
`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}

/** The pending faults, oldest first. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; successesLeft: number; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, successesLeft: fault.after ?? 0, left: fault.times ?? 1 });
  }

  /** The fault for a request; counts as used. `target` is path and query. */
  take(method: string, target: string): Fault | undefined {
    const matching = this.#waiting.filter(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && isAt(fault.path ?? '', target),
    );
    const entry = matching.find(({ successesLeft }) => successesLeft === 0);
    for (const other of matching) other.successesLeft = Math.max(0, other.successesLeft - 1);
    if (entry) entry.left -= 1;
    return entry?.fault;
  }
}

/** The answer that replaces the service's, or undefined if the service answers. */
export function faultResponse({ status, body }: Fault): Answer | undefined {
  if (status === undefined && body === undefined) return undefined;
  const headers = { 'content-type': 'application/json' };
  return { status: status ?? 200, headers, body: body ?? '' };
}

function isAt(path: string | RegExp, target: string): boolean {
  // `search`, because `test` is stateful for patterns with the g flag.
  return typeof path === 'string' ? target.includes(path) : target.search(path) >= 0;
}
