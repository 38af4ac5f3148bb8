/*
 * What is loaded when a token is asked for or shown, in one: each module that is loaded by itself costs every window with
 * a profile some bytes.
 */
export { copyToken, forgetToken, renewToken, requestToken } from './commands';
export { requestTokenForFile } from './forFile';
export { obtainToken } from './forScope';
export { inspectToken } from './inspecting';
export { revokeToken } from './revoking';
export { showTokenMenu } from './tokenMenu';
