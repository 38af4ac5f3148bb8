// Which writes take configuration access away, by what the resources say.
import { t } from '../common/l10n';
import { canonicalJson } from '../json/json';
import { isSameId } from '../profile/profile';
import { displayTitle } from '../resources/displayTitle';
import {
  clientKindOf,
  type Resource,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
} from '../resources/resource';
import { missingScopes } from '../scopes/compareScopes';
import { isUserScope } from '../scopes/parseScope';
import {
  accessScopes,
  allowedScopes,
  canRestoreAccess,
  type ConfigurationAccess,
  helpsToRestoreAccess,
  isPermanent,
  mayGrantConfigurationAccess,
} from './configurationAccess';

/** Characters of a title in a message, so that VS Code does not cut the reason off. */
const maxShown = 60;

/** A write to check before it is sent. */
export type ResourceWrite =
  | {
      readonly does: 'replace';
      readonly key: ResourceKey;
      readonly members: Readonly<Record<string, unknown>>;
    }
  | { readonly does: 'delete'; readonly key: ResourceKey }
  | { readonly does: 'resetSecret'; readonly key: ResourceKey };

/** Whether a write may be sent. `confirm`: only after the user has read `why` and typed the title. */
export type LockoutCheck =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly why: string;
      /** Whether it is certain that there was no access before, so that none can be lost. */
      readonly isWithoutAccess?: boolean;
    }
  | { readonly kind: 'blocked'; readonly why: string };

/** What the check of a write depends on. */
export interface LockoutContext {
  /** Access that was just proved from this machine. Not necessarily all of it. */
  readonly proved: readonly ConfigurationAccess[];
  /** Why other access of this machine could not be proved, as sentences. */
  readonly notProved: readonly string[];
  /** Whether a read of it contradicts what the service grants: what is read here may be an earlier version. */
  readonly isOutOfDate?: boolean;
  /** The client that the write is sent with. */
  readonly ownClientId: string;
  /** The resource that the write changes, as the service has it. */
  readonly now: Resource;
  /** If `now` is a client: its token policy, if it could be read. Needed beside one permanent access, or none. */
  readonly policyOfNow?: Resource | undefined;
}

/**
 * Whether a write can affect configuration access, so that `checkLockout` is needed.
 * @param now the resource before the write
 * @param clientIds the clients of this machine's profiles
 */
export function mayAffectAccess(
  write: ResourceWrite,
  now: Pick<Resource, 'members'>,
  clientIds: readonly string[],
): boolean {
  switch (write.key.kind) {
    case 'loginPolicies':
      return false;
    case 'tokenPolicies':
      return mayGrantConfigurationAccess(now.members);
    case 'clients': {
      const kind = clientKindOf(now.members);
      return (
        kind === 'configuration' || kind === undefined || clientIds.some(id => isSameId(id, write.key.id))
      );
    }
  }
}

/**
 * Checks a write before it is sent. Blocks it if no proved access would be left, because then only Akamai can help
 * (docs/hosted-login-api.md, Lockout). Requires confirmation if a single one would be left, or if the write affects the access
 * that it is sent with.
 */
export function checkLockout(situation: LockoutContext, write: ResourceWrite): LockoutCheck {
  const { proved, notProved, ownClientId, now } = situation;
  const remaining = proved.filter(access => keepsAccess(access, write));
  // If a write removes access, also somebody else's, the remaining access must be permanent.
  const removesAccess = remaining.length < proved.length || takesOther(situation, write);
  const left = removesAccess ? remaining.filter(isPermanent) : remaining;
  const title = named(now);
  const confirm = (why: string) => ({ kind: 'confirm', title, why }) as const;
  if (left.length === 0 && situation.isOutOfDate !== true && onlyAddsScopes(write, now)) {
    return {
      ...confirm(
        t('No configuration access could be proved from this machine. This change only allows more.'),
      ),
      isWithoutAccess: proved.length === 0,
    };
  }
  if (left.length === 0 && remaining.length > 0) {
    const why = t(
      'Only {0} would remain, with a secret that was created here and never copied. VS Code may lose it. Copy it first: the status bar offers this after a secret is created, and so does Remove Profile.',
      remaining.map(describeAccess).join(', '),
    );
    return { kind: 'blocked', why };
  }
  if (left.length === 0) {
    const why =
      proved.length === 0
        ? t(
            'No configuration access could be proved from this machine, so nothing is sent that might remove the last one. Only Akamai could restore it.',
          )
        : t(
            'This would remove the last configuration access that is proved from this machine. Only Akamai could restore it. Create spare configuration access first.',
          );
    return { kind: 'blocked', why: [why, ...notProved].join(' ') };
  }
  const own = proved.find(({ client }) => isSameId(client.id, ownClientId));
  if (isFor(write, { kind: 'clients', id: ownClientId }) || (own && touches(own, write))) {
    return confirm(
      own && keepsAccess(own, write)
        ? t(
            'This profile signs in with “{0}”, which keeps its configuration access.',
            displayTitle(now, maxShown),
          )
        : t(
            'This profile signs in with “{0}” and would lose its configuration access. What remains: {1}.',
            displayTitle(now, maxShown),
            left.map(describeAccess).join(', '),
          ),
    );
  }
  const [only, ...others] = left;
  if (only && others.length === 0 && write.does !== 'resetSecret') {
    if (removesAccess || touches(only, write)) {
      return confirm(t('Only one proved configuration access would remain: {0}.', describeAccess(only)));
    }
  }
  return { kind: 'allowed' };
}

/**
 * Whether proved access stays proved after a write. It does not after resetting the secret, moving the client to another policy,
 * or replacing scopes of the policy, because no token has been issued for these yet. Adding scopes is fine.
 */
export function keepsAccess(access: ConfigurationAccess, write: ResourceWrite): boolean {
  if (!touches(access, write)) return true;
  if (write.does !== 'replace') return false;
  const { members } = write;
  if (write.key.kind === 'tokenPolicies') return canRestoreAccess(grantedStill(access, members));
  return accessMembers[write.key.kind].every(
    name => canonicalJson(members[name] ?? '') === canonicalJson(access.client.members[name] ?? ''),
  );
}

/** The members that access depends on. */
const accessMembers: Readonly<Record<ResourceKind, readonly string[]>> = {
  tokenPolicies: ['allowedScopes'],
  loginPolicies: [],
  clients: ['type', 'tokenPolicy', 'loginPolicy'],
};

/** Whether configuration access depends on a member. */
export function isAccessMember(kind: ResourceKind, name: string): boolean {
  return accessMembers[kind].includes(name);
}

/** Of the changed members, those that a refusal is due to: the ones that access depends on, otherwise all. */
export function causingMembers(kind: ResourceKind, changed: readonly string[]): readonly string[] {
  const causing = changed.filter(name => isAccessMember(kind, name));
  return causing.length > 0 ? causing : changed;
}

/**
 * The granted scopes that count for access and are certainly granted again: the policy names them, or it keeps a wider scope
 * for whose text they were granted. Of several wider scopes, nobody knows which one counted, unless it is one that is
 * requested itself.
 */
function grantedStill(
  { scopes, granted }: ConfigurationAccess,
  members: Readonly<Record<string, unknown>>,
): readonly string[] {
  const now = new Set(allowedScopes(members));
  // Each of the others would be compared with all scopes of the policy, of which there may be thousands.
  const counting = [...new Set(granted)].filter(helpsToRestoreAccess);
  return counting.filter(scope => {
    if (now.has(scope)) return true;
    const wider = scopes.filter(other => missingScopes(scope, other).length === 0);
    const kept = wider.filter(other => now.has(other));
    return kept.length > 0 && (kept.length === wider.length || kept.some(isRequested));
  });
}

/** Whether a scope is requested itself to prove access, so that the service grants it if a policy names it. */
function isRequested(scope: string): boolean {
  return accessScopes.some(list => list.split(' ').includes(scope));
}

/** Whether a write only adds scopes to a token policy, so that nobody loses access. */
function onlyAddsScopes(write: ResourceWrite, now: Pick<Resource, 'members'>): boolean {
  if (write.does !== 'replace' || write.key.kind !== 'tokenPolicies') return false;
  const [before, after] = [allowedScopes(now.members), new Set(allowedScopes(write.members))];
  const others = ({ allowedScopes: _, ...members }: Readonly<Record<string, unknown>>) =>
    canonicalJson(members);
  return before?.every(scope => after.has(scope)) === true && others(now.members) === others(write.members);
}

export function describeAccess({ client, policy }: ConfigurationAccess): string {
  return t('“{0}” with the policy “{1}”', displayTitle(client, maxShown), displayTitle(policy, maxShown));
}

/** Whether a write removes access that is not proved here, but exists by the configuration: somebody else's. */
function takesOther({ now, policyOfNow }: LockoutContext, write: ResourceWrite): boolean {
  if (write.key.kind === 'tokenPolicies') {
    const before = (allowedScopes(now.members) ?? []).filter(scope => !isUserScope(scope));
    const after = write.does === 'replace' ? (allowedScopes(write.members) ?? []) : [];
    const kept = new Set(after);
    const keepsAll = before.every(scope => kept.has(scope));
    return canRestoreAccess(before) && !keepsAll && !canRestoreAccess(after.filter(isRequested));
  }
  if (clientKindOf(now.members) !== 'configuration') return false;
  const policy = policyOfNow ?? { kind: 'tokenPolicies', id: '', title: '', body: '', members: {} };
  // An unreadable policy may allow anything.
  if (policyOfNow && !canRestoreAccess(allowedScopes(policyOfNow.members) ?? [])) return false;
  return !keepsAccess({ client: now, policy, scopes: [], granted: [] }, write);
}

function touches({ client, policy }: ConfigurationAccess, write: ResourceWrite): boolean {
  return isFor(write, client) || isFor(write, policy);
}

function isFor({ key }: ResourceWrite, { kind, id }: ResourceKey): boolean {
  return key.kind === kind && isSameId(key.id, id);
}

function named({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  return title === '' ? id : title;
}
