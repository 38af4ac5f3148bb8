// Applies files to the service, step by step.
import { type ApplyInput, applyPlan, type ApplyResult } from '../../configuration/writes/applyPlan';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { withId } from '../../core/configurationFiles/changeIds';
import { readFolder } from '../../core/configurationFiles/configurationFolder';
import { idsPath } from '../../core/configurationFiles/idsFile';
import { createPlan, type Plan } from '../../core/configurationFiles/plan/plan';
import { type PlanChoices, planChoices } from '../../core/configurationFiles/plan/planChoices';
import type { PlanEntry } from '../../core/configurationFiles/plan/planEntry';
import { PlanState } from '../../core/configurationFiles/plan/planState';
import {
  needsTyping,
  type PlannedSteps,
  planSteps,
  type PlanStep,
  titleNow,
} from '../../core/configurationFiles/plan/planSteps';
import { isSamePlan } from '../../core/configurationFiles/plan/samePlan';
import { leftOutText } from '../../core/configurationFiles/reasons';
import { amongTyped } from '../../core/resources/typedTitle';
import { confirmByTyping } from '../../ui/confirmByTyping';
import { withProgress } from '../../ui/progress';
import { askPick, askText, cancelled } from '../../ui/quickInput';
import { askSecrets, storedSecrets } from './applySecrets';
import { compare, type Comparison } from './comparison';
import type { FilesServices } from './deps';
import type { Target } from './folderChoice';
import { logReasons } from './logReasons';

/** What to apply, without questions. */
export interface ApplyRequest {
  /** The addresses; all if undefined. */
  readonly only?: ReadonlySet<string> | undefined;
  /** The number of resources to delete; none if undefined. */
  readonly deletes?: number | undefined;
  /** Titles of resources with configuration access that may be changed. */
  readonly access?: readonly string[] | undefined;
}

/**
 * Applies files without questions. Rejects with a `Problem` before anything is sent, or resolves with what was done. A secret
 * that is not stored is missing.
 */
export async function applyWithoutQuestions(
  services: FilesServices,
  target: Target,
  { only, deletes, access = [] }: ApplyRequest,
): Promise<ApplyResult> {
  const comparison = await compare(services, target, {
    isInteractive: false,
    mayDelete: deletes !== undefined && deletes > 0,
  });
  const { steps, leftOut } = planSteps(comparison.plan, { only, deletes, typed: access });
  logReasons(services, 'A file was not applied', leftOut);
  const secrets = await storedSecrets(services, target, steps);
  return send(services, comparison, steps, { secrets, typed: typedFor(comparison.plan, steps, access) });
}

export interface InteractiveRequest {
  /** The addresses; all that can be applied if undefined. */
  readonly only?: ReadonlySet<string> | undefined;
  /** Opens the editor with all differences; resolves when it is shown. */
  readonly review: (comparison: Comparison, entries: readonly PlanEntry[]) => Promise<void>;
}

/** What was applied, and what the user may ask for next. */
export interface Applied {
  readonly leftOut: PlannedSteps['leftOut'];
  /** Undefined if there is nothing to apply. */
  readonly result: ApplyResult | undefined;
}

/**
 * Applies files after the user saw all differences in one editor and agreed. Rejects with a `Problem` before anything is sent.
 */
export async function applyWithQuestions(
  services: FilesServices,
  target: Target,
  { only, review }: InteractiveRequest,
): Promise<Applied> {
  let comparison = await compare(services, target, { isInteractive: true, mayDelete: true, overwrite: only });
  for (;;) {
    const { plan } = comparison;
    const typed = only ? await askTitles(plan, only) : [];
    // Check everything first, so that the user does not review what cannot be sent.
    const choices = planChoices(plan, { only, typed });
    const { without, all } = choices;
    if (all.steps.length === 0) {
      return { leftOut: without.leftOut, result: undefined };
    }
    const sent = new Set(all.steps.map(({ address }) => address));
    await review(
      comparison,
      plan.entries.filter(({ address }) => sent.has(address)),
    );
    const chosen = await askToApply(target, choices);
    const current = await withCurrentFiles(comparison, only);
    if (!isSamePlan(comparison.plan, current.plan)) {
      // The files were edited in the review: the plan must still be one that the user saw.
      comparison = current;
      continue;
    }
    const { steps, leftOut } = chosen;
    const typedNow = await confirmSteps(current.plan, steps, typed);
    const secrets = await askSecrets(services, target, steps);
    const result = await withProgress(t('Applying files to “{0}”…', target.profile.name), (signal, report) =>
      send(services, current, steps, {
        ...{ secrets, typed: typedNow, signal },
        onStep: ({ address }, index) => {
          report(t('{0} of {1}: {2}', index + 1, steps.length, address));
        },
      }),
    );
    return { leftOut, result };
  }
}

async function send(
  { configurations, pulledVersions }: FilesServices,
  { target, files, snapshot, plan, bases }: Comparison,
  steps: readonly PlanStep[],
  options: Pick<ApplyInput, 'secrets' | 'typed' | 'signal' | 'onStep'>,
): Promise<ApplyResult> {
  const { profile, root } = target;
  const result = await applyPlan(configurations.for(profile), {
    ...{ steps, files: plan.files, ids: plan.ids, snapshot, ...options },
    saveId: async (address, id) => {
      const before = await files.readOne(idsPath);
      await files.writeOne(idsPath, withId(before ?? '{}', address, id), before);
    },
  });
  const versions = new Map(bases);
  for (const [key, version] of result.versions) {
    if (version) versions.set(key, version);
    else versions.delete(key);
  }
  await pulledVersions.write(profile, root.toString(), versions);
  return result;
}

/** The same service beside the files as they are now. */
async function withCurrentFiles(
  comparison: Comparison,
  overwrite: ReadonlySet<string> | undefined,
): Promise<Comparison> {
  const { files, snapshot, bases, target } = comparison;
  const folder = readFolder(await files.read());
  const options = { bases, ownClientId: target.profile.clientId, mayDelete: true, overwrite };
  return { ...comparison, folder, plan: createPlan(folder, snapshot, options) };
}

async function askToApply(
  { profile }: Target,
  { without, all, deletions }: PlanChoices,
): Promise<PlannedSteps> {
  const title = t('Apply Files to Service');
  const count = without.steps.length;
  const detail = leftOutText(all.leftOut);
  const deleted = all.steps.filter(({ action }) => action === 'delete').map(({ address }) => address);
  const apply =
    deleted.length === count && all === without
      ? { icon: 'trash', label: t('Delete on the Service'), detail: listNames(deleted) }
      : { icon: 'check', label: applyLabel(count), detail };
  const items = [
    ...(count > 0 ? [{ ...apply, planned: without as PlannedSteps | undefined }] : []),
    ...(all === without
      ? []
      : [
          {
            icon: 'trash',
            label:
              count === 0
                ? deleteLabel(deletions)
                : t('{0} and {1}', applyLabel(count), deleteLabel(deletions)),
            detail: listNames(deleted),
            planned: all as PlannedSteps | undefined,
          },
        ]),
    { icon: 'close', label: t('Cancel'), detail: t('Nothing is sent.'), planned: undefined },
  ];
  const placeholder = t('The editor shows what will change at “{0}”.', profile.name);
  const answer = await askPick({ title, placeholder, items, staysOpen: true });
  if (!answer.planned) throw cancelled();
  if (answer.planned === all && all !== without) await askNumber(title, deletions);
  return answer.planned;
}

function applyLabel(count: number): string {
  return count === 1 ? t('Apply 1 Change') : t('Apply {0} Changes', count);
}

function deleteLabel(count: number): string {
  return count === 1
    ? t('Delete 1 Policy or Client on the Service…')
    : t('Delete {0} Policies and Clients on the Service…', count);
}

/** Deletions cannot be taken back with the same ID, so that their number is typed. */
async function askNumber(title: string, count: number): Promise<void> {
  await askText({
    title,
    prompt:
      count === 1
        ? t('1 policy or client will be deleted on the service. Type 1 to continue.')
        : t('{0} policies and clients will be deleted on the service. Type their number to continue.', count),
    validate: text => (text.trim() === String(count) ? undefined : t('Type: {0}', count)),
  });
}

/** Asks for the titles of what concerns access and is applied by name. Resolves with the IDs. */
async function askTitles(plan: Plan, only: ReadonlySet<string>): Promise<readonly string[]> {
  const confirmed: string[] = [];
  const state = new PlanState(plan);
  for (const entry of plan.entries) {
    const { address, result } = entry;
    if (!only.has(address) || !needsTyping(entry) || !['create', 'change', 'delete'].includes(result))
      continue;
    const named = titleNow(state, entry);
    await confirmByTyping(named, t('{0} may give access to the configuration.', address));
    confirmed.push(named.id);
  }
  return confirmed;
}

/** Asks for the title where a step could leave too little access. Resolves with what was typed, by address. */
async function confirmSteps(
  plan: Plan,
  steps: readonly PlanStep[],
  typed: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const confirmed = new Map(typedFor(plan, steps, typed));
  for (const { address, key, check } of steps) {
    if (check.kind !== 'confirm' || confirmed.has(address)) continue;
    const id = key.id ?? '';
    await confirmByTyping({ id, title: check.title }, check.why);
    confirmed.set(address, id);
  }
  return confirmed;
}

/** The IDs of the steps whose title or ID was typed, by address. */
function typedFor(
  plan: Plan,
  steps: readonly PlanStep[],
  typed: readonly string[],
): ReadonlyMap<string, string> {
  const state = new PlanState(plan);
  const isTyped = amongTyped(typed);
  const found = steps.flatMap(({ address, key, title }) => {
    const named = titleNow(state, { ...key, title, address });
    return isTyped(named) ? [[address, named.id] as const] : [];
  });
  return new Map(found);
}
