// Checks the body of a resource before it is sent.
import { t } from '../common/l10n';
import { parseUrl } from '../common/parseUrl';
import { canonicalJson, jsonObject } from '../json/json';
import { isLoopback } from '../profile/profile';
import { isSet, type ResourceKind } from '../resources/resource';
import { parseScopeList } from '../scopes/parseScope';
import { clientFields, type ConfigField, loginPolicyFields, tokenPolicyFields } from './resourceFields';

/** An issue with a body before it is sent. An `error` prevents sending; a `warning` is only shown. */
export interface ResourceIssue {
  readonly severity: 'error' | 'warning';
  /** Empty for the whole body. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** In an editor, the scope diagnostics report this already. */
  readonly saidBy?: 'scopes';
}

type Members = Readonly<Record<string, unknown>>;

/** The documented members of a kind, without the `id` of a PUT. */
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

/** The limits of a documented number; undefined for other members. */
export function limitsOf(kind: ResourceKind, name: string): ConfigField['limits'] {
  return fieldsOf(kind).find(field => field.name === name)?.limits;
}

/**
 * Validates a body by the documented rules. Values that the service already has are never an issue, nor are undocumented
 * members.
 * @param before what the service has now; undefined for a new resource
 * @param id of the resource, if known: a response may lack it, and the service may use the one in the body
 */
export function validateResource(
  kind: ResourceKind,
  body: Members,
  before?: Members,
  id?: string,
): readonly ResourceIssue[] {
  const check = new Check(body, before);
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
      if (!jsonObject(body['identityStoreDetails'])) {
        check.error(['identityStoreDetails'], t('identityStoreDetails is missing.'));
      }
      break;
    case 'clients':
      check.text('name');
      check.policy('tokenPolicy');
      check.oneOf('type', ['public', 'confidential']);
      if (body['type'] === 'public') check.policy('loginPolicy');
      check.texts('redirectURIs', (uri, path) => {
        if (!isRedirectUri(uri)) {
          check.error(
            path,
            t(
              'A redirect URI is https, a deep link of an app, or http for this machine (localhost, 127.0.0.1, [::1]).',
            ),
          );
        }
      });
      break;
  }
  if (!before) return check.issues;
  checkAgainst(check, kind, body, before, id);
  const isKept = keptBy(body, before);
  return check.issues.filter(({ path }) => !isKept(path));
}

export const writtenNumber = /^\d{1,15}$/;
export const writtenFlag = /^(true|false)$/;

/** Converts a string that `written` matches to a number or boolean. Other values stay. */
export function plainValue(value: unknown, written: RegExp | undefined): unknown {
  if (typeof value !== 'string' || !written?.test(value)) return value;
  return JSON.parse(value.replace(/^0+(?=\d)/, ''));
}

/**
 * Tests whether the service already has the value at a path. Entries of a list may have moved. Compares each member once. A
 * missing member does not count: a PUT without a required member is refused, even if the response lacked it. Only a login
 * policy may be missing.
 */
function keptBy(body: Members, before: Members): (path: ResourceIssue['path']) => boolean {
  const same = new Map<string | number, boolean>();
  const entries = new Map<string | number, ReadonlySet<string | undefined>>();
  return ([name, index]) => {
    if (name === undefined) return false;
    const [now, held] = [body[name], before[name]];
    if (now === undefined && name !== 'loginPolicy') return false;
    const isSame = same.get(name) ?? canonicalJson(now) === canonicalJson(held);
    same.set(name, isSame);
    if (isSame) return true;
    if (typeof index !== 'number' || !Array.isArray(now) || !Array.isArray(held)) return false;
    const known = entries.get(name) ?? new Set(held.map(entry => canonicalJson(entry)));
    entries.set(name, known);
    return known.has(canonicalJson(now[index]));
  };
}

/** Members that cannot be changed: the service would refuse the whole body. */
function checkAgainst(
  check: Check,
  kind: ResourceKind,
  body: Members,
  before: Members,
  id: string | undefined,
): void {
  if (before['id'] !== undefined && body['id'] !== before['id']) {
    check.error(['id'], t('The ID cannot be changed or left out: {0}', JSON.stringify(before['id'])));
  } else if (
    before['id'] === undefined &&
    id !== undefined &&
    ![undefined, id].includes(body['id'] as string)
  ) {
    check.error(
      ['id'],
      t(
        'This is the ID of another policy or client. Leave it out, or enter the ID of this one: {0}',
        JSON.stringify(id),
      ),
    );
  }
  if (kind === 'clients') checkPolicies(check, body, before);
  const fixed = fixedMemberOf(kind);
  if (fixed === undefined || before[fixed] === undefined) return;
  if (canonicalJson(body[fixed]) !== canonicalJson(before[fixed])) {
    check.error([fixed], t('{0} cannot be changed.', fixed));
  }
}

/** The member that the service never changes. Source: docs/hosted-login-api.md */
export function fixedMemberOf(kind: ResourceKind): string | undefined {
  return { tokenPolicies: undefined, loginPolicies: 'identityStoreDetails', clients: 'type' }[kind];
}

/** A policy of a client can be replaced, but not removed: the service refuses or ignores that. */
function checkPolicies(check: Check, body: Members, before: Members): void {
  for (const name of ['tokenPolicy', 'loginPolicy']) {
    if (isSet(before[name]) && !isSet(body[name])) {
      check.error(
        [name],
        t(
          'The {0} of a client cannot be removed, only replaced by another one: {1}',
          name,
          JSON.stringify(before[name]),
        ),
      );
    }
  }
}

function checkScope(check: Check, scope: string, path: readonly (string | number)[]): void {
  const [item, ...others] = parseScopeList(scope);
  if (!item || others.length > 0) {
    check.error(path, t('Each entry of the list must be one scope.'));
  } else if (item.issue?.kind === 'malformed') {
    check.error(path, item.issue.message, 'scopes');
  }
}

/** Only a warning: the documentation requires `openid`, but its samples lack it. */
function checkUserScopes(check: Check, scopes: unknown): void {
  if (!Array.isArray(scopes)) return;
  if (scopes.length === 0) {
    check.warning(['allowedScopes'], t('Without scopes, tokens of this policy can do nothing.'));
  } else if (
    !scopes.includes('openid') &&
    !scopes.some(scope => typeof scope === 'string' && scope.includes(':'))
  ) {
    check.warning(['allowedScopes'], t('Clients that users sign in through need openid.'));
  }
}

/** Collects issues of a body. */
class Check {
  readonly issues: ResourceIssue[] = [];

  constructor(
    private readonly body: Members,
    private readonly before: Members | undefined,
  ) {}

  error(path: readonly (string | number)[], message: string, saidBy?: 'scopes'): void {
    this.issues.push({ severity: 'error', path, message, ...(saidBy && { saidBy }) });
  }

  warning(path: readonly (string | number)[], message: string): void {
    this.issues.push({ severity: 'warning', path, message });
  }

  text(name: string): void {
    const value = this.body[name];
    if (typeof value !== 'string' || value.trim() === '') {
      this.error([name], t('{0} must be a string that is not empty.', name));
    }
  }

  /** Like `text`, for a policy. If the service has one, `checkPolicies` reports that it is missing. */
  policy(name: string): void {
    if (isSet(this.body[name]) || !isSet(this.before?.[name])) this.text(name);
  }

  oneOf(name: string, choices: readonly string[]): void {
    const value = this.body[name];
    if (typeof value === 'string' && choices.includes(value)) return;
    this.error([name], t('{0} must be one of: {1}', name, choices.join(', ')));
  }

  flag(name: string): void {
    const value = this.#plain(name, writtenFlag);
    if (value === undefined || typeof value === 'boolean') return;
    this.error([name], t('{0} must be true or false.', name));
  }

  wholeNumber(name: string, { min, max }: { readonly min: number; readonly max: number }): void {
    const value = this.#plain(name, writtenNumber);
    if (value === undefined) return;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
    this.error([name], t('{0} must be a whole number of seconds, {1} to {2}.', name, min, max));
  }

  /**
   * The value of a number or boolean. Accepts a string if the service sends one: the documentation shows both.
   */
  #plain(name: string, written: RegExp): unknown {
    return plainValue(this.body[name], typeof this.before?.[name] === 'string' ? written : undefined);
  }

  webAddress(name: string): void {
    const value = this.body[name];
    if (typeof value === 'string' && /^https?:$/.test(parseUrl(value)?.protocol ?? '')) return;
    this.error([name], t('{0} must be an https address.', name));
  }

  /** Checks a list of strings; `each` checks one. */
  texts(name: string, each: (text: string, path: readonly (string | number)[]) => void): void {
    const value = this.body[name];
    if (value === undefined) return;
    if (!Array.isArray(value)) {
      this.error([name], t('{0} must be a list of strings.', name));
      return;
    }
    value.forEach((text: unknown, index) => {
      if (typeof text === 'string') each(text, [name, index]);
      else this.error([name, index], t('{0} must be a list of strings.', name));
    });
  }
}

function isRedirectUri(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && (url.protocol !== 'http:' || isLoopback(url.hostname));
}
