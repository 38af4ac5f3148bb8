// Sends HTTP requests by VS Code's `fetch`, with time-outs, retries and a log.
import { setTimeout as wait } from 'node:timers/promises';
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { Problem } from '../../core/common/problem';
import type { Send, HttpRequest } from '../http';
import { connectionProblem } from '../problems/connectionProblem';
import { Deadline } from './deadline';
import { describeAnswer } from './describeAnswer';
import { type Outcome, retryDelay } from './retry';
import { type SentSecretMask, SentSecretMasks } from './sentSecrets';

/**
 * VS Code's `fetch`, which knows the user's proxy and the system's certificates, and keeps connections open. It gets no
 * dispatcher: with one, VS Code ignores the proxy if `http.proxySupport` is `on`.
 */
export type Fetch = (url: string, init: object) => Promise<Response>;

/** In milliseconds and bytes. */
export interface TransportLimits {
  /** Until the headers of the answer are there. */
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly maxBodyBytes: number;
}

const defaultLimits: TransportLimits = {
  headersTimeout: 40_000,
  bodyTimeout: 30_000,
  maxBodyBytes: 8 * 1024 * 1024,
};

export interface TransportDeps {
  readonly fetch: Fetch;
  /**
   * Called for each attempt: method, URL, status, duration; for an unsuccessful answer also headers and the beginning of the body
   * of the answer, without secrets. Never anything of a request but its URL.
   */
  readonly log: (line: string) => void;
  /** In ms, monotonic. */
  readonly now: () => number;
  /** Waits before a retry; rejects when the signal is aborted. A timer by default. */
  readonly delay?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
  /** At least 0, less than 1. `Math.random` by default. */
  readonly random?: () => number;
}

/** Sends requests over HTTP with retries. */
export class Transport {
  readonly #masks = new SentSecretMasks();

  constructor(
    private readonly deps: TransportDeps,
    private readonly limits: TransportLimits = defaultLimits,
  ) {}

  readonly send: Send = async request => {
    const started = this.deps.now();
    for (let count = 1; ; count++) {
      const outcome = await this.#attempt(request);
      const elapsed = this.deps.now() - started;
      const random = (this.deps.random ?? Math.random)();
      const delay = retryDelay(request, outcome, { count, elapsed, random });
      if (delay === undefined) {
        if ('error' in outcome) throw outcome.error;
        return outcome.response;
      }
      await this.#wait(delay, request);
    }
  };

  async #attempt({ url, signal, ...init }: HttpRequest): Promise<Outcome> {
    const started = this.deps.now();
    const logOutcome = (outcome: string, details = '') => {
      const duration = Math.round(this.deps.now() - started);
      this.deps.log(`${init.method} ${url} → ${outcome} (${duration} ms)${details}`);
    };
    const deadline = new Deadline(this.limits.headersTimeout);
    try {
      signal?.throwIfAborted();
      const response = await this.deps.fetch(url, {
        ...init,
        signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
        // Never followed: a credential is sent only to the origin it was stored with.
        redirect: 'manual',
      });
      const secretMask = this.#masks.of(init);
      if (response.status >= 300 && response.status < 400)
        throw await redirectProblem(url, response, secretMask);
      deadline.begin(this.limits.bodyTimeout);
      const body = await this.#readBody(response);
      const { status, headers } = response;
      const masked = secretMask.maskBody(body);
      // A successful answer may hold a new secret in an unknown form.
      logOutcome(
        `${status}`,
        status < 400 ? '' : describeAnswer(secretMask.maskText, headers.entries(), masked),
      );
      return {
        response: {
          status,
          header: name => {
            const value = headers.get(name);
            return value === null ? null : secretMask.maskBody(value);
          },
          body: masked,
          ...(masked !== body && { unmasked: body }),
          mask: secretMask.maskText,
        },
      };
    } catch (error) {
      const cause: unknown = deadline.signal.aborted ? deadline.signal.reason : error;
      const problem = connectionProblem(cause, url, signal?.aborted ?? false);
      logOutcome(`${problem.kind} ${problem.detail}`.trim());
      return { error: problem };
    } finally {
      deadline.end();
    }
  }

  async #wait(milliseconds: number, { method, url, signal }: HttpRequest): Promise<void> {
    this.deps.log(`${method} ${url} again in ${Math.round(milliseconds)} ms`);
    const delay = this.deps.delay ?? ((time, stop) => wait(time, undefined, stop && { signal: stop }));
    await delay(milliseconds, signal).catch((error: unknown) => {
      throw connectionProblem(error, url, signal?.aborted ?? false);
    });
  }

  /**
   * Makes VS Code load what the first request to this URL needs: its proxy, its certificates, its HTTP client. Sends
   * nothing. Never rejects.
   */
  async prepare(url: string): Promise<void> {
    const init = { signal: AbortSignal.abort(), redirect: 'manual' };
    await this.deps.fetch(url, init).catch(() => undefined);
  }

  async #readBody(response: Response): Promise<string> {
    const { maxBodyBytes } = this.limits;
    if (!response.body) return '';
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream.
      if (size > maxBodyBytes) {
        throw new Problem(
          'tooLarge',
          t('The response of the service is larger than {0} MB.', Math.round(maxBodyBytes / 1024 / 1024)),
          t('Check that the origin in the profile is the Hosted Login service.'),
        );
      }
      chunks.push(chunk);
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
  }
}

async function redirectProblem(url: string, response: Response, sent: SentSecretMask): Promise<Problem> {
  await response.body?.cancel();
  const location = response.headers.get('location') ?? '';
  const target = parseUrl(location, url)?.origin ?? '?';
  return new Problem(
    'redirect',
    t('{0} redirects to {1}. Nothing was sent there.', new URL(url).host, sent.maskText(target)),
    t('Check the origin in the profile. A proxy that requires a sign-in also causes this.'),
    `status ${response.status}`,
  );
}
