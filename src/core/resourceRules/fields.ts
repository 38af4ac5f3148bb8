import { t } from '../common/l10n';

/** A member of a body that the configuration API takes, as it is documented (docs/hosted-login-api.md, Resources). */
export interface ConfigField {
  readonly name: string;
  /** What it is, its limits and its default, in words on one line. */
  readonly description: string;
  /** JSON to begin with, where `<name>` is for the user to fill in; or the members of an object. */
  readonly value: string | readonly ConfigField[];
  /** Other JSON that makes sense here. */
  readonly choices?: readonly string[];
  /** Whether there is nothing to change about the value. */
  readonly isFixed?: true;
  /** For a number: both included, and what it is where it is left out. */
  readonly limits?: FieldLimits;
}

/** Whole numbers, in seconds. */
export interface FieldLimits {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** The members of a token policy. */
export function tokenPolicyFields(): readonly ConfigField[] {
  return [
    { name: 'title', description: t('required'), value: '"<title>"' },
    seconds('accessTokenLifetime', { min: 60, max: 3600, default: 3600 }),
    seconds('refreshTokenLifetime', { min: 60, max: 31_557_600, default: 7_776_000 }),
    {
      name: 'allowedScopes',
      description: t(
        'what clients on this policy may ask for: for people openid and more, for administration *:config/**; left out, it becomes openid profile email address phone',
      ),
      value: '["openid", "profile", "email"]',
      choices: ['["openid"]', '["*:config/**"]', '[".:config/**"]'],
    },
    {
      name: 'useAccessJWT',
      description: t('whether access tokens are JWTs: true or false'),
      value: 'false',
      choices: ['true'],
    },
  ];
}

/** The members of a login policy, without the `id` that a PUT carries. */
export function loginPolicyFields(): readonly ConfigField[] {
  return [
    { name: 'title', description: t('required'), value: '"<title>"' },
    {
      name: 'loginURL',
      description: t('required; where people sign in. A change acts at once for every client on the policy'),
      value: '"https://example.com/login"',
    },
    {
      name: 'identityStoreDetails',
      description: t('required; where the users are. It can not be changed later'),
      value: [
        { name: 'type', description: t('always janrainCapture'), value: '"janrainCapture"', isFixed: true },
        {
          name: 'connectionDetails',
          description: t('all of them required'),
          value: [
            {
              name: 'domain',
              description: t('of the Capture application'),
              value: '"example.us-dev.janraincapture.com"',
            },
            {
              name: 'applicationId',
              description: t('of the Capture application'),
              value: '"<applicationId>"',
            },
            { name: 'entityType', description: t('the type of record of the users'), value: '"user"' },
            {
              name: 'clientId',
              description: t('of the owner of the application'),
              value: '"<ownerClientId>"',
            },
            {
              name: 'clientSecret',
              description: t(
                'of the owner of the application: from the environment variable {0}, never from this file',
                ownerSecretVariable,
              ),
              value: `"{{$processEnv ${ownerSecretVariable}}}"`,
              isFixed: true,
            },
          ],
        },
      ],
    },
    {
      name: 'customClaims',
      description: t('claims of your own: the name of each, and the path of the attribute that fills it'),
      value: [
        { name: 'id_token', description: t('claims in the ID token'), value: '{ "name": "displayName" }' },
        {
          name: 'userinfo',
          description: t('claims that userinfo answers'),
          value: '{ "name": "displayName" }',
        },
      ],
    },
  ];
}

/** The member of a login policy that a PUT must carry besides the others. */
export function loginPolicyIdField(): ConfigField {
  return { name: 'id', description: t('required; the one in the address'), value: '"<loginPolicyId>"' };
}

/** The members of a login policy's push claims. */
export function pushClaimsFields(): readonly ConfigField[] {
  return [
    {
      name: 'enabled',
      description: t(
        'true or false; off by default. The name of this member is not documented: take the one that GET shows',
      ),
      value: 'true',
      choices: ['false'],
    },
  ];
}

/** The members of a client. */
export function clientFields(): readonly ConfigField[] {
  return [
    { name: 'name', description: t('required; no other client has it'), value: '"<name>"' },
    {
      name: 'type',
      description: t('required; public or confidential, for good'),
      value: '"confidential"',
      choices: ['"public"'],
    },
    {
      name: 'redirectURIs',
      description: t('https, a deep link of an app, or http for this machine'),
      value: '["https://example.com/callback"]',
    },
    {
      name: 'loginPolicy',
      description: t(
        'ID of the login policy; a confidential client without one is for configuration. Once assigned, it cannot be taken away',
      ),
      value: '"<loginPolicyId>"',
    },
    {
      name: 'tokenPolicy',
      description: t('required; ID of the token policy. It can be replaced by another one, not taken away'),
      value: '"<tokenPolicyId>"',
    },
  ];
}

/**
 * The members of a PUT, which replaces what is there: each value is a bare `<name>`, for which what GET shows is to be
 * pasted. As long as one is left the body is no JSON, so that every service refuses it with 400. A body that is valid
 * as it stands would take the allowedScopes from the policy of administration, and with them the way back.
 */
export function asPutTemplate(fields: readonly ConfigField[]): readonly ConfigField[] {
  return fields.map(({ choices: _, limits: __, ...field }) => {
    if (field.isFixed) return field;
    return {
      ...field,
      value: typeof field.value === 'string' ? `<${field.name}>` : asPutTemplate(field.value),
    };
  });
}

/** Where the secret in a login policy's body comes from: no request file holds one. */
const ownerSecretVariable = 'OWNER_CLIENT_SECRET';

function seconds(name: string, limits: FieldLimits): ConfigField {
  return {
    name,
    description: t('seconds, {0} to {1}; default {2}', limits.min, limits.max, limits.default),
    value: String(limits.default),
    limits,
  };
}
