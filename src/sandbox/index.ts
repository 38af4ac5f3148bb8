// Starts the sandbox: the Hosted Login service with an imaginary customer, on this machine.
import { CustomerHistory } from './customerHistory';
import { edgeFault, Faults, type Fault } from './faults';
import { fillTo, type MinimumCounts } from './populate';
import { randomSecret } from './resources/clientRoutes';
import { handleRequest } from './router';
import { newCustomer, type SeededIds, type SeededSecrets } from './seed';
import { listen, type RequestHandler } from './server';
import { AccessTokens } from './service/accessTokens';
import { type Choices, defaultChoices } from './service/choices';
import type { Service } from './service/service';

export { edgeFault };
export type { Choices, Fault, SeededIds, SeededSecrets };

export interface SandboxOptions {
  /** Milliseconds since 1970; `Date.now` by default. */
  readonly now?: () => number;
  /** A free one by default. */
  readonly port?: number;
  /** The minimum numbers of resources. */
  readonly minimum?: MinimumCounts;
  /** Milliseconds before each answer; 0 by default. */
  readonly delayMs?: number;
  /** Entries per page of a list; no pages by default. Paging is not documented, but not excluded. */
  readonly pageSize?: number;
  /** Creates client secrets; 64 URL-safe characters by default. */
  readonly newSecret?: () => string;
  /** Behaviour that is not documented, or documented in two ways; the likelier one by default. */
  readonly choices?: Partial<Choices>;
}

/** A received request. Header names are in lower case. Holds secrets and tokens: for tests only. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 64 KB; empty if it was rejected for its size. */
  readonly body: string;
  /** The status of the answer; 0 if a fault held it back. */
  readonly status: number;
  /** Milliseconds since 1970, by the sandbox's clock. */
  readonly at: number;
}

/** A running Hosted Login service for one imaginary customer. All data is lost when it stops. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly customerId: string;
  /** The configuration client, which may do everything. */
  readonly clientId: string;
  /** Its first secret. A reset replaces it. */
  readonly clientSecret: string;
  /** The last 500 requests, the newest last. */
  readonly received: readonly ReceivedRequest[];
  /** The values of the last 500 access tokens, the newest last. */
  readonly issued: readonly string[];
  readonly ids: SeededIds;
  readonly secrets: SeededSecrets;
  /** A token for the configuration client with this scope, without a request: for tests. */
  grant(scope: string): string;
  /** Makes the next matching requests fail. Faults are used in the order they were added. */
  fail(next: Fault): void;
  /** Closes all connections and the service. Can be called again. */
  stop(): Promise<void>;
}

const maxReceived = 500;
const maxReceivedBodyBytes = 64 * 1024;

/** Starts the service on 127.0.0.1 with a new customer. Rejects if the port is in use. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { now = Date.now, port = 0, minimum = {}, delayMs = 0, pageSize, newSecret = randomSecret } = options;
  const choices: Choices = { ...defaultChoices, ...options.choices };
  const { customer, ids, secrets } = newCustomer(newSecret);
  fillTo(customer, ids, minimum);
  const tokens = new AccessTokens(now);
  const faults = new Faults();
  /** Recorded from the first fault that needs it. */
  let past: CustomerHistory | undefined;
  const received: ReceivedRequest[] = [];

  const createHandler = (origin: string): RequestHandler => {
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

  const { origin, stop } = await listen(port, createHandler);
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
