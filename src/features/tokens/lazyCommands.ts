/*
 * What is loaded when a token is asked for or shown, in one: each module that is loaded by itself costs every window with
 * a profile some bytes.
 */
export { copyToken, forgetToken, obtainToken, renewToken, requestToken } from './commands';
export { requestTokenForFile } from './fileTokenCommand';
export { createInspectionDocuments, inspectToken } from './inspectCommand';
export { revokeToken } from './revokeCommand';
export { showTokenMenu } from './tokenMenu';
