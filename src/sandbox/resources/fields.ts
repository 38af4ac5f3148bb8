import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../core/common/json';
import { configError, Refusal } from '../service/answers';
import type { Choices } from '../service/choices';
import type { Call } from '../service/service';

/**
 * The JSON object of a request. Content types are not checked: the real service is not known to.
 * 400 for what is no JSON.
 */
export function readFields({ request, service }: Call): Fields {
  return new Fields(parse(request.body), service.choices);
}

function parse(body: Uint8Array): unknown {
  const value = isUtf8(body) ? parseJson(new TextDecoder().decode(body)) : undefined;
  if (value === undefined) throw new Refusal(configError(400, 'Malformed JSON'));
  return value;
}

/**
 * The members of a JSON object, each read as what it has to be. Complains about the first one that is not, in the
 * documented form `('title',) field required`: a Python tuple that names the place, then what is wrong.
 * Unknown members are ignored. A null is taken for a missing member where the member may be missing.
 */
export class Fields {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly choices: Choices,
    private readonly place: readonly string[] = [],
  ) {
    if (!isRecord(value)) throw this.issue([], 'value is not a valid dict');
    this.#members = value;
  }

  /** Whether the member is there and not null. */
  has(name: string): boolean {
    return this.#member(name) !== undefined && this.#member(name) !== null;
  }

  /** A text that must be there and not be empty. */
  text(name: string): string {
    return this.#textAt([name], this.#required(name));
  }

  /** A text, or undefined where it is missing. */
  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** One of a few words; must be there. */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.#required(name);
    const word = allowed.find(candidate => candidate === value);
    if (word === undefined) throw this.issue([name], `value is not one of ${allowed.join(', ')}`);
    return word;
  }

  /** A whole number within limits (both included), as it is kept; or the default where it is missing. */
  integer(
    name: string,
    limits: { readonly min: number; readonly max: number; readonly default: number },
  ): number | string {
    if (!this.has(name)) return limits.default;
    const value = this.#plain(name, /^\d+$/);
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw this.issue([name], 'value is not a valid integer');
    }
    if (value < limits.min) {
      throw this.issue([name], `ensure this value is greater than or equal to ${limits.min}`);
    }
    if (value > limits.max)
      throw this.issue([name], `ensure this value is less than or equal to ${limits.max}`);
    return this.#kept(name, value);
  }

  /** True or false, as it is kept; must be there unless a default is given. */
  flag(name: string, byDefault?: boolean): boolean | string {
    if (byDefault !== undefined && !this.has(name)) return byDefault;
    this.#required(name);
    const value = this.#plain(name, /^(true|false)$/);
    if (typeof value !== 'boolean') throw this.issue([name], 'value could not be parsed to a boolean');
    return this.#kept(name, value);
  }

  /** What a member says: a text that reads as a number or a flag is one, unless texts are refused. */
  #plain(name: string, written: RegExp): unknown {
    const value = this.#member(name);
    const isPlain =
      this.choices.textNumbers !== 'refused' && typeof value === 'string' && written.test(value);
    return isPlain ? (JSON.parse(value) as unknown) : value;
  }

  /** The value, or where texts are kept as they came, that. */
  #kept<T>(name: string, value: T): T | string {
    const came = this.#member(name);
    return this.choices.textNumbers === 'kept' && typeof came === 'string' ? came : value;
  }

  /** A list of texts, or the default where it is missing. */
  texts(name: string, byDefault: readonly string[]): readonly string[] {
    if (!this.has(name)) return byDefault;
    const value = this.#member(name);
    if (!Array.isArray(value)) throw this.issue([name], 'value is not a valid list');
    return value.map((item, index) => this.#textAt([name, index], item));
  }

  /** A mapping of names to texts, or undefined where it is missing. */
  mapping(name: string): Readonly<Record<string, string>> | undefined {
    if (!this.has(name)) return undefined;
    const inner = this.object(name);
    return Object.fromEntries(Object.keys(inner.#members).map(key => [key, inner.text(key)]));
  }

  /** An object within; must be there. */
  object(name: string): Fields {
    return new Fields(this.#required(name), this.choices, [...this.place, name]);
  }

  /** A complaint about a member, to be thrown. */
  issue(at: readonly (string | number)[], text: string): Refusal {
    return this.invalid(`${tuple([...this.place, ...at])} ${text}`);
  }

  /** A complaint about the whole, to be thrown. */
  invalid(text: string): Refusal {
    return new Refusal(configError(this.choices.invalidStatus, text));
  }

  #member(name: string): unknown {
    return this.#members[name];
  }

  #required(name: string): unknown {
    const value = this.#member(name);
    if (value === undefined) throw this.issue([name], 'field required');
    if (value === null) throw this.issue([name], 'none is not an allowed value');
    return value;
  }

  #textAt(at: readonly (string | number)[], value: unknown): string {
    if (typeof value !== 'string') throw this.issue(at, 'str type expected');
    if (value.trim() === '') throw this.issue(at, 'ensure this value has at least 1 characters');
    return value;
  }
}

/** As Python prints a tuple: `('title',)`, `('redirectURIs', 0)`. */
function tuple(items: readonly (string | number)[]): string {
  const parts = items.map(item => (typeof item === 'number' ? String(item) : `'${item}'`));
  return parts.length === 1 ? `(${parts.join()},)` : `(${parts.join(', ')})`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
