import { basicAuthorizations, type ClientCredentials } from '../core/basicAuthorization';
import { parseJson } from '../core/json';
import { Redactor } from '../core/redaction';
import { isClientRefused, statusProblem } from './statusProblem';
import type { HttpResponse, Send } from './transport';

/**
 * Posts a form as a client: HTTP Basic (hosted-login-api §2), and where the client is refused, in the other spelling
 * of its credentials. Resolves with the answer where that is 200; rejects with a `Problem`: `invalidClient`, `unknownCustomer`,
 * `rateLimited`, `server`, `http` …
 * `hidden` is a value of the form that the answer may repeat: it comes back masked.
 */
export async function postAsClient(
  send: Send,
  url: string,
  client: ClientCredentials,
  form: Readonly<Record<string, string>>,
  options: { readonly signal?: AbortSignal | undefined; readonly hidden?: string },
): Promise<HttpResponse> {
  const { signal, hidden } = options;
  const ask = async (authorization: string) => {
    const response = await send({
      method: 'POST',
      url,
      headers: {
        authorization,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
      ...(signal ? { signal } : {}),
    });
    return hidden === undefined ? response : { ...response, body: masked(response.body, hidden) };
  };
  const [encoded, plain] = basicAuthorizations(client);
  let response = await ask(encoded);
  if (plain !== undefined && isClientRefused(response)) response = await ask(plain);
  if (response.status !== 200) throw statusProblem(response, url, client);
  return response;
}

/** A body without a value. In JSON the texts are looked at, not their spelling: `\/` is a slash there. */
function masked(body: string, value: string): string {
  const redactor = new Redactor();
  redactor.add(value);
  const parsed = parseJson(body);
  if (parsed === undefined) return redactor.redact(body);
  return JSON.stringify(parsed, (_, member: unknown) =>
    typeof member === 'string' ? redactor.redact(member) : member,
  );
}
