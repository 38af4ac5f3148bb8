import { t } from '../common/l10n';
import type { ResourceKind } from '../resources/resource';
import { limitsOf } from './validateResource';

/** A member that a PUT leaves out, so that the service resets it (docs/hosted-login-api.md, Resources). */
export interface OmittedMember {
  readonly name: string;
  /** The value now, as JSON on one line. */
  readonly now: string;
  /** The value afterwards, in words. */
  readonly afterPut: string;
}

/**
 * The members that the service has and a body leaves out.
 * @param now the members that the service has, with secrets masked
 */
export function omittedMembers(
  kind: ResourceKind,
  now: Readonly<Record<string, unknown>>,
  body: Readonly<Record<string, unknown>>,
): readonly OmittedMember[] {
  return Object.entries(now).flatMap(([name, value]) =>
    Object.hasOwn(body, name) || name === '_links'
      ? []
      : [{ name, now: JSON.stringify(value), afterPut: defaultAfterPut(kind, name) }],
  );
}

/** The maximum length of a quoted value, in characters. */
const maxQuoted = 80;

/** That the service resets a member, for the editor. */
export function leftOutMessage({ name, now, afterPut }: OmittedMember): string {
  const value = now.length > maxQuoted ? `${now.slice(0, maxQuoted)}…` : now;
  return t('Left out, so the service resets it: {0}', `${name}: ${value} → ${afterPut}`);
}

/** The value of a member that a PUT leaves out, in words. */
export function defaultAfterPut(kind: ResourceKind, name: string): string {
  if (kind === 'tokenPolicies' && name === 'allowedScopes') {
    return t('openid profile email address phone, so its tokens cannot read or change the configuration');
  }
  if (kind === 'tokenPolicies' && name === 'useAccessJWT') return 'false';
  if (kind === 'loginPolicies' && name === 'customClaims') return t('none: all custom claims are removed');
  if (kind === 'clients' && name === 'redirectURIs') return t('none: nobody can sign in');
  if (kind === 'clients' && name === 'loginPolicy') {
    return t('cannot be removed: the service keeps it, or refuses the request');
  }
  const standard = limitsOf(kind, name)?.default;
  return standard === undefined ? t('unknown: it is not documented') : String(standard);
}

/** Whether a value means the same as leaving the member out. */
export function isDefault(kind: ResourceKind, name: string, value: unknown): boolean {
  if (value === null) return true;
  if (name === 'useAccessJWT') return kind === 'tokenPolicies' && value === false;
  if (name === 'customClaims' || name === 'redirectURIs') return ['{}', '[]'].includes(JSON.stringify(value));
  return value !== undefined && value === limitsOf(kind, name)?.default;
}
