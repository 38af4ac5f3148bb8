import { neededScope } from '../requestAnalysis/neededScopes';
import { type ResourceKey, resourceKinds, resourcePath } from '../resources/resource';

/**
 * The scopes for exactly these resources, in the order that the service's documentation uses: token policy, login policy,
 * client.
 */
export function resourceScopes(keys: readonly ResourceKey[], may: 'read' | 'configure'): string {
  const method = may === 'read' ? 'GET' : 'PUT';
  return resourceKinds
    .flatMap(kind => keys.filter(key => key.kind === kind))
    .map(key => neededScope({ method, path: resourcePath(key) }))
    .join(' ');
}
