import { type JsonSchema, resourceSchema } from '../../src/core/resourceRules/resourceSchema';
import { type ResourceKind, resourceKinds } from '../../src/core/resources/resource';

/**
 * The JSON schemas of configuration files, by path. They are files of the package, because VS Code reads them for any JSON
 * file that `jsonValidation` matches, also before the extension is active.
 */
export function fileSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    ...Object.fromEntries(resourceKinds.map(kind => [`media/schemas/${kind}.json`, resourceFileSchema(kind)])),
    'media/schemas/hosted-login.json': identitySchema,
    'media/schemas/ids.json': idsSchema,
  };
}

const common = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  allowComments: true,
  allowTrailingCommas: true,
};

/** The schema of the document of the Hosted Login view, with what differs in files. */
function resourceFileSchema(kind: ResourceKind): JsonSchema {
  const { properties } = resourceSchema(kind) as { readonly properties: Readonly<Record<string, JsonSchema>> };
  const { id: _, _links, ...members } = properties;
  return { ...common, properties: { ...members, ...changed(kind, members) } };
}

function changed(kind: ResourceKind, members: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> {
  switch (kind) {
    case 'tokenPolicies':
      return {};
    case 'clients':
      return Object.fromEntries(
        (['tokenPolicy', 'loginPolicy'] as const).map(name => [
          name,
          {
            description: `${about(members[name])}\n\nThe address of a file, such as ${addressOf(name)}/storefront, or an ID.`,
            defaultSnippets: [{ label: `${addressOf(name)}/…`, body: `${addressOf(name)}/\${1:name}` }],
          },
        ]),
      );
    case 'loginPolicies':
      return {
        identityStoreDetails: {
          ...members['identityStoreDetails'],
          properties: {
            ...propertiesOf(members['identityStoreDetails']),
            connectionDetails: {
              ...propertiesOf(members['identityStoreDetails'])['connectionDetails'],
              properties: {
                ...propertiesOf(propertiesOf(members['identityStoreDetails'])['connectionDetails']),
                clientSecret: secretSchema,
              },
            },
          },
        },
        $pushClaims: {
          description: 'Whether claims are pushed, in the form in which the service sends it. Left out: it is not changed.',
        },
        $allowedResponseTypes: {
          description:
            'Some of code, token, id_token and none, in the form in which the service sends them. Left out: they are not changed.',
        },
      };
  }
}

const secretSchema: JsonSchema = {
  description:
    'A secret is never in a file. {"$secret": "keep"} means the one that the service has. {"$secret": "NAME"} is asked for when the login policy is created.',
  type: 'object',
  properties: { $secret: { type: 'string', pattern: '^(keep|[A-Z][A-Z0-9_]{0,63})$' } },
  required: ['$secret'],
  additionalProperties: false,
  defaultSnippets: [
    { label: '{"$secret": "keep"}', body: { $secret: 'keep' } },
    { label: '{"$secret": "NAME"}', body: { $secret: '${1:OWNER_SECRET}' } },
  ],
};

const identitySchema: JsonSchema = {
  ...common,
  properties: {
    format: { const: 1 },
    customerId: { type: 'string', description: 'The customer whose configuration this is.' },
    origin: {
      type: 'string',
      description: 'The service that it is from. It is compared with the profile. Nothing is ever sent there because of this file.',
    },
    keep: {
      type: 'array',
      items: { type: 'string', pattern: '^(tokenPolicies|loginPolicies|clients)/[^/]+/.+$' },
      description:
        'Members that Promote to Another Folder leaves as they are here, such as clients/storefront/name.',
    },
  },
  required: ['format', 'customerId', 'origin'],
};

const idsSchema: JsonSchema = {
  ...common,
  description: 'Which policy or client each file stands for. Written by Pull and Apply.',
  patternProperties: { '^(tokenPolicies|loginPolicies|clients)/[^/]+$': { type: 'string' } },
  additionalProperties: false,
};

function addressOf(name: 'tokenPolicy' | 'loginPolicy'): ResourceKind {
  return name === 'tokenPolicy' ? 'tokenPolicies' : 'loginPolicies';
}

function about(schema: JsonSchema | undefined): string {
  const text = schema?.['description'];
  return typeof text === 'string' ? text : '';
}

function propertiesOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  return (schema?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
}
