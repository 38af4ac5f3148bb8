// Reads the applications of a configuration.
import { slugOf } from '../configurationFiles/address';
import { jsonObject, parseJson, parseJsonObject } from '../json/json';
import { mayGrantConfigurationAccess } from '../resourceRules/configurationAccess';
import { limitsOf } from '../resourceRules/validateResource';
import type { ConfigurationSnapshot } from '../resources/configurationSnapshot';
import { maskingOf, isMasked } from '../resources/maskingRules';
import { clientKindOf, isSet, type Resource, resourceKey } from '../resources/resource';
import { userScopes } from '../scopes/parseScope';
import {
  type Application,
  type Claim,
  type LoginSettings,
  type MigrationSource,
  type TokenSettings,
  type UnreadableMember,
  usedPolicies,
} from './applications';
import { membersOf, pathLabel } from './resourceMembers';
import { secretVariable, UniqueNames } from './uniqueNames';

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
  const used = new Set(applications.flatMap(usedPolicies).map(resourceKey));
  const ofConfiguration = new Set(configurationClients.map(client => reference(client, 'tokenPolicy')));
  const unclearUses = new Set(
    unclear.flatMap(client => [reference(client, 'tokenPolicy'), reference(client, 'loginPolicy')]),
  );
  const others = resources.filter(
    resource => resource.kind !== 'clients' && !used.has(resourceKey(resource)),
  );
  const isForConfiguration = (policy: Resource) =>
    policy.kind === 'tokenPolicies' &&
    (ofConfiguration.has(policy.id) || mayGrantConfigurationAccess(policy.members));
  const forNobody = others.filter(policy => !isForConfiguration(policy));
  return {
    ...{ name, origin, customerId, unread, applications },
    membersOf: resource =>
      membersOf(
        resource,
        resource.kind === 'loginPolicies' ? loginPolicyOptions.get(resource.id) : undefined,
      ),
    configurationAccess: [...configurationClients, ...others.filter(isForConfiguration)],
    unused: forNobody.filter(({ id }) => !unclearUses.has(id)),
    unclear: [...unclear, ...forNobody.filter(({ id }) => unclearUses.has(id))],
    unreadable: reader.unreadable,
    masked: reader.masked,
    defaults: reader.defaults,
    discovery: snapshot.discovery === undefined ? undefined : parseJsonObject(snapshot.discovery),
  };
}

function reference({ members }: Resource, name: string): string {
  const id = members[name];
  return typeof id === 'string' ? id : '';
}

/** Reads members and notes those that are left out or not of the documented form. */
class Reader {
  readonly unreadable: UnreadableMember[] = [];
  readonly masked: UnreadableMember[] = [];
  readonly defaults: UnreadableMember[] = [];

  constructor(private readonly options: ConfigurationSnapshot['loginPolicyOptions']) {}

  tokenSettings(policy: Resource): TokenSettings {
    return {
      policy,
      accessTokenLifetime: this.#seconds(policy, 'accessTokenLifetime'),
      refreshTokenLifetime: this.#seconds(policy, 'refreshTokenLifetime'),
      // The documented default.
      scopes: this.texts(policy, 'allowedScopes', [...userScopes]),
      isAccessTokenJwt: this.#flag(policy, 'useAccessJWT'),
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
    const texts = textsOf(value);
    if (!texts) this.#noteMissing(resource, name);
    return texts ?? (value === undefined ? missing : []);
  }

  #seconds(resource: Resource, name: 'accessTokenLifetime' | 'refreshTokenLifetime'): number {
    const value = resource.members[name];
    const seconds = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof seconds === 'number' && Number.isSafeInteger(seconds) && seconds >= 0) return seconds;
    this.#noteMissing(resource, name);
    return limitsOf('tokenPolicies', name)?.default ?? 0;
  }

  #flag(resource: Resource, name: string): boolean {
    const flag = flagOf(resource.members[name]);
    if (flag === undefined) this.#noteMissing(resource, name);
    return flag ?? false;
  }

  /** Notes a member without a usable value. */
  #noteMissing(resource: Resource, member: string): void {
    const isLeftOut = resource.members[member] === undefined;
    (isLeftOut ? this.defaults : this.unreadable).push({ resource, member });
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
        const isSecret = isMasked(attribute, maskingOf(name, undefined));
        if (isSecret || typeof attribute !== 'string') {
          (isSecret ? this.masked : this.unreadable).push({ resource: policy, member });
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
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
