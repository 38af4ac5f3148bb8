import { t } from '../common/l10n';

/** A documented member of a request body of the configuration API (docs/hosted-login-api.md, Resources). */
export interface ConfigField {
  readonly name: string;
  /** One line, with limits and default. */
  readonly description: string;
  /** JSON to start with, with `<name>` to fill in; or the members of an object. */
  readonly value: string | readonly ConfigField[];
  /** Other useful values, as JSON. */
  readonly choices?: readonly string[];
  /** Whether no other value makes sense. */
  readonly isFixed?: true;
  readonly limits?: FieldLimits;
}

/** Seconds. `min` and `max` are inclusive; `default` applies if the member is left out. */
interface FieldLimits {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export function tokenPolicyFields(): readonly ConfigField[] {
  return [
    { name: 'title', description: t('required'), value: '"<title>"' },
    seconds('accessTokenLifetime', { min: 60, max: 3600, default: 3600 }),
    seconds('refreshTokenLifetime', { min: 60, max: 31_557_600, default: 7_776_000 }),
    {
      name: 'allowedScopes',
      description: t(
        'what clients on this policy may request: openid and more for users, *:config/** for the configuration; left out, it becomes openid profile email address phone',
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

/** Without the `id` of a PUT. */
export function loginPolicyFields(): readonly ConfigField[] {
  return [
    { name: 'title', description: t('required'), value: '"<title>"' },
    {
      name: 'loginURL',
      description: t(
        'required; where people sign in. A change takes effect at once for all clients on the policy',
      ),
      value: '"https://example.com/login"',
    },
    {
      name: 'identityStoreDetails',
      description: t('required; where the users are. It cannot be changed later'),
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
            { name: 'entityType', description: t('the entity type of the users'), value: '"user"' },
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
          description: t('claims in the userinfo response'),
          value: '{ "name": "displayName" }',
        },
      ],
    },
  ];
}

/** Another member that a PUT of a login policy must have. */
export function loginPolicyIdField(): ConfigField {
  return { name: 'id', description: t('required; the one in the address'), value: '"<loginPolicyId>"' };
}

export function pushClaimsFields(): readonly ConfigField[] {
  return [
    {
      name: 'enabled',
      description: t(
        'true or false; off by default. Whether the body is an object, and the name of this member, are not documented: take what GET shows',
      ),
      value: 'true',
      choices: ['false'],
    },
  ];
}

export function responseTypesFields(): readonly ConfigField[] {
  return [
    {
      name: 'allowedResponseTypes',
      description: t(
        'code, token, id_token or none. Whether the body is this object or the bare array is not documented: take what GET shows',
      ),
      value: '["code"]',
      choices: ['["code", "token", "id_token"]', '["none"]'],
    },
  ];
}

export function clientFields(): readonly ConfigField[] {
  return [
    { name: 'name', description: t('required; no other client has it'), value: '"<name>"' },
    {
      name: 'type',
      description: t('required; public or confidential. It cannot be changed later'),
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
        'ID of the login policy; a confidential client without one is for configuration. Once assigned, it cannot be removed',
      ),
      value: '"<loginPolicyId>"',
    },
    {
      name: 'tokenPolicy',
      description: t('required; ID of the token policy. It can be replaced by another one, not removed'),
      value: '"<tokenPolicyId>"',
    },
  ];
}

/**
 * The members of a PUT, which replaces the whole resource. Each value is a bare `<name>`, to be replaced by the value that GET
 * shows. While one is left, the body is not JSON, and the service refuses it with 400. Valid examples could remove the
 * allowedScopes of a configuration policy, which cannot be undone.
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

/** The environment variable for the secret of a login policy: request files hold no secrets. */
const ownerSecretVariable = 'OWNER_CLIENT_SECRET';

function seconds(name: string, limits: FieldLimits): ConfigField {
  return {
    name,
    description: t('seconds, {0} to {1}; default {2}', limits.min, limits.max, limits.default),
    value: String(limits.default),
    limits,
  };
}
