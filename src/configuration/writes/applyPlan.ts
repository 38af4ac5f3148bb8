// Applies a plan: sends what differs between files and the service.
import { parseTree } from 'jsonc-parser';
import { cancelledIfAborted } from '../../core/common/cancelled';
import { t } from '../../core/common/l10n';
import { isCancelled, isProblem, Problem, rephrase } from '../../core/common/problem';
import { type ConfigurationFile } from '../../core/configurationFiles/configurationFolder';
import type { Ids } from '../../core/configurationFiles/idsFile';
import { titleKey } from '../../core/configurationFiles/matchFiles';
import type { PlanStep } from '../../core/configurationFiles/plan/planSteps';
import { type ResourceVersion, versionOf } from '../../core/configurationFiles/resourceVersion';
import { findMarkers } from '../../core/configurationFiles/secretMarkers';
import { writeJson } from '../../core/configurationFiles/text/fileJson';
import { readWanted, wantedMembers, type WantedVersion } from '../../core/configurationFiles/wantedVersion';
import type { ResourceWrite } from '../../core/resourceRules/lockoutRules';
import {
  type ConfigurationSnapshot,
  findResource,
  optionNamesOf,
} from '../../core/resources/configurationSnapshot';
import { titleIn } from '../../core/resources/draftText';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import {
  type Resource,
  type ResourceEntry,
  resourceKey,
  type ResourceKey,
  type ResourceKind,
} from '../../core/resources/resource';
import { toDocumentText } from '../../core/resources/resourceText';
import { applyChange, membersChangedByService, type WriteDeps } from './applyChange';
import { checkPlanAccess, type PlanWrite } from './checkPlanAccess';
import { createUnverified, readCreated } from './createResource';
import { deleteResource, prepareDeletion } from './deleteResource';
import { assertAllowed, isConflict, prepareChange } from './prepareChange';
import { writeOption } from './writeOption';

export interface ApplyInput {
  /** In the order in which they are sent. */
  readonly steps: readonly PlanStep[];
  /** The files by address. A step that deletes needs none. */
  readonly files: ReadonlyMap<string, Pick<ConfigurationFile, 'kind' | 'text'>>;
  readonly ids: Ids;
  /** What the plan was made from. */
  readonly snapshot: ConfigurationSnapshot;
  /** By name: what stands for `{"$secret": "NAME"}`. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The title that was typed for a resource that concerns access, by address. */
  readonly typed: ReadonlyMap<string, string>;
  /** Called after each creation, and without an ID after each deletion, before the next step. Rejects if it could not be stored. */
  readonly saveId: (address: string, id: string | undefined) => Promise<void>;
  /** Called before each step. */
  readonly onStep?: (step: PlanStep, index: number) => void;
  /** Acts between two steps: one of which something was sent is not stopped. */
  readonly signal?: AbortSignal | undefined;
}

/** What was done. Steps that are not done are the same in the next comparison. */
export interface ApplyResult {
  readonly done: readonly string[];
  /** The step that stopped it. */
  readonly failed?: { readonly address: string; readonly problem: Problem };
  readonly notDone: readonly string[];
  /** Members that the service changed, by address. */
  readonly changedByService: ReadonlyMap<string, readonly string[]>;
  /** What the service has now, by `resourceKey`, for the steps that are done. */
  readonly versions: ReadonlyMap<string, ResourceVersion | undefined>;
}

/**
 * Writes what files say, one resource at a time. Each is read again before it is written, and is left alone if it is not what
 * the plan was made from; each is read back afterwards. Stops at the first failure. Rejects with a `Problem` before anything is
 * sent: `lockOut` or `needsTyping` if a step is not allowed now, `changedMeanwhile`, `invalidInput`, or the error of a read.
 */
export async function applyPlan(deps: WriteDeps, input: ApplyInput): Promise<ApplyResult> {
  const applier = new PlanApplier(deps, input);
  await applier.checkAccess();
  return applier.apply();
}

class PlanApplier {
  readonly #ids: Map<string, string>;
  readonly #versions = new Map<string, ResourceVersion | undefined>();
  readonly #changedByService = new Map<string, readonly string[]>();

  constructor(
    private readonly deps: WriteDeps,
    private readonly input: ApplyInput,
  ) {
    this.#ids = new Map(input.ids);
  }

  /** Checks the steps that change or delete what exists. */
  checkAccess(): Promise<void> {
    const { steps, typed, signal } = this.input;
    const writes = steps.flatMap(({ action, address, key: { kind, id } }): PlanWrite[] => {
      const current = this.#current({ kind, id: id ?? '' });
      if (id === undefined || !current) return [];
      const key = { kind, id };
      const write: ResourceWrite =
        action === 'delete'
          ? { does: 'delete', key }
          : { does: 'replace', key, members: wantedMembers(this.#wanted(address, current)) };
      return [{ address, write, current, typed: typed.get(address) }];
    });
    return checkPlanAccess(this.deps.guard, writes, signal);
  }

  async apply(): Promise<ApplyResult> {
    const { steps, signal, onStep } = this.input;
    const done: string[] = [];
    const result = (failed?: ApplyResult['failed']): ApplyResult => ({
      done,
      ...(failed && { failed }),
      notDone: steps.slice(done.length + (failed ? 1 : 0)).map(({ address }) => address),
      ...{ changedByService: this.#changedByService, versions: this.#versions },
    });
    for (const [index, step] of steps.entries()) {
      onStep?.(step, index);
      if (signal?.aborted === true) return result();
      try {
        await cancelledIfAborted(signal, this.#applyStep(step));
      } catch (error) {
        if (!isProblem(error)) throw error;
        // Cancelled before it was sent: not done, but no failure.
        if (isCancelled(error)) return result();
        return result({ address: step.address, problem: error });
      }
      done.push(step.address);
    }
    return result();
  }

  #applyStep(step: PlanStep): Promise<void> {
    switch (step.action) {
      case 'create':
        return this.#create(step);
      case 'change':
        return this.#change(step);
      case 'delete':
        return this.#delete(step);
    }
  }

  async #create({ address, key: { kind } }: PlanStep): Promise<void> {
    const wanted = this.#resolved(address, undefined);
    const text = this.#withSecrets(wanted.document);
    const created = await createUnverified(this.deps, kind, text, undefined, entries => {
      this.#refuseTwin(kind, text, entries);
    });
    this.#ids.set(address, created.id);
    // Before anything else can fail: otherwise the next run would create it once more.
    await this.#saveId(address, created);
    const resource = await readCreated(this.deps, created);
    const changed = membersChangedByService(kind, resource.body, text);
    if (changed.length > 0) this.#changedByService.set(address, changed);
    await this.#writeOptions(resource, wanted, undefined, true);
  }

  /** Somebody else may have applied the same files since they were compared: titles of policies are not unique. */
  #refuseTwin(kind: ResourceKind, text: string, entries: readonly ResourceEntry[]): void {
    const { resources, unread } = this.input.snapshot;
    const read = [...resources, ...unread.flatMap(({ entry }) => entry ?? [])];
    const known = new Set([...read.map(({ id }) => id), ...this.#ids.values()]);
    const title = titleIn(kind, text, '');
    const twin = entries.find(
      other => !known.has(other.id) && titleKey(kind, other.title) === titleKey(kind, title),
    );
    if (!twin) return;
    throw new Problem(
      'changedMeanwhile',
      t('Somebody else created “{0}” in the meantime, so it was not created again.', title),
      t('Compare again.'),
    );
  }

  async #change({ address, key: { kind, id = '' }, parts }: PlanStep): Promise<void> {
    const key = { kind, id };
    const { resourceCache, guard } = this.deps;
    const { signal, typed } = this.input;
    const planned = this.#current(key);
    if (!planned) throw changedProblem(address);
    const wanted = this.#resolved(address, planned);
    if (!parts.includes('resource')) {
      const { body } = await resourceCache.read(key, signal);
      if (!isEquivalentJson(body, planned.body)) throw changedProblem(planned.title);
      return this.#writeOptions(planned, wanted, planned, false);
    }
    const base = toDocumentText(planned.body);
    const edited = this.#withSecrets(wanted.document);
    const change = await prepareChange(resourceCache, guard, key, { edited, base }, signal);
    if (change && isConflict(change)) throw changedProblem(planned.title);
    let resource: Pick<Resource, 'body'> = planned;
    if (change) {
      assertAllowed(change.lockoutCheck, typed.get(address), key);
      const applied = await applyChange(this.deps, change);
      if (applied.verificationError) throw applied.verificationError;
      if (applied.changedByService.length > 0) this.#changedByService.set(address, applied.changedByService);
      resource = applied;
    }
    const { body } = resource;
    await this.#writeOptions({ ...key, title: planned.title, body }, wanted, planned, change !== undefined);
  }

  async #delete({ address, key: { kind, id = '' } }: PlanStep): Promise<void> {
    const key = { kind, id };
    const { signal, typed } = this.input;
    const planned = this.#current(key);
    const prepared = await prepareDeletion(this.deps, key, signal);
    if (!planned || !isEquivalentJson(prepared.resource.body, planned.body)) {
      throw changedProblem(prepared.resource.title);
    }
    assertAllowed(prepared.lockoutCheck, typed.get(address), key);
    await deleteResource(this.deps, prepared);
    this.#versions.set(resourceKey(key), undefined);
    this.#ids.delete(address);
    await this.#saveId(address, prepared.resource);
  }

  /**
   * Writes what is below a login policy, and keeps what the service has now.
   * @param isWritten whether a part of this step was written already: a refusal would say that nothing was changed
   */
  async #writeOptions(
    resource: ResourceKey & Pick<Resource, 'title' | 'body'>,
    wanted: WantedVersion,
    planned: Resource | undefined,
    isWritten: boolean,
  ): Promise<void> {
    let isBegun = isWritten;
    const { id, kind, body } = resource;
    const options = kind === 'loginPolicies' ? this.input.snapshot.loginPolicyOptions.get(id) : undefined;
    const now = { pushClaims: options?.pushClaims, allowedResponseTypes: options?.allowedResponseTypes };
    for (const name of optionNamesOf(kind)) {
      const text = wanted.options[name];
      if (text === undefined || (now[name] !== undefined && isEquivalentJson(text, now[name]))) continue;
      // Not read means not compared, so that it is in no plan.
      if (planned && now[name] === undefined) continue;
      // Without the signal: the step has begun, and is not done without this.
      now[name] = await writeOption(this.deps, {
        policy: resource,
        option: name,
        text: this.#withSecrets(text),
        planned: planned && now[name],
      }).catch((error: unknown) => {
        if (!isBegun) throw error;
        throw rephrase(
          error,
          cause => t('“{0}” was written. Its {1} may still differ. {2}', resource.title, name, cause),
          t('Compare again.'),
        );
      });
      isBegun = true;
    }
    this.#versions.set(resourceKey(resource), versionOf({ body }, now));
  }

  /** What a file says, with the IDs of everything that was created so far. */
  #wanted(address: string, current: Resource | undefined): WantedVersion {
    const file = this.input.files.get(address);
    if (!file) throw new Problem('invalidInput', t('There is no file {0}.', address));
    const { loginPolicyOptions } = this.input.snapshot;
    return readWanted(file, {
      ids: this.#ids,
      creatable: new Set(this.input.steps.map(step => step.address)),
      current: current && versionOf(current, loginPolicyOptions.get(current.id)),
    });
  }

  /** As `#wanted`, without anything that is not known yet. */
  #resolved(address: string, current: Resource | undefined): WantedVersion {
    const wanted = this.#wanted(address, current);
    const [issue] = wanted.issues;
    const missing = [...wanted.addresses].find(reference => !this.#ids.has(reference));
    if (issue) throw new Problem('invalidInput', `${address}: ${issue.message}`, t('Nothing was sent.'));
    if (missing === undefined) return wanted;
    throw new Problem(
      'invalidInput',
      t('{0} refers to {1}, which does not exist yet.', address, missing),
      t('Compare again.'),
    );
  }

  #withSecrets(document: string): string {
    const root = parseTree(document);
    if (!root) return document;
    const { markers } = findMarkers(root);
    const values = markers.map(({ node, name }) => {
      const value = this.input.secrets.get(name);
      if (value === undefined) throw new Problem('missingInput', t('The secret {0} is missing.', name));
      return [node, JSON.stringify(value)] as const;
    });
    return values.length === 0 ? document : writeJson(document, root, new Map(values));
  }

  #current(key: ResourceKey): Resource | undefined {
    return findResource(this.input.snapshot, key);
  }

  async #saveId(address: string, { id, title }: Pick<Resource, 'id' | 'title'>): Promise<void> {
    try {
      await this.input.saveId(address, this.#ids.get(address));
    } catch (error) {
      throw new Problem(
        'storage',
        t('“{0}” ({1}) was written to the service, but ids.json could not be written.', title, id),
        t('Run Pull Configuration into Folder after you check the file and the disk.'),
        isProblem(error) ? error.message : error instanceof Error ? error.name : typeof error,
      );
    }
  }
}

function changedProblem(title: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t('Somebody else changed “{0}” in the meantime, so nothing was sent for it.', title),
    t('Compare again.'),
  );
}
