import { clientKindOf, type Resource, type ResourceKey } from '../../core/configuration';
import { concernsAccess, judge, type Verdict, type Write } from '../../core/lockOut';
import { isProblem } from '../../core/problem';
import { type Access, waysIn } from '../../core/waysIn';
import type { Holdings } from './holdings';
import { policiesOf } from './usage';

/** Keeps a profile from locking its customer out: looks at who can get in, at the moment it is asked. */
export class Guard {
  /** @param ownClientId the client that the profile sends its requests with */
  constructor(
    private readonly holdings: Holdings,
    private readonly ownClientId: string,
  ) {}

  /** Whether a write may be sent; `now` is the resource as the service has it. Rejects with a `Problem`. */
  async judge(write: Write, now: Resource, signal?: AbortSignal): Promise<Verdict> {
    if (!this.concerns(write, now)) return { is: 'free' };
    return judge((await this.#look(signal, write)).access, write, this.ownClientId);
  }

  /** Whether a write can change who gets in; `now` is the resource as the service has it. */
  concerns(write: Write, now: Resource): boolean {
    return concernsAccess(write, now, this.ownClientId);
  }

  /**
   * Whether anybody can get in. Rejects with a `Problem` where that can not be seen: what can not be read may be the
   * only way in.
   */
  async isOpen(signal?: AbortSignal): Promise<boolean> {
    const { access, failed } = await this.#look(signal);
    if (waysIn(access).length > 0) return true;
    if (failed.length > 0) throw failed[0];
    return false;
  }

  /**
   * The clients that may be ways in, and their policies, all read now. To find them every client is looked at once; what
   * came since then is missing, which can only make the guard stricter. What can not be read is no way in.
   */
  async access(signal?: AbortSignal): Promise<Access> {
    return (await this.#look(signal)).access;
  }

  /** With why something could not be read (what is gone is no failure), and with the policy that a write points to. */
  async #look(
    signal?: AbortSignal,
    write?: Write,
  ): Promise<{ readonly access: Access; readonly failed: readonly unknown[] }> {
    const all = await this.holdings.all('clients', signal);
    const failed = all.failed.map(({ error }) => error);
    const candidates = all.resources.filter(client => this.#mayLetIn(client));
    const clients = await this.#readNow(candidates, failed, signal);
    const pointing = write?.does === 'replace' && write.key.kind === 'clients' ? [write] : [];
    const policies = new Map(
      [...clients, ...pointing]
        .flatMap(policiesOf)
        .filter(({ kind }) => kind === 'tokenPolicies')
        .map(key => [key.id, key]),
    );
    const tokenPolicies = await this.#readNow([...policies.values()], failed, signal);
    return { access: { clients, tokenPolicies }, failed };
  }

  #mayLetIn({ id, members }: Resource): boolean {
    const kind = clientKindOf(members);
    return kind === 'configuration' || kind === undefined || id === this.ownClientId;
  }

  async #readNow(
    keys: readonly ResourceKey[],
    failed: unknown[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Resource[]> {
    const found: Resource[] = [];
    for (const key of keys) {
      try {
        found.push(await this.holdings.read(key, signal));
      } catch (error) {
        signal?.throwIfAborted();
        if (!isProblem(error)) throw error;
        if (error.kind !== 'gone') failed.push(error);
      }
    }
    return found;
  }
}
