import { tokenVariable } from '../core/tokenVariable';

/** The one list of the names that package.json and the code share; a test compares both. */

/** Command ids (DESIGN §2: fixed). */
export const commands = {
  addProfile: 'hostedLogin.addProfile',
  editProfile: 'hostedLogin.editProfile',
  switchProfile: 'hostedLogin.switchProfile',
  removeProfile: 'hostedLogin.removeProfile',
  checkConnection: 'hostedLogin.checkConnection',
  requestToken: 'hostedLogin.requestToken',
  requestTokenForFile: 'hostedLogin.requestTokenForFile',
  renewToken: 'hostedLogin.renewToken',
  copyToken: 'hostedLogin.copyToken',
  copyAuthorizationAs: 'hostedLogin.copyAuthorizationAs',
  forgetToken: 'hostedLogin.forgetToken',
  revokeToken: 'hostedLogin.revokeToken',
  inspectToken: 'hostedLogin.inspectToken',
  showTokenMenu: 'hostedLogin.showTokenMenu',
  insertAuthorizationHeader: 'hostedLogin.insertAuthorizationHeader',
  removeAuthorizationHeader: 'hostedLogin.removeAuthorizationHeader',
  send: 'hostedLogin.send',
  startSandbox: 'hostedLogin.startSandbox',
  stopSandbox: 'hostedLogin.stopSandbox',
  openExample: 'hostedLogin.openExample',
  newRequest: 'hostedLogin.newRequest',
  cleanRestClientHistory: 'hostedLogin.cleanRestClientHistory',
  showLog: 'hostedLogin.showLog',
  authorizeRequest: 'hostedLogin.authorizeRequest',
  obtainToken: 'hostedLogin.obtainToken',
  sendRequest: 'hostedLogin.sendRequest',
  scopeCompleted: 'hostedLogin.scopeCompleted',
  fixLeak: 'hostedLogin.fixLeak',
  openResource: 'hostedLogin.openResource',
  applyResource: 'hostedLogin.applyResource',
  applyChange: 'hostedLogin.applyChange',
  cancelChange: 'hostedLogin.cancelChange',
  createResource: 'hostedLogin.createResource',
  duplicateResource: 'hostedLogin.duplicateResource',
  deleteResource: 'hostedLogin.deleteResource',
  resetClientSecret: 'hostedLogin.resetClientSecret',
  createSpareAccess: 'hostedLogin.createSpareAccess',
  restorePreviousVersion: 'hostedLogin.restorePreviousVersion',
  refreshConfiguration: 'hostedLogin.refreshConfiguration',
  filterConfiguration: 'hostedLogin.filterConfiguration',
  clearConfigurationFilter: 'hostedLogin.clearConfigurationFilter',
  copyResourceId: 'hostedLogin.copyResourceId',
  requestTokenForResource: 'hostedLogin.requestTokenForResource',
  accessHealth: 'hostedLogin.accessHealth',
  retryConfiguration: 'hostedLogin.retryConfiguration',
  lookThroughClients: 'hostedLogin.lookThroughClients',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** Context keys that `when` clauses in package.json read. */
export const contextKeys = {
  hasProfile: 'hostedLogin.hasProfile',
  hasToken: 'hostedLogin.hasToken',
  hasLiveToken: 'hostedLogin.hasLiveToken',
  sandboxRuns: 'hostedLogin.sandboxRuns',
  headerInserted: 'hostedLogin.headerInserted',
  scopeCompleted: 'hostedLogin.scopeCompleted',
  configurationFiltered: 'hostedLogin.configurationFiltered',
} as const;

/** The id of the view of the configuration (DESIGN §2: fixed). */
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

/** The scheme of resources as documents (DESIGN §2: fixed), and of what shows them side by side before they are sent. */
export const resourceScheme = 'hosted-login';
export const reviewScheme = 'hosted-login-review';
