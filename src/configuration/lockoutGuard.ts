// Prevents writes after which nobody can change the configuration of the customer.
import type { ConfigurationApi } from '../api/configuration/configurationApi';
import { forEachLimit } from '../core/common/async/forEachLimit';
import { isSameCustomer } from '../core/profile/client';
import { isSameId, type Profile } from '../core/profile/profile';
import { neededScope } from '../core/requestAnalysis/neededScopes';
import {
  type ConfigurationAccess,
  isPermanent,
  restoringScope,
  tokenPolicyOf,
} from '../core/resourceRules/configurationAccess';
import {
  mayAffectAccess,
  checkLockout,
  keepsAccess,
  type LockoutCheck,
  type ResourceWrite,
} from '../core/resourceRules/lockoutRules';
import { type Resource, type ResourceKey, resourcePath } from '../core/resources/resource';
import type { ConfigurationTokens, HeldToken } from '../tokens/configurationTokens';
import {
  type AccessProofDeps,
  earlierVersionProblem,
  type Proof,
  type ProvedAccess,
  proveProfile,
} from './accessProof';
import { isTimeout } from './anyAccess';
import { accessIn, describeProblems, firstAccess, goneKinds, problemsIn, untriedIn } from './proofResults';

interface GuardPorts extends AccessProofDeps {
  readonly tokens: Pick<ConfigurationTokens, 'hold'>;
}

const maxParallel = 4;

/** What `LockoutGuard.begin` began. */
interface BegunCheck {
  /** Empty if the write probably affects no access. */
  readonly proofs: Promise<readonly Proof[]>;
  /** The policy of the client that is written, if it will probably be needed; undefined if it cannot be read. */
  readonly policyOfNow: Promise<Resource | undefined>;
}

/**
 * Prevents writes after which nobody can change the configuration of the customer. Access counts only if it is proved: a
 * profile of this machine gets a token with its stored secret, and that token can undo a mistake. A client whose secret
 * is not stored here does not count, because it is useless once the current tokens have expired.
 */
export class LockoutGuard {
  /** The token policy of each client when it was proved last, by client id in lower case. */
  readonly #policyIds = new Map<string, string>();
  /** The reads of clients for their token policies, by client id. */
  readonly #policyReads = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly deps: GuardPorts,
    /** The profile that writes. */
    private readonly profile: Profile,
    /** Reads a client with the tokens of that profile, from the cache if it is there. */
    private readonly readClient: (id: string, signal: AbortSignal) => Promise<Resource>,
    /** Whether a client that was read does not show yet that a write of this machine changed its access. */
    private readonly isOutOfDate: (client: Resource) => Promise<boolean>,
  ) {}

  /**
   * Begins what `check` needs while the resource is read, if it still has the expected members. Undefined if the write
   * cannot affect access then.
   * @param read reads with the access of this profile
   */
  begin(
    write: ResourceWrite,
    expected: Pick<Resource, 'members'>,
    read: (key: ResourceKey) => Promise<Resource>,
    signal = new AbortController().signal,
  ): BegunCheck | undefined {
    const isLikely = this.#mayAffectAccess(write, expected);
    if (!isLikely && write.key.kind !== 'tokenPolicies') return undefined;
    const { clientId } = this.profile;
    // With the access of another client, the policy is not needed.
    const isOnlyClient = this.#profilesOfCustomer.every(other => isSameId(other.clientId, clientId));
    const policyKey =
      write.key.kind === 'clients' && isOnlyClient && !isSameId(clientId, write.key.id)
        ? tokenPolicyOf(expected)
        : undefined;
    const proofs = isLikely
      ? this.#proveFor(write, signal)
      : this.#isPolicyOfProfile(write, signal).then(isIt => (isIt ? this.#proveFor(write, signal) : []));
    // A check that is not finished needs no answer.
    proofs.catch(() => undefined);
    return {
      proofs,
      policyOfNow: policyKey ? read(policyKey).catch(() => undefined) : Promise.resolve(undefined),
    };
  }

  /**
   * Whether a write may be sent; `current` is the resource as the service has it. Together with reading it, this takes two
   * round trips, or three if the access was not proved before, and at most eight requests, however many clients there are;
   * provided that this profile and the one tried in parallel keep their access, which is proved by a token for `*:config/**`.
   * Rejects only if the signal is aborted.
   */
  async check(
    write: ResourceWrite,
    current: Resource,
    signal = new AbortController().signal,
    begun?: BegunCheck,
  ): Promise<LockoutCheck> {
    if (!(await this.affectsAccess(write, current, signal))) return { kind: 'allowed' };
    const early = (await begun?.proofs) ?? [];
    const proofs = early.length > 0 ? early : await this.#proveFor(write, signal);
    const proved = accessIn(proofs);
    // Only beside a single access, or one with a secret that may be lost, does it matter whether the client had access, too.
    const isNeeded = write.key.kind === 'clients' && proved.filter(isPermanent).length < 2;
    const policyKey = isNeeded ? tokenPolicyOf(current) : undefined;
    const known = [...proved.map(({ policy }) => policy), await begun?.policyOfNow].find(
      policy => policy?.id === policyKey?.id,
    );
    const policyOfNow =
      known ??
      (policyKey && (await proved[0]?.api.read(policyKey.kind, policyKey.id, signal).catch(() => undefined)));
    signal.throwIfAborted();
    return checkLockout(
      {
        proved,
        notProved: describeProblems(proofs),
        isOutOfDate: problemsIn(proofs).some(({ kind }) => kind === 'changedMeanwhile'),
        ownClientId: this.profile.clientId,
        now: current,
        policyOfNow,
      },
      write,
    );
  }

  /**
   * Whether a write can remove access; `current` is the resource as the service has it. A read may be out of date, so the
   * token policies of the clients of this machine's profiles count whatever they show. Rejects only if the signal is
   * aborted.
   */
  async affectsAccess(
    write: ResourceWrite,
    current: Pick<Resource, 'members'>,
    signal = new AbortController().signal,
  ): Promise<boolean> {
    return this.#mayAffectAccess(write, current) || (await this.#isPolicyOfProfile(write, signal));
  }

  #mayAffectAccess(write: ResourceWrite, current: Pick<Resource, 'members'>): boolean {
    return mayAffectAccess(
      write,
      current,
      this.#profilesOfCustomer.map(({ clientId }) => clientId),
    );
  }

  async #isPolicyOfProfile({ key }: ResourceWrite, signal: AbortSignal): Promise<boolean> {
    if (key.kind !== 'tokenPolicies') return false;
    const clientIds = this.#profilesOfCustomer.map(({ clientId }) => clientId);
    const policyIds = await Promise.all(
      clientIds.map(
        async id => this.#policyIds.get(id.toLowerCase()) ?? (await this.#readPolicyId(id, signal)),
      ),
    );
    signal.throwIfAborted();
    return policyIds.some(id => id !== undefined && isSameId(id, key.id));
  }

  #readPolicyId(clientId: string, signal: AbortSignal): Promise<string | undefined> {
    const pending = this.#policyReads.get(clientId);
    if (pending) return pending;
    const read = this.readClient(clientId, signal).then(
      client => tokenPolicyOf(client)?.id,
      () => undefined,
    );
    this.#policyReads.set(clientId, read);
    return read.finally(() => this.#policyReads.delete(clientId));
  }

  /** Whether any access can be proved. Rejects with a `Problem` if none can, but not all profiles could be tried. */
  async hasConfigurationAccess(signal = new AbortController().signal): Promise<boolean> {
    const proofs = await this.#proveUntil(() => true, undefined, signal);
    if (accessIn(proofs).length > 0) return true;
    // If this profile was edited or removed meanwhile, it was not tried, either. That of another one is no longer here.
    const [own] = problemsIn(proofs);
    const untried = untriedIn(proofs) ?? (own && goneKinds.includes(own.kind) ? own : undefined);
    if (untried) throw untried;
    return false;
  }

  /**
   * All access that can be proved from this machine, that of this profile first. If there is none, rejects with the
   * `Problem` of this profile.
   */
  async findConfigurationAccess(signal: AbortSignal): Promise<readonly ConfigurationAccess[]> {
    const profiles = this.#profilesOfCustomer;
    const proofs: Proof[] = [];
    await forEachLimit(
      maxParallel,
      [...profiles.entries()],
      async ([index, profile]) => {
        proofs[index] = await this.#prove(profile, signal);
      },
      signal,
    );
    const proved = accessIn(proofs);
    const [problem] = problemsIn(proofs);
    if (proved.length === 0 && problem) throw problem;
    return proved;
  }

  /**
   * As `check`. With the same proof, `holdToken` keeps a token for the profile: until it expires, it can create or restore
   * access if all is lost. It prefers access that remains after the write, because the service may end the tokens of a client
   * that is deleted (docs/hosted-login-api.md, Tokens). A token of another profile gives this one no rights: it is used for what
   * proved access allows, or only for `ownScope`. While it is required, no write is sent with another token if the service
   * refuses it. Returns a function that releases the token. Throws a `Problem` if no access was proved. `ownScope` is the scope
   * for which this profile must get a token itself before the write; undefined if its access was proved.
   */
  async checkForToken(
    write: ResourceWrite,
    current: Resource,
  ): Promise<{
    readonly check: LockoutCheck;
    readonly ownScope: string | undefined;
    readonly holdToken: (isRequired: () => boolean) => () => void;
  }> {
    const { signal } = new AbortController();
    const proofs = await this.#proveFor(write, signal);
    const begun = { proofs: Promise.resolve(proofs), policyOfNow: Promise.resolve(undefined) };
    const isOwnProved = accessIn(proofs).some(({ client }) => isSameId(client.id, this.profile.clientId));
    const ownScope = isOwnProved ? undefined : neededScope({ method: 'PUT', path: resourcePath(write.key) });
    return {
      check: await this.check(write, current, signal, begun),
      ownScope,
      holdToken: isRequired => {
        const access = accessIn(proofs).find(each => keepsAccess(each, write)) ?? firstAccess(proofs);
        const proof = proofs.find(each => 'access' in each && each.access === access);
        const issuedTo = proof?.profile ?? this.profile;
        return this.#hold(access.token, { issuedTo, isRequired }, ownScope ?? restoringScope);
      },
    };
  }

  /** Holds a token for the profile that it was issued to, and for this one with fewer rights. */
  #hold(
    { accessToken, scope }: ProvedAccess['token'],
    terms: Pick<HeldToken, 'issuedTo' | 'isRequired'>,
    scopeHere: string,
  ): () => void {
    const { tokens } = this.deps;
    const { issuedTo } = terms;
    const releases = [tokens.hold(issuedTo, { ...terms, value: accessToken, scope })];
    // To another spelling of the origin, it is not sent.
    if (issuedTo.id !== this.profile.id && issuedTo.origin === this.profile.origin)
      releases.push(tokens.hold(this.profile, { ...terms, value: accessToken, scope: scopeHere }));
    return () => {
      for (const release of releases) release();
    };
  }

  /**
   * A client with the first access that can be proved. Rejects with a `Problem` if there is none; `isAccessDenied` is true
   * for it only if all profiles were denied.
   */
  async anyApi(): Promise<ConfigurationApi> {
    const { signal } = new AbortController();
    return firstAccess(await this.#proveUntil(() => true, undefined, signal)).api;
  }

  #proveFor(write: ResourceWrite, signal: AbortSignal): Promise<readonly Proof[]> {
    return this.#proveUntil(access => keepsAccess(access, write) && isPermanent(access), write, signal);
  }

  /** Proves a profile, and remembers its token policy: the next time both are read together. */
  async #prove(profile: Profile, signal: AbortSignal): Promise<Proof> {
    const id = profile.clientId.toLowerCase();
    const proof = await proveProfile(this.deps, profile, signal, this.#policyIds.get(id));
    if ('access' in proof) this.#policyIds.set(id, proof.access.policy.id);
    else this.#policyIds.delete(id);
    return proof;
  }

  /**
   * Tries this profile and another one in parallel, then the others one by one until one has the wanted access, unless the
   * service does not answer in time. Profiles of the same client, and of the client that is written, come last.
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
    const prove = async (profile: Profile): Promise<Proof> => {
      const proof = await this.#prove(profile, signal);
      const isUnclear = write && 'access' in proof && (await this.isOutOfDate(proof.access.client));
      // Which policy it has is not known, so a write to any policy may take its access.
      return isUnclear ? { profile, problem: earlierVersionProblem(proof.access.client) } : proof;
    };
    const proofs = await Promise.all(first.map(prove));
    for (const profile of ordered) {
      if (accessIn(proofs).some(isWanted)) break;
      if (proofs.every(proof => 'problem' in proof && isTimeout(proof.problem))) break;
      proofs.push(await prove(profile));
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
