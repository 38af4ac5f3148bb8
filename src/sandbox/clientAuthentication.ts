import { decodeBasicAuthorization } from '../core/common/basicAuth';
import { invalidRequest } from './formBody';
import { configError, oauthError, htmlAnswer, Refusal } from './service/answers';
import type { Choices } from './service/choices';
import type { Client } from './service/customer';
import type { Call } from './service/service';

/**
 * The confidential client that a request to `/login/token…` authenticates with HTTP Basic. Credentials in the body are
 * not documented, so they are rejected.
 */
export function authenticatedClient({ service, request }: Call): Client {
  const { choices, customer } = service;
  const authorization = request.headers['authorization'] ?? '';
  const sent = /^basic /i.test(authorization) ? decodeBasicAuthorization(authorization) : undefined;
  if (sent) {
    if (choices.basic === 'encoded' && !isFormUrlEncoded(`${sent.clientId}${sent.clientSecret}`)) {
      throw invalidRequest(
        'client_id and client_secret in the authorization header are not properly encoded.',
      );
    }
    for (const read of readings[choices.basic]) {
      const client = customer.clients.get(read(sent.clientId));
      if (client?.secret !== undefined && client.secret === read(sent.clientSecret)) return client;
    }
  }
  throw refusal(choices.wrongSecret);
}

type Reading = (text: string) => string;

const asIs: Reading = text => text;

const readings: Readonly<Record<Choices['basic'], readonly Reading[]>> = {
  either: [formUrlDecode, asIs],
  encoded: [formUrlDecode],
  raw: [asIs],
};

function refusal(form: Choices['wrongSecret']): Refusal {
  switch (form) {
    case 'invalidClient':
      return new Refusal(
        oauthError(401, 'invalid_client', 'Client authentication failed.', {
          'www-authenticate': 'Basic realm="Hosted Login"',
        }),
      );
    case 'badRequest':
      return new Refusal(oauthError(400, 'invalid_client', 'Client authentication failed.'));
    case 'page':
      return new Refusal(htmlAnswer(401, 'Unauthorized'));
    case 'forbidden':
      return new Refusal(configError(403, 'Forbidden'));
  }
}

function isFormUrlEncoded(text: string): boolean {
  return /^(?:[\w.*+-]|%[0-9a-f]{2})*$/i.test(text);
}

function formUrlDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
