import { type HttpDialect, listRequests, type Lines } from '../requests/document';
import { configPath, type Customer, requestTargets } from './requestTarget';

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
  const targetOf = requestTargets(lines, dialect);
  return listRequests(lines, dialect).flatMap(request => {
    const path = configPath(targetOf(request), customer);
    return path === undefined ? [] : { method: request.method, path };
  });
}
