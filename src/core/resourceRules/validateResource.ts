import { canonicalJson, jsonObject } from '../common/json';
import { t } from '../common/l10n';
import { isLoopback, parseUrl } from '../profile/profile';
import { isSet, type ResourceKind } from '../resources/resource';
import { parseScopeList } from '../scopes/scope';
import { clientFields, type ConfigField, loginPolicyFields, tokenPolicyFields } from './fields';

/** What is wrong with a body before it is sent: `error`, and it is not; `warning`, and a person is told. */
export interface ResourceIssue {
  readonly severity: 'error' | 'warning';
  /** The names and indexes that lead to the place; empty for the whole. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The language of scopes says it in an editor already. */
  readonly saidBy?: 'scopes';
}

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
 * Checks a body against the documented rules. `before` is what the service has now; without it the body is one to
 * create. Only what an edit changed is judged: a value that the service already has is never an issue, whatever it is.
 * Members that are not documented are not checked.
 * @param id that of the resource, where it is known: an answer may lack it, and a service may go by the body's
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

/**
 * The members of a resource as the body of another one like it: without what only the service gives, and with plain
 * numbers and flags where the service has them as texts (the documentation of POST has no texts there).
 */
export function copyMembers(kind: ResourceKind, { id: _, _links, ...members }: Members): Members {
  const written = (name: string) => {
    if (kind !== 'tokenPolicies') return undefined;
    if (name === 'useAccessJWT') return writtenFlag;
    return fieldsOf(kind).some(field => field.name === name && field.limits) ? writtenNumber : undefined;
  };
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, plainValue(value, written(name))]),
  );
}

const writtenNumber = /^\d{1,15}$/;
const writtenFlag = /^(true|false)$/;

/** What a text says that is written as a number or a flag; any other value as it is. */
function plainValue(value: unknown, written: RegExp | undefined): unknown {
  if (typeof value !== 'string' || !written?.test(value)) return value;
  return JSON.parse(value.replace(/^0+(?=\d)/, ''));
}

/**
 * Tells whether the service already has what a path leads to. An entry of a list may stand elsewhere in it: what is
 * removed before an entry moves it. Compares a member once, however many paths lead into it. What is missing, it does not
 * have: a PUT without a member that is required is refused, also where the answer lacked it. Only a login policy may be
 * missing for good.
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

/** What cannot be changed: sent all the same, the service refuses the whole body. */
function checkAgainst(
  check: Check,
  kind: ResourceKind,
  body: Members,
  before: Members,
  id: string | undefined,
): void {
  if (before['id'] !== undefined && body['id'] !== before['id']) {
    check.error(['id'], t('The id cannot be changed or left out: {0}', JSON.stringify(before['id'])));
  } else if (
    before['id'] === undefined &&
    id !== undefined &&
    ![undefined, id].includes(body['id'] as string)
  ) {
    check.error(
      ['id'],
      t('This is another resource’s id. Leave it out, or enter its own: {0}', JSON.stringify(id)),
    );
  }
  if (kind === 'clients') checkPolicies(check, body, before);
  const fixed = kind === 'clients' ? 'type' : kind === 'loginPolicies' ? 'identityStoreDetails' : undefined;
  if (fixed === undefined || before[fixed] === undefined) return;
  if (canonicalJson(body[fixed]) !== canonicalJson(before[fixed])) {
    check.error([fixed], t('{0} can not be changed.', fixed));
  }
}

/** A client that has a policy can get another one, but cannot be without one again: the service refuses it or ignores it. */
function checkPolicies(check: Check, body: Members, before: Members): void {
  for (const name of ['tokenPolicy', 'loginPolicy']) {
    if (isSet(before[name]) && !isSet(body[name])) {
      check.error(
        [name],
        t(
          'The {0} of a client cannot be taken away, only replaced by another one: {1}',
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
  } else if (
    !scopes.includes('openid') &&
    !scopes.some(scope => typeof scope === 'string' && scope.includes(':'))
  ) {
    check.warning(
      ['allowedScopes'],
      t('For clients that people sign in through, openid has to be among them.'),
    );
  }
}

/** Collects what is wrong with the members of a body. */
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
      this.error([name], t('{0} has to be a text.', name));
    }
  }

  /** As `text`, for a policy: where the service has one, `checkPolicies` tells that it is missing. */
  policy(name: string): void {
    if (isSet(this.body[name]) || !isSet(this.before?.[name])) this.text(name);
  }

  oneOf(name: string, choices: readonly string[]): void {
    const value = this.body[name];
    if (typeof value === 'string' && choices.includes(value)) return;
    this.error([name], t('{0} has to be one of: {1}', name, choices.join(', ')));
  }

  flag(name: string): void {
    const value = this.#plain(name, writtenFlag);
    if (value === undefined || typeof value === 'boolean') return;
    this.error([name], t('{0} has to be true or false.', name));
  }

  wholeNumber(name: string, { min, max }: { readonly min: number; readonly max: number }): void {
    const value = this.#plain(name, writtenNumber);
    if (value === undefined) return;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return;
    this.error([name], t('{0} has to be a whole number of seconds, {1} to {2}.', name, min, max));
  }

  /**
   * The value of a number or a flag. Some services have a text there (the documentation prints both): where ours does, a
   * text that reads so is one too.
   */
  #plain(name: string, written: RegExp): unknown {
    return plainValue(this.body[name], typeof this.before?.[name] === 'string' ? written : undefined);
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
      this.error([name], t('{0} has to be a list of texts.', name));
      return;
    }
    value.forEach((text: unknown, index) => {
      if (typeof text === 'string') each(text, [name, index]);
      else this.error([name, index], t('{0} has to be a list of texts.', name));
    });
  }
}

function isRedirectUri(text: string): boolean {
  const url = parseUrl(text);
  return url !== undefined && (url.protocol !== 'http:' || isLoopback(url.hostname));
}
