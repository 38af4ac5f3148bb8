import type { ConfigField } from '../resourceRules/fields';
import type { Operation } from './operations';

/** Where the requests of the catalogue go: file variables, so that a file has them once. */
export const requestBase = '{{origin}}/{{customerId}}';

/**
 * An operation as a request for REST Client and httpYac, without the `###` line: notes and the documented fields as
 * comments (`# `, which both of them read as such), request line, headers, body. What is to be filled in reads `<name>`.
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

/** What there is to know of an operation, each line a comment. */
export function commentLines({ notes, fields }: Pick<Operation, 'notes' | 'fields'>): string[] {
  return [...notes, ...fieldLines(fields)].map(line => `# ${line}`);
}

/** The header that tells what is sent, or what is wanted. */
export function contentHeader({ method, fields }: Pick<Operation, 'method' | 'fields'>): string[] {
  if (fields.length > 0) return ['Content-Type: application/json'];
  return method === 'DELETE' ? [] : ['Accept: application/json'];
}

/**
 * The body as JSON, two blanks a level.
 * @param written how a value is written; as it is where left out
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

/** The fields in two columns, those within others further to the right. */
function fieldLines(fields: readonly ConfigField[]): string[] {
  const rows = rowsOf(fields, '  ');
  const width = Math.max(...rows.map(({ name }) => name.length));
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
