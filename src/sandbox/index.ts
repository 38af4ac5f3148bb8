import { CustomerHistory } from './customerHistory';
import { edgeFault, Faults, type Fault } from './faults';
import { fillTo, type MinimumCounts } from './populate';
import { randomSecret } from './resources/clients';
import { handleRequest } from './router';
import { newCustomer, type SeededIds, type SeededSecrets } from './seed';
import { listen, type RequestHandler } from './server';
import { AccessTokens } from './service/accessTokens';
import { type Choices, defaultChoices } from './service/choices';
import type { Service } from './service/service';

export { edgeFault };
export type { Choices, Fault, SeededIds, SeededSecrets };

export interface SandboxOptions {
  /** The clock: milliseconds since 1970. `Date.now` where left out. */
  readonly now?: () => number;
  /** A free one where left out. */
  readonly port?: number;
  /** How many of each there are at least, those of every sandbox among them. */
  readonly minimum?: MinimumCounts;
  /** Milliseconds before each answer is sent; at once where left out. */
  readonly delayMs?: number;
  /** Gives lists in pages of so many entries. Undocumented, but nobody says that there are none. */
  readonly pageSize?: number;
  /** Makes every client secret; 64 URL-safe characters where left out. */
  readonly newSecret?: () => string;
  /** What is not documented, or in two ways: where it is to be another than the likelier one. */
  readonly choices?: Partial<Choices>;
}

/** A request as it came in. Header names are in lower case. Holds secrets and tokens: for tests only. */
export interface ReceivedRequest {
  readonly method: string;
  /** As it stood in the request, with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KB; empty where it was refused for its size. */
  readonly body: string;
  /** What was answered; 0 where a fault kept the answer back. */
  readonly status: number;
  /** Milliseconds since 1970, by the sandbox's clock. */
  readonly at: number;
}

/** A running Hosted Login service for one imaginary customer. It forgets everything when it stops. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly customerId: string;
  /** The configuration client, which is allowed everything. */
  readonly clientId: string;
  /** The secret that it began with. A reset over the API makes another one. */
  readonly clientSecret: string;
  /** The last 500 requests, the newest last. */
  readonly received: readonly ReceivedRequest[];
  /** The values of the last 500 access tokens, the newest last. */
  readonly issued: readonly string[];
  readonly ids: SeededIds;
  readonly secrets: SeededSecrets;
  /** A token for the configuration client with this scope, past the token endpoint: for tests that look what is there. */
  grant(scope: string): string;
  /** Lets the next request that fits (or the next `times`) go wrong. Faults are used up in the order they came. */
  fail(next: Fault): void;
  /** Ends every connection and the service. Can be called again. */
  stop(): Promise<void>;
}

const maxReceived = 500;
const maxReceivedBodyBytes = 64 * 1024;

/** Starts the service on 127.0.0.1, with a new customer. Rejects where the port is taken. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now, port = 0, minimum = {}, delayMs = 0, pageSize, newSecret = randomSecret } = options;
  const choices: Choices = { ...defaultChoices, ...options.choices };
  const { customer, ids, secrets } = newCustomer(newSecret);
  fillTo(customer, ids, minimum);
  const tokens = new AccessTokens(now);
  const faults = new Faults();
  /** From the first fault on that needs it. */
  let past: CustomerHistory | undefined;
  const received: ReceivedRequest[] = [];

  const exchangeAt = (origin: string): RequestHandler => {
    const service: Service = { origin, customer, tokens, pageSize, choices, newSecret };
    return {
      delayMs,
      faultFor: (method, target) => faults.take(method, target),
      answer: async (request, lagMs) => {
        const isLate = lagMs !== undefined && request.method === 'GET' && request.path.includes('/config/');
        const before = isLate ? past?.at(now() - lagMs) : undefined;
        const answered = await handleRequest(before ? { ...service, customer: before } : service, request);
        if (request.method !== 'GET') past?.record(customer, now());
        return answered;
      },
      arrived: ({ method, headers, body }, path, status) => {
        const text = new TextDecoder().decode(body.subarray(0, maxReceivedBodyBytes));
        received.push({ method, path, headers, body: text, status, at: now() });
        if (received.length > maxReceived) received.shift();
      },
    };
  };

  const { origin, stop } = await listen(port, exchangeAt);
  return {
    origin,
    customerId: customer.id,
    clientId: ids.configurationClient,
    clientSecret: secrets.configurationClient,
    received,
    issued: tokens.lastValues,
    grant: scope => tokens.issue(ids.configurationClient, scope, 3600).value,
    ids,
    secrets,
    fail: next => {
      if (next.lagMs !== undefined && !past) {
        past = new CustomerHistory();
        past.record(customer, now());
      }
      faults.add(next);
    },
    stop,
  };
}
