import { longestLength } from '../common/collections';
import type { ConfigField } from '../resourceRules/resourceFields';
import type { Operation } from './operations';

/** The base URL of a request, written with file variables, so that a file defines origin and customer once. */
export const requestBase = '{{origin}}/{{customerId}}';

/**
 * An operation as a request for REST Client and httpYac, without the `###` line: notes and documented fields as comments,
 * request line, headers, body. `<name>` marks what to fill in.
 * @param authorization the header's value: `Bearer {{$processEnv HOSTED_LOGIN_TOKEN}}`
 */
export function requestLines(operation: Operation, authorization: string): string[] {
  const { method, path, fields } = operation;
  return [
    ...commentLines(operation),
    `${method} ${requestBase}/${path}`,
    `Authorization: ${authorization}`,
    ...contentHeader(operation),
    ...(fields.length > 0 ? ['', ...bodyLines(fields)] : []),
  ];
}

/** Notes and fields of an operation, as comments. */
export function commentLines({ notes, fields }: Pick<Operation, 'notes' | 'fields'>): string[] {
  return [...notes, ...fieldLines(fields)].map(line => `# ${line}`);
}

export function contentHeader({ method, fields }: Pick<Operation, 'method' | 'fields'>): string[] {
  if (fields.length > 0) return ['Content-Type: application/json'];
  return method === 'DELETE' ? [] : ['Accept: application/json'];
}

/**
 * The body as JSON, indented by two spaces.
 * @param written formats a value
 */
export function bodyLines(
  fields: readonly ConfigField[],
  written: (field: ConfigField, value: string) => string = (_, value) => value,
): string[] {
  const members = fields.flatMap((field, index) => {
    const comma = index < fields.length - 1 ? ',' : '';
    const name = `  "${field.name}": `;
    if (typeof field.value === 'string') return [`${name}${written(field, field.value)}${comma}`];
    const [first = '', ...rest] = bodyLines(field.value, written);
    return [`${name}${first}`, ...rest.map(line => `  ${line}`)].map((line, at) =>
      at === rest.length ? `${line}${comma}` : line,
    );
  });
  return ['{', ...members, '}'];
}

/** Names and descriptions in two columns, nested fields indented. */
function fieldLines(fields: readonly ConfigField[]): string[] {
  const rows = rowsOf(fields, '  ');
  const width = longestLength(rows.map(({ name }) => name));
  return rows.map(({ name, description }) => `${name.padEnd(width)}  ${description}`);
}

function rowsOf(
  fields: readonly ConfigField[],
  indentation: string,
): { name: string; description: string }[] {
  return fields.flatMap(({ name, description, value }) => [
    { name: `${indentation}${name}`, description },
    ...(typeof value === 'string' ? [] : rowsOf(value, `${indentation}  `)),
  ]);
}
