import { tokenVariable } from '../core/tokens/tokenVariable';

/** The one list of the names that package.json and the code share; a test compares both. */

/** What the ids of our commands end with. */
const commandNames = [
  'addProfile',
  'editProfile',
  'switchProfile',
  'removeProfile',
  'checkConnection',
  'requestToken',
  'requestTokenForFile',
  'renewToken',
  'copyToken',
  'copyAuthorizationAs',
  'forgetToken',
  'revokeToken',
  'inspectToken',
  'showTokenMenu',
  'insertAuthorizationHeader',
  'removeAuthorizationHeader',
  'send',
  'startSandbox',
  'stopSandbox',
  'openExample',
  'tryExample',
  'newRequest',
  'cleanRestClientHistory',
  'showLog',
  'authorizeRequest',
  'obtainToken',
  'sendRequest',
  'scopeCompleted',
  'fixLeak',
  'openResource',
  'applyResource',
  'applyChange',
  'cancelChange',
  'createResource',
  'duplicateResource',
  'deleteResource',
  'resetClientSecret',
  'createSpareAccess',
  'restorePreviousVersion',
  'refreshConfiguration',
  'filterConfiguration',
  'clearConfigurationFilter',
  'copyResourceId',
  'requestTokenForResource',
  'accessHealth',
  'retryConfiguration',
  'lookThroughClients',
  'showUsers',
] as const;

type CommandName = (typeof commandNames)[number];

/**
 * Command ids (fixed: others use it), by what they end with. Put together here, because both the front door and the house
 * have all of them, and are measured by the byte.
 */
export const commands = Object.fromEntries(commandNames.map(name => [name, `hostedLogin.${name}`])) as {
  readonly [Each in CommandName]: `hostedLogin.${Each}`;
};

export type CommandId = (typeof commands)[CommandName];

/** Context keys that `when` clauses in package.json read. */
export const contextKeys = {
  hasProfile: 'hostedLogin.hasProfile',
  hasOwnProfile: 'hostedLogin.hasOwnProfile',
  hasLiveToken: 'hostedLogin.hasLiveToken',
  sandboxRuns: 'hostedLogin.sandboxRuns',
  requestSent: 'hostedLogin.requestSent',
  headerInserted: 'hostedLogin.headerInserted',
  scopeCompleted: 'hostedLogin.scopeCompleted',
  configurationFiltered: 'hostedLogin.configurationFiltered',
} as const;

/** The id of the view of the configuration (fixed: others use it). */
export const configurationViewId = 'hostedLogin.configuration';

/** The id of the status bar item. */
export const statusBarId = 'hostedLogin.token';

/** The authentication provider's id. */
export const authenticationProviderId = 'hosted-login';

export { tokenVariable };

/** The same for Hurl, which reads it as `{{hosted_login_token}}` and keeps it out of its output (Hurl 7.1). */
export const hurlTokenVariable = 'HURL_SECRET_hosted_login_token';

/** The value that REST clients resolve to the active token when they send. */
export const tokenReference = `Bearer {{$processEnv ${tokenVariable}}}`;

/** The extensions that send requests, and that we know. */
export const restClientId = 'humao.rest-client';
export const httpYacId = 'anweber.vscode-httpyac';

/** The scheme of resources as documents (fixed: others use it), and of what shows them side by side before they are sent. */
export const resourceScheme = 'hosted-login';
export const reviewScheme = 'hosted-login-review';

/** The scheme of the JSON schemas of those documents; package.json says which is for which. */
export const schemaScheme = 'hosted-login-schema';
