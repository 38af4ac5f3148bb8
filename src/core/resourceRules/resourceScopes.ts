import { neededScope } from '../requestAnalysis/neededScopes';
import { type ResourceKey, resourceKinds, resourcePath } from '../resources/resource';

/**
 * The scopes for these resources and no others, as the service's own documentation writes them for a property: its token
 * policy, its login policy, its client.
 */
export function resourceScopes(keys: readonly ResourceKey[], may: 'read' | 'configure'): string {
  const method = may === 'read' ? 'GET' : 'PUT';
  return resourceKinds
    .flatMap(kind => keys.filter(key => key.kind === kind))
    .map(key => neededScope({ method, path: resourcePath(key) }))
    .join(' ');
}
