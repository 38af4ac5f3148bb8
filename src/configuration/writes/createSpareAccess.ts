// Creates spare configuration access: a token policy, a client and a profile.
import { t } from '../../core/common/l10n';
import { isProblem, Problem, type ProblemKind, rephrase } from '../../core/common/problem';
import { freeName, isSameId, type Profile } from '../../core/profile/profile';
import { allowedScopes } from '../../core/resourceRules/configurationAccess';
import { createCopyText } from '../../core/resourceRules/resourceCopy';
import type { Resource, ResourceEntry } from '../../core/resources/resource';
import { uniqueTitle } from '../../core/resources/uniqueTitle';
import type { PendingWrite } from '../../storage/configuration/pendingWrites';
import { proveClient } from '../accessProof';
import type { ProfileConfiguration } from '../profileConfiguration';
import { createUnverified, onceKnown } from './createResource';
import { findUnfinishedSpare, takeOver, type SpareAccessDeps, type UnfinishedSpare } from './unfinishedSpare';

export interface SpareAccessPlan {
  /** The policy that the new token policy copies. */
  readonly template: Resource;
  readonly policyTitle: string;
  readonly clientName: string;
  readonly profileName: string;
  readonly scopes: readonly string[];
  /** What an earlier, interrupted attempt created. */
  readonly unfinished?: UnfinishedSpare;
}

/**
 * Plans spare access: a copy of the profile's token policy, and a configuration client that uses it. If no access can be
 * proved, but a token still allows it, the policy allows the whole configuration. Writes nothing. Rejects with a
 * `Problem`; `forbidden` if this profile cannot create spare access.
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
  const own = proved.find(({ client }) => isSameId(client.id, profile.clientId));
  const template = own?.policy ?? (proved.length > 0 ? undefined : fullAccessTemplate());
  if (!template) {
    throw new Problem(
      'forbidden',
      t(
        '“{0}” could not prove that it can change clients and token policies, so it cannot create spare access.',
        profile.name,
      ),
      t('Run Check Connection for the reason, or switch to a profile whose token policy allows *:config/**.'),
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
 * Creates spare access as planned, proves it, and stores it as a new profile, with which it resolves. Continues an
 * interrupted attempt. If somebody else uses the planned title in the meantime, picks another one. Rejects with a
 * `Problem` that says what was already created.
 */
export async function createSpareAccess(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  plan: SpareAccessPlan,
  signal: AbortSignal,
): Promise<Profile> {
  const { inProgress } = deps.pendingWrites;
  const started: string[] = [];
  try {
    return await createOrContinue(deps, configuration, plan, signal, ({ recordId }) => {
      inProgress.add(recordId);
      started.push(recordId);
    });
  } finally {
    for (const recordId of started) inProgress.delete(recordId);
  }
}

async function createOrContinue(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  plan: SpareAccessPlan,
  signal: AbortSignal,
  onStarted: (pendingWrite: PendingWrite) => void,
): Promise<Profile> {
  const { profile, resourceCache, journal } = configuration;
  const unfinished = plan.unfinished && {
    ...plan.unfinished,
    pendingWrite: await takeOver(deps, plan.unfinished.pendingWrite),
  };
  if (unfinished) onStarted(unfinished.pendingWrite);
  const { pendingWrite, client } = await createPolicyAndClient(
    deps,
    configuration,
    { ...plan, ...(unfinished && { unfinished }) },
    signal,
    onStarted,
  );
  try {
    const clientSecret = await onceKnown(
      journal,
      () => resourceCache.api.readSecret(client.id, signal),
      unknownYet,
    );
    await onceKnown(
      journal,
      () => proveClient(deps, profile, { clientId: client.id, clientSecret }, signal),
      unknownYet,
    );
    const { origin, customerId } = profile;
    const values = { name: plan.profileName, origin, customerId, clientId: client.id };
    const spare = await deps.profiles.addInactive(values, clientSecret, true, taken =>
      freeName(plan.profileName, planned => planned, taken),
    );
    await tryRemove(deps, pendingWrite);
    return spare;
  } catch (error) {
    throw unfinishedProblem(error, cause =>
      t('The client “{0}” was created, but not saved as a profile yet. {1}', client.title, cause),
    );
  }
}

/** Says what is left of an attempt, also if the user cancelled it: what was created gives access. */
function unfinishedProblem(error: unknown, message: (cause: string) => string): Problem {
  const problem = rephrase(error, message, t('Run Create Spare Configuration Access again to continue.'));
  const { kind, nextStep, detail, facts } = problem;
  return new Problem(kind, problem.message, nextStep, detail, { ...facts, isOutcomeUnknown: true });
}

/** Removes a record. Never rejects: one that stays is checked later. */
async function tryRemove({ pendingWrites, warn }: SpareAccessDeps, record: PendingWrite): Promise<void> {
  await pendingWrites.remove(record).catch((error: unknown) => {
    warn('The record of a write could not be removed', error);
  });
}

/** How a service refuses a client that was just created, if its reads lag. */
const unknownYet: readonly ProblemKind[] = ['gone', 'nothingGranted', 'invalidClient', 'changedMeanwhile'];

async function titlesOf(
  { resourceCache }: ProfileConfiguration,
  kind: 'tokenPolicies' | 'clients',
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await resourceCache.api.list(kind, signal)).entries.map(({ title }) => title);
}

/** Used if there is no access to copy. */
function fullAccessTemplate(): Resource {
  const members = { allowedScopes: ['*:config/**'] };
  // The new policy is a copy of the text.
  const body = JSON.stringify(members);
  return { kind: 'tokenPolicies', id: '', title: t('Configuration'), body, members };
}

/** Creates the policy and the client, if they do not exist; the record keeps their ids until all is done. */
async function createPolicyAndClient(
  deps: SpareAccessDeps,
  configuration: ProfileConfiguration,
  plan: SpareAccessPlan,
  signal: AbortSignal,
  onStarted: (pendingWrite: PendingWrite) => void,
): Promise<{ readonly pendingWrite: PendingWrite; readonly client: ResourceEntry }> {
  const { resourceCache, profile } = configuration;
  const { pendingWrites } = deps;
  const { template, unfinished } = plan;
  if (unfinished?.client) return { pendingWrite: unfinished.pendingWrite, client: unfinished.client };
  // Somebody else may have used the title since the user was asked.
  const policyTitle = uniqueTitle(
    plan.policyTitle,
    unfinished ? [] : await titlesOf(configuration, 'tokenPolicies', signal),
  );
  const clientName = uniqueTitle(plan.clientName, await titlesOf(configuration, 'clients', signal));
  const policy: ResourceEntry & { readonly isFound?: boolean } =
    unfinished?.policy ??
    (await createUnverified(
      configuration,
      'tokenPolicies',
      createCopyText('tokenPolicies', template.body, policyTitle),
      signal,
    ));
  const pendingWrite: PendingWrite = {
    ...{
      recordId: unfinished?.pendingWrite.recordId ?? deps.newId(),
      profileId: profile.id,
      origin: profile.origin,
      customerId: profile.customerId,
      at: deps.now(),
      owner: deps.owner,
    },
    ...{ does: 'spare', kind: 'clients', id: '', title: clientName, text: policy.id },
  };
  const members = { name: clientName, type: 'confidential', tokenPolicy: policy.id };
  const create = (body: object) => createUnverified(configuration, 'clients', JSON.stringify(body), signal);
  try {
    onStarted(pendingWrite);
    await pendingWrites.put(pendingWrite);
    // Which body is enough is not documented.
    const client = await create({ ...members, redirectURIs: [] }).catch((error: unknown) => {
      if (isProblem(error) && error.kind === 'refusedByService') return create(members);
      throw error;
    });
    const found = { ...pendingWrite, id: client.id };
    // If this fails, the client can be found by its policy.
    await pendingWrites.put(found).catch((error: unknown) => {
      deps.warn('The record of a write could not be changed', error);
    });
    // The cache needs the new resources, for example to show who uses a policy.
    await Promise.all([resourceCache.read(policy), resourceCache.read(client)]).catch(() => {
      resourceCache.refresh();
    });
    return { pendingWrite: found, client };
  } catch (error) {
    // Delete only a policy that we certainly created: one that was found may belong to somebody else.
    if (policy.isFound === false && (await tryDelete(configuration, policy))) {
      await tryRemove(deps, pendingWrite);
      throw rephrase(
        error,
        cause =>
          t(
            'The token policy “{0}” was created, and deleted again because its client could not be created: {1}',
            policyTitle,
            cause,
          ),
        isProblem(error) ? error.nextStep : '',
      );
    }
    throw unfinishedProblem(error, cause =>
      t('The token policy “{0}” was created, and perhaps a client for it. {1}', policyTitle, cause),
    );
  }
}

/** Deletes a policy that nothing uses yet. Resolves with whether it was deleted. */
async function tryDelete(
  { resourceCache, journal }: ProfileConfiguration,
  policy: ResourceEntry,
): Promise<boolean> {
  try {
    await resourceCache.api.remove('tokenPolicies', policy.id);
  } catch {
    return false;
  }
  resourceCache.delete(policy);
  journal.noteDeleted(policy);
  return true;
}
