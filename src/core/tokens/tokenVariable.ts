/** The environment variable that holds the active token. */
export const tokenVariable = 'HOSTED_LOGIN_TOKEN';
