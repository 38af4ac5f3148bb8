import type { Choices } from './choices';

/** A complete answer of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Thrown when a request breaks a rule; the router sends its answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly answer: Answer) {
    super(`The sandbox answers ${answer.status}.`);
  }
}

/** An answer with a JSON body, which may be a bare string such as the id of a new policy. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An answer without a body. */
export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: '' };
}

/** The error form of `/config/*`: one string (docs/hosted-login-api.md, Errors). */
export function configError(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { errors: text }, headers);
}

/** An error of `/config/*` in the chosen form; any other answer unchanged. */
export function withErrorForm(form: Choices['errors'], answer: Answer): Answer {
  const reason = typeof answer.body === 'string' ? reasonOf(answer.body) : undefined;
  if (reason === undefined) return answer;
  const { status, headers } = answer;
  const as = (value: unknown) => jsonAnswer(status, value, headers);
  switch (form) {
    case 'text':
      return answer;
    case 'list':
      return as({ errors: [{ msg: reason }] });
    case 'object':
      return as({ errors: { message: reason } });
    case 'detail':
      return as({ detail: [{ loc: ['body'], msg: reason }] });
    case 'problem':
      return jsonAnswer(
        status,
        { type: 'about:blank', title: 'Not done', status, detail: reason },
        { ...headers, 'content-type': 'application/problem+json' },
      );
  }
}

function reasonOf(body: string): string | undefined {
  if (!body.startsWith('{"errors":')) return undefined;
  const { errors: reason } = JSON.parse(body) as { readonly errors: unknown };
  return typeof reason === 'string' ? reason : undefined;
}

/** The error form of `/login/*` (RFC 6749 §5.2). */
export function oauthError(
  status: number,
  error: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return jsonAnswer(status, { error, error_description: description }, { ...noStoreHeaders, ...headers });
}

/** Headers of every answer about a token (RFC 6749 §5.1). */
export const noStoreHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/**
 * The same answer for an expired or unknown token and for a missing scope (docs/hosted-login-api.md, Errors).
 */
export const forbidden = configError(403, 'Forbidden');

export const notFound = configError(404, 'Not Found');

/** A web page, as the edge in front of a service answers. */
export function htmlAnswer(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}

/** A web page, because a request with a wrong customer ID never reaches the API. */
export const unknownCustomer = htmlAnswer(404, '404 Not Found');
