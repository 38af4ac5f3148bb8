import { idsPath, idsText, readIds } from '../../src/core/configurationFiles/idsFile';
import type { Plan } from '../../src/core/configurationFiles/plan/plan';
import type { PlanStep } from '../../src/core/configurationFiles/plan/planSteps';
import { versionOf } from '../../src/core/configurationFiles/resourceVersion';
import { readWanted } from '../../src/core/configurationFiles/wantedVersion';
import { parseJson } from '../../src/core/json/json';
import { createCopyText } from '../../src/core/resourceRules/resourceCopy';
import { fieldsOf } from '../../src/core/resourceRules/validateResource';
import type {
  ConfigurationSnapshot,
  LoginPolicyOptions,
  OptionName,
} from '../../src/core/resources/configurationSnapshot';
import { type Resource, resourceKey } from '../../src/core/resources/resource';
import { toRequestBody } from '../../src/core/resources/resourceText';
import type { MemoryFolder } from './folders';
import { resourceOf, secretSign, snapshotOf } from './randomCustomer';

/** A service as the documentation describes it: a PUT replaces a resource and sets what it leaves out to the default. */
export class SimulatedService {
  readonly #resources: Map<string, Resource>;
  readonly #options: Map<string, LoginPolicyOptions>;
  #created = 0;

  constructor(snapshot: ConfigurationSnapshot) {
    this.#resources = new Map(snapshot.resources.map(resource => [resourceKey(resource), resource]));
    this.#options = new Map(snapshot.loginPolicyOptions);
  }

  get snapshot(): ConfigurationSnapshot {
    return snapshotOf([...this.#resources.values()], Object.fromEntries(this.#options));
  }

  /** Sends a step as the extension does, and writes the ID of a new resource to `ids.json`. */
  apply(step: PlanStep, plan: Plan, files: MemoryFolder): void {
    const { kind } = step.key;
    if (step.action === 'delete') {
      this.#resources.delete(resourceKey({ kind, id: step.key.id ?? '' }));
      return;
    }
    const file = plan.files.get(step.address);
    if (!file) throw new Error(`There is no file ${step.address}.`);
    const current = this.#resources.get(resourceKey({ kind, id: step.key.id ?? '' }));
    const options = current && this.#options.get(current.id);
    const ownIds = readIds(files.texts.get(idsPath) ?? '{}').ids;
    const ids = new Map([...plan.ids, ...ownIds]);
    const wanted = readWanted(file, { ids, current: current && versionOf(current, options) });
    if (wanted.issues.length > 0) throw new Error(wanted.issues[0]?.message);
    const named = (text: string) =>
      text.replace(/\{"\$secret": ?"([A-Z_]+)"\}/g, (_, name: string) => JSON.stringify(secretSign + name));
    const sent = toRequestBody(named(wanted.document), current?.body ?? '{}');
    let id = step.key.id;
    if (current) {
      if (step.parts.includes('resource')) this.#put(kind, sent);
    } else {
      this.#created += 1;
      id = `created-${this.#created}`;
      const members = parseJson(createCopyText(kind, sent)) as object;
      this.#put(kind, JSON.stringify({ id, ...members, _links: {} }));
      files.texts.set(idsPath, idsText(new Map([...ownIds, [step.address, id]])));
    }
    for (const part of step.parts) {
      if (part !== 'resource') this.#putOption(id ?? '', part, wanted.options[part], options);
    }
  }

  #put(kind: Resource['kind'], body: string): void {
    const resource = resourceOf(kind, body);
    const defaults = fieldsOf(kind).flatMap(({ name, limits }) =>
      limits && !(name in resource.members) ? [`${JSON.stringify(name)}: ${limits.default}`] : [],
    );
    const whole = defaults.length === 0 ? body : `${body.trim().slice(0, -1)},${defaults.join(',')}}`;
    this.#resources.set(resourceKey(resource), resourceOf(kind, whole));
  }

  #putOption(
    id: string,
    name: OptionName,
    text: string | undefined,
    current: LoginPolicyOptions | undefined,
  ): void {
    if (text === undefined) throw new Error('There is nothing to write.');
    const before = this.#options.get(id) ?? { pushClaims: undefined, allowedResponseTypes: undefined };
    // `toRequestBody` takes documents: objects.
    const sent = toRequestBody(`{"a":${text}}`, `{"a":${current?.[name] ?? 'null'}}`);
    this.#options.set(id, { ...before, [name]: JSON.stringify((parseJson(sent) as { a: unknown }).a) });
  }
}
