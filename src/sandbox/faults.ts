import type { Answer } from './service/answers';

/**
 * Something that goes wrong on the way, for tests. Without `status` and `body` the service does what it is asked and
 * only its answer suffers; with one of them the service never sees the request, and this is answered in its place.
 */
export interface Fault {
  /** Which requests: a part of the path and query, or a pattern; all where left out. */
  readonly path?: string | RegExp;
  readonly method?: string;
  /** How many requests that fit go well first; none where left out. */
  readonly after?: number;
  /** How many requests, 1 where left out; `Infinity` for all to come. */
  readonly times?: number;
  /** 200 where only a body is given. */
  readonly status?: number;
  /** On top of those of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Empty where only a status is given. */
  readonly body?: string | Uint8Array;
  /** The answer in the place of the one that was due, also of the service, which has done then what it was asked. */
  readonly rewrite?: (answer: Answer) => Answer;
  /** Milliseconds before the answer is sent. */
  readonly delayMs?: number;
  /** A GET below `config/` is answered by what was there so many milliseconds ago; no further back than this fault was added. */
  readonly lagMs?: number;
  /**
   * What happens in place of sending the answer. `stall`: nothing, ever. `destroy`: the connection ends without a
   * byte. `truncate`: it ends in the middle of the body, whose full length was announced.
   */
  readonly connection?: 'stall' | 'destroy' | 'truncate';
}

/** What the edge in front of the service answers in its place: a page, which repeats the address. */
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

/** The faults to come, oldest first. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; wellFirst: number; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, wellFirst: fault.after ?? 0, left: fault.times ?? 1 });
  }

  /** The fault for this request, if any; counts it as used. `target` is path and query. */
  take(method: string, target: string): Fault | undefined {
    const fitting = this.#waiting.filter(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && isAt(fault.path ?? '', target),
    );
    const entry = fitting.find(({ wellFirst }) => wellFirst === 0);
    for (const other of fitting) other.wellFirst = Math.max(0, other.wellFirst - 1);
    if (entry) entry.left -= 1;
    return entry?.fault;
  }
}

/** What is answered in place of the service, or undefined where the service is to be asked. */
export function faultResponse({ status, body }: Fault): Answer | undefined {
  if (status === undefined && body === undefined) return undefined;
  const headers = { 'content-type': 'application/json' };
  return { status: status ?? 200, headers, body: body ?? '' };
}

function isAt(path: string | RegExp, target: string): boolean {
  // search, not test: a pattern with the g flag must not remember where it was.
  return typeof path === 'string' ? target.includes(path) : target.search(path) >= 0;
}
