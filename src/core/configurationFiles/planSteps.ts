import { t } from '../common/l10n';
import { Problem } from '../common/problem';
import { type ConfigurationAccess, tokenPolicyOf } from '../resourceRules/configurationAccess';
import {
  checkLockout,
  keepsAccess,
  type LockoutCheck,
  type ResourceWrite,
} from '../resourceRules/lockoutRules';
import { sortWrites, type WriteStep } from '../resourceRules/writeOrder';
import { findResource } from '../resources/configurationSnapshot';
import { displayTitle } from '../resources/displayTitle';
import { type Resource, type ResourceEntry, resourceKey, type ResourceKind } from '../resources/resource';
import { isTyped, textToType } from '../resources/typedTitle';
import { findAccess, type Plan, type PlanEntry, wantedMembers } from './plan';
import { optionMember, type OptionName, optionNames, versionOf } from './resourceVersion';
import { readWanted } from './wantedVersion';

/** More are deleted only if their exact number is given. */
const maxDeletes = 3;

/** A write that a plan needs, or several to what is below a login policy. */
export interface PlanStep extends WriteStep {
  readonly key: { readonly kind: ResourceKind; readonly id: string | undefined };
  readonly address: string;
  readonly title: string;
  /** What is written: the resource, and what is below it, in this order. */
  readonly parts: readonly ('resource' | OptionName)[];
  /** What the user has to confirm with a typed title, by the state before this step. Never `blocked`. */
  readonly check: LockoutCheck;
  /** Names of the secrets that it needs. */
  readonly secretNames: readonly string[];
}

export interface StepOptions {
  /** The addresses to apply. Undefined: all. */
  readonly only?: ReadonlySet<string>;
  /** Whether to delete what the plan would delete; as a number, exactly that many. */
  readonly deletes?: boolean | number;
  /** Whether entries that cannot be applied are left out, if they are not named in `only`. Otherwise they are refused. */
  readonly leaveOutUnfit?: boolean;
  /** Titles or IDs that were typed, of resources with configuration access. */
  readonly typed?: readonly string[];
  /** The access that was proved from this machine, and why other access could not be. Undefined: taken from the resources. */
  readonly proved?: readonly ConfigurationAccess[];
  readonly notProved?: readonly string[];
}

/** Why an entry is left out although it differs. */
export interface LeftOut {
  readonly address: string;
  readonly reason: string;
}

export interface PlannedSteps {
  /** In the order in which they are sent. */
  readonly steps: readonly PlanStep[];
  readonly leftOut: readonly LeftOut[];
  /** How many ways there are to change the configuration by what the resources say. */
  readonly access: { readonly now: number; readonly afterwards: number };
}

/**
 * The writes that make the service what the files say. Each state between two writes is checked: throws a `Problem`, so that
 * nothing is sent, if access could be lost in one of them (`lockOut`), a title must be typed (`needsTyping`), a file was
 * changed on the service (`changedMeanwhile`), a deleted policy is used (`inUse`), or an entry cannot be applied
 * (`invalidInput`). Each says what to do.
 */
export function planSteps(plan: Plan, options: StepOptions = {}): PlannedSteps {
  return new StepPlanner(plan, options).plan();
}

/** How many ways to change the configuration there are, now and after all files were applied, by what the resources say. */
export function countAccess(plan: Plan): { readonly now: number; readonly afterwards: number } {
  const state = new State(plan);
  const now = findAccess(state.resources.values()).length;
  for (const entry of plan.entries) state.apply(entry);
  return { now, afterwards: findAccess(state.resources.values()).length };
}

class StepPlanner {
  readonly #leftOut: LeftOut[] = [];

  constructor(
    private readonly planned: Plan,
    private readonly options: StepOptions,
  ) {}

  plan(): PlannedSteps {
    const entries = this.#selected();
    this.#refuseDeletes(entries.filter(({ result }) => result === 'delete'));
    this.#refuseMissing(entries);
    this.#refuseTakenNames(entries);
    const sorted = this.#sorted(entries);
    const steps = this.#simulate(sorted);
    const state = new State(this.planned);
    const now = findAccess(state.resources.values()).length;
    for (const entry of sorted) state.apply(entry);
    this.#refuseUsed(state, entries);
    return {
      ...{ steps, leftOut: this.#leftOut },
      access: { now, afterwards: findAccess(state.resources.values()).length },
    };
  }

  /** Entries to write. Throws if one that is wanted cannot be written. */
  #selected(): readonly PlanEntry[] {
    const { only } = this.options;
    const unknown = [...(only ?? [])].find(
      address => !this.planned.entries.some(entry => entry.address === address),
    );
    if (unknown !== undefined) {
      throw refused('invalidInput', t('There is no file {0}.json.', unknown), t('Compare again.'));
    }
    return this.planned.entries.filter(entry => {
      const isNamed = only?.has(entry.address) === true;
      return (only === undefined || isNamed) && this.#isWritten(entry, isNamed);
    });
  }

  #isWritten(entry: PlanEntry, isNamed: boolean): boolean {
    const { address, result, messages } = entry;
    const [reason = ''] = messages;
    switch (result) {
      case 'same':
      case 'unmanaged':
        return false;
      case 'invalid':
      case 'ambiguous':
      case 'impossible':
      case 'conflict':
        if (isNamed || this.options.leaveOutUnfit !== true) {
          throw result === 'conflict'
            ? refused('changedMeanwhile', `${address}: ${reason}`, t('Or apply the other files alone.'))
            : refused(
                'invalidInput',
                `${address}: ${reason}`,
                t('Correct the file, or apply the others alone.'),
              );
        }
        this.#leftOut.push({ address, reason });
        return false;
      case 'gone':
      case 'unread':
        if (isNamed) throw refused(result === 'gone' ? 'gone' : 'invalidInput', `${address}: ${reason}`);
        this.#leftOut.push({ address, reason });
        return false;
      case 'delete':
        if (this.options.deletes === undefined || this.options.deletes === false) {
          this.#leftOut.push({ address, reason: t('Nothing is deleted unless you ask for it.') });
          return false;
        }
        break;
      case 'create':
      case 'change':
        break;
    }
    const named = titleNow(this.planned, entry);
    const isConfirmed = this.options.typed?.some(text => isTyped(text, named)) === true;
    if (!entry.concernsAccess || result === 'create' || isConfirmed) return true;
    const why = t(
      '{0} may give access to the configuration. It is changed only after you typed its title: {1}',
      address,
      textToType(named),
    );
    if (isNamed) throw refused('needsTyping', why);
    this.#leftOut.push({ address, reason: why });
    return false;
  }

  #refuseDeletes(entries: readonly PlanEntry[]): void {
    const { deletes } = this.options;
    const count = entries.length;
    if (typeof deletes === 'number' && deletes !== count) {
      throw refused(
        'needsTyping',
        t('{0} resources would be deleted, not {1}.', count, deletes),
        t('Look at the plan again. To delete them all, give the number {0}.', count),
      );
    }
    if (count === 0) return;
    if (deletes === true && count > maxDeletes) {
      const why = t('{0} resources would be deleted: {1}', count, addressList(entries));
      throw refused('needsTyping', why, t('To delete them, type their number: {0}', count));
    }
    // The file of a resource may only have been renamed.
    const [issue] = this.planned.issues;
    if (issue) {
      throw refused(
        'invalidInput',
        t('Nothing is deleted while a file cannot be read. {0}: {1}', issue.path, issue.message),
      );
    }
    const kinds = new Set(entries.map(({ kind }) => kind));
    const unclear = this.planned.entries.find(
      ({ kind, result, id }) =>
        kinds.has(kind) && id === undefined && ['invalid', 'ambiguous', 'unread'].includes(result),
    );
    if (unclear) {
      throw refused(
        'invalidInput',
        t(
          'Nothing is deleted while it is unclear which resource a file is for. {0}: {1}',
          unclear.address,
          unclear.messages[0] ?? '',
        ),
      );
    }
  }

  /** References to what is neither there nor created in this run. */
  #refuseMissing(entries: readonly PlanEntry[]): void {
    const { ids } = this.planned;
    const created = new Set(
      entries.filter(({ result }) => result === 'create').map(({ address }) => address),
    );
    const deleted = new Set(
      entries.filter(({ result }) => result === 'delete').map(({ address }) => address),
    );
    for (const { address, references, result } of entries) {
      if (result === 'delete') continue;
      const missing = references.find(each => deleted.has(each) || (!ids.has(each) && !created.has(each)));
      if (missing === undefined) continue;
      throw refused(
        'invalidInput',
        deleted.has(missing)
          ? t('{0} refers to {1}, which would be deleted.', address, missing)
          : t('{0} refers to {1}, which would not be created.', address, missing),
        t('Correct the reference, or apply both.'),
      );
    }
  }

  /** Names of clients are unique, also between two writes. */
  #refuseTakenNames(entries: readonly PlanEntry[]): void {
    const holders = new Map(
      this.planned.snapshot.resources
        .filter(({ kind, title }) => kind === 'clients' && title !== '')
        .map(client => [client.title, client]),
    );
    const given = new Map<string, string>();
    for (const { kind, result, id, title, address } of entries) {
      if (kind !== 'clients' || (result !== 'create' && result !== 'change')) continue;
      const twin = given.get(title);
      if (twin !== undefined) {
        throw refused(
          'invalidInput',
          t('{0} and {1} would both get the name “{2}”.', twin, address, displayTitle({ id: '', title })),
          t('Names of clients are unique. Change one of them.'),
        );
      }
      given.set(title, address);
      const holder = holders.get(title);
      if (!holder || holder.id === id) continue;
      throw refused(
        'invalidInput',
        t(
          '{0} would get the name “{1}”, which another client still has: {2}',
          address,
          displayTitle(holder),
          holder.id,
        ),
        t(
          'Names of clients are unique. Give the other client another name and apply that first; to swap two names, use a third one in between.',
        ),
      );
    }
  }

  /** In the order of `sortWrites`; what is created refers only to what is there. */
  #sorted(entries: readonly PlanEntry[]): readonly PlanEntry[] {
    const sorted = sortWrites(entries.map(entry => ({ ...stepOf(entry), entry }))).map(({ entry }) => entry);
    const created = new Map(
      sorted.filter(({ result }) => result === 'create').map(entry => [entry.address, entry]),
    );
    const done = new Set<PlanEntry>();
    for (const entry of sorted) {
      // Without recursion: a chain may be long. Circles were refused by the plan.
      const waiting = [entry];
      for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
        const needed = next.result === 'create' ? next.references : [];
        const missing = needed.flatMap(address => created.get(address) ?? []).find(each => !done.has(each));
        if (missing) waiting.push(missing);
        else {
          done.add(next);
          waiting.pop();
        }
      }
    }
    return [...done];
  }

  /** Goes through the states between the writes. Throws if access would be lost in one of them. */
  #simulate(entries: readonly PlanEntry[]): readonly PlanStep[] {
    const { planned, options } = this;
    const state = new State(planned);
    let proved = options.proved ?? findAccess(state.resources.values());
    return entries.map(entry => {
      const before = state.resourceOf(entry);
      const write = state.apply(entry);
      const step = stepOf(entry);
      if (!write || !before || !entry.concernsAccess) return { ...step, check: { kind: 'allowed' } };
      const check = checkLockout(
        {
          proved,
          notProved: options.notProved ?? [],
          ownClientId: planned.ownClientId ?? '',
          now: before,
          policyOfNow: state.policyOf(before),
        },
        write,
      );
      if (check.kind === 'blocked') {
        throw refused(
          'lockOut',
          `${entry.address}: ${check.why}`,
          t(
            'Nothing was sent. Leave this file out, or change the order: apply what gives access first, prove it, then apply the rest.',
          ),
        );
      }
      proved = proved.filter(access => keepsAccess(access, write));
      return { ...step, check };
    });
  }

  #refuseUsed(state: State, entries: readonly PlanEntry[]): void {
    for (const { result, kind, id, address } of entries) {
      if (result !== 'delete' || kind === 'clients' || id === undefined) continue;
      const member = kind === 'tokenPolicies' ? 'tokenPolicy' : 'loginPolicy';
      const users = [...state.resources.values()].filter(
        resource => resource.kind === 'clients' && resource.members[member] === id,
      );
      if (users.length === 0) continue;
      throw refused(
        'inUse',
        t(
          '{0} would be deleted, but is used by {1}.',
          address,
          users
            .slice(0, 3)
            .map(user => displayTitle(user, 40))
            .join(', '),
        ),
        t('Give these clients another policy first.'),
      );
    }
  }
}

/** The resources of the service after some writes. */
class State {
  readonly resources: Map<string, Resource>;

  constructor(private readonly plan: Plan) {
    this.resources = new Map(plan.snapshot.resources.map(resource => [resourceKey(resource), resource]));
  }

  resourceOf({ kind, id }: PlanEntry): Resource | undefined {
    return id === undefined ? undefined : this.resources.get(resourceKey({ kind, id }));
  }

  policyOf(client: Resource): Resource | undefined {
    const key = tokenPolicyOf(client);
    return key && this.resources.get(resourceKey(key));
  }

  /** Applies an entry as if it was sent. Undefined if nothing would be written that exists already. */
  apply(entry: PlanEntry): ResourceWrite | undefined {
    const { kind, id, address, result } = entry;
    if (result === 'delete' && id !== undefined) {
      this.resources.delete(resourceKey({ kind, id }));
      return { does: 'delete', key: { kind, id } };
    }
    const file = this.plan.files.get(address);
    if (!file || (result !== 'create' && result !== 'change')) return undefined;
    const before = this.resourceOf(entry);
    const wanted = readWanted(file, {
      ids: this.plan.ids,
      creatable: new Set(entry.references),
      current: before && versionOf(before, this.plan.snapshot.loginPolicyOptions.get(before.id)),
    });
    const members = wantedMembers(wanted);
    const key = { kind, id: id ?? address };
    const resource = { ...key, title: entry.title, body: wanted.document, members };
    this.resources.set(resourceKey(key), resource);
    return before && { does: 'replace', key, members };
  }
}

function stepOf(entry: PlanEntry): Omit<PlanStep, 'check'> {
  const { address, kind, id, title, result, changes, concernsAccess, isOwn, secretNames } = entry;
  const options = new Map(
    kind === 'loginPolicies' ? optionNames.map(name => [optionMember(name), name]) : [],
  );
  const changed = new Set(changes.map(({ name }) => options.get(name) ?? 'resource'));
  const isChange = result === 'change';
  return {
    action: result === 'create' || result === 'delete' ? result : 'change',
    ...{ key: { kind, id }, address, title, concernsAccess, isOwn, secretNames },
    parts: (['resource', ...optionNames] as const).filter(part =>
      part === 'resource' ? !isChange || changed.has(part) : changed.has(part),
    ),
  };
}

/** The resource as it is named on the service: the title in the file may be new. */
export function titleNow(
  { snapshot }: Pick<Plan, 'snapshot'>,
  { kind, id, title }: Pick<PlanEntry, 'kind' | 'id' | 'title'>,
): Pick<ResourceEntry, 'id' | 'title'> {
  return findResource(snapshot, { kind, id }) ?? { id: id ?? '', title };
}

function addressList(entries: readonly PlanEntry[]): string {
  const listed = entries.slice(0, 10).map(({ address }) => address);
  const others = entries.length - listed.length;
  return others > 0 ? t('{0} and {1} more', listed.join(', '), others) : listed.join(', ');
}

function refused(
  kind: 'invalidInput' | 'needsTyping' | 'changedMeanwhile' | 'lockOut' | 'inUse' | 'gone',
  message: string,
  nextStep = t('Nothing was sent.'),
): Problem {
  return new Problem(kind, message, nextStep);
}
