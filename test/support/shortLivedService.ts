import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Hosted Login service whose tokens live for seconds. Those of the real service and of the sandbox live longer. */
export interface ShortLivedService {
  readonly origin: string;
  readonly customerId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The number of token requests. */
  readonly asked: () => number;
  /** The number of issued tokens. */
  readonly issued: () => number;
  /** The status of the answers to token requests from now on; 200 issues tokens again. */
  readonly answerWith: (status: number) => void;
  /** Holds token requests back until there are this many, and answers them together. */
  readonly answerTogether: (count: number) => void;
  /** The lifetime of tokens that are issued from now on, in seconds. */
  readonly issueFor: (life: number) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a service on a loopback port.
 * @param life of its tokens, in seconds
 */
export async function startShortLivedService(life: number): Promise<ShortLivedService> {
  let asked = 0;
  let issued = 0;
  let status = 200;
  let together = 0;
  let held: (() => void)[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    const isToken = request.url?.endsWith('/login/token') === true;
    if (isToken) asked += 1;
    const answer = () => {
      if (!isToken) {
        return { issuer: 'https://issuer.example', token_endpoint: 'https://issuer.example/token' };
      }
      if (status !== 200) return { error: 'invalid_client' };
      issued += 1;
      return {
        access_token: `token-${String(issued).padStart(40, '0')}`,
        token_type: 'Bearer',
        expires_in: life,
        scope: new URLSearchParams(body).get('scope'),
      };
    };
    const headers = { 'content-type': 'application/json' };
    const send = () => response.writeHead(isToken ? status : 200, headers).end(JSON.stringify(answer()));
    request.on('end', () => {
      if (!isToken || together === 0) {
        send();
        return;
      }
      held.push(send);
      if (held.length < together) return;
      for (const each of held) each();
      held = [];
      together = 0;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    customerId: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
    clientId: 'a-configuration-client',
    clientSecret: 'nobodys-secret',
    asked: () => asked,
    issued: () => issued,
    answerTogether: count => {
      together = count;
    },
    answerWith: next => {
      status = next;
    },
    issueFor: next => {
      life = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
