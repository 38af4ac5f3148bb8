import type { Lines } from '../common/lines';
import type { HttpDialect } from '../requests/blocks';
import { listRequests } from '../requests/findRequests';
import { configPath, type Customer, requestTargets } from './matchProfiles';

/** A request below `/{customerId}/config/`, which needs an access token. */
export interface ConfigurationRequest {
  /** Upper case. */
  readonly method: string;
  /** Below the customer: `config/clients/1`; `*` for variables that only the REST client knows. */
  readonly path: string;
}

/**
 * The requests of a document below `/{customerId}/config/` that go to this customer, or may go there if a variable names
 * the host or the customer. File variables are replaced first. Top to bottom, in linear time. Never throws.
 */
export function configurationRequests(
  lines: Lines,
  dialect: HttpDialect,
  customer: Customer,
): ConfigurationRequest[] {
  const targetOf = requestTargets(lines, dialect);
  return listRequests(lines, dialect).flatMap(request => {
    const path = configPath(targetOf(request), customer);
    return path === undefined ? [] : { method: request.method, path };
  });
}
