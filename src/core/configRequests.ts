import { type HttpDialect, type HttpRequest, listRequests, type Lines } from './httpDocument';
import { fileVariables } from './httpVariables';
import { configPath, type Customer, requestTarget } from './requestTarget';

/** A request that needs an access token: it goes to something below `/{customerId}/config/`. */
export interface ConfigRequest {
  /** Upper case. */
  readonly method: string;
  /** Below the customer: `config/clients/1`; `*` in the place of what only the REST client knows. */
  readonly path: string;
}

/**
 * The requests of a document below `/{customerId}/config/` that go to this customer, or may: where a variable names
 * the host or the customer, only who sends it knows. Top to bottom, in linear time. File variables are replaced first,
 * so that none leads to another host or customer; what follows the path is left out. Never throws.
 */
export function configRequests(lines: Lines, dialect: HttpDialect, customer: Customer): ConfigRequest[] {
  const fill = fileVariables(lines, dialect);
  return listRequests(lines, dialect).flatMap(request => configRequestOf(request, fill, customer) ?? []);
}

/** One request of a document as `configRequests` gives it, or undefined; `fill` as `fileVariables` gives it. */
export function configRequestOf(
  { method, url }: Pick<HttpRequest, 'method' | 'url'>,
  fill: (text: string) => string,
  customer: Customer,
): ConfigRequest | undefined {
  const target = requestTarget(url, fill);
  const path = target && configPath(target, customer);
  return path === undefined ? undefined : { method, path };
}
