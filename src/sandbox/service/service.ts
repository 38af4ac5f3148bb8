import type { AccessTokens } from './accessTokens';
import type { Answer } from './answers';
import type { Choices } from './choices';
import type { Customer } from './customer';

/** What the endpoints work on. */
export interface Service {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly customer: Customer;
  readonly tokens: AccessTokens;
  /** How many entries a list has at once; undefined for all, as is documented. */
  readonly pageSize: number | undefined;
  readonly choices: Choices;
  readonly newSecret: () => string;
}

/** A request that has arrived in full. Header names are in lower case; `path` has no query. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One call of an endpoint. `id` is what stands for `{id}` in the route's path, empty where the route has none. */
export interface Call {
  readonly service: Service;
  readonly request: ServiceRequest;
  readonly id: string;
}

/** Answers a call; a rule that is not met is thrown as a `Refusal`. */
export type Endpoint = (call: Call) => Answer | Promise<Answer>;

/** A path below `/{customerId}/`, with `{id}` for one segment, and what each method does there. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Endpoint>>>;
}
