import { addToList } from '../common/collections';
import { slugOf } from '../configurationFiles/address';
import { jsonObject, parseJson } from '../json/json';
import { mayGrantConfigurationAccess } from '../resourceRules/configurationAccess';
import { tokenPolicyFields } from '../resourceRules/resourceFields';
import type { ConfigurationSnapshot, UnreadPart } from '../resources/configurationSnapshot';
import { clientKindOf, isSet, type Resource, type ResourceEntry } from '../resources/resource';
import { hidingOf, isHidden } from '../resources/secretPlaces';
import { userScopes } from '../scopes/parseScope';
import { type Member, membersOf, pathLabel } from './resourceMembers';
import { secretVariable, UniqueNames } from './uniqueNames';

/** A client through which people sign in, with what its policies set. */
export interface Application {
  readonly client: Resource;
  readonly type: 'public' | 'confidential';
  /** The whole title, or the ID if there is none. May hold anything. */
  readonly name: string;
  /** For file names: `nordhaven-storefront`. No other application has it. */
  readonly slug: string;
  /** The environment variable for its secret; undefined for a public client. */
  readonly secretVariable: string | undefined;
  readonly redirectUris: readonly string[];
  /** Undefined if the policy is not among the resources. */
  readonly tokens: TokenSettings | undefined;
  /** Undefined if the policy is not among the resources. */
  readonly login: LoginSettings | undefined;
}

/** An application with a secret. */
export type ConfidentialApplication = Application & { readonly secretVariable: string };

export function isConfidential(application: Application): application is ConfidentialApplication {
  return application.secretVariable !== undefined;
}

/** What a token policy sets. Lifetimes in seconds. */
export interface TokenSettings {
  readonly policy: Resource;
  readonly accessTokenLifetime: number;
  readonly refreshTokenLifetime: number;
  readonly scopes: readonly string[];
  readonly isAccessTokenJwt: boolean;
}

/** What a login policy sets. */
export interface LoginSettings {
  readonly policy: Resource;
  readonly loginUrl: string | undefined;
  readonly claims: readonly Claim[];
  readonly store: UserStore;
  /** Undefined if it was not read. */
  readonly pushesClaims: boolean | undefined;
  /** Undefined if they were not read. */
  readonly responseTypes: readonly string[] | undefined;
}

export interface Claim {
  readonly name: string;
  /** The path of the attribute of the user: `loyalty.tier`. */
  readonly attribute: string;
  readonly isInIdToken: boolean;
  readonly isInUserinfo: boolean;
}

/** The paths of the members that a claim comes from. */
export function claimMembers({ name, isInIdToken, isInUserinfo }: Claim): readonly string[] {
  return [
    ...(isInIdToken ? [pathLabel(['customClaims', 'id_token', name])] : []),
    ...(isInUserinfo ? [pathLabel(['customClaims', 'userinfo', name])] : []),
  ];
}

export interface UserStore {
  readonly type: string | undefined;
  readonly domain: string | undefined;
  readonly applicationId: string | undefined;
  readonly entityType: string | undefined;
}

/** A value that is not of the documented form. */
export interface UnreadableMember {
  readonly resource: Resource;
  readonly member: string;
}

/** The discovery document of today (OpenID Connect Discovery 1.0 §3). */
export type Discovery = Readonly<Record<string, unknown>>;

/** A customer's configuration as other products see it. */
export interface MigrationSource {
  /** Of the profile or folder, for people. */
  readonly name: string;
  readonly origin: string;
  readonly customerId: string;
  /** Sorted by name. */
  readonly applications: readonly Application[];
  /** Clients and token policies for access to the configuration: they end with the service. */
  readonly configurationAccess: readonly Resource[];
  /** Policies that no client uses, as far as clients were read. */
  readonly unused: readonly Resource[];
  /** Clients of an unknown type. */
  readonly unclear: readonly Resource[];
  readonly unreadable: readonly UnreadableMember[];
  /** Values that documents hide as credentials. */
  readonly hidden: readonly UnreadableMember[];
  /** Members that were left out: the documented default applies. */
  readonly defaults: readonly UnreadableMember[];
  readonly discovery: Discovery | undefined;
  readonly unread: readonly UnreadPart[];
  /** The members of a resource, those of the resources below it too. */
  readonly membersOf: (resource: Resource) => readonly Member[];
}

/** By title, the same on every machine: not in the order of the user's language. */
function inOrder(one: Resource, other: Resource): number {
  const key = ({ title, id }: Resource) => `${title.toLowerCase()}\n${title}\n${id}`;
  return key(one) < key(other) ? -1 : 1;
}

/**
 * Reads the applications of a configuration. Never throws: what cannot be read is in `unreadable`.
 * @param name of the profile or folder
 */
export function readApplications(snapshot: ConfigurationSnapshot, name: string): MigrationSource {
  const { origin, customerId, resources, loginPolicyOptions, unread } = snapshot;
  const reader = new Reader(loginPolicyOptions);
  const clients = resources.filter(({ kind }) => kind === 'clients').sort(inOrder);
  const tokenPolicies = new Map<string, TokenSettings>();
  const loginPolicies = new Map<string, LoginSettings>();
  for (const resource of resources) {
    if (resource.kind === 'tokenPolicies') tokenPolicies.set(resource.id, reader.tokenSettings(resource));
    if (resource.kind === 'loginPolicies') loginPolicies.set(resource.id, reader.loginSettings(resource));
  }
  const names = new UniqueNames();
  const applications: Application[] = [];
  const unclear: Resource[] = [];
  const configurationClients: Resource[] = [];
  for (const client of clients) {
    const type = clientKindOf(client.members);
    if (type === undefined) unclear.push(client);
    else if (type === 'configuration') configurationClients.push(client);
    else {
      const slug = names.take(slugOf(client.title || client.id));
      applications.push({
        client,
        type,
        name: (reader.text(client, 'name', client.members['name']) ?? '') || client.id,
        slug,
        secretVariable: type === 'confidential' ? secretVariable(client) : undefined,
        redirectUris: reader.texts(client, 'redirectURIs'),
        tokens: tokenPolicies.get(reference(client, 'tokenPolicy')),
        login: loginPolicies.get(reference(client, 'loginPolicy')),
      });
    }
  }
  const used = new Map<string, ResourceEntry[]>();
  for (const { client, tokens, login } of applications)
    for (const policy of [tokens?.policy, login?.policy]) if (policy) addToList(used, keyOf(policy), client);
  const ofConfiguration = new Set(configurationClients.map(client => reference(client, 'tokenPolicy')));
  const unclearUses = new Set(
    unclear.flatMap(client => [reference(client, 'tokenPolicy'), reference(client, 'loginPolicy')]),
  );
  const others = resources.filter(resource => resource.kind !== 'clients' && !used.has(keyOf(resource)));
  const isForConfiguration = (policy: Resource) =>
    policy.kind === 'tokenPolicies' &&
    (ofConfiguration.has(policy.id) || mayGrantConfigurationAccess(policy.members));
  return {
    ...{ name, origin, customerId, unread, applications },
    membersOf: cachedMembers(loginPolicyOptions),
    configurationAccess: [...configurationClients, ...others.filter(isForConfiguration)],
    unused: others.filter(policy => !isForConfiguration(policy) && !unclearUses.has(policy.id)),
    unclear: [
      ...unclear,
      ...others.filter(policy => !isForConfiguration(policy) && unclearUses.has(policy.id)),
    ],
    unreadable: reader.unreadable,
    hidden: reader.hidden,
    defaults: reader.defaults,
    discovery: snapshot.discovery === undefined ? undefined : jsonObject(parseJson(snapshot.discovery)),
  };
}

function cachedMembers(options: ConfigurationSnapshot['loginPolicyOptions']): MigrationSource['membersOf'] {
  const cache = new Map<Resource, readonly Member[]>();
  return resource => {
    const known = cache.get(resource);
    if (known) return known;
    const below = resource.kind === 'loginPolicies' ? options.get(resource.id) : undefined;
    const members = membersOf(resource, below);
    cache.set(resource, members);
    return members;
  };
}

function keyOf({ kind, id }: Resource): string {
  return `${kind}/${id}`;
}

function reference({ members }: Resource, name: string): string {
  const id = members[name];
  return typeof id === 'string' ? id : '';
}

/** Reads members and notes those that are left out or not of the documented form. */
class Reader {
  readonly unreadable: UnreadableMember[] = [];
  readonly hidden: UnreadableMember[] = [];
  readonly defaults: UnreadableMember[] = [];

  constructor(private readonly options: ConfigurationSnapshot['loginPolicyOptions']) {}

  tokenSettings(policy: Resource): TokenSettings {
    return {
      policy,
      accessTokenLifetime: this.#seconds(policy, 'accessTokenLifetime'),
      refreshTokenLifetime: this.#seconds(policy, 'refreshTokenLifetime'),
      // The documented default.
      scopes: this.texts(policy, 'allowedScopes', [...userScopes]),
      isAccessTokenJwt: this.#flag(policy, 'useAccessJWT') ?? false,
    };
  }

  loginSettings(policy: Resource): LoginSettings {
    const details = jsonObject(policy.members['identityStoreDetails']);
    const connection = jsonObject(details?.['connectionDetails']);
    const inStore = (name: string, value: unknown) =>
      this.text(policy, `identityStoreDetails.${name}`, value);
    const options = this.options.get(policy.id);
    return {
      policy,
      loginUrl: this.text(policy, 'loginURL', policy.members['loginURL']),
      claims: this.#claims(policy),
      store: {
        type: inStore('type', details?.['type']),
        domain: inStore('connectionDetails.domain', connection?.['domain']),
        applicationId: inStore('connectionDetails.applicationId', connection?.['applicationId']),
        entityType: inStore('connectionDetails.entityType', connection?.['entityType']),
      },
      pushesClaims: this.#option(policy, '/pushClaims', options?.pushClaims, flagOf),
      responseTypes: this.#option(policy, '/allowedResponseTypes', options?.allowedResponseTypes, textsOf),
    };
  }

  /** A list of texts, or `missing` if the member is left out. */
  texts(resource: Resource, name: string, missing: readonly string[] = []): readonly string[] {
    const value = resource.members[name];
    if (value === undefined) {
      this.defaults.push({ resource, member: name });
      return missing;
    }
    const texts = textsOf(value);
    if (!texts) this.unreadable.push({ resource, member: name });
    return texts ?? [];
  }

  #seconds(resource: Resource, name: 'accessTokenLifetime' | 'refreshTokenLifetime'): number {
    const value = resource.members[name];
    const seconds = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0) return seconds;
    (value === undefined ? this.defaults : this.unreadable).push({ resource, member: name });
    return tokenPolicyFields().find(field => field.name === name)?.limits?.default ?? 0;
  }

  #flag(resource: Resource, name: string): boolean | undefined {
    const value = resource.members[name];
    const flag = flagOf(value);
    if (flag === undefined)
      (value === undefined ? this.defaults : this.unreadable).push({ resource, member: name });
    return flag;
  }

  text(resource: Resource, member: string, value: unknown): string | undefined {
    if (typeof value === 'string') return value;
    if (value !== undefined) this.unreadable.push({ resource, member });
    return undefined;
  }

  /** One entry for each pair of claim and attribute. */
  #claims(policy: Resource): readonly Claim[] {
    const mappings = jsonObject(policy.members['customClaims']);
    const claims = new Map<string, Claim>();
    for (const place of ['id_token', 'userinfo'] as const) {
      const mapping = jsonObject(mappings?.[place]);
      if (!mapping && isSet(mappings?.[place]))
        this.unreadable.push({ resource: policy, member: `customClaims.${place}` });
      for (const [name, attribute] of Object.entries(mapping ?? {})) {
        const member = pathLabel(['customClaims', place, name]);
        const isSecret = isHidden(attribute, hidingOf(name, undefined));
        if (isSecret || typeof attribute !== 'string') {
          (isSecret ? this.hidden : this.unreadable).push({ resource: policy, member });
          continue;
        }
        const key = JSON.stringify([name, attribute]);
        const known = claims.get(key) ?? { name, attribute, isInIdToken: false, isInUserinfo: false };
        claims.set(key, { ...known, [place === 'id_token' ? 'isInIdToken' : 'isInUserinfo']: true });
      }
    }
    return [...claims.values()];
  }

  #option<Value>(
    resource: Resource,
    member: string,
    text: string | undefined,
    read: (value: unknown) => Value | undefined,
  ): Value | undefined {
    if (text === undefined) return undefined;
    const value = parseJson(text);
    // The form is not documented: the value itself, or an object that holds it.
    const [inner, ...more] = Object.values(jsonObject(value) ?? {});
    const found = read(value) ?? (more.length === 0 ? read(inner) : undefined);
    if (found === undefined) this.unreadable.push({ resource, member });
    return found;
  }
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every(each => typeof each === 'string') ? value : undefined;
}

/** Some pages of the documentation write flags as texts. */
function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
