import { t } from '../common/l10n';
import { type ResourceKind, titleMember } from '../resources/resource';
import { describeScope } from '../scopes/describeScope';
import { userScopes } from '../scopes/parseScope';
import { defaultAfterPut } from './omittedMembers';
import type { ConfigField } from './resourceFields';
import { fieldsOf } from './validateResource';

/** A JSON schema (draft 7) with VS Code's extensions, such as `defaultSnippets`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of a document, for completion and hovers: the members, and what a PUT resets them to if they are left out.
 * Allows any value: values of the service are never an error, and `checkResourceText` validates changes.
 */
export function resourceSchema(kind: ResourceKind): JsonSchema {
  const members = fieldsOf(kind).map(field => [
    field.name,
    { ...memberSchema(kind, field), ...description(kind, field) },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: {
      id: {
        description: t('set by the service; it cannot be changed or left out'),
      },
      ...Object.fromEntries(members),
      _links: { description: t('set by the service; changes here have no effect') },
    },
  };
}

/** Members that the service requires, or does not remove. */
function requiredMembers(kind: ResourceKind): readonly string[] {
  switch (kind) {
    case 'tokenPolicies':
      return [titleMember(kind)];
    case 'loginPolicies':
      return [titleMember(kind), 'loginURL', 'identityStoreDetails'];
    case 'clients':
      return [titleMember(kind), 'type', 'tokenPolicy', 'loginPolicy'];
  }
}

function description(kind: ResourceKind, { name, description: about }: ConfigField): JsonSchema {
  if (requiredMembers(kind).includes(name)) return { description: about };
  return {
    description: `${about}\n\n${t('If it is left out, the service resets it to: {0}', defaultAfterPut(kind, name))}`,
  };
}

function memberSchema(kind: ResourceKind, field: ConfigField): JsonSchema {
  const { name, limits } = field;
  if (limits) return { default: limits.default };
  if (name === 'allowedScopes') return { ...allowedScopes(), ...snippets(field) };
  if (kind === 'clients' && name === 'type') return offered(['public', 'confidential']);
  if (name === 'useAccessJWT') return { ...offered([true, false]), default: false };
  return typeof field.value === 'string' ? snippets(field) : objectSchema(field.value);
}

/** Allows any value, and offers these. */
function offered(values: readonly unknown[], enumDescriptions?: readonly string[]): JsonSchema {
  return { anyOf: [{ enum: values, ...(enumDescriptions && { enumDescriptions }) }, {}] };
}

/** Other words are scopes of the configuration API, which have their own diagnostics. */
function allowedScopes(): JsonSchema {
  const known = [...userScopes];
  return {
    items: offered(
      known,
      known.map(scope => describeScope(scope)),
    ),
    default: known,
  };
}

function objectSchema(fields: readonly ConfigField[]): JsonSchema {
  const properties = fields.map(field => {
    const schema = typeof field.value === 'string' ? snippets(shown(field)) : objectSchema(field.value);
    return [field.name, { ...schema, description: aboutShown(field) }];
  });
  return { properties: Object.fromEntries(properties) as JsonSchema };
}

/** Request files take the secret from a variable, documents show a placeholder. */
function shown(field: ConfigField): ConfigField {
  const { isFixed: _, ...rest } = field;
  return field.name === 'clientSecret' ? { ...rest, value: '"<clientSecret>"' } : field;
}

/** The description of the secret in fields.ts is for request files. */
function aboutShown({ name, description: about }: ConfigField): string {
  return name === 'clientSecret'
    ? t(
        'the secret of the owner of the application. The service has it, but it is not shown: leave the placeholder unchanged',
      )
    : about;
}

/** Values as snippets. An example becomes a tab stop. */
function snippets({ value, choices = [], isFixed }: ConfigField): JsonSchema {
  const values = [value, ...choices].filter((json): json is string => typeof json === 'string');
  const isExample = choices.length === 0 && !isFixed;
  return {
    defaultSnippets: values.map(json => ({
      label: json,
      body: JSON.parse(isExample ? withTabStop(json) : json) as unknown,
    })),
  };
}

/** Turns the first string of a JSON value into a tab stop. */
function withTabStop(json: string): string {
  return json.replace(/(?<=^"|^\["|: ")<?([^"<>]+)>?(?=")/, '\${1:$1}');
}
