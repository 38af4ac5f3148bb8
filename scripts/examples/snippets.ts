import { type Operation, type OperationName, operations } from '../../src/core/catalogue/operations';
import { bodyLines, commentLines, requestBase, requestLines } from '../../src/core/catalogue/requestText';
import type { ConfigField } from '../../src/core/resourceRules/resourceFields';
import { tokenReference, tokenVariable } from '../../src/ui/ids';
import { loginSnippets } from './loginSnippets';
import type { Snippet, SnippetLanguage, Snippets } from './snippet';

/** The snippets of a language by name: the start of a file, a token request, and the operations of the catalogue. */
export function snippetsOf(language: SnippetLanguage): Snippets {
  const { first, last } = loginSnippets(language);
  const ofCatalogue = operations().map((operation): [string, Snippet] => {
    const description = operation.notes.join(' ') || operation.title;
    const lines = language === 'http' ? httpLines(operation) : shellLines(operation);
    return [operation.title, { prefix: prefixes[operation.name], description, body: [...lines, '$0'] }];
  });
  return { ...first, ...Object.fromEntries(ofCatalogue), ...last };
}

/** The prefixes. They stay the same, because people remember them. */
const prefixes: Readonly<Record<OperationName, string>> = {
  'tokenPolicies.list': 'hl-token-policies',
  'tokenPolicies.get': 'hl-token-policy',
  'tokenPolicies.create': 'hl-token-policy-create',
  'tokenPolicies.update': 'hl-token-policy-update',
  'tokenPolicies.delete': 'hl-token-policy-delete',
  'loginPolicies.list': 'hl-login-policies',
  'loginPolicies.get': 'hl-login-policy',
  'loginPolicies.create': 'hl-login-policy-create',
  'loginPolicies.update': 'hl-login-policy-update',
  'loginPolicies.delete': 'hl-login-policy-delete',
  'loginPolicies.getPushClaims': 'hl-login-policy-push-claims',
  'loginPolicies.updatePushClaims': 'hl-login-policy-push-claims-update',
  'loginPolicies.getResponseTypes': 'hl-login-policy-response-types',
  'loginPolicies.updateResponseTypes': 'hl-login-policy-response-types-update',
  'clients.list': 'hl-clients',
  'clients.get': 'hl-client',
  'clients.create': 'hl-client-create',
  'clients.update': 'hl-client-update',
  'clients.delete': 'hl-client-delete',
  'clients.getSecret': 'hl-client-secret',
  'clients.resetSecret': 'hl-client-secret-reset',
};

function httpLines(operation: Operation): string[] {
  const stops = new TabStops();
  const comments = commentLines(operation).map(escaped);
  const lines = requestLines(operation, tokenReference).slice(comments.length);
  const head = lines.slice(0, operation.fields.length > 0 ? lines.indexOf('') + 1 : lines.length);
  return [
    escaped(`### ${operation.title}`),
    ...comments,
    ...head.map(line => stops.inText(line)),
    ...bodyWith(stops, operation.fields),
  ];
}

function shellLines(operation: Operation): string[] {
  const { method, path, fields } = operation;
  const stops = new TabStops();
  const verb = method === 'GET' ? '' : `-X ${method} `;
  const url = stops.inText(`${requestBase}/${path}`).replace(escaped(requestBase), '\\$ORIGIN/\\$CUSTOMER_ID');
  const header = `  -H "Authorization: Bearer \\$${tokenVariable}"`;
  const body = bodyWith(stops, fields).map(line =>
    line.replace(/\{\{\\\$processEnv (\w+)\}\}/g, (_, name: string) => `\\$${name}`),
  );
  const data = ["  -H 'Content-Type: application/json'", '  --data @- <<JSON'];
  const command = [`curl -sS ${verb}"${url}"`, header, ...(fields.length > 0 ? data : [])];
  return [
    ...commentLines(operation).map(escaped),
    ...command.map((line, index) => (index < command.length - 1 ? `${line} \\\\` : line)),
    ...(fields.length > 0 ? [...body, 'JSON'] : []),
  ];
}

function bodyWith(stops: TabStops, fields: readonly ConfigField[]): string[] {
  if (fields.length === 0) return [];
  return bodyLines(fields, ({ choices = [], isFixed }, value) =>
    isFixed ? escaped(value) : stops.inValue(value, choices),
  );
}

/** Numbers the placeholders from 1. Those of the same name have the same number. */
class TabStops {
  readonly #byName = new Map<string, number>();
  #last = 0;

  /** A text with placeholders such as `<tokenPolicyId>`. */
  inText(text: string): string {
    return escaped(text).replace(/<(\w+)>/g, (_, name: string) => this.#named(name));
  }

  /** A JSON value. The placeholder is what is inside its quotes or brackets, with the other choices. */
  inValue(value: string, choices: readonly string[]): string {
    const name = /^"<(\w+)>"$/.exec(value)?.[1];
    if (name !== undefined) return `"${this.#named(name)}"`;
    // Without quotes, so that the service rejects it until it is replaced.
    if (/^<\w+>$/.test(value)) return `\${${++this.#last}:${value}}`;
    const [start, end] = frameOf(value, choices);
    const inner = [value, ...choices].map(each => each.slice(start.length, each.length - end.length));
    const number = ++this.#last;
    const place =
      choices.length > 0
        ? `\${${number}|${inner.map(each => each.replace(/[,|\\]/g, '\\$&')).join(',')}|}`
        : `\${${number}:${inner.join('').replace(/[}\\]/g, '\\$&')}}`;
    return start + place + end;
  }

  #named(name: string): string {
    const number = this.#byName.get(name) ?? ++this.#last;
    this.#byName.set(name, number);
    return `\${${number}:${name}}`;
  }
}

/** The quotes or brackets around a value, which are kept. */
function frameOf(value: string, choices: readonly string[]): readonly [start: string, end: string] {
  if (value.startsWith('["') && choices.length === 0) return ['["', '"]'];
  if (value.startsWith('[')) return ['[', ']'];
  if (value.startsWith('{ ')) return ['{ ', ' }'];
  return value.startsWith('"') ? ['"', '"'] : ['', ''];
}

/** Escapes a text for a snippet, so that VS Code inserts it literally. */
function escaped(text: string): string {
  return text.replace(/[$\\]/g, '\\$&');
}
