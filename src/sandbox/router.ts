// Answers the requests to the sandbox.
import { allows } from '../core/scopes/compareScopes';
import { parseScope } from '../core/scopes/parseScope';
import { discoveryRoutes } from './discoveryRoutes';
import { clientRoutes } from './resources/clientRoutes';
import { loginPolicyRoutes } from './resources/loginPolicyRoutes';
import { tokenPolicyRoutes } from './resources/tokenPolicyRoutes';
import {
  configError,
  forbidden,
  withErrorForm,
  notFound,
  Refusal,
  unknownCustomer,
  type Answer,
} from './service/answers';
import type { Route, Service, ServiceRequest } from './service/service';
import { tokenRoutes } from './tokenRoutes';

const routes: readonly Route[] = [
  ...discoveryRoutes,
  ...tokenRoutes,
  ...tokenPolicyRoutes,
  ...loginPolicyRoutes,
  ...clientRoutes,
];

/**
 * The service's answer to a request. Never throws: a `Refusal` becomes its answer, any other error a 500. Checks in this
 * order: customer, token and scope (below `config/`), path, method.
 */
export async function handleRequest(service: Service, request: ServiceRequest): Promise<Answer> {
  const form = service.choices.errors;
  try {
    return withErrorForm(form, await route(service, request));
  } catch (error) {
    return withErrorForm(
      form,
      error instanceof Refusal ? error.answer : configError(500, 'Internal Server Error'),
    );
  }
}

function route(service: Service, request: ServiceRequest): Answer | Promise<Answer> {
  const path = pathBelow(service, request.path);
  if (path === undefined) return unknownCustomer;
  if (path.startsWith('config/')) authorize(service, request, path);
  for (const { path: pattern, methods } of routes) {
    const id = match(pattern, path);
    if (id === undefined) continue;
    const endpoint = Object.entries(methods).find(([method]) => method === request.method)?.[1];
    if (endpoint) return endpoint({ service, request, id });
    return configError(405, 'Method Not Allowed', { allow: Object.keys(methods).join(', ') });
  }
  return notFound;
}

/** The path below the customer, or below the host at a customer's own host; undefined for an unknown path. */
function pathBelow({ customer, choices }: Service, path: string): string | undefined {
  const prefix = `/${customer.id}/`;
  const below = path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
  switch (choices.issuer) {
    case 'withCustomer':
      return below;
    case 'withoutCustomer':
      if (path.startsWith('/login/')) return path.slice(1);
      if (choices.ownHostConfiguration === 'belowHost')
        return path.startsWith('/config/') ? path.slice(1) : undefined;
      if (choices.ownHostConfiguration === 'absent') return undefined;
      return below?.startsWith('login/') === true ? undefined : below;
    case 'elsewhere':
      return path.startsWith('/login/.well-known/') ? path.slice(1) : undefined;
  }
}

/**
 * Checks the scopes of the token. Without a bearer token the answer is 401 (inferred: the service lists that status, and
 * it fits nothing else). An invalid token and a missing scope get the same 403.
 */
function authorize({ tokens, choices }: Service, { headers, method }: ServiceRequest, path: string): void {
  const value = /^bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (value === undefined && choices.noTokenStatus === 403) throw new Refusal(forbidden);
  if (value === undefined)
    throw new Refusal(configError(401, 'Unauthorized', { 'www-authenticate': 'Bearer' }));
  const granted = (tokens.find(value)?.scope ?? '').split(' ').flatMap(text => parseScope(text) ?? []);
  if (!allows(granted, method, path)) throw new Refusal(forbidden);
}

/**
 * The value of `{id}` if the path matches the pattern ('' if it has no `{id}`), else undefined. Decodes and normalizes
 * nothing, so that the scope check sees the same path.
 */
function match(pattern: string, path: string): string | undefined {
  const segments = path.split('/');
  const wanted = pattern.split('/');
  if (segments.length !== wanted.length) return undefined;
  const isMatch = wanted.every((segment, at) => segment === '{id}' || segment === segments[at]);
  return isMatch ? (segments[wanted.indexOf('{id}')] ?? '') : undefined;
}
