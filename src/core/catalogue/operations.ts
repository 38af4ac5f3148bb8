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
} from '../resourceRules/fields';
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

const operationNames = [
  'tokenPolicies.list',
  'tokenPolicies.get',
  'tokenPolicies.create',
  'tokenPolicies.update',
  'tokenPolicies.delete',
  'loginPolicies.list',
  'loginPolicies.get',
  'loginPolicies.create',
  'loginPolicies.update',
  'loginPolicies.delete',
  'loginPolicies.getPushClaims',
  'loginPolicies.updatePushClaims',
  'loginPolicies.getResponseTypes',
  'loginPolicies.updateResponseTypes',
  'clients.list',
  'clients.get',
  'clients.create',
  'clients.update',
  'clients.delete',
  'clients.getSecret',
  'clients.resetSecret',
] as const;

/** The name in the contract: resource, dot, verb. */
export type OperationName = (typeof operationNames)[number];

/** All operations of the configuration API, by resource. */
export function operations(): readonly Operation[] {
  return operationNames.map(operation);
}

export function findOperation(name: string): Operation | undefined {
  const known = operationNames.find(each => each === name);
  return known && operation(known);
}

function operation(name: OperationName): Operation {
  const [resource, verb] = name.split('.') as [ResourceKind, Verb];
  const [method, path] = endpoints[verb];
  return {
    ...{
      name,
      resource,
      method,
      path: `config/${resource}${path.replace('<id>', `<${idPlaceholder(resource)}>`)}`,
    },
    ...describeOperation(name),
    fields: fieldsOf(name),
  };
}

type Verb = OperationName extends `${string}.${infer Name}` ? Name : never;

/** Method and path of each verb, below the collection. */
const endpoints: Readonly<Record<Verb, readonly [method: Operation['method'], path: string]>> = {
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
};

function fieldsOf(name: OperationName): readonly ConfigField[] {
  switch (name) {
    case 'tokenPolicies.create':
      return tokenPolicyFields();
    case 'tokenPolicies.update':
      return asPutTemplate(tokenPolicyFields());
    case 'loginPolicies.create':
      return loginPolicyFields();
    case 'loginPolicies.update':
      return [loginPolicyIdField(), ...asPutTemplate(loginPolicyFields())];
    case 'loginPolicies.updatePushClaims':
      return asPutTemplate(pushClaimsFields());
    case 'loginPolicies.updateResponseTypes':
      return asPutTemplate(responseTypesFields());
    case 'clients.create':
      return clientFields();
    case 'clients.update':
      return asPutTemplate(clientFields());
    default:
      return [];
  }
}

function describeOperation(name: OperationName): Pick<Operation, 'title' | 'notes'> {
  const putReplaces = t(
    'A PUT replaces the whole resource: members that are left out are reset to their defaults.',
  );
  const paste = t(
    'Send the GET first, and replace each value in angle brackets with the one that it shows. Remove members that it does not show. Until then, the service refuses the body (400).',
  );
  switch (name) {
    case 'tokenPolicies.list':
      return { title: t('List token policies'), notes: [] };
    case 'tokenPolicies.get':
      return { title: t('Get a token policy'), notes: [] };
    case 'tokenPolicies.create':
      return { title: t('Create a token policy'), notes: [t('The response is the ID of the new policy.')] };
    case 'tokenPolicies.update':
      return {
        title: t('Update a token policy'),
        notes: [
          putReplaces,
          paste,
          t(
            'Keep the allowedScopes of a policy that gives configuration access: without them, nobody can change the configuration.',
          ),
        ],
      };
    case 'tokenPolicies.delete':
      return {
        title: t('Delete a token policy'),
        notes: [
          t(
            'Refused while a client uses it. Never delete the only policy that gives configuration access: only Akamai can restore it.',
          ),
        ],
      };
    case 'loginPolicies.list':
      return { title: t('List login policies'), notes: [] };
    case 'loginPolicies.get':
      return {
        title: t('Get a login policy'),
        notes: [t('The response holds the client secret of the identity store in plain text.')],
      };
    case 'loginPolicies.create':
      return { title: t('Create a login policy'), notes: [] };
    case 'loginPolicies.update':
      return {
        title: t('Update a login policy'),
        notes: [
          putReplaces,
          paste,
          t('identityStoreDetails is required, but cannot be changed: send what GET shows.'),
        ],
      };
    case 'loginPolicies.delete':
      return { title: t('Delete a login policy'), notes: [t('Refused while a client uses it.')] };
    case 'loginPolicies.getPushClaims':
      return { title: t('Get the push claims of a login policy'), notes: [] };
    case 'loginPolicies.updatePushClaims':
      return { title: t('Update the push claims of a login policy'), notes: [putReplaces, paste] };
    case 'loginPolicies.getResponseTypes':
      return {
        title: t('Get the allowed response types of a login policy'),
        notes: [t('The GET of the login policy does not show them.')],
      };
    case 'loginPolicies.updateResponseTypes':
      return {
        title: t('Update the allowed response types of a login policy'),
        notes: [
          putReplaces,
          paste,
          t('Applications that use a response type that is not in the list cannot sign anybody in any more.'),
        ],
      };
    case 'clients.list':
      return { title: t('List clients'), notes: [] };
    case 'clients.get':
      return { title: t('Get a client'), notes: [] };
    case 'clients.create':
      return { title: t('Create a client'), notes: [] };
    case 'clients.update':
      return {
        title: t('Update a client'),
        notes: [
          putReplaces,
          paste,
          t('A configuration client may lose its configuration access on another token policy.'),
        ],
      };
    case 'clients.delete':
      return {
        title: t('Delete a client'),
        notes: [
          t(
            'Nobody can sign in through it any more. Never delete the only configuration client: only Akamai can restore it.',
          ),
        ],
      };
    case 'clients.getSecret':
      return { title: t('Get the secret of a client'), notes: [t('The response holds it in plain text.')] };
    case 'clients.resetSecret':
      return {
        title: t('Reset the secret of a client'),
        notes: [
          t(
            'The old secret stops working at once, without a grace period. The new one is in the response: store it first.',
          ),
        ],
      };
  }
}
