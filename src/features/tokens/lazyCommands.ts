/* The commands that are loaded on first use, in one module: each lazy import adds bytes to `container.js`. */
export { copyToken, forgetToken, acquireTokenForScope, renewToken, requestToken } from './commands';
export { requestTokenForFile } from './fileTokenCommand';
export { createInspectionDocuments, inspectToken } from './inspectCommand';
export { revokeToken } from './revokeCommand';
export { showTokenMenu } from './tokenMenu';
