import { basicAuthorizations, type ClientCredentials } from '../../core/common/basicAuth';
import { endpointUrl, type Profile } from '../../core/profile/profile';
import type { HttpResponse, Send } from '../http';
import { isPage } from '../problems/edgeProblem';
import { isClientRefused, isScopeRefused, statusProblem } from '../problems/statusProblem';
import { discoverEndpoint, type LoginPath } from './discovery';

/**
 * Posts a form as a client with HTTP Basic. If the client is rejected, tries the other encoding of its credentials. If
 * the documented path does not exist, discovery names it on the same origin. Rejects with a `Problem`: `invalidClient`,
 * `unknownCustomer`, `nothingGranted` (the scope in the form is rejected), `rateLimited`, `server`, `http` …
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
      signal,
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
    // Some servers reject this encoding itself: then the first answer counts.
    if (!isCredentialFormatRefused(other)) response = other;
  }
  if (!success.includes(response.status))
    throw statusProblem(response, url, { client, scope: form['scope'] });
  return response;
}

/** Whether the service rejects the form of the credentials, not the scope or the rate. */
function isCredentialFormatRefused(response: HttpResponse): boolean {
  const { status } = response;
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return isRefusal && !isPage(response) && !isScopeRefused(response);
}
