import { t } from '../../common/l10n';
import type { ProblemKind } from '../../common/problem';
import { checkLockout, keepsAccess, type LockoutCheck } from '../../resourceRules/lockoutRules';
import { sortWrites, type WriteStep } from '../../resourceRules/writeOrder';
import { type OptionName, optionNames, optionNamesOf } from '../../resources/configurationSnapshot';
import type { ResourceEntry, ResourceKind } from '../../resources/resource';
import { amongTyped, textToType } from '../../resources/typedTitle';
import { optionMember } from '../resourceVersion';
import { inCreationOrder } from './creationOrder';
import type { Plan } from './plan';
import type { PlanEntry, PlanResult } from './planEntry';
import {
  type LeftOut,
  missingReferences,
  neededDeletions,
  type Refusal,
  refuseBrokenIds,
  refused,
  refuseDeletes,
  takenNames,
  unclearDeletions,
  usedPolicies,
} from './planRefusals';
import { PlanState } from './planState';

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
  readonly only?: ReadonlySet<string> | undefined;
  /** Whether to delete what the plan would delete; as a number, exactly that many. */
  readonly deletes?: boolean | number | undefined;
  /** Whether entries that cannot be applied are left out, without `only`. Otherwise they are refused. */
  readonly leaveOutUnfit?: boolean;
  /** Titles or IDs that were typed, of resources with configuration access. */
  readonly typed?: readonly string[];
}

export interface PlannedSteps {
  /** In the order in which they are sent. */
  readonly steps: readonly PlanStep[];
  readonly leftOut: readonly LeftOut[];
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

class StepPlanner {
  readonly #leftOut: LeftOut[] = [];
  readonly #state: PlanState;
  readonly #isTyped: ReturnType<typeof amongTyped>;

  constructor(
    private readonly planned: Plan,
    private readonly options: StepOptions,
  ) {
    this.#state = new PlanState(planned);
    this.#isTyped = amongTyped(options.typed ?? []);
  }

  plan(): PlannedSteps {
    const { planned, options } = this;
    let entries = this.#selected();
    if (entries.length > 0) refuseBrokenIds(planned);
    refuseDeletes(entries, options.deletes);
    entries = this.#without(entries, unclearDeletions(planned, entries));
    entries = this.#without(entries, neededDeletions(this.#mayLeaveOut ? planned.entries : entries, entries));
    for (let count = -1; count !== entries.length;) {
      count = entries.length;
      // What refers to an entry that was just left out is next.
      entries = this.#without(entries, missingReferences(planned, entries, this.#leftOut));
    }
    entries = this.#without(entries, takenNames(planned, entries));
    const sorted = sortWrites(entries.map(entry => ({ ...stepOf(entry), entry }))).map(({ entry }) => entry);
    const steps = this.#simulate(inCreationOrder(sorted));
    const fit = this.#without(entries, usedPolicies(this.#state, entries));
    const applied = new Set(fit.map(({ address }) => address));
    return { steps: steps.filter(({ address }) => applied.has(address)), leftOut: this.#leftOut };
  }

  get #mayLeaveOut(): boolean {
    return this.options.leaveOutUnfit === true && !this.options.only;
  }

  /** The entries that are not refused. Throws the first refusal if nothing may be left out. */
  #without(entries: readonly PlanEntry[], refusals: readonly Refusal[]): readonly PlanEntry[] {
    const unfit = new Map<string, string>();
    for (const { address, kind, message, nextStep } of refusals) {
      if (!this.#mayLeaveOut) throw refused(kind, message, nextStep);
      if (unfit.has(address)) continue;
      const reason = nextStep === undefined ? message : `${message} ${nextStep}`;
      unfit.set(address, reason);
      this.#leftOut.push({ address, reason });
    }
    return entries.filter(({ address }) => !unfit.has(address));
  }

  /** Entries to write. Throws if one that is wanted cannot be written. */
  #selected(): readonly PlanEntry[] {
    const { only } = this.options;
    const addresses = new Set(this.planned.entries.map(({ address }) => address));
    const unknown = [...(only ?? [])].find(address => !addresses.has(address));
    if (unknown !== undefined) {
      throw refused('invalidInput', t('There is no file {0}.json.', unknown), t('Compare again.'));
    }
    return this.planned.entries.filter(entry => {
      const isNamed = only?.has(entry.address) === true;
      return (only === undefined || isNamed) && this.#isWritten(entry, isNamed);
    });
  }

  #isWritten(entry: PlanEntry, isNamed: boolean): boolean {
    const { options } = this;
    const { address, result, messages } = entry;
    const [reason = ''] = messages;
    const leaveOut = (why: string) => {
      this.#leftOut.push({ address, reason: why });
      return false;
    };
    if (result === 'same' || result === 'unmanaged') return false;
    const refusal = refusalOf(result);
    if (refusal) {
      if (isNamed || (refusal.isOfFile && options.leaveOutUnfit !== true)) {
        throw refused(refusal.kind, `${address}: ${reason}`, refusal.nextStep);
      }
      return leaveOut(reason);
    }
    const named = titleNow(this.#state, entry);
    const why =
      needsTyping(entry) && !this.#isTyped(named)
        ? t(
            '{0} may give access to the configuration. It is applied only after you type its title: {1}',
            address,
            textToType(named),
          )
        : undefined;
    if (result === 'delete' && (options.deletes === undefined || options.deletes === false)) {
      return leaveOut(why ?? t('Nothing is deleted unless you ask for it.'));
    }
    if (why === undefined) return true;
    if (isNamed) throw refused('needsTyping', why);
    return leaveOut(why);
  }

  /** Goes through the states between the writes. Throws if access would be lost in one of them. */
  #simulate(entries: readonly PlanEntry[]): readonly PlanStep[] {
    const state = this.#state;
    let proved = state.access();
    return entries.map(entry => {
      const before = state.resourceOf(entry);
      const write = state.apply(entry);
      const step = stepOf(entry);
      if (!write || !before || !entry.concernsAccess) return { ...step, check: { kind: 'allowed' } };
      const check = checkLockout(
        {
          ...{ proved, notProved: [], ownClientId: this.planned.ownClientId ?? '' },
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
            'Nothing was sent. Leave this file out, or apply what gives access first, run Show Configuration Access, then apply the rest.',
          ),
        );
      }
      proved = proved.filter(access => keepsAccess(access, write));
      return { ...step, check };
    });
  }
}

/** Why a step cannot be applied. `isOfFile`: the user must decide first, so the other steps are not applied either. */
function refusalOf(
  result: PlanResult,
): { readonly kind: ProblemKind; readonly isOfFile: boolean; readonly nextStep?: string } | undefined {
  switch (result) {
    case 'invalid':
    case 'ambiguous':
    case 'impossible':
      return {
        ...{ kind: 'invalidInput', isOfFile: true },
        nextStep: t('Correct the file, or apply the others alone.'),
      };
    case 'conflict':
      return { kind: 'changedMeanwhile', isOfFile: true, nextStep: t('Or apply the other files alone.') };
    case 'gone':
      return { kind: 'gone', isOfFile: false };
    case 'unread':
      return { kind: 'invalidInput', isOfFile: false };
    default:
      return undefined;
  }
}

function stepOf(entry: PlanEntry): Omit<PlanStep, 'check'> {
  const { address, kind, id, title, result, changes, concernsAccess, isOwn, secretNames } = entry;
  const options = new Map(optionNamesOf(kind).map(name => [optionMember(name), name]));
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

/**
 * The resource as it is named on the service: the title in the file may be new. A new one has its address for an ID.
 * @param state before any entry is applied
 */
export function titleNow(
  state: Pick<PlanState, 'resourceOf'>,
  entry: Pick<PlanEntry, 'kind' | 'id' | 'title' | 'address'>,
): Pick<ResourceEntry, 'id' | 'title'> {
  const { id, title, address } = entry;
  return state.resourceOf(entry) ?? { id: id ?? address, title };
}

/** Whether an entry is only written after its title was typed. */
export function needsTyping({ result, concernsAccess, grantsAccess }: PlanEntry): boolean {
  return grantsAccess || (concernsAccess && result !== 'create');
}
