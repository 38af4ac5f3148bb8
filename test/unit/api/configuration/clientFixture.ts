import { ConfigurationClient } from '../../../../src/api/configuration/configurationClient';
import type { Send } from '../../../../src/api/http';
import type { Sandbox } from '../../../../src/sandbox/index';
import { requestToken } from '../../sandbox/calls';
import { newTransport } from '../servers';

/** The scopes for which the client requested a token, with `again` after a refused one. */
export interface AuthorizeCall {
  readonly scope: string;
  readonly isAgain: boolean;
}

/** The configuration client of a sandbox; requests a token with the needed scope each time. */
export function configurationClientFor(
  sandbox: Sandbox,
  send: Send = newTransport().send,
): { readonly configuration: ConfigurationClient; readonly asked: readonly AuthorizeCall[] } {
  const asked: AuthorizeCall[] = [];
  const configuration = new ConfigurationClient({
    send,
    profile: sandbox,
    authorize: async (scope, { refused }) => {
      asked.push({ scope, isAgain: refused !== undefined });
      return (await requestToken(sandbox, scope)).access_token;
    },
  });
  return { configuration, asked };
}

/** The configuration client of a server that is not a sandbox, with the same token for all requests. */
export function configurationClientAt(origin: string, customerId = 'cid'): ConfigurationClient {
  return new ConfigurationClient({
    send: newTransport().send,
    profile: { origin, customerId },
    authorize: () => Promise.resolve('token-1'),
  });
}
