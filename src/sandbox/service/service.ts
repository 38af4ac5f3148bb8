import type { AccessTokens } from './accessTokens';
import type { Answer } from './answers';
import type { Choices } from './choices';
import type { Customer } from './customer';

/** The state of the service. */
export interface Service {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly customer: Customer;
  readonly tokens: AccessTokens;
  /** Entries per page of a list; undefined for no pages, as documented. */
  readonly pageSize: number | undefined;
  readonly choices: Choices;
  readonly newSecret: () => string;
}

/** A complete request. Header names are in lower case; `path` has no query. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** One call of an endpoint. `id` is the value of `{id}` in the path of the route; empty if it has none. */
export interface Call {
  readonly service: Service;
  readonly request: ServiceRequest;
  readonly id: string;
}

/** Answers a call, or throws a `Refusal`. */
type Endpoint = (call: Call) => Answer | Promise<Answer>;

/** A path below `/{customerId}/`, with `{id}` for one segment, and its methods. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Endpoint>>>;
}
