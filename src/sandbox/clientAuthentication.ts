import { decodeBasicAuthorization } from '../core/basicAuthorization';
import { oauthError, Refusal } from './answers';
import type { Client } from './customer';
import type { Call } from './service';

/**
 * The confidential client that a request to `/login/token…` comes from, by HTTP Basic. Id and secret may be
 * form-urlencoded, as RFC 6749 §2.3.1 asks for, or not, as most clients send them.
 * A public client has no secret and can not authenticate. Everything else is 401 `invalid_client`: the real
 * status and body are unknown, RFC 6749 §5.2 is likely. Credentials in the body are not documented, so refused.
 */
export function authenticatedClient({ service, request }: Call): Client {
  const authorization = request.headers['authorization'] ?? '';
  const credentials = /^basic /i.test(authorization) ? decodeBasicAuthorization(authorization) : undefined;
  if (credentials) {
    for (const read of [formUrlDecode, (text: string) => text]) {
      const client = service.customer.clients.get(read(credentials.clientId));
      if (client?.secret !== undefined && client.secret === read(credentials.clientSecret)) return client;
    }
  }
  throw new Refusal(
    oauthError(401, 'invalid_client', 'Client authentication failed.', {
      'www-authenticate': 'Basic realm="Hosted Login"',
    }),
  );
}

function formUrlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
