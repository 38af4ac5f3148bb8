import { basicAuthorizations, type ClientCredentials } from '../../core/common/basicAuth';
import { endpointUrl, type Profile } from '../../core/profile/profile';
import type { HttpResponse, Send } from '../http';
import { isPage } from '../problems/edgeProblem';
import { isClientRefused, isScopeRefused, statusProblem } from '../problems/statusProblem';
import { discoverEndpoint, type LoginPath } from './discovery';

/**
 * Posts a form as a client: HTTP Basic, and where the client is refused, in the other spelling of its credentials. Where
 * nothing is at the documented address, discovery tells where it is on the same origin.
 * Resolves with the answer where that is a success; rejects with a `Problem`: `invalidClient`, `unknownCustomer`,
 * `nothingGranted` (the scope in the form is refused), `rateLimited`, `server`, `http` …
 */
export async function postAsClient(
  send: Send,
  profile: Pick<Profile, 'origin' | 'customerId'>,
  path: LoginPath,
  client: ClientCredentials,
  form: Readonly<Record<string, string>>,
  signal?: AbortSignal,
  success: readonly number[] = [200],
): Promise<HttpResponse> {
  const ask = (url: string, authorization: string) =>
    send({
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
  const [encoded, plain] = basicAuthorizations(client);
  let url = endpointUrl(profile, path);
  let response = await ask(url, encoded);
  if (response.status === 404 && !isClientRefused(response)) {
    const learned = await discoverEndpoint(send, profile, path, signal);
    if (learned !== undefined && learned !== url) response = await ask((url = learned), encoded);
  }
  if (plain !== undefined && isClientRefused(response)) {
    const other = await ask(url, plain);
    // Some servers do not take this spelling at all: then what they said of the other one is the answer.
    if (!isCredentialFormatRefused(other)) response = other;
  }
  if (!success.includes(response.status))
    throw statusProblem(response, url, { client, scope: form['scope'] });
  return response;
}

/** A refusal of the request as such: by the service, and neither for its scope nor for how often it is asked. */
function isCredentialFormatRefused(response: HttpResponse): boolean {
  const { status } = response;
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return isRefusal && !isPage(response) && !isScopeRefused(response);
}
