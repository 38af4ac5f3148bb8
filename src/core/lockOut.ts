import { clientKindOf, type Resource, type ResourceEntry, type ResourceKey } from './configuration';
import { t } from './l10n';
import { type Access, mayLetIn, type WayIn, waysIn } from './waysIn';

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

/**
 * Whether a write can change who gets into the configuration, by what the resource is now; only then `judge` has to be
 * asked, which needs to know all clients and policies. `ownClientId` is the client that the write is sent with.
 */
export function concernsAccess(write: Write, now: Pick<Resource, 'members'>, ownClientId: string): boolean {
  switch (write.key.kind) {
    case 'loginPolicies':
      return false;
    case 'tokenPolicies':
      return mayLetIn(now.members);
    case 'clients': {
      const kind = clientKindOf(now.members);
      return kind === 'configuration' || kind === undefined || write.key.id === ownClientId;
    }
  }
}

/**
 * Judges a write against the ways in (facts §6), before it is sent: refused where none would be left, or where none is
 * to be seen now; a title to type where it leaves a single one, or touches the one it is sent by.
 */
export function judge(access: Access, write: Write, ownClientId: string): Verdict {
  const before = waysIn(access);
  const after = waysIn(applied(access, write));
  const title = titleOf(access, write.key);
  if (after.length === 0) {
    return {
      is: 'refused',
      why:
        before.length === 0
          ? t(
              'No way into the configuration can be seen, so nothing is sent that might close one: nobody but Akamai could open it again.',
            )
          : t(
              'This would close the last way into the configuration, for good: nobody but Akamai could open it again. Create spare configuration access first.',
            ),
    };
  }
  const typed = (why: string): Verdict => ({ is: 'typed', title, why });
  const own = access.clients.find(({ id }) => id === ownClientId);
  if (touches(write, ownClientId, own?.members['tokenPolicy'])) {
    return typed(
      after.some(({ client }) => client.id === ownClientId)
        ? t('This profile comes in by “{0}”.', title)
        : t(
            'This profile comes in by “{0}”, and would not any more. What stays: {1}.',
            title,
            inWords(after),
          ),
    );
  }
  const [left, ...others] = after;
  if (left && others.length === 0) {
    const touchesLeft = touches(write, left.client.id, left.policy.id);
    if (before.length > 1 || touchesLeft) {
      return typed(t('Only one way into the configuration is left then: {0}.', inWords([left])));
    }
  }
  return { is: 'free' };
}

/** A way in as people read it: the client, and the policy that it gets its tokens by. */
export function wayInWords({ client, policy }: WayIn): string {
  return t('“{0}” by “{1}”', named(client), named(policy));
}

function named({ id, title }: Pick<ResourceEntry, 'id' | 'title'>): string {
  return title === '' ? id : title;
}

function inWords(ways: readonly WayIn[]): string {
  return ways.map(wayInWords).join(', ');
}

function touches({ key }: Write, clientId: string, policyId: unknown): boolean {
  return key.kind === 'clients' ? key.id === clientId : key.kind === 'tokenPolicies' && key.id === policyId;
}

function applied(access: Access, write: Write): Access {
  const { key } = write;
  if (write.does === 'resetSecret' || key.kind === 'loginPolicies') return access;
  const change = (resources: readonly Resource[]): readonly Resource[] =>
    write.does === 'delete'
      ? resources.filter(({ id }) => id !== key.id)
      : resources.map(resource =>
          resource.id === key.id
            ? { ...resource, members: { ...write.members, ...linksOf(resource) } }
            : resource,
        );
  return { ...access, [key.kind]: change(access[key.kind]) };
}

/** What a write can not take away: the service's own, which tells login clients from those of the configuration. */
function linksOf({ members }: Resource): Readonly<Record<string, unknown>> {
  return '_links' in members ? { _links: members['_links'] } : {};
}

function titleOf(access: Access, { kind, id }: ResourceKey): string {
  const resources = kind === 'loginPolicies' ? [] : access[kind];
  return named(resources.find(resource => resource.id === id) ?? { id, title: '' });
}
