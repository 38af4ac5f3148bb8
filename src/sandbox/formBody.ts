import { oauthError, Refusal } from './service/answers';
import type { ServiceRequest } from './service/service';

/**
 * The parameters of a form, urlencoded or multipart: both are documented (docs/hosted-login-api.md, Token endpoint).
 * Rejects anything else, files and repeated parameters (RFC 6749 §3.2) with 400 `invalid_request`.
 */
export async function readForm({ headers, body }: ServiceRequest): Promise<ReadonlyMap<string, string>> {
  const parameters = new Map<string, string>();
  for (const [name, value] of await parse(headers['content-type'] ?? '', body)) {
    if (typeof value !== 'string') throw invalidRequest(`${name} is a file.`);
    if (parameters.has(name)) throw invalidRequest(`${name} is there more than once.`);
    parameters.set(name, value);
  }
  return parameters;
}

/** 400 `invalid_request` (RFC 6749 §5.2). */
export function invalidRequest(description: string): Refusal {
  return new Refusal(oauthError(400, 'invalid_request', description));
}

async function parse(contentType: string, body: Uint8Array) {
  try {
    // Deprecated for servers because it keeps all in memory; here that is 1 MB at most.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw invalidRequest('The body is not a form.');
  }
}
