import { ConfigurationClient } from '../../../../src/api/configuration/configurationClient';
import type { Send } from '../../../../src/api/http';
import type { Sandbox } from '../../../../src/sandbox/index';
import { requestToken } from '../../sandbox/calls';
import { newTransport } from '../servers';

/** What the configuration asked for a token for: the scope, and `again` where one was refused. */
export interface AuthorizeCall {
  readonly scope: string;
  readonly isAgain: boolean;
}

/** The configuration of a sandbox; each token is requested for the scope that is needed. */
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

/** The configuration at a server that is no service: one and the same token for all. */
export function configurationClientAt(origin: string, customerId = 'cid'): ConfigurationClient {
  return new ConfigurationClient({
    send: newTransport().send,
    profile: { origin, customerId },
    authorize: () => Promise.resolve('token-1'),
  });
}
