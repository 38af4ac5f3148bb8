import { isSameId } from '../../profile/profile';
import { mayGrantConfigurationAccess, tokenPolicyOf } from '../../resourceRules/configurationAccess';
import { mayAffectAccess } from '../../resourceRules/lockoutRules';
import type { ConfigurationSnapshot } from '../../resources/configurationSnapshot';
import type { Resource, ResourceKind } from '../../resources/resource';
import type { ConfigurationFolder } from '../configurationFolder';
import { idKey } from '../matchFiles';
import { type ResourceVersion } from '../resourceVersion';
import type { Members } from '../text/fileJson';
import { wantedMembers } from '../wantedVersion';

/** What the entries of a plan mean for the access to the configuration. */
export class PlanAccess {
  readonly #ownPolicyId: string | undefined;
  /** By `idKey`. */
  readonly #tokenPolicies: ReadonlyMap<string, Resource>;

  /** @param ownClientId the client of the profile */
  constructor(
    private readonly files: ConfigurationFolder['files'],
    { resources }: ConfigurationSnapshot,
    private readonly ownClientId: string | undefined,
  ) {
    const own = resources.find(({ kind, id }) => kind === 'clients' && this.isOwn('clients', id));
    this.#ownPolicyId = own && tokenPolicyOf(own)?.id;
    this.#tokenPolicies = new Map(
      resources.flatMap(each => (each.kind === 'tokenPolicies' ? [[idKey(each.kind, each.id), each]] : [])),
    );
  }

  /** Whether a resource is the client of the profile, or its token policy. */
  isOwn(kind: ResourceKind, id: string): boolean {
    const own = { clients: this.ownClientId, tokenPolicies: this.#ownPolicyId, loginPolicies: undefined }[
      kind
    ];
    return own !== undefined && isSameId(id, own);
  }

  /** Whether a resource may be part of the access that there is. */
  concerns(resource: Resource): boolean {
    const own = this.ownClientId === undefined ? [] : [this.ownClientId];
    return mayAffectAccess({ does: 'delete', key: resource }, resource, own);
  }

  /** Whether a token policy would allow to change the configuration, or a client would get such a policy. */
  isGrantedBy(kind: ResourceKind, wanted: ResourceVersion, current: ResourceVersion | undefined): boolean {
    const [then, now] = [wantedMembers(wanted), current && wantedMembers(current)];
    // Without scopes, a policy allows those of users.
    const mayGrant = (members: Members | undefined) =>
      members?.['allowedScopes'] !== undefined && mayGrantConfigurationAccess(members);
    if (kind === 'tokenPolicies') return mayGrant(then) && !mayGrant(now);
    const { tokenPolicy } = then;
    if (kind !== 'clients' || typeof tokenPolicy !== 'string') return false;
    if (isSameId(now?.['tokenPolicy'], tokenPolicy)) return false;
    const known = this.#tokenPolicies.get(idKey('tokenPolicies', tokenPolicy));
    const { members } = known ?? this.files.get(tokenPolicy) ?? {};
    // One that could not be read may allow anything.
    return members === undefined || mayGrant(members);
  }
}
