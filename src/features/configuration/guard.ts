import type { Configuration } from '../../api/configuration';
import type { Resource } from '../../core/configuration';
import { type ConfigurationAccess, tokenPolicyOf } from '../../core/configurationAccess';
import { inParallel } from '../../core/inParallel';
import { t } from '../../core/l10n';
import { concernsAccess, judge, remains, type Verdict, type Write } from '../../core/lockOut';
import { Problem } from '../../core/problem';
import { isSameId, type Profile } from '../../core/profile';
import { isSameCustomer } from '../../vault/client';
import type { ConfigurationTokens } from '../../vault/configurationTokens';
import { isNoAccess } from './anyAccess';
import { type Proof, type ProvedAccess, proveProfile, type ProvingPorts } from './proving';

/** What the guard works with. */
export interface GuardPorts extends ProvingPorts {
  readonly tokens: Pick<ConfigurationTokens, 'hold'>;
}

/** As many profiles as are tried side by side. */
const mostAtOnce = 4;

/**
 * Keeps a profile from locking its customer out. Access counts only where it is proved: a profile of this machine gets a
 * token with the secret that is kept for it, and that token can undo a mistake. A client that nobody here has the secret
 * of is of no use once the tokens of now have ended.
 */
export class Guard {
  constructor(
    private readonly ports: GuardPorts,
    /** The profile that writes. */
    private readonly profile: Profile,
  ) {}

  /**
   * Whether a write may be sent; `now` is the resource as the service has it. Takes at most eight requests, however many
   * clients there are, as long as this profile or the one that is tried beside it has access that remains. Rejects only
   * where the signal is aborted.
   */
  async judge(write: Write, now: Resource, signal = new AbortController().signal): Promise<Verdict> {
    if (!this.concerns(write, now)) return { is: 'free' };
    const proofs = await this.#proveUntil(
      access => remains(access, write) && !access.isFleeting,
      write,
      signal,
    );
    const proved = accessIn(proofs);
    const pointed = write.key.kind === 'clients' ? tokenPolicyOf(now) : undefined;
    const known = proved.find(({ policy }) => policy.id === pointed?.id)?.policy;
    // What the client of somebody else is good for: it has to be read for that alone.
    const policyOfNow =
      known ??
      (pointed &&
        (await proved[0]?.configuration.read(pointed.kind, pointed.id, signal).catch(() => undefined)));
    signal.throwIfAborted();
    return judge(
      { proved, notProved: reasons(proofs), ownClientId: this.profile.clientId, now, policyOfNow },
      write,
    );
  }

  /** Whether a write can take somebody's access; `now` is the resource as the service has it. */
  concerns(write: Write, now: Resource): boolean {
    return concernsAccess(
      write,
      now,
      this.#profiles.map(({ clientId }) => clientId),
    );
  }

  /** Whether any access can be proved. Rejects with a `Problem` where none is, and some could not be tried. */
  async isOpen(signal = new AbortController().signal): Promise<boolean> {
    const proofs = await this.#proveUntil(() => true, undefined, signal);
    if (accessIn(proofs).length > 0) return true;
    const unseen = unseenIn(proofs);
    if (unseen) throw unseen;
    return false;
  }

  /**
   * All access that can be proved from this machine, that of this profile first. Rejects with the `Problem` of this
   * profile where none can be.
   */
  async access(signal: AbortSignal): Promise<readonly ConfigurationAccess[]> {
    const profiles = this.#profiles;
    const proofs: Proof[] = [];
    await inParallel(
      mostAtOnce,
      [...profiles.entries()],
      async ([index, profile]) => {
        proofs[index] = await proveProfile(this.ports, profile, signal);
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
    return this.ports.tokens.hold(this.profile, token.accessToken, token.scope);
  }

  /**
   * Asks with the first access that can be proved. Rejects with a `Problem` where none can; one that is a lack of access
   * (`isNoAccess`) only where all that there is lacks it.
   */
  async anyConfiguration(signal?: AbortSignal): Promise<Configuration> {
    return (await this.#anyAccess(signal)).configuration;
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
    write: Write | undefined,
    signal: AbortSignal,
  ): Promise<readonly Proof[]> {
    const [own, ...others] = this.#profiles;
    const isLast = ({ clientId }: Profile) =>
      isSameId(clientId, own?.clientId ?? '') ||
      (write?.key.kind === 'clients' && isSameId(write.key.id, clientId));
    const ordered = [...others.filter(other => !isLast(other)), ...others.filter(isLast)];
    const first = [own, ...ordered.splice(0, 1)].filter(profile => profile !== undefined);
    const proofs = await Promise.all(first.map(profile => proveProfile(this.ports, profile, signal)));
    for (const profile of ordered) {
      if (accessIn(proofs).some(isWanted)) break;
      proofs.push(await proveProfile(this.ports, profile, signal));
    }
    return proofs;
  }

  /** The profiles of the same customer at the same service, this one first. */
  get #profiles(): readonly Profile[] {
    const { id } = this.profile;
    const others = this.ports.profiles.all.filter(other => other.id !== id);
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
  return problemsIn(proofs).find(problem => !isNoAccess(problem));
}

function reasons(proofs: readonly Proof[]): readonly string[] {
  return proofs.flatMap(proof =>
    'problem' in proof ? [t('“{0}”: {1}', proof.profile.name, proof.problem.message)] : [],
  );
}
