import type { Choices } from './choices';

/** What the service answers: complete, ready to be sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Thrown by a rule that is not met; the router answers with what it holds. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly answer: Answer) {
    super(`The sandbox answers ${answer.status}.`);
  }
}

/** An answer with a JSON body. A bare string is JSON too: that is how the service tells the id of a new policy. */
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

/** An error of `/config/*` in the form that is chosen for its reason; any other answer as it is. */
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

/** What goes with every answer about a token (RFC 6749 §5.1). */
export const noStoreHeaders = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/**
 * The answer to an expired or unknown token, and to a token without the scope: one and the same
 * (docs/hosted-login-api.md, Errors).
 */
export const forbidden = configError(403, 'Forbidden');

export const notFound = configError(404, 'Not Found');

/** A page, as what stands in front of a service answers. */
export function htmlAnswer(status: number, title: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}

/** A page, not JSON: a wrong customer id never reaches the API behind it. */
export const unknownCustomer = htmlAnswer(404, '404 Not Found');
