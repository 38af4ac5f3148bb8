import { Configuration } from '../../../src/api/configuration';
import type { Send } from '../../../src/api/transport';
import type { Sandbox } from '../../../src/sandbox/index';
import { requestToken } from '../sandbox/calls';
import { newTransport } from './servers';

/** What the configuration asked for a token for: the scope, and `again` where one was refused. */
export interface Asked {
  readonly scope: string;
  readonly isAgain: boolean;
}

/** The configuration of a sandbox; each token is requested for the scope that is needed. */
export function configurationOf(
  sandbox: Sandbox,
  send: Send = newTransport().send,
): { readonly configuration: Configuration; readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const configuration = new Configuration({
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
export function configurationAt(origin: string, customerId = 'cid'): Configuration {
  return new Configuration({
    send: newTransport().send,
    profile: { origin, customerId },
    authorize: () => Promise.resolve('token-1'),
  });
}
