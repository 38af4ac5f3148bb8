/** The environment variable that carries the active token. */
export const tokenVariable = 'HOSTED_LOGIN_TOKEN';
