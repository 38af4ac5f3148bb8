import type { ConfigurationClient } from '../api/configuration/configurationClient';
import { forEachLimit } from '../core/common/forEachLimit';
import { t } from '../core/common/l10n';
import { Problem } from '../core/common/problem';
import { isSameCustomer } from '../core/profile/client';
import { isSameId, type Profile } from '../core/profile/profile';
import { type ConfigurationAccess, tokenPolicyOf } from '../core/resourceRules/configurationAccess';
import {
  mayAffectAccess,
  checkLockout,
  keepsAccess,
  type LockoutCheck,
  type ResourceWrite,
} from '../core/resourceRules/lockoutRules';
import type { Resource } from '../core/resources/resource';
import type { ConfigurationTokens } from '../tokens/configurationTokens';
import { type Proof, type ProvedAccess, proveProfile, type AccessProofDeps } from './accessProof';
import { isAccessDenied } from './anyAccess';

/** What the guard works with. */
export interface GuardPorts extends AccessProofDeps {
  readonly tokens: Pick<ConfigurationTokens, 'hold'>;
}

/** As many profiles as are tried side by side. */
const maxParallel = 4;

/**
 * Keeps a profile from locking its customer out. Access counts only where it is proved: a profile of this machine gets a
 * token with the secret that is kept for it, and that token can undo a mistake. A client that nobody here has the secret
 * of is of no use once the tokens of now have ended.
 */
export class LockoutGuard {
  constructor(
    private readonly deps: GuardPorts,
    /** The profile that writes. */
    private readonly profile: Profile,
  ) {}

  /**
   * Whether a write may be sent; `current` is the resource as the service has it. Takes at most eight requests, however many
   * clients there are, as long as this profile or the one that is tried beside it has access that remains. Rejects only
   * where the signal is aborted.
   */
  async check(
    write: ResourceWrite,
    current: Resource,
    signal = new AbortController().signal,
  ): Promise<LockoutCheck> {
    if (!this.affectsAccess(write, current)) return { kind: 'allowed' };
    const proofs = await this.#proveUntil(
      access => keepsAccess(access, write) && !access.isFleeting,
      write,
      signal,
    );
    const proved = accessIn(proofs);
    const pointed = write.key.kind === 'clients' ? tokenPolicyOf(current) : undefined;
    const known = proved.find(({ policy }) => policy.id === pointed?.id)?.policy;
    // What the client of somebody else is good for: it has to be read for that alone.
    const policyOfNow =
      known ??
      (pointed && (await proved[0]?.api.read(pointed.kind, pointed.id, signal).catch(() => undefined)));
    signal.throwIfAborted();
    return checkLockout(
      {
        proved,
        notProved: describeProblems(proofs),
        ownClientId: this.profile.clientId,
        now: current,
        policyOfNow,
      },
      write,
    );
  }

  /** Whether a write can take somebody's access; `current` is the resource as the service has it. */
  affectsAccess(write: ResourceWrite, current: Resource): boolean {
    return mayAffectAccess(
      write,
      current,
      this.#profilesOfCustomer.map(({ clientId }) => clientId),
    );
  }

  /** Whether any access can be proved. Rejects with a `Problem` where none is, and some could not be tried. */
  async hasConfigurationAccess(signal = new AbortController().signal): Promise<boolean> {
    const proofs = await this.#proveUntil(() => true, undefined, signal);
    if (accessIn(proofs).length > 0) return true;
    const uncertain = unseenIn(proofs);
    if (uncertain) throw uncertain;
    return false;
  }

  /**
   * All access that can be proved from this machine, that of this profile first. Rejects with the `Problem` of this
   * profile where none can be.
   */
  async findConfigurationAccess(signal: AbortSignal): Promise<readonly ConfigurationAccess[]> {
    const profiles = this.#profilesOfCustomer;
    const proofs: Proof[] = [];
    await forEachLimit(
      maxParallel,
      [...profiles.entries()],
      async ([index, profile]) => {
        proofs[index] = await proveProfile(this.deps, profile, signal);
      },
      signal,
    );
    const proved = accessIn(proofs);
    const [problem] = problemsIn(proofs);
    if (proved.length === 0 && problem) throw problem;
    return proved;
  }

  /**
   * Has the token of access that is proved just now held for the profile, in case all access goes: it can create some again
   * as long as it lives. Resolves with what lets go of it. Rejects with a `Problem` where no access can be proved.
   */
  async holdToken(signal?: AbortSignal): Promise<() => void> {
    const { token } = await this.#anyAccess(signal);
    return this.deps.tokens.hold(this.profile, token.accessToken, token.scope);
  }

  /**
   * Asks with the first access that can be proved. Rejects with a `Problem` where none can; one that is a lack of access
   * (`isNoAccess`) only where all that there is lacks it.
   */
  async anyApi(signal?: AbortSignal): Promise<ConfigurationClient> {
    return (await this.#anyAccess(signal)).api;
  }

  async #anyAccess(signal = new AbortController().signal): Promise<ProvedAccess> {
    const proofs = await this.#proveUntil(() => true, undefined, signal);
    const [access] = accessIn(proofs);
    if (access) return access;
    throw (
      unseenIn(proofs) ??
      problemsIn(proofs)[0] ??
      new Problem('forbidden', t('No configuration access can be proved.'))
    );
  }

  /**
   * Tries this profile and another one side by side, then the others one by one until one has access that is wanted. The
   * last to be tried are those of the same client, and of the one that a write is for.
   */
  async #proveUntil(
    isWanted: (access: ProvedAccess) => boolean,
    write: ResourceWrite | undefined,
    signal: AbortSignal,
  ): Promise<readonly Proof[]> {
    const [own, ...others] = this.#profilesOfCustomer;
    const isLast = ({ clientId }: Profile) =>
      isSameId(clientId, own?.clientId ?? '') ||
      (write?.key.kind === 'clients' && isSameId(write.key.id, clientId));
    const ordered = [...others.filter(other => !isLast(other)), ...others.filter(isLast)];
    const first = [own, ...ordered.splice(0, 1)].filter(profile => profile !== undefined);
    const proofs = await Promise.all(first.map(profile => proveProfile(this.deps, profile, signal)));
    for (const profile of ordered) {
      if (accessIn(proofs).some(isWanted)) break;
      proofs.push(await proveProfile(this.deps, profile, signal));
    }
    return proofs;
  }

  /** The profiles of the same customer at the same service, this one first. */
  get #profilesOfCustomer(): readonly Profile[] {
    const { id } = this.profile;
    const others = this.deps.profiles.all.filter(other => other.id !== id);
    return [this.profile, ...others.filter(other => isSameCustomer(other, this.profile))];
  }
}

function accessIn(proofs: readonly Proof[]): readonly ProvedAccess[] {
  const byClient = new Map<string, ProvedAccess>();
  for (const proof of proofs) {
    if (!('access' in proof)) continue;
    const id = proof.access.client.id.toLowerCase();
    const known = byClient.get(id);
    if (!known || (known.isFleeting && !proof.access.isFleeting)) byClient.set(id, proof.access);
  }
  return [...byClient.values()];
}

function problemsIn(proofs: readonly Proof[]): readonly Problem[] {
  return proofs.flatMap(proof => ('problem' in proof ? [proof.problem] : []));
}

/** Why some access could not be tried. */
function unseenIn(proofs: readonly Proof[]): Problem | undefined {
  return problemsIn(proofs).find(problem => !isAccessDenied(problem));
}

function describeProblems(proofs: readonly Proof[]): readonly string[] {
  return proofs.flatMap(proof =>
    'problem' in proof ? [t('“{0}”: {1}', proof.profile.name, proof.problem.message)] : [],
  );
}
