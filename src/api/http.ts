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
