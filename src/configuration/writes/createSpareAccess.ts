import { t } from '../../core/common/l10n';
import { isProblem, Problem } from '../../core/common/problem';
import { isSameCustomer } from '../../core/profile/client';
import { freeName, isSameId, type Profile } from '../../core/profile/profile';
import { allowedScopes, tokenPolicyOf } from '../../core/resourceRules/configurationAccess';
import type { Resource, ResourceEntry, ResourceKey } from '../../core/resources/resource';
import { uniqueTitle } from '../../core/resources/uniqueTitle';
import type { PendingWrite, PendingWrites } from '../../storage/pendingWrites';
import type { ProfileStore } from '../../storage/profileStore';
import { proveClient, type AccessProofDeps } from '../accessProof';
import type { ProfileConfiguration } from '../profileConfiguration';
import { createUnverified, duplicateText } from './createResource';
import { hasEnded } from './recoverWrites';

/** What creating spare access works with. */
export interface SpareAccessDeps extends Pick<AccessProofDeps, 'issue' | 'send' | 'mask'> {
  readonly profiles: ProfileStore;
  readonly pendingWrites: PendingWrites;
  readonly newId: () => string;
  /** The process that this window runs in. */
  readonly owner: string;
  /** Whether a process is known to have ended. */
  readonly hasProcessEnded: (owner: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly warn: (message: string, error: unknown) => void;
}

/** Spare access as it would be created. */
export interface SpareAccessPlan {
  /** What the token policy is like. */
  readonly template: Resource;
  readonly policyTitle: string;
  readonly clientName: string;
  readonly profileName: string;
  /** What the token policy allows. */
  readonly scopes: readonly string[];
  /** What an earlier try of ours made already. */
  readonly unfinished?: UnfinishedSpare;
}

interface UnfinishedSpare {
  readonly pendingWrite: PendingWrite;
  readonly policy: ResourceEntry;
  readonly client: ResourceEntry | undefined;
}

/**
 * Looks what spare access would be: a second token policy like the profile's own, and a second configuration client on
 * it. Where no access can be proved any more, as long as a token lives that allows it, the policy allows all of the
 * configuration. Nothing is written. Rejects with a `Problem`; `forbidden` where this profile cannot create any.
 */
export async function planSpareAccess(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  signal: AbortSignal,
): Promise<SpareAccessPlan> {
  const { profile, guard } = configuration;
  const proved = (await guard.hasConfigurationAccess(signal))
    ? await guard.findConfigurationAccess(signal)
    : [];
  const own = proved.find(({ client }) => client.id === profile.clientId);
  const template = own?.policy ?? (proved.length > 0 ? undefined : fullAccessTemplate());
  if (!template) {
    throw new Problem(
      'forbidden',
      t('“{0}” cannot change clients and token policies, so it cannot create spare access.', profile.name),
      t('Switch to a profile whose token policy allows *:config/**.'),
    );
  }
  const titles = (kind: 'tokenPolicies' | 'clients') => titlesOf(configuration, kind, signal);
  const unfinished = await findUnfinishedSpare(deps, configuration, template, signal);
  return {
    template,
    policyTitle:
      unfinished?.policy.title ??
      uniqueTitle(t('{0} (spare)', template.title), await titles('tokenPolicies')),
    clientName:
      unfinished?.client?.title ??
      uniqueTitle(t('{0} (spare)', own?.client.title ?? template.title), await titles('clients')),
    profileName: freeName(
      profile.name,
      name => t('{0} (spare)', name),
      deps.profiles.all.map(other => other.name),
    ),
    scopes: allowedScopes(template.members) ?? [],
    ...(unfinished && { unfinished }),
  };
}

/**
 * Creates spare access as it was planned, proves that its client gets a token that can undo a mistake, and keeps it as a
 * profile of its own, whose values it resolves with. What an earlier try left half made is taken up again; what somebody else
 * creates at the same time is theirs, and ours gets another title. Rejects with a
 * `Problem` that says what is there already.
 */
export async function createSpareAccess(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  plan: SpareAccessPlan,
  signal: AbortSignal,
): Promise<Profile> {
  const { profile, resourceCache } = configuration;
  const { pendingWrite, client } = await createPolicyAndClient(deps, configuration, plan, signal);
  try {
    const clientSecret = await resourceCache.api.readSecret(client.id, signal);
    await proveClient(deps, profile, { clientId: client.id, clientSecret }, signal);
    const { origin, customerId } = profile;
    const name = freeName(
      plan.profileName,
      planned => planned,
      deps.profiles.all.map(other => other.name),
    );
    const values = { name, origin, customerId, clientId: client.id };
    const spare = await deps.profiles.addInactive(values, clientSecret, true);
    await deps.pendingWrites.remove(pendingWrite).catch((error: unknown) => {
      deps.warn('A note could not be removed', error);
    });
    return spare;
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The client “{0}” was made, but is not kept as a profile yet. {1}', client.title, error.message),
      t('Run Create Spare Configuration Access again: it goes on with what is there.'),
      error.detail,
    );
  }
}

async function titlesOf(
  { resourceCache }: ProfileConfiguration,
  kind: 'tokenPolicies' | 'clients',
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await resourceCache.api.list(kind, signal)).entries.map(({ title }) => title);
}

/** What access is created like where there is none to take for a model. */
function fullAccessTemplate(): Resource {
  const members = { allowedScopes: ['*:config/**'] };
  return { kind: 'tokenPolicies', id: '', title: t('Configuration'), body: '', members };
}

/**
 * What an earlier try made and did not finish, by the note that it left: a policy that we created, and the client on it
 * where one is there. No title and no likeness makes somebody else's client ours.
 */
async function findUnfinishedSpare(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  own: ResourceKey,
  signal: AbortSignal,
): Promise<UnfinishedSpare | undefined> {
  const { pendingWrites } = deps;
  for (const pendingWrite of await pendingWrites.all()) {
    if (
      pendingWrite.does !== 'spare' ||
      pendingWrite.profileId !== configuration.profile.id ||
      pendingWrite.text === own.id
    )
      continue;
    if (!isSameCustomer(pendingWrite, configuration.profile)) continue;
    // Another window may be at it right now: that is its own, and this one makes another.
    if (pendingWrite.owner !== deps.owner && !hasEnded(deps, pendingWrite)) continue;
    const unfinished = await readUnfinishedSpare(pendingWrite, deps, configuration, signal);
    if (unfinished) return unfinished;
    await pendingWrites.remove(pendingWrite);
  }
  return undefined;
}

/** What a note is of, as long as it is there and no profile has it. */
async function readUnfinishedSpare(
  pendingWrite: PendingWrite,
  { profiles }: SpareAccessDeps,
  { profile, resourceCache }: ProfileConfiguration,
  signal: AbortSignal,
): Promise<UnfinishedSpare | undefined> {
  const policy = await undefinedIfGone(
    resourceCache.read({ kind: 'tokenPolicies', id: pendingWrite.text }, signal),
  );
  if (!policy) return undefined;
  const isOurs = (client: Resource | undefined) =>
    client?.title === pendingWrite.title && tokenPolicyOf(client)?.id === policy.id;
  const candidates =
    pendingWrite.id === ''
      ? (await resourceCache.api.list('clients', signal)).entries.filter(({ title }) =>
          ['', pendingWrite.title].includes(title),
        )
      : [{ kind: 'clients', id: pendingWrite.id } as const];
  for (const key of candidates) {
    const client = await undefinedIfGone(resourceCache.read(key, signal));
    const isUsed = profiles.all.some(
      other => isSameId(other.clientId, client?.id ?? '') && isSameCustomer(other, profile),
    );
    if (client && isOurs(client)) return isUsed ? undefined : { pendingWrite, policy, client };
  }
  return { pendingWrite, policy, client: undefined };
}

async function undefinedIfGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isProblem(error) && error.kind === 'gone') return undefined;
    throw error;
  }
}

/** Creates the policy and the client, as far as they are not there; the note says which are ours until all is done. */
async function createPolicyAndClient(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  plan: SpareAccessPlan,
  signal: AbortSignal,
): Promise<{ readonly pendingWrite: PendingWrite; readonly client: ResourceEntry }> {
  const { resourceCache, profile } = configuration;
  const { pendingWrites } = deps;
  const { template, unfinished } = plan;
  if (unfinished?.client) return { pendingWrite: unfinished.pendingWrite, client: unfinished.client };
  // Somebody else may have created one since a person was asked.
  const policyTitle = uniqueTitle(
    plan.policyTitle,
    unfinished ? [] : await titlesOf(configuration, 'tokenPolicies', signal),
  );
  const clientName = uniqueTitle(plan.clientName, await titlesOf(configuration, 'clients', signal));
  const policy: ResourceEntry & { readonly isFound?: boolean } =
    unfinished?.policy ??
    (await createUnverified(configuration, 'tokenPolicies', duplicateText(template, policyTitle), signal));
  const pendingWrite: PendingWrite = {
    ...{
      noteId: unfinished?.pendingWrite.noteId ?? deps.newId(),
      profileId: profile.id,
      origin: profile.origin,
      customerId: profile.customerId,
      at: deps.now(),
      owner: deps.owner,
    },
    ...{ does: 'spare', kind: 'clients', id: '', title: clientName, text: policy.id },
  };
  const members = { name: clientName, type: 'confidential', tokenPolicy: policy.id, redirectURIs: [] };
  try {
    await pendingWrites.put(pendingWrite);
    const client = await createUnverified(configuration, 'clients', JSON.stringify(members), signal);
    const found = { ...pendingWrite, id: client.id };
    // Where it cannot be kept, the client is known by its policy.
    await pendingWrites.put(found).catch((error: unknown) => {
      deps.warn('A note could not be changed', error);
    });
    // What shows who uses a policy has to know of this one. Where it cannot be read, all is asked for again.
    await Promise.all([resourceCache.read(policy), resourceCache.read(client)]).catch(() => {
      resourceCache.refresh();
    });
    return { pendingWrite: found, client };
  } catch (error) {
    // What was found, and not answered, may be somebody else's; what an earlier try made is gone on with.
    const isRolledBack =
      policy.isFound === false &&
      (await resourceCache.api.remove('tokenPolicies', policy.id).then(
        () => true,
        () => false,
      ));
    if (isRolledBack) {
      resourceCache.delete(policy);
      await pendingWrites.remove(pendingWrite).catch((failure: unknown) => {
        deps.warn('A note could not be removed', failure);
      });
    }
    if (isRolledBack || !isProblem(error)) throw error;
    throw new Problem(
      error.kind,
      t('The token policy “{0}” was made, and perhaps a client for it. {1}', policyTitle, error.message),
      t('Run Create Spare Configuration Access again: it goes on with what is there.'),
      error.detail,
      error.facts,
    );
  }
}
