import { type OperationName, findOperation } from '../../src/core/catalogue/operations';
import { bodyLines, contentHeader, requestBase } from '../../src/core/catalogue/requestText';
import {
  clientFields,
  type ConfigField,
  loginPolicyFields,
  loginPolicyIdField,
  pushClaimsFields,
  responseTypesFields,
  tokenPolicyFields,
} from '../../src/core/resourceRules/resourceFields';
import { tokenReference } from '../../src/ui/ids';

/** A request of the example file. It changes only what the file itself creates. */
interface Step {
  readonly operation: OperationName;
  /** The text after `###`; the title of the operation if undefined. */
  readonly title?: string;
  /** Further comments, also those that a client reads: `@name x`. */
  readonly comments?: readonly string[];
  /** The body of a PUT. The catalogue has placeholders for it, but the file knows what it created. */
  readonly body?: readonly ConfigField[];
  /** JSON to replace values. */
  readonly values?: Readonly<Record<string, string>>;
}

/** `examples/hosted-login.http`: every operation of the catalogue in an order that works. Deletes what it creates. */
export function exampleFile(): string {
  return [head, firstRequest, ...reading.map(requestOf), discovery, ids, ...steps.map(requestOf), tokenRequest].join('\n\n') + '\n';
}

const head = `\
# Example requests to Hosted Login, for REST Client and httpYac.
#
# 1. Request a token:  command "Hosted Login: Request Access Token…"
# 2. Insert it below:  command "Hosted Login: Insert Authorization Header"
# 3. Send the request: the link above its first line. Or send all of them, from top to bottom.
#
# They change and delete only what they create themselves, and leave nothing behind.
# The header refers to the token and does not contain it, so you can commit this file.

@origin = https://v1.api.us.janrain.com
@customerId = 00000000-0000-0000-0000-000000000000`;

const firstRequest = `\
### List the token policies: put the cursor here and insert the header
# httpYac skips this request until it has the header.
# @disabled !httpRegion.request.headers.Authorization
GET ${requestBase}/config/tokenPolicies
Accept: application/json`;

const discovery = `\
### What the customer's service offers: needs no token
GET ${requestBase}/login/.well-known/openid-configuration
Accept: application/json`;

/**
 * For REST Client only. After a `###` without a title, because httpYac treats a block with a title as a request. Each
 * request that needs these variables replaces what httpYac makes of them (`fresh`).
 */
const ids = `\
###
# The IDs of what is created below, as REST Client reads them from the responses.
# If your service returns a new login policy as an object, write $.id there too.
@tokenPolicyId = {{createTokenPolicy.response.body.$}}
@loginPolicyId = {{createLoginPolicy.response.body.$}}
@exampleClientId = {{createClient.response.body.$.id}}`;

/**
 * The same for httpYac, by the name of the variable. In the request itself, because a variable of the file keeps the value
 * of the previous run. Never empty: a DELETE without an ID would address the collection. REST Client reads these lines as
 * variables of another name.
 */
const fresh: Readonly<Record<string, string>> = {
  tokenPolicyId: "@tokenPolicyId:= {{createTokenPolicy || 'missing'}}",
  loginPolicyId: "@loginPolicyId:= {{createLoginPolicy.id || createLoginPolicy || 'missing'}}",
  exampleClientId: "@exampleClientId:= {{createClient.id || 'missing'}}",
};

const tokenRequest = `\
### A token without the extension: complete the scope behind "scope=" (Ctrl+Space)
# The client's ID and secret come from the environment, never from this file; without them httpYac skips this request.
# @disabled !process.env.HOSTED_LOGIN_CLIENT_SECRET
POST ${requestBase}/login/token
Authorization: Basic {{$processEnv HOSTED_LOGIN_CLIENT_ID}}:{{$processEnv HOSTED_LOGIN_CLIENT_SECRET}}
Content-Type: application/x-www-form-urlencoded

grant_type=client_credentials&scope=`;

/** The identity store of the example. Nobody can sign in with it. */
const store = {
  loginURL: '"https://login.example.com/login"',
  domain: '"example.us-dev.janraincapture.com"',
  applicationId: '"made-up-application"',
  clientId: '"made-up-owner"',
  clientSecret: '"made up, and no secret"',
};
const tokenPolicy = { title: '"Example of Hosted Login for VS Code"' };
const loginPolicy = { ...store, title: '"Example of Hosted Login for VS Code"' };
const client = { name: '"Example of Hosted Login for VS Code"' };

const reading: readonly Step[] = [{ operation: 'loginPolicies.list' }, { operation: 'clients.list' }];

const steps: readonly Step[] = [
  {
    operation: 'tokenPolicies.create',
    comments: ['@name createTokenPolicy', 'The requests from here on need a token with *:config/**'],
    values: { ...tokenPolicy },
  },
  { operation: 'tokenPolicies.get', comments: ['@ref createTokenPolicy'] },
  {
    operation: 'tokenPolicies.update',
    comments: ['@ref createTokenPolicy', 'A PUT replaces the whole policy: what you leave out is reset to its default.'],
    body: tokenPolicyFields(),
    values: { ...tokenPolicy, accessTokenLifetime: '900' },
  },
  {
    operation: 'loginPolicies.create',
    comments: ['@name createLoginPolicy', 'The identity store is made up: nobody can sign in through it.'],
    values: loginPolicy,
  },
  { operation: 'loginPolicies.get', comments: ['@ref createLoginPolicy'] },
  {
    operation: 'loginPolicies.update',
    comments: ['@ref createLoginPolicy', 'Needs the ID, and the identity store unchanged.'],
    body: [loginPolicyIdField(), ...loginPolicyFields()],
    values: { ...loginPolicy, loginURL: '"https://login.example.com/new-login"' },
  },
  { operation: 'loginPolicies.getPushClaims', comments: ['@ref createLoginPolicy'] },
  {
    operation: 'loginPolicies.updatePushClaims',
    comments: ['@ref createLoginPolicy'],
    body: pushClaimsFields(),
  },
  { operation: 'loginPolicies.getResponseTypes', comments: ['@ref createLoginPolicy'] },
  {
    operation: 'loginPolicies.updateResponseTypes',
    comments: ['@ref createLoginPolicy'],
    body: responseTypesFields(),
  },
  {
    operation: 'clients.create',
    comments: ['@name createClient', '@ref createTokenPolicy', '@ref createLoginPolicy'],
    values: client,
  },
  { operation: 'clients.get', comments: ['@ref createClient'] },
  {
    operation: 'clients.update',
    comments: ['@ref createTokenPolicy', '@ref createLoginPolicy', '@ref createClient'],
    body: clientFields(),
    values: { ...client, redirectURIs: '["https://example.com/callback", "http://localhost:3000/callback"]' },
  },
  { operation: 'clients.getSecret', comments: ['@ref createClient'] },
  {
    operation: 'clients.resetSecret',
    comments: ['@ref createClient', 'The old secret stops working at once.'],
  },
  {
    operation: 'clients.delete',
    title: 'Delete the client again: a policy can be deleted only when no client uses it',
    comments: ['@ref createClient'],
  },
  {
    operation: 'loginPolicies.delete',
    title: 'Delete the login policy again',
    comments: ['@ref createLoginPolicy'],
  },
  {
    operation: 'tokenPolicies.delete',
    title: 'Delete the token policy again',
    comments: ['@ref createTokenPolicy'],
  },
];

function requestOf({ operation: name, title, comments = [], body: known, values = {} }: Step): string {
  const operation = findOperation(name);
  if (!operation) throw new Error(`There is no operation ${name}.`);
  const { method, path } = operation;
  const fields = known ?? operation.fields;
  const body = fields.length > 0 ? ['', ...bodyLines(fields, (field, value) => values[field.name] ?? value)] : [];
  const lines = [`${method} ${requestBase}/${path}`, `Authorization: ${tokenReference}`, ...contentHeader(operation), ...body]
    .map(line => line.replace('<clientId>', '<exampleClientId>').replace(/<(\w+)>/g, '{{$1}}'));
  const used = Object.keys(fresh).filter(name => lines.some(line => line.includes(`{{${name}}}`)));
  return [
    `### ${title ?? operation.title}`,
    ...comments.map(comment => `# ${comment}`),
    ...used.map(name => fresh[name]),
    ...lines,
  ].join('\n');
}
