import { setTimeout as wait } from 'node:timers/promises';
import { t } from '../core/l10n';
import { Problem } from '../core/problem';
import { answerDetails } from './answerDetails';
import { connectionProblem } from './connectionProblem';
import { Deadline } from './deadline';
import { type Outcome, retryDelay } from './retry';
import { SentMask } from './sentSecrets';

/** One HTTP request of ours. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** An answer, whole: any status but a redirect. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its lower-case name, or null. */
  readonly header: (name: string) => string | null;
  /** Without what was sent in the request that nobody may see: an answer may repeat it. */
  readonly body: string;
  /** The body as it came, where it repeats that: only to take a value from it that is wanted itself. */
  readonly unmasked?: string;
  /** Masks in a text what was sent in the request, also where cleaning would put it together again. */
  readonly mask?: (text: string) => string;
}

/**
 * Sends one request and reads the whole answer. Rejects with a `Problem`: the connection failed, the answer was a
 * redirect, was too large, or the signal was aborted (kind `cancelled`).
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** VS Code's `fetch` as far as we need it; it knows the user's proxy and the system's certificates. */
export type Fetch = (url: string, init: object) => Promise<Response>;

/** Bounds, in milliseconds and bytes. */
export interface TransportLimits {
  readonly connectTimeout: number;
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly maxBodyBytes: number;
}

const defaultLimits: TransportLimits = {
  connectTimeout: 10_000,
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  maxBodyBytes: 8 * 1024 * 1024,
};

/** What the transport stands on. */
export interface TransportPorts {
  readonly fetch: Fetch;
  /**
   * Told of every try: method, URL, status, duration; and of an answer that is no success its headers and the beginning
   * of its body, without secrets. Never anything of a request but its URL.
   */
  readonly log: (line: string) => void;
  /** Milliseconds since any fixed point. */
  readonly now: () => number;
  /** Waits before a request is sent again; rejects when the signal is aborted. A timer where left out. */
  readonly delay?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** At least 0, less than 1. `Math.random` where left out. */
  readonly random?: () => number;
}

interface Agent {
  destroy(): Promise<void>;
}

/** The client over HTTP. undici is loaded at the first request: it costs ten times what the rest of us does. */
export class Transport {
  #agent: Promise<Agent> | undefined;

  constructor(
    private readonly ports: TransportPorts,
    private readonly limits: TransportLimits = defaultLimits,
  ) {}

  readonly send: Send = async request => {
    const started = this.ports.now();
    for (let count = 1; ; count++) {
      const outcome = await this.#try(request);
      const elapsed = this.ports.now() - started;
      const random = (this.ports.random ?? Math.random)();
      const delay = retryDelay(request, outcome, { count, elapsed, random });
      if (delay === undefined) {
        if ('error' in outcome) throw outcome.error;
        return outcome.response;
      }
      await this.#delay(delay, request);
    }
  };

  async #try({ url, signal, ...init }: HttpRequest): Promise<Outcome> {
    const started = this.ports.now();
    const done = (outcome: string, details = '') => {
      const duration = Math.round(this.ports.now() - started);
      this.ports.log(`${init.method} ${url} → ${outcome} (${duration} ms)${details}`);
    };
    const deadline = new Deadline(this.limits.connectTimeout + this.limits.headersTimeout);
    try {
      signal?.throwIfAborted();
      const dispatcher = await (this.#agent ??= this.#createAgent());
      const response = await this.ports.fetch(url, {
        ...init,
        signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
        // Never followed: a credential goes to the origin it was stored with and nowhere else.
        redirect: 'manual',
        dispatcher,
      });
      if (response.status >= 300 && response.status < 400)
        throw await redirectProblem(url, response, new SentMask(init));
      deadline.begin(this.limits.bodyTimeout);
      const body = await this.#readBody(response);
      const { status, headers } = response;
      const masking = new SentMask(init);
      const masked = masking.body(body);
      // What comes with success may hold a new secret, in a form that nobody expects.
      done(`${status}`, status < 400 ? '' : answerDetails(init, headers.entries(), masked));
      return {
        response: {
          status,
          header: name => headers.get(name),
          body: masked,
          ...(masked !== body && { unmasked: body }),
          mask: masking.text,
        },
      };
    } catch (error) {
      const cause: unknown = deadline.signal.aborted ? deadline.signal.reason : error;
      const problem = connectionProblem(cause, url, signal?.aborted ?? false);
      done(`${problem.kind} ${problem.detail}`.trim());
      return { error: problem };
    } finally {
      deadline.end();
    }
  }

  async #delay(milliseconds: number, { method, url, signal }: HttpRequest): Promise<void> {
    this.ports.log(`${method} ${url} again in ${Math.round(milliseconds)} ms`);
    const delay = this.ports.delay ?? ((time, stop) => wait(time, undefined, stop && { signal: stop }));
    await delay(milliseconds, signal).catch((error: unknown) => {
      throw connectionProblem(error, url, signal?.aborted ?? false);
    });
  }

  /** Ends every connection at once, also those that wait for an answer: the window is closing. */
  async close(): Promise<void> {
    await (await this.#agent)?.destroy();
  }

  async #createAgent(): Promise<Agent> {
    const { Agent } = await import('./agent');
    const { connectTimeout, headersTimeout, bodyTimeout } = this.limits;
    return new Agent({ connect: { timeout: connectTimeout }, headersTimeout, bodyTimeout });
  }

  async #readBody(response: Response): Promise<string> {
    const { maxBodyBytes } = this.limits;
    if (!response.body) return '';
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream, so that no more than this is ever taken in.
      if (size > maxBodyBytes) {
        throw new Problem(
          'tooLarge',
          t('The answer of the service is larger than {0} MB.', Math.round(maxBodyBytes / 1024 / 1024)),
          t('Check that the origin in the profile is the Hosted Login service.'),
        );
      }
      chunks.push(chunk);
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
  }
}

async function redirectProblem(url: string, response: Response, sent: SentMask): Promise<Problem> {
  await response.body?.cancel();
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, url) ? new URL(location, url).origin : '?';
  return new Problem(
    'redirect',
    t('{0} redirects to {1}. Nothing was sent there.', new URL(url).host, sent.text(target)),
    t('Check the origin in the profile; a proxy that wants a sign-in page first also looks like this.'),
    `status ${response.status}`,
  );
}
