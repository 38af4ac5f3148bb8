/*
 * The file that `frodo oauth client export` writes and `import` reads, as far as we write it: the members and their kinds of
 * values are those of `OAuth2ClientTemplate.json` and of `OAuth2ClientExportInterface` in @rockcarver/frodo-lib 3.3.3. The
 * package itself is 47 MB, and its types allow any member below the groups.
 */

interface Own<Value> {
  inherited: false;
  value: Value;
}

export interface FrodoClient {
  _id: string;
  _type: { _id: 'OAuth2Client'; name: 'OAuth2 Clients'; collection: true };
  coreOAuth2ClientConfig: {
    userpassword?: string | null;
    status?: Own<'Active' | 'Inactive'>;
    clientName?: Own<string[]>;
    clientType?: Own<'Public' | 'Confidential'>;
    redirectionUris?: Own<string[]>;
    scopes?: Own<string[]>;
    defaultScopes?: Own<string[]>;
    accessTokenLifetime?: Own<number>;
    refreshTokenLifetime?: Own<number>;
    authorizationCodeLifetime?: Own<number>;
    loopbackInterfaceRedirection?: Own<boolean>;
  };
  advancedOAuth2ClientConfig: {
    descriptions: Own<string[]>;
    grantTypes?: Own<('authorization_code' | 'refresh_token' | 'client_credentials')[]>;
    responseTypes?: Own<string[]>;
    tokenEndpointAuthMethod?: Own<'none' | 'client_secret_basic' | 'client_secret_post'>;
    isConsentImplied?: Own<boolean>;
  };
  overrideOAuth2ClientConfig?: { providerOverridesEnabled?: boolean; statelessTokensEnabled?: boolean };
}

export interface FrodoExport {
  application: Record<string, FrodoClient>;
  script: Record<string, never>;
}
