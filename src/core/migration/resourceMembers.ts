// All members of a resource as paths with values, for a report that leaves none out.
import { jsonObject, parseJsonObject } from '../json/json';
import type { LoginPolicyOptions } from '../resources/configurationSnapshot';
import type { Resource, ResourceKind } from '../resources/resource';
import type { Concept } from './notes';

/** Names of members from the outside to the inside. A name with `/` is that of a resource below. */
export type MemberPath = readonly string[];

/** The members that we know (docs/hosted-login-api.md, Resources) and what they set; others below them too. */
const knownMembers: Readonly<
  Record<ResourceKind, readonly (readonly [path: MemberPath, concept: Concept])[]>
> = {
  clients: [
    [['id'], 'clientId'],
    [['name'], 'name'],
    [['type'], 'type'],
    [['redirectURIs'], 'redirectUris'],
    [['tokenPolicy'], 'policies'],
    [['loginPolicy'], 'policies'],
    [['_links'], 'links'],
  ],
  tokenPolicies: [
    [['id'], 'policies'],
    [['title'], 'policies'],
    [['accessTokenLifetime'], 'accessTokenLifetime'],
    [['refreshTokenLifetime'], 'refreshTokenLifetime'],
    [['allowedScopes'], 'scopes'],
    [['useAccessJWT'], 'accessTokenForm'],
    [['_links'], 'links'],
  ],
  loginPolicies: [
    [['id'], 'policies'],
    [['title'], 'policies'],
    [['loginURL'], 'loginPage'],
    [['identityStoreDetails', 'type'], 'userStore'],
    [['identityStoreDetails', 'connectionDetails', 'domain'], 'userStore'],
    [['identityStoreDetails', 'connectionDetails', 'applicationId'], 'userStore'],
    [['identityStoreDetails', 'connectionDetails', 'entityType'], 'userStore'],
    [['identityStoreDetails', 'connectionDetails', 'clientId'], 'userStoreCredentials'],
    [['identityStoreDetails', 'connectionDetails', 'clientSecret'], 'userStoreCredentials'],
    [['customClaims', 'id_token'], 'claims'],
    [['customClaims', 'userinfo'], 'claims'],
    [['/pushClaims'], 'pushClaims'],
    [['/allowedResponseTypes'], 'responseTypes'],
    [['_links'], 'links'],
  ],
};

/** What a member sets, or undefined if we do not know it. */
function conceptOf(kind: ResourceKind, path: MemberPath): Concept | undefined {
  return knownMembers[kind].find(([known]) => known.every((name, index) => path[index] === name))?.[1];
}

export interface Member {
  readonly label: string;
  /** Undefined if we do not know the member. */
  readonly concept: Concept | undefined;
}

/** The members of a resource, and of the resources below a login policy. */
export function membersOf(resource: Resource, below?: LoginPolicyOptions): readonly Member[] {
  const { kind } = resource;
  const options = (['pushClaims', 'allowedResponseTypes'] as const).flatMap(name => {
    const text = below?.[name];
    if (text === undefined) return [];
    const members = parseJsonObject(text);
    return members ? memberPaths({ kind, members: { [`/${name}`]: members } }) : [[`/${name}`]];
  });
  return [...memberPaths(resource), ...options].map(path => ({
    label: pathLabel(path),
    concept: conceptOf(kind, path),
  }));
}

/**
 * The paths of all values of a resource. A list is one value, and so is an empty object, unless we know its meaning.
 */
function memberPaths({ kind, members }: Pick<Resource, 'kind' | 'members'>): readonly MemberPath[] {
  const paths: MemberPath[] = [];
  const pending: [path: MemberPath, value: unknown][] = Object.entries(members).map(([name, value]) => [
    [name],
    value,
  ]);
  for (const [path, value] of pending) {
    const object = jsonObject(value);
    const inner = Object.entries(object ?? {});
    if (inner.length === 0 && !(object && holdsKnownMembers(kind, path))) paths.push(path);
    for (const [name, member] of inner) pending.push([[...path, name], member]);
  }
  return paths;
}

/** Whether members that we know are below a path, or below the path of one that we know. */
function holdsKnownMembers(kind: ResourceKind, path: MemberPath): boolean {
  return knownMembers[kind].some(
    ([known]) =>
      known.length > 1 && known.every((name, index) => index >= path.length || path[index] === name),
  );
}

/** Characters. The labels of all members in one with a long name would take the square of its length. */
const maxLabel = 500;

/** A path as notes name it. Long names are cut. */
export function pathLabel(path: MemberPath): string {
  const isLong = path.reduce((sum, { length }) => sum + length, 0) > maxLabel;
  const most = isLong ? Math.floor(maxLabel / path.length) : Infinity;
  return path.map(name => (name.length > most ? `${name.slice(0, most)}…` : name)).join('.');
}
