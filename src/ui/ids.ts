import { tokenVariable } from '../core/tokens/tokenVariable';

/**
 * The names that package.json and the code share, but for settings (`settings.ts`); `test/host/contract.test.ts` compares
 * both. “Contract” in comments: what users and other extensions rely on (docs/for-extension-authors.md).
 */

/** The commands of the configuration for users and other extensions. */
export const publicConfigurationCommands = [
  'openResource',
  'applyResource',
  'reviewAndApply',
  'applyDrafts',
  'discardDraft',
  'createResource',
  'duplicateResource',
  'deleteResource',
  'resetClientSecret',
  'createSpareAccess',
  'restorePreviousVersion',
  'refreshConfiguration',
  'filterConfiguration',
  'copyResourceId',
  'requestTokenForResource',
  'accessHealth',
] as const;

/** The commands that only our own lenses, buttons and tree nodes of the configuration call. */
export const internalConfigurationCommands = [
  'showUsers',
  'compareDrafts',
  'saveAndReview',
  'applyChange',
  'cancelChange',
  'clearConfigurationFilter',
  'retryConfiguration',
  'loadAllClients',
] as const;

/** The commands of the configuration as files. */
export const publicFileCommands = [
  'pullConfiguration',
  'compareConfiguration',
  'applyConfiguration',
  'compareProfiles',
  'promoteConfiguration',
] as const;

/** The commands of the migration. */
export const publicMigrationCommands = ['exportForMigration', 'compareIssuer', 'openImportTerminal'] as const;

const otherCommands = [
  'planAction',
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
  'acquireToken',
  'sendRequest',
  'scopeCompleted',
  'fixLeak',
] as const;

/** The command ids (contract) by name. `extension.js` does not contain them. */
export const commands = /* @__PURE__ */ idsOf([
  ...publicFileCommands,
  ...publicConfigurationCommands,
  ...internalConfigurationCommands,
  ...publicMigrationCommands,
  ...otherCommands,
] as const);

/** The commands that package.json does not declare, because only our own lenses, quick fixes and tree nodes call them. */
export const undeclaredCommands = [
  'acquireToken',
  'authorizeRequest',
  'compareDrafts',
  'fixLeak',
  'loadAllClients',
  'planAction',
  'retryConfiguration',
  'scopeCompleted',
  'sendRequest',
  'showUsers',
  'tryExample',
] as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** Context keys that `when` clauses in package.json read. */
export const contextKeys = /* @__PURE__ */ idsOf([
  'hasProfile',
  'hasOwnProfile',
  'hasLiveToken',
  'sandboxRuns',
  'requestSent',
  'headerInserted',
  'scopeCompleted',
  'configurationFiltered',
  'hasDrafts',
  'reviewsDrafts',
] as const);

/** Ids by name. Built to keep `extension.js` and `container.js` small, which contain all. */
function idsOf<Name extends string>(
  names: readonly Name[],
): { readonly [Each in Name]: `hostedLogin.${Each}` } {
  return Object.fromEntries(names.map(name => [name, `hostedLogin.${name}`])) as {
    readonly [Each in Name]: `hostedLogin.${Each}`;
  };
}

/** The id of the configuration view (contract). */
export const configurationViewId = 'hostedLogin.configuration';

/** The id of the status bar item. */
export const statusBarId = 'hostedLogin.token';

/** The authentication provider's id. */
export const authenticationProviderId = 'hosted-login';

export { tokenVariable };

/** The variable for Hurl 7.1, which reads it as `{{hosted_login_token}}` and masks it in its output. */
export const hurlTokenVariable = 'HURL_SECRET_hosted_login_token';

/** REST clients replace it by the active token when they send. */
export const tokenReference = `Bearer {{$processEnv ${tokenVariable}}}`;

/** The REST clients that we support. */
export const restClientId = 'humao.rest-client';
export const httpYacId = 'anweber.vscode-httpyac';

/** The schemes of resource documents (contract) and of the diff before a change is sent. */
export const resourceScheme = 'hosted-login';
export const reviewScheme = 'hosted-login-review';

/** The scheme of plans: what a comparison of files with the service found. */
export const planScheme = 'hosted-login-plan';

/** The scheme of the JSON schemas of resources; package.json assigns them. */
export const schemaScheme = 'hosted-login-schema';
