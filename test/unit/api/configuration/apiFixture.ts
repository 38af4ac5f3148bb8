import { ConfigurationApi } from '../../../../src/api/configuration/configurationApi';
import type { Send } from '../../../../src/api/http';
import type { Sandbox } from '../../../../src/sandbox/index';
import { requestToken } from '../../sandbox/calls';
import { newTransport } from '../servers';

/** A call of `authorize`: the scope, and whether the previous token was refused. */
export interface AuthorizeCall {
  readonly scope: string;
  readonly isAgain: boolean;
}

/** The configuration API of a sandbox; requests a token with the needed scope each time. */
export function configurationApiFor(
  sandbox: Sandbox,
  send: Send = newTransport().send,
): { readonly configuration: ConfigurationApi; readonly asked: readonly AuthorizeCall[] } {
  const asked: AuthorizeCall[] = [];
  const configuration = new ConfigurationApi({
    send,
    profile: sandbox,
    authorize: async (scope, { refused }) => {
      asked.push({ scope, isAgain: refused !== undefined });
      return (await requestToken(sandbox, scope)).access_token;
    },
  });
  return { configuration, asked };
}

/** The configuration API of a server that is not a sandbox, with the same token for all requests. */
export function configurationApiAt(origin: string, customerId = 'cid'): ConfigurationApi {
  return new ConfigurationApi({
    send: newTransport().send,
    profile: { origin, customerId },
    authorize: () => Promise.resolve('token-1'),
  });
}
