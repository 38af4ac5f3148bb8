import { clientFields, type ConfigField, loginPolicyFields, tokenPolicyFields } from './configFields';
import type { ResourceKind } from './configuration';
import { canonicalJson } from './json';
import { t } from './l10n';
import { parseScopeList } from './scope';

/** What is wrong with a body before it is sent: `error`, and it is not; `warning`, and a person is told. */
export interface ResourceIssue {
  readonly severity: 'error' | 'warning';
  /** The names and indexes that lead to the place; empty for the whole. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What says it in an editor already: the JSON schema of the document, or the language of scopes. */
  readonly saidBy?: SaidBy;
}

type SaidBy = 'schema' | 'scopes';

type Members = Readonly<Record<string, unknown>>;

/** The documented members of a kind, those that a PUT must carry besides (`id`) aside. */
export function fieldsOf(kind: ResourceKind): readonly ConfigField[] {
  switch (kind) {
    case 'tokenPolicies':
      return tokenPolicyFields();
    case 'loginPolicies':
      return loginPolicyFields();
    case 'clients':
      return clientFields();
  }
}

/**
 * Holds a body against what is documented (hosted-login-api §4). `before` is what the service has now; without it the
 * body is one to create. Members that are not documented are nobody's business here.
 */
export function resourceIssues(
  kind: ResourceKind,
  body: Members,
  before?: Members,
): readonly ResourceIssue[] {
  const check = new Check(body);
  switch (kind) {
    case 'tokenPolicies':
      check.text('title');
      for (const { name, limits } of fieldsOf(kind)) if (limits) check.wholeNumber(name, limits);
      check.flag('useAccessJWT');
      check.texts('allowedScopes', (scope, path) => {
        checkScope(check, scope, path);
      });
      checkUserScopes(check, body['allowedScopes']);
      break;
    case 'loginPolicies':
      check.text('title');
      check.webAddress('loginURL');
      if (!isObject(body['identityStoreDetails'])) {
        check.error(['identityStoreDetails'], t('identityStoreDetails has to be there.'), 'schema');
      }
      break;
    case 'clients':
      check.text('name');
      check.text('tokenPolicy');
      check.oneOf('type', ['public', 'confidential']);
      if (body['type'] === 'public') check.text('loginPolicy');
      check.texts('redirectURIs', (uri, path) => {
        if (!isRedirectUri(uri)) {
          check.error(path, t('A redirect URI is https, a deep link of an app, or http for localhost.'));
        }
      });
      break;
  }
  if (before) checkAgainst(check, kind, body, before);
  return check.issues;
}

/** What can not be changed, ever: sent all the same, the service refuses the whole of it. */
function checkAgainst(check: Check, kind: ResourceKind, body: Members, before: Members): void {
  if (before['id'] !== undefined && body['id'] !== before['id']) {
    check.error(
      ['id'],
      t('The id can not be changed, and has to be there: {0}', JSON.stringify(before['id'])),
    );
  }
  const fixed = kind === 'clients' ? 'type' : kind === 'loginPolicies' ? 'identityStoreDetails' : undefined;
  if (fixed === undefined || before[fixed] === undefined) return;
  if (canonicalJson(body[fixed]) !== canonicalJson(before[fixed])) {
    check.error([fixed], t('{0} can not be changed.', fixed));
  }
}

function checkScope(check: Check, scope: string, path: readonly (string | number)[]): void {
  const [item, ...others] = parseScopeList(scope);
  if (!item || others.length > 0) {
    check.error(path, t('One scope for each entry of the list.'));
  } else if (item.issue?.kind === 'malformed') {
    check.error(path, item.issue.message, 'scopes');
  }
}

/** Samples of the documentation leave `openid` out, though it says that it must be there: pointed out, not refused. */
function checkUserScopes(check: Check, scopes: unknown): void {
  if (!Array.isArray(scopes)) return;
  if (scopes.length === 0) {
    check.warning(
      ['allowedScopes'],
      t('A token policy that allows no scope gives tokens that can do nothing.'),
    );
  } else if (!scopes.includes('openid') && !scopes.some(scope => String(scope).includes(':'))) {
    check.warning(
      ['allowedScopes'],
      t('For clients that people sign in through, openid has to be among them.'),
    );
  }
}

/** Collects what is wrong with the members of a body. */
class Check {
  readonly issues: ResourceIssue[] = [];

  constructor(private readonly body: Members) {}

  error(path: readonly (string | number)[], message: string, saidBy?: SaidBy): void {
    this.issues.push({ severity: 'error', path, message, ...(saidBy && { saidBy }) });
  }

  warning(path: readonly (string | number)[], message: string): void {
    this.issues.push({ severity: 'warning', path, message });
  }

  text(name: string): void {
    const value = this.body[name];
    if (typeof value !== 'string' || value.trim() === '') {
      this.error([name], t('{0} has to be a text.', name), 'schema');
    }
  }

  oneOf(name: string, choices: readonly string[]): void {
    const value = this.body[name];
    if (typeof value === 'string' && choices.includes(value)) return;
    this.error([name], t('{0} has to be one of: {1}', name, choices.join(', ')), 'schema');
  }

  flag(name: string): void {
    const value = this.body[name];
    if (value === undefined || typeof value === 'boolean') return;
    this.error([name], t('{0} has to be true or false.', name), 'schema');
  }

  wholeNumber(name: string, { min, max }: { readonly min: number; readonly max: number }): void {
    const value = this.body[name];
    if (value === undefined) return;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
    this.error([name], t('{0} has to be a whole number of seconds, {1} to {2}.', name, min, max), 'schema');
  }

  webAddress(name: string): void {
    const value = this.body[name];
    if (typeof value === 'string' && /^https?:$/.test(parseUrl(value)?.protocol ?? '')) return;
    this.error([name], t('{0} has to be an https address.', name));
  }

  /** A list of texts; `each` looks at every one. */
  texts(name: string, each: (text: string, path: readonly (string | number)[]) => void): void {
    const value = this.body[name];
    if (value === undefined) return;
    if (!Array.isArray(value)) {
      this.error([name], t('{0} has to be a list of texts.', name), 'schema');
      return;
    }
    value.forEach((text: unknown, index) => {
      if (typeof text === 'string') each(text, [name, index]);
      else this.error([name, index], t('{0} has to be a list of texts.', name), 'schema');
    });
  }
}

function isRedirectUri(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && (url.protocol !== 'http:' || url.hostname === 'localhost');
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
