import { t } from '../common/l10n';
import { type ResourceKind, titleMember } from '../resources/resource';
import { describeScope, userScopes } from '../scopes/scope';
import type { ConfigField } from './fields';
import { defaultAfterPut } from './omittedMembers';
import { fieldsOf } from './validateResource';

/** A JSON schema as VS Code reads it: draft 7, and members of its own such as `defaultSnippets`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON schema of a document: what it offers to complete, and says on hover: what a body may hold, and what a PUT makes
 * of a member that it leaves out. It refuses no value: what the service has is right, whatever it is, and what was changed
 * is judged by `checkResourceText`, which knows what the service has.
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
        description: t('given by the service; it cannot be changed or left out'),
      },
      ...Object.fromEntries(members),
      _links: { description: t('said by the service; what is changed here changes nothing') },
    },
  };
}

/** The members without which the service refuses a body, or which it does not take away. */
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
    description: `${about}\n\n${t('Left out, a PUT resets it to: {0}', defaultAfterPut(kind, name))}`,
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

/** Any value at all; these are offered. */
function offered(values: readonly unknown[], enumDescriptions?: readonly string[]): JsonSchema {
  return { anyOf: [{ enum: values, ...(enumDescriptions && { enumDescriptions }) }, {}] };
}

/** Words besides the known ones are scopes of the administration: what is wrong with one is told where it stands. */
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

/** A request file takes the secret from a variable; a document shows a placeholder. */
function shown(field: ConfigField): ConfigField {
  const { isFixed: _, ...rest } = field;
  return field.name === 'clientSecret' ? { ...rest, value: '"<clientSecret>"' } : field;
}

/** What the fields say of a secret is for request files. */
function aboutShown({ name, description: about }: ConfigField): string {
  return name === 'clientSecret'
    ? t(
        'of the owner of the application. The service keeps it, and it is not shown: leave what stands for it as it is',
      )
    : about;
}

/** Values to begin with, of which a tab stop selects what is only an example. */
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

/** The first text of a JSON value as a tab stop of a snippet. */
function withTabStop(json: string): string {
  return json.replace(/(?<=^"|^\["|: ")<?([^"<>]+)>?(?=")/, '\${1:$1}');
}
