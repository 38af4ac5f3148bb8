import { t } from '../common/l10n';
import {
  clientFields,
  type ConfigField,
  loginPolicyFields,
  loginPolicyIdField,
  pushClaimsFields,
  responseTypesFields,
  asPutTemplate,
  tokenPolicyFields,
} from '../resourceRules/resourceFields';
import { idPlaceholder, type ResourceKind } from '../resources/resource';

/** One operation of the configuration API (docs/hosted-login-api.md, Resources). */
export interface Operation {
  /** `tokenPolicies.update` */
  readonly name: OperationName;
  readonly resource: ResourceKind;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the customer: `config/tokenPolicies/<tokenPolicyId>`, with `<name>` to fill in. */
  readonly path: string;
  readonly title: string;
  /** What to know before sending it. */
  readonly notes: readonly string[];
  /** The members of the body. Empty if it has none. */
  readonly fields: readonly ConfigField[];
}

/** Method and path of each verb, below the collection. */
const endpoints = {
  list: ['GET', ''],
  get: ['GET', '/<id>'],
  create: ['POST', ''],
  update: ['PUT', '/<id>'],
  delete: ['DELETE', '/<id>'],
  getPushClaims: ['GET', '/<id>/pushClaims'],
  updatePushClaims: ['PUT', '/<id>/pushClaims'],
  getResponseTypes: ['GET', '/<id>/allowedResponseTypes'],
  updateResponseTypes: ['PUT', '/<id>/allowedResponseTypes'],
  getSecret: ['GET', '/<id>/secret'],
  resetSecret: ['POST', '/<id>/secret'],
} as const;

type CommonVerb = 'list' | 'get' | 'create' | 'update' | 'delete';

/** The name in the contract: resource, dot, verb. */
export type OperationName =
  | `${ResourceKind}.${CommonVerb}`
  | `loginPolicies.${'getPushClaims' | 'updatePushClaims' | 'getResponseTypes' | 'updateResponseTypes'}`
  | `clients.${'getSecret' | 'resetSecret'}`;

/** All operations of the configuration API, by resource. */
export function operations(): readonly Operation[] {
  return (Object.entries(texts()) as [OperationName, Texts][]).map(([name, [title, ...notes]]) => {
    const [resource, verb] = name.split('.') as [ResourceKind, keyof typeof endpoints];
    const [method, below] = endpoints[verb];
    const path = `config/${resource}${below.replace('<id>', `<${idPlaceholder(resource)}>`)}`;
    return { name, resource, method, path, title, notes, fields: fields[name]?.() ?? [] };
  });
}

export function findOperation(name: string): Operation | undefined {
  return operations().find(each => each.name === name);
}

/** The members of the bodies. */
const fields: Partial<Record<OperationName, () => readonly ConfigField[]>> = {
  'tokenPolicies.create': tokenPolicyFields,
  'tokenPolicies.update': () => asPutTemplate(tokenPolicyFields()),
  'loginPolicies.create': loginPolicyFields,
  'loginPolicies.update': () => [loginPolicyIdField(), ...asPutTemplate(loginPolicyFields())],
  'loginPolicies.updatePushClaims': () => asPutTemplate(pushClaimsFields()),
  'loginPolicies.updateResponseTypes': () => asPutTemplate(responseTypesFields()),
  'clients.create': clientFields,
  'clients.update': () => asPutTemplate(clientFields()),
};

/** The title, and what to know before sending. */
type Texts = readonly [title: string, ...notes: string[]];

function texts(): Readonly<Record<OperationName, Texts>> {
  const putNotes = [
    t('A PUT replaces everything: members that are left out are reset to their defaults.'),
    t(
      'Send the GET first, and replace each value in angle brackets with the one that it shows. Remove members that it does not show. Until then, the service refuses the body (400).',
    ),
  ];
  return {
    'tokenPolicies.list': [t('List token policies')],
    'tokenPolicies.get': [t('Get a token policy')],
    'tokenPolicies.create': [t('Create a token policy'), t('The response is the ID of the new policy.')],
    'tokenPolicies.update': [
      t('Update a token policy'),
      ...putNotes,
      t(
        'Keep the allowedScopes of a policy that gives configuration access: without them, nobody can change the configuration.',
      ),
    ],
    'tokenPolicies.delete': [
      t('Delete a token policy'),
      t(
        'Refused while a client uses it. Never delete the only policy that gives configuration access: only Akamai can restore it.',
      ),
    ],
    'loginPolicies.list': [t('List login policies')],
    'loginPolicies.get': [
      t('Get a login policy'),
      t('The response holds the client secret of the identity store in plain text.'),
    ],
    'loginPolicies.create': [t('Create a login policy')],
    'loginPolicies.update': [
      t('Update a login policy'),
      ...putNotes,
      t('identityStoreDetails is required, but cannot be changed: send what GET shows.'),
    ],
    'loginPolicies.delete': [t('Delete a login policy'), t('Refused while a client uses it.')],
    'loginPolicies.getPushClaims': [t('Get the push claims of a login policy')],
    'loginPolicies.updatePushClaims': [t('Update the push claims of a login policy'), ...putNotes],
    'loginPolicies.getResponseTypes': [
      t('Get the allowed response types of a login policy'),
      t('The GET of the login policy does not show them.'),
    ],
    'loginPolicies.updateResponseTypes': [
      t('Update the allowed response types of a login policy'),
      ...putNotes,
      t('Applications that use a response type that is not in the list can no longer sign anybody in.'),
    ],
    'clients.list': [t('List clients')],
    'clients.get': [t('Get a client')],
    'clients.create': [t('Create a client')],
    'clients.update': [
      t('Update a client'),
      ...putNotes,
      t('A configuration client may lose its configuration access when it gets another token policy.'),
    ],
    'clients.delete': [
      t('Delete a client'),
      t(
        'Nobody can sign in through it anymore. Never delete the only configuration client: only Akamai can restore it.',
      ),
    ],
    'clients.getSecret': [t('Get the secret of a client'), t('The response holds it in plain text.')],
    'clients.resetSecret': [
      t('Reset the secret of a client'),
      t(
        'The old secret stops working at once, without a grace period. The new one is in the response: store it first.',
      ),
    ],
  };
}
