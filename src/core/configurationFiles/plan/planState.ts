// What the service has after some writes of a plan, to check each write against it.
import {
  type ConfigurationAccess,
  configurationAccessOf,
  tokenPolicyOf,
} from '../../resourceRules/configurationAccess';
import type { ResourceWrite } from '../../resourceRules/lockoutRules';
import { type Resource, resourceKey } from '../../resources/resource';
import { versionOf } from '../resourceVersion';
import { readWanted, wantedMembers } from '../wantedVersion';
import type { Plan } from './plan';
import type { PlanEntry } from './planEntry';

/** All configuration access by what the resources say, proved or not. */
export function findAccess(resources: Iterable<Resource>): readonly ConfigurationAccess[] {
  const policies = new Map<string, Resource>();
  const clients: Resource[] = [];
  for (const resource of resources) {
    if (resource.kind === 'tokenPolicies') policies.set(resource.id, resource);
    if (resource.kind === 'clients') clients.push(resource);
  }
  return clients.flatMap(client => {
    const policy = policies.get(tokenPolicyOf(client)?.id ?? '');
    const access = policy && configurationAccessOf(client, policy);
    return access ? [{ ...access, granted: access.scopes }] : [];
  });
}

/** How many ways to change the configuration there are, now and after all files were applied, by what the resources say. */
export function countAccess(plan: Plan): { readonly now: number; readonly afterwards: number } {
  const state = new PlanState(plan);
  const now = state.access().length;
  for (const entry of plan.entries) state.apply(entry);
  return { now, afterwards: state.access().length };
}

/** The resources of the service after some writes. */
export class PlanState {
  readonly resources: Map<string, Resource>;

  constructor(private readonly plan: Plan) {
    this.resources = new Map(plan.snapshot.resources.map(resource => [resourceKey(resource), resource]));
  }

  /** All configuration access by what the resources say now. */
  access(): readonly ConfigurationAccess[] {
    return findAccess(this.resources.values());
  }

  resourceOf({ kind, id }: Pick<PlanEntry, 'kind' | 'id'>): Resource | undefined {
    return id === undefined ? undefined : this.resources.get(resourceKey({ kind, id }));
  }

  policyOf(client: Resource): Resource | undefined {
    const key = tokenPolicyOf(client);
    return key && this.resources.get(resourceKey(key));
  }

  /** Applies an entry as if it was sent. Undefined if nothing would be written that exists already. */
  apply(entry: PlanEntry): ResourceWrite | undefined {
    const { kind, id, address, result } = entry;
    if (result === 'delete' && id !== undefined) {
      this.resources.delete(resourceKey({ kind, id }));
      return { does: 'delete', key: { kind, id } };
    }
    const file = this.plan.files.get(address);
    if (!file || (result !== 'create' && result !== 'change')) return undefined;
    const before = this.resourceOf(entry);
    const wanted = readWanted(file, {
      ids: this.plan.ids,
      creatable: new Set(entry.references),
      current: before && versionOf(before, this.plan.snapshot.loginPolicyOptions.get(before.id)),
    });
    const members = wantedMembers(wanted);
    const key = { kind, id: id ?? address };
    const resource = { ...key, title: entry.title, body: wanted.document, members };
    this.resources.set(resourceKey(key), resource);
    return before && { does: 'replace', key, members };
  }
}
