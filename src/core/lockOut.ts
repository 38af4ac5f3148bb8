import { clientKindOf, type Resource, type ResourceEntry, type ResourceKey } from './configuration';
import { allowedScopes, canUndo, type ConfigurationAccess, mayGiveAccess } from './configurationAccess';
import { canonicalJson } from './json';
import { t } from './l10n';
import { isSameId } from './profile';
import { missingScopes } from './scope';

/** A write, as it would be sent. */
export type Write =
  | {
      readonly does: 'replace';
      readonly key: ResourceKey;
      readonly members: Readonly<Record<string, unknown>>;
    }
  | { readonly does: 'delete'; readonly key: ResourceKey }
  | { readonly does: 'resetSecret'; readonly key: ResourceKey };

/** Whether a write may be sent. `typed`: only after a person typed this title, having read why. */
export type Verdict =
  | { readonly is: 'free' }
  | { readonly is: 'typed'; readonly title: string; readonly why: string }
  | { readonly is: 'refused'; readonly why: string };

/** What the judgement of a write rests on. */
export interface Situation {
  /** The configuration access that was proved from this machine just now: enough of it to judge, perhaps not all. */
  readonly proved: readonly ConfigurationAccess[];
  /** Why other access on this machine could not be proved, in sentences. */
  readonly notProved: readonly string[];
  /** The client that the write is sent with. */
  readonly ownClientId: string;
  /** What the write is for, as the service has it. */
  readonly now: Resource;
  /** Where `now` is a client: the token policy that it points to, as far as it could be read. */
  readonly policyOfNow?: Resource | undefined;
}

/**
 * Whether a write can take somebody's configuration access, by what the resource is now; only then it has to be judged.
 * `clientIds` are the clients of this machine's profiles.
 */
export function concernsAccess(
  write: Write,
  now: Pick<Resource, 'members'>,
  clientIds: readonly string[],
): boolean {
  switch (write.key.kind) {
    case 'loginPolicies':
      return false;
    case 'tokenPolicies':
      return mayGiveAccess(now.members);
    case 'clients': {
      const kind = clientKindOf(now.members);
      return (
        kind === 'configuration' || kind === undefined || clientIds.some(id => isSameId(id, write.key.id))
      );
    }
  }
}

/**
 * Judges a write before it is sent: refused where no access that is proved would be left; a title to type where it
 * leaves a single one, or touches the one that it is sent with. Without access nobody but Akamai can mend the
 * configuration (docs/hosted-login-api.md, Lock-out).
 */
export function judge(situation: Situation, write: Write): Verdict {
  const { proved, notProved, ownClientId, now } = situation;
  const remaining = proved.filter(access => remains(access, write));
  // Where a write takes access, what remains in its place has to last.
  const left =
    remaining.length < proved.length ? remaining.filter(({ isFleeting }) => isFleeting !== true) : remaining;
  const title = named(now);
  const typed = (why: string): Verdict => ({ is: 'typed', title, why });
  if (left.length === 0 && onlyAddsScopes(write, now)) {
    return typed(
      t('No configuration access could be proved from this machine. This change only allows more.'),
    );
  }
  if (left.length === 0 && remaining.length > 0) {
    const why = t(
      'What remains would be {0}. Its secret was created here and never copied, and in a browser VS Code may lose it. Copy the secret first: the status bar offers it after it was created, and Remove Profile.',
      remaining.map(accessInWords).join(', '),
    );
    return { is: 'refused', why };
  }
  if (left.length === 0) {
    const why =
      proved.length === 0
        ? t(
            'No configuration access could be proved from this machine, so nothing is sent that might take the last one: nobody but Akamai could restore it.',
          )
        : t(
            'This would take the last configuration access that is proved from this machine, and nobody but Akamai could restore it. Create spare configuration access first.',
          );
    return { is: 'refused', why: [why, ...notProved].join(' ') };
  }
  const own = proved.find(({ client }) => isSameId(client.id, ownClientId));
  if (isFor(write, { kind: 'clients', id: ownClientId }) || (own && touches(own, write))) {
    return typed(
      own && remains(own, write)
        ? t('This profile has its configuration access by “{0}”.', title)
        : t(
            'This profile has its configuration access by “{0}”, and would lose it. What remains: {1}.',
            title,
            left.map(accessInWords).join(', '),
          ),
    );
  }
  const [only, ...others] = left;
  if (only && others.length === 0 && write.does !== 'resetSecret') {
    if (left.length < proved.length || touches(only, write) || takesOther(situation, write)) {
      return typed(t('Only one proved configuration access remains then: {0}.', accessInWords(only)));
    }
  }
  return { is: 'free' };
}

/**
 * Whether access that is proved now is still there after a write. A reset takes it until the new secret is proved, and so do
 * another policy for the client, and other scopes in the policy: what has never given a token proves nothing. Scopes may
 * be added.
 */
export function remains(access: ConfigurationAccess, write: Write): boolean {
  if (!touches(access, write)) return true;
  if (write.does !== 'replace') return false;
  const { members } = write;
  if (write.key.kind === 'tokenPolicies') return canUndo(grantedStill(access, members));
  return ['type', 'tokenPolicy', 'loginPolicy'].every(
    name => canonicalJson(members[name] ?? '') === canonicalJson(access.client.members[name] ?? ''),
  );
}

/** What was granted, as far as scopes allow it that are in the policy word by word as they were, or as they were granted. */
function grantedStill(
  { scopes, granted }: ConfigurationAccess,
  members: Readonly<Record<string, unknown>>,
): readonly string[] {
  const kept = (allowedScopes(members) ?? []).filter(
    scope => scopes.includes(scope) || granted.includes(scope),
  );
  return granted.filter(scope => missingScopes(scope, kept.join(' ')).length === 0);
}

/** Whether a write does nothing but let a token policy allow more: that takes nobody's access. */
export function onlyAddsScopes(write: Write, now: Pick<Resource, 'members'>): boolean {
  if (write.does !== 'replace' || write.key.kind !== 'tokenPolicies') return false;
  const [before, after] = [allowedScopes(now.members), allowedScopes(write.members)];
  const others = ({ allowedScopes: _, ...members }: Readonly<Record<string, unknown>>) =>
    canonicalJson(members);
  return (
    before?.every(scope => after?.includes(scope)) === true && others(now.members) === others(write.members)
  );
}

/** Access as people read it: the client, and the policy that its tokens come from. */
export function accessInWords({ client, policy }: ConfigurationAccess): string {
  return t('“{0}” by “{1}”', named(client), named(policy));
}

/** Whether a write takes access that is not proved here, but looks like some: that of somebody else. */
function takesOther({ now, policyOfNow }: Situation, write: Write): boolean {
  if (write.key.kind === 'tokenPolicies') {
    const gives = (members: Readonly<Record<string, unknown>>) => canUndo(allowedScopes(members) ?? []);
    return gives(now.members) && !(write.does === 'replace' && gives(write.members));
  }
  if (clientKindOf(now.members) !== 'configuration') return false;
  const policy = policyOfNow ?? { kind: 'tokenPolicies', id: '', title: '', body: '', members: {} };
  // A policy that could not be read may allow anything.
  if (policyOfNow && !canUndo(allowedScopes(policyOfNow.members) ?? [])) return false;
  return !remains({ client: now, policy, scopes: [], granted: [] }, write);
}

function touches({ client, policy }: ConfigurationAccess, write: Write): boolean {
  return isFor(write, client) || isFor(write, policy);
}

function isFor({ key }: Write, { kind, id }: ResourceKey): boolean {
  return key.kind === kind && isSameId(key.id, id);
}

function named({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  return title === '' ? id : title;
}
