import { t } from '../common/l10n';
import type { ResourceKey } from '../resources/resource';
import { isUserScope, parseScope, parseScopeItems } from './parseScope';

/** The title of a resource of the profile; undefined if unknown. Plain text, one line. */
export type TitleOf = (key: ResourceKey) => string | undefined;

/**
 * One scope in plain words: "Read and configure all token policies". Uses titles of resources where known, and says if the
 * form is undocumented.
 */
export function describeScope(text: string, titleOf?: TitleOf): string {
  const scope = parseScope(text);
  if (scope) {
    const what = describeResource(scope.resource, titleOf);
    return scope.action === '*' ? t('Read and configure {0}', what) : t('Read {0}', what);
  }
  if (isUserScope(text)) return t('{0}: a scope of users who sign in', text);
  return t('{0}: not a documented form, the service decides what it means', text);
}

/** Each scope of a list in plain words, in the order of the list. */
export function describeScopeList(text: string, titleOf?: TitleOf): readonly string[] {
  return parseScopeItems(text).map(item => describeScope(item.text, titleOf));
}

/** How many sentences fit into a row. */
const maxSentences = 3;

/** A scope list in plain words, short enough for a row of a list. */
export function summarizeScopes(scope: string, titleOf?: TitleOf): string {
  return describeFirstScopes(scope, maxSentences, titleOf).join('; ');
}

/** The first scopes of a list in plain words, and how many more there are. */
export function describeFirstScopes(text: string, max: number, titleOf?: TitleOf): readonly string[] {
  const items = parseScopeItems(text);
  const described = items.slice(0, max).map(item => describeScope(item.text, titleOf));
  return items.length > max ? [...described, t('and {0} more', items.length - max)] : described;
}

/** The first sentences, and how many more there are. */
export function limitSentences(sentences: readonly string[], max: number): readonly string[] {
  const others = sentences.length - max;
  return others > 0 ? [...sentences.slice(0, max), t('and {0} more', others)] : sentences;
}

/** A resource in words that follow "Read". */
function describeResource(resource: string, titleOf?: TitleOf): string {
  const whole = wholes().get(resource);
  if (whole !== undefined) return whole;
  const withBelow = resource.endsWith('**');
  const path = resource.replace(/\/?\*\*$/, '');
  const one = describeOne(path, titleOf);
  if (!withBelow) return one;
  return resource.endsWith('/**') ? t('everything below {0}', one) : t('{0} and everything below it', one);
}

function wholes(): ReadonlyMap<string, string> {
  const tokenPolicies = t('all token policies');
  const loginPolicies = t('all login policies');
  const clients = t('all clients');
  return new Map([
    ['**', t('everything')],
    ['config/**', t('all token policies, login policies and clients')],
    ['config/tokenPolicies**', tokenPolicies],
    ['config/loginPolicies**', loginPolicies],
    ['config/clients**', clients],
    ['config/tokenPolicies/**', tokenPolicies],
    ['config/loginPolicies/**', loginPolicies],
    ['config/clients/**', clients],
    ['config/tokenPolicies', t('the list of token policies')],
    ['config/loginPolicies', t('the list of login policies')],
    ['config/clients', t('the list of clients')],
    ['webhooks/**', t('all webhooks')],
    ['webhooks**', t('all webhooks')],
  ]);
}

function describeOne(path: string, titleOf?: TitleOf): string {
  const [, collection, id = '', rest] =
    /^config\/(tokenPolicies|loginPolicies|clients)\/([^/]+)(?:\/(.+))?$/.exec(path) ?? [];
  const kind = collection as ResourceKey['kind'] | undefined;
  const title = kind && titleOf?.({ kind, id });
  const name = title ? `“${title}”` : id;
  if (kind === 'clients' && rest === 'secret') return t('the secret of client {0}', name);
  if (kind === 'loginPolicies' && rest === 'pushClaims')
    return t('the push claims of login policy {0}', name);
  if (kind === 'loginPolicies' && rest === 'allowedResponseTypes')
    return t('the allowed response types of login policy {0}', name);
  if (rest !== undefined) return path;
  if (kind === 'clients') return t('client {0}', name);
  if (kind === 'loginPolicies') return t('login policy {0}', name);
  return kind === 'tokenPolicies' ? t('token policy {0}', name) : path;
}
