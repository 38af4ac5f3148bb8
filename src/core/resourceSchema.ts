import type { ConfigField } from './configFields';
import { type ResourceKind, titleMember } from './configuration';
import { t } from './l10n';
import { becomes } from './resets';
import { fieldsOf } from './resourceRules';
import { describeScope, userScopes } from './scope';

/** A JSON schema as VS Code reads it: draft 7, and members of its own such as `defaultSnippets`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of a document: what a body may hold as it is documented (hosted-login-api §4), and in the descriptions
 * what a PUT makes of a member that it leaves out. Members that are not documented are allowed.
 */
export function resourceSchema(kind: ResourceKind): JsonSchema {
  const required = requiredMembers(kind);
  const members = fieldsOf(kind).map(field => [
    field.name,
    { ...memberSchema(kind, field, required.includes(field.name)), ...description(kind, field, required) },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required,
    properties: {
      id: {
        type: 'string',
        description: t('given by the service; it can not be changed, and has to be there'),
      },
      ...Object.fromEntries(members),
      _links: { description: t('said by the service; what is changed here changes nothing') },
    },
    ...(kind === 'clients' ? publicClient() : {}),
  };
}

/** The members without which the service refuses a body. The `id` of a change is told elsewhere: a new one has none. */
function requiredMembers(kind: ResourceKind): readonly string[] {
  switch (kind) {
    case 'tokenPolicies':
      return [titleMember(kind)];
    case 'loginPolicies':
      return [titleMember(kind), 'loginURL', 'identityStoreDetails'];
    case 'clients':
      return [titleMember(kind), 'type', 'tokenPolicy'];
  }
}

/** A client that people sign in through without a secret has to say where. */
function publicClient(): JsonSchema {
  return {
    if: { properties: { type: { const: 'public' } }, required: ['type'] },
    then: { properties: { loginPolicy: text('loginPolicy') }, required: ['loginPolicy'] },
  };
}

function description(
  kind: ResourceKind,
  { name, about }: ConfigField,
  required: readonly string[],
): JsonSchema {
  if (required.includes(name)) return { description: about };
  return { description: `${about}\n\n${t('Left out, a PUT resets it to: {0}', becomes(kind, name))}` };
}

function memberSchema(kind: ResourceKind, field: ConfigField, isRequired: boolean): JsonSchema {
  const { name, limits } = field;
  if (limits) {
    return { type: 'integer', minimum: limits.min, maximum: limits.max, default: limits.default };
  }
  if (name === 'allowedScopes') return { ...allowedScopes(), ...snippets(field) };
  if (kind === 'clients' && name === 'type') return { type: 'string', enum: ['public', 'confidential'] };
  if (name === 'useAccessJWT') return { type: 'boolean', default: false };
  if (name === 'loginPolicy') return { type: ['string', 'null'] };
  if (typeof field.value === 'string') return { ...plainSchema(field, isRequired), ...snippets(field) };
  return objectSchema(field.value);
}

/** Words besides the known ones are scopes of the administration: what is wrong with one is told where it stands. */
function allowedScopes(): JsonSchema {
  const known = [...userScopes];
  return {
    type: 'array',
    items: {
      anyOf: [
        { type: 'string', enum: known, enumDescriptions: known.map(describeScope) },
        { type: 'string' },
      ],
    },
    default: known,
  };
}

function objectSchema(fields: readonly ConfigField[]): JsonSchema {
  const properties = fields.map(field => {
    const schema = typeof field.value === 'string' ? plainSchema(field, false) : objectSchema(field.value);
    return [field.name, { ...schema, description: aboutShown(field) }];
  });
  return { type: 'object', properties: Object.fromEntries(properties) as JsonSchema };
}

/** What the fields say of a secret is for request files. */
function aboutShown({ name, about }: ConfigField): string {
  return name === 'clientSecret'
    ? t(
        'of the owner of the application. The service keeps it, and it is not shown: leave what stands for it as it is',
      )
    : about;
}

function plainSchema({ name, value }: ConfigField, isRequired: boolean): JsonSchema {
  const example: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (Array.isArray(example)) return { type: 'array', items: { type: 'string' } };
  if (typeof example === 'object') return { type: 'object' };
  return isRequired ? text(name) : { type: 'string' };
}

function text(name: string): JsonSchema {
  return { type: 'string', pattern: '\\S', patternErrorMessage: t('{0} has to be a text.', name) };
}

/** Whole values to begin with. Those that hold a place to fill in, such as an id, have no sense without what fills it. */
function snippets({ value, choices = [] }: ConfigField): JsonSchema {
  const whole = [value, ...choices].filter(
    (json): json is string => typeof json === 'string' && !/<\w+>/.test(json),
  );
  if (whole.length === 0) return {};
  return { defaultSnippets: whole.map(json => ({ label: json, body: JSON.parse(json) as unknown })) };
}
