// Shows plans as read-only documents.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import { filePath } from '../../core/configurationFiles/address';
import type { PlanEntry, PlanResult } from '../../core/configurationFiles/plan/planEntry';
import { isShown, planText, type PlanText } from '../../core/configurationFiles/plan/planText';
import { leftOutText } from '../../core/configurationFiles/reasons';
import { createCodeLens } from '../../ui/codeLens';
import { type CommandLink, commandLink, type PlanAction } from '../../ui/commands/commandLink';
import { closeDifferences, showSides, type Sides } from '../../ui/documents/diffEditors';
import { displayPath } from '../../ui/documents/fileAccess';
import { type FolderFiles, type Texts } from '../../ui/documents/folderFiles';
import { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { commands, planScheme } from '../../ui/ids';
import { showInformation, showLogLink, showProblem, showWarning } from '../../ui/notifications';
import { type Applied, applyWithQuestions } from './applyFiles';
import { compare, type Comparison } from './comparison';
import type { FilesServices, PlanViews, TextPair } from './deps';
import { idOf, showConflict, showDifferences } from './differences';
import type { Target } from './folderChoice';
import { logReasons } from './logReasons';
import { takeTheirs } from './pullCommand';

/** The maximum number of resources in a message. */
const maxListed = 5;

interface Differences {
  readonly title: string;
  readonly sides: readonly Sides[];
}

interface ShownPlan {
  readonly comparison: Comparison;
  readonly text: PlanText;
}

const ActionArg = z.strictObject({
  plan: z.string(),
  action: z.enum(['applyAll', 'showAll', 'compare', 'show', 'apply', 'take', 'open', 'delete']),
  address: z.optional(z.string()),
});

/** The results that differ in a way that can be shown side by side. */
const comparable: readonly PlanResult[] = ['create', 'change', 'delete', 'conflict', 'invalid', 'impossible'];

/** Plans as read-only documents: a line for each difference, with links to what can be done about it. */
export class Plans implements vscode.CodeLensProvider, PlanViews {
  readonly #texts = new ReadOnlyDocuments(
    planScheme,
    t('This plan is out of date. Run Compare Files with Service again.'),
  );
  /** By URI. */
  readonly #plans = new Map<string, ShownPlan>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;

  /** The differences of comparisons of two services, by URI. */
  readonly #pairs = new Map<string, Differences>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(private readonly getServices: () => FilesServices) {
    this.#registration = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider({ scheme: planScheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#plans.delete(uri.toString());
        this.#pairs.delete(uri.toString());
      }),
    );
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.dispose();
    this.#changed.dispose();
  }

  async show(target: Target): Promise<void> {
    const uri = this.#put(await compare(this.getServices(), target, { isInteractive: true }));
    await vscode.window.showTextDocument(uri, { preview: false });
  }

  async refresh(target: Target): Promise<void> {
    const { warn } = this.getServices();
    const shownPlan = [...this.#plans.values()].find(
      ({ comparison }) => idOf(comparison) === idOf({ target }),
    );
    if (!shownPlan) return;
    try {
      this.#put(await compare(this.getServices(), target, { isInteractive: false }));
    } catch (error) {
      warn('A plan could not be compared again', error);
    }
  }

  async apply(target: Target, only: ReadonlySet<string> | undefined): Promise<void> {
    const title = t('{0}: what will change', displayPath(target.root));
    const applied = await applyWithQuestions(this.getServices(), target, {
      only,
      review: async (comparison, entries) => {
        await showDifferences(this.#texts, comparison, entries, title);
      },
    });
    if (applied.result) await closeDifferences(title);
    await this.refresh(target);
    this.#showResult(target, applied);
  }

  async showText(
    text: string,
    pairs: readonly TextPair[],
    { one, other }: { readonly one: string; readonly other: string },
  ): Promise<void> {
    const uri = this.#texts.put(`${one} ↔ ${other}`, 'compared', text);
    const sides = pairs.map(pair => {
      const path = `/${pair.address}.json`;
      const left = this.#texts.putAt(path, `${other} beside ${one}`, pair.other);
      const right = this.#texts.putAt(path, `${one} beside ${other}`, pair.one);
      return [right, left, right] as const;
    });
    this.#pairs.set(uri.toString(), { title: `${other} ↔ ${one}`, sides });
    this.#changed.fire();
    await vscode.window.showTextDocument(uri, { preview: false });
  }

  async showWrites(files: FolderFiles, writes: Texts, before: Texts, title: string): Promise<void> {
    const id = files.root.toString();
    const sides = [...writes].map(([path, text]) => {
      const file = files.uriOf(path);
      const now = this.#texts.putAt(`/${path}`, `${id} now`, before.get(path) ?? '');
      return [file, now, this.#texts.putAt(`/${path}`, `${id} then`, text)] as const;
    });
    await showSides(sides, title);
  }

  async run(passed: unknown): Promise<void> {
    const { plan: uri, action, address } = z.parse(ActionArg, passed);
    const pairs = this.#pairs.get(uri);
    const shownPlan = this.#plans.get(uri);
    if (pairs) {
      await showSides(pairs.sides, pairs.title);
      return;
    }
    if (!shownPlan) {
      await showInformation(t('This plan is out of date. Run Compare Files with Service again.'));
      return;
    }
    const { comparison } = shownPlan;
    const { target, plan } = comparison;
    const entry = plan.entries.find(each => each.address === address);
    if (entry) await this.#runForEntry(comparison, entry, action);
    else if (action === 'applyAll') await this.apply(target, undefined);
    else if (action === 'compare') await this.show(target);
    else if (action === 'showAll') {
      const title = t('service ↔ {0}', displayPath(target.root));
      await showDifferences(this.#texts, comparison, comparableEntries(comparison), title);
    }
  }

  async #runForEntry(comparison: Comparison, entry: PlanEntry, action: PlanAction['action']): Promise<void> {
    const { target, files } = comparison;
    switch (action) {
      case 'show':
        return entry.result === 'conflict'
          ? showConflict(this.#texts, comparison, entry, t('{0}: theirs, then yours', entry.address))
          : showDifferences(this.#texts, comparison, [entry], t('service ↔ {0}', entry.address));
      case 'apply':
      case 'delete':
        return this.apply(target, new Set([entry.address]));
      case 'take':
        await takeTheirs(this.getServices(), target, entry);
        return this.refresh(target);
      case 'open':
        await vscode.window.showTextDocument(files.uriOf(filePath(entry.address)));
        return;
      case 'applyAll':
      case 'showAll':
      case 'compare':
    }
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const plan = uri.toString();
    const shownPlan = this.#plans.get(plan);
    if ((this.#pairs.get(plan)?.sides.length ?? 0) > 0) {
      const command = commandLink(t('Show All Differences'), commands.planAction, {
        plan,
        action: 'showAll',
      });
      return [createCodeLens(new vscode.Range(0, 0, 0, 0), command)];
    }
    if (!shownPlan) return [];
    const { comparison, text } = shownPlan;
    const link = (title: string, action: PlanAction['action'], address?: string) =>
      commandLink(title, commands.planAction, { plan, action, ...(address !== undefined && { address }) });
    const lensAt = (line: number, command: CommandLink) =>
      createCodeLens(new vscode.Range(line, 0, line, 0), command);
    const { entries } = comparison.plan;
    const canApply = entries.some(({ result }) => ['create', 'change'].includes(result));
    const top = [
      ...(canApply ? [link(t('Apply All…'), 'applyAll')] : []),
      ...(comparableEntries(comparison).length > 0 ? [link(t('Show All Differences'), 'showAll')] : []),
      link(t('Compare Again'), 'compare'),
    ];
    return [
      ...top.map(command => lensAt(0, command)),
      ...entries.flatMap(entry => {
        const line = text.lines.get(entry.address);
        if (line === undefined) return [];
        return actionsOf(comparison, entry).map(([title, action]) =>
          lensAt(line, link(title, action, entry.address)),
        );
      }),
    ];
  }

  #put(comparison: Comparison): vscode.Uri {
    const { target, plan } = comparison;
    const text = planText(plan, { folder: displayPath(target.root), profile: target.profile.name });
    const name = target.root.path.slice(target.root.path.lastIndexOf('/') + 1);
    const uri = this.#texts.put(t('{0} ↔ service', name), idOf(comparison), text.text);
    this.#plans.set(uri.toString(), { comparison, text });
    this.#changed.fire();
    return uri;
  }

  #showResult(target: Target, { result, leftOut }: Applied): void {
    logReasons(this.getServices(), 'A file was not applied', leftOut);
    const left = leftOutText(leftOut);
    // The message may name only some.
    const log = left === '' ? [] : [showLogLink()];
    if (!result) {
      void showInformation(`${t('There is nothing to apply, so nothing was sent.')} ${left}`.trim(), ...log);
      return;
    }
    const { done, failed, notDone, changedByService } = result;
    const compareAgain: CommandLink = { title: t('Compare Again'), command: commands.compareConfiguration };
    const counts = t(
      '{0} applied to “{1}”, {2} not applied.',
      done.length,
      target.profile.name,
      notDone.length,
    );
    if (failed) {
      void showProblem(failureProblem(failed.problem, failed.address, counts), compareAgain);
      return;
    }
    const changed = [...changedByService].map(([address, names]) => `${address}: ${listNames(names)}`);
    if (changed.length > 0) {
      void showWarning(
        `${counts} ${t('The service changed: {0}.', listNames(changed, maxListed))} ${left}`.trim(),
        ...[compareAgain, ...log],
      );
      return;
    }
    const text = notDone.length > 0 ? counts : t('{0} applied to “{1}”.', done.length, target.profile.name);
    void showInformation(`${text} ${left}`.trim(), ...(notDone.length > 0 ? [compareAgain] : []), ...log);
  }
}

function comparableEntries({ plan }: Comparison): readonly PlanEntry[] {
  return plan.entries.filter(entry => isShown(entry) && comparable.includes(entry.result));
}

/** The links above an entry. */
function actionsOf(
  { plan, folder }: Comparison,
  entry: PlanEntry,
): readonly (readonly [title: string, action: PlanAction['action']])[] {
  const { result, address, id } = entry;
  const hasFile = plan.files.has(address);
  const isDeleted = !hasFile && folder.ids.has(address);
  const canTake = id !== undefined && !['same', 'gone', 'unread', 'ambiguous'].includes(result);
  return [
    ...(comparable.includes(result) ? [[t('Show Difference'), 'show'] as const] : []),
    ...(!isDeleted && ['create', 'change', 'conflict'].includes(result)
      ? [[t('Apply…'), 'apply'] as const]
      : []),
    ...(isDeleted && ['unmanaged', 'conflict'].includes(result)
      ? [[t('Delete on the Service…'), 'delete'] as const]
      : []),
    ...(canTake ? [[hasFile ? t('Take Theirs') : t('Write File'), 'take'] as const] : []),
    ...(hasFile ? [[t('Open File'), 'open'] as const] : []),
  ];
}

/** What stopped the run, with what was done before it. */
function failureProblem(problem: Problem, address: string, counts: string): Problem {
  const { kind, message, nextStep, detail, facts } = problem;
  return new Problem(kind, `${counts} ${address}: ${message}`, nextStep, detail, facts);
}
