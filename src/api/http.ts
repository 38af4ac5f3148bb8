// What `api` needs to send an HTTP request and read its answer.
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A complete answer with any status but a redirect. */
export interface HttpResponse {
  readonly status: number;
  /** A header by its lower-case name, or null. The secrets of the request are masked. */
  readonly header: (name: string) => string | null;
  /** The secrets of the request are masked: an answer may repeat them. */
  readonly body: string;
  /** The original body, if it repeats secrets of the request. Only for reading a requested value such as a token. */
  readonly unmasked?: string;
  /** Masks the secrets of the request in a text, also in parts. */
  readonly mask?: (text: string) => string;
}

/**
 * Sends one request and reads the whole answer. Rejects with a `Problem`: the connection failed, the answer was a
 * redirect, was too large, or the signal was aborted (kind `cancelled`).
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;
