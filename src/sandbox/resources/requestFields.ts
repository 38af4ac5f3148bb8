import { isUtf8 } from 'node:buffer';
import { jsonObject, parseJson } from '../../core/json/json';
import { configError, Refusal } from '../service/answers';
import type { Choices } from '../service/choices';
import type { Call } from '../service/service';

/**
 * The JSON object of a request; 400 if it is not JSON. The content type is not checked: the real behaviour is unknown.
 */
export function readFields({ request, service }: Call): Fields {
  return new Fields(parse(request.body), service.choices);
}

/** The whole JSON value of a request as the member `name`, to be checked like one. */
export function readAsMember({ request, service }: Call, name: string): Fields {
  return new Fields({ [name]: parse(request.body) }, service.choices);
}

function parse(body: Uint8Array): unknown {
  const value = isUtf8(body) ? parseJson(new TextDecoder().decode(body)) : undefined;
  if (value === undefined) throw new Refusal(configError(400, 'Malformed JSON'));
  return value;
}

/**
 * Reads the members of a JSON object by type. Rejects the first invalid one in the documented form
 * `('title',) field required`: a Python tuple with the path, then the reason. Ignores unknown members. A null counts as
 * missing for an optional member.
 */
export class Fields {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    private readonly choices: Choices,
    private readonly place: readonly string[] = [],
  ) {
    const members = jsonObject(value);
    if (!members) throw this.issue([], 'value is not a valid dict');
    this.#members = members;
  }

  /** Whether the member is there and not null. */
  has(name: string): boolean {
    return this.#member(name) !== undefined && this.#member(name) !== null;
  }

  /** A required text that is not empty. */
  text(name: string): string {
    return this.#textAt([name], this.#required(name));
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  /** A required text out of a list. */
  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.#required(name);
    const word = allowed.find(candidate => candidate === value);
    if (word === undefined) throw this.issue([name], `value is not one of ${allowed.join(', ')}`);
    return word;
  }

  /** An optional integer within inclusive limits, as stored. */
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

  /** A boolean, as stored; required without a default. */
  flag(name: string, byDefault?: boolean): boolean | string {
    if (byDefault !== undefined && !this.has(name)) return byDefault;
    this.#required(name);
    const value = this.#plain(name, /^(true|false)$/);
    if (typeof value !== 'boolean') throw this.issue([name], 'value could not be parsed to a boolean');
    return this.#kept(name, value);
  }

  /** A value, converted from a string with a number or boolean unless strings are rejected. */
  #plain(name: string, written: RegExp): unknown {
    const value = this.#member(name);
    const isPlain =
      this.choices.textNumbers !== 'refused' && typeof value === 'string' && written.test(value);
    return isPlain ? (JSON.parse(value) as unknown) : value;
  }

  /** The value to store: the original text if texts are kept. */
  #kept<T>(name: string, value: T): T | string {
    const came = this.#member(name);
    return this.choices.textNumbers === 'kept' && typeof came === 'string' ? came : value;
  }

  /** An optional list of texts. */
  texts(name: string, byDefault: readonly string[]): readonly string[] {
    if (!this.has(name)) return byDefault;
    const value = this.#member(name);
    if (!Array.isArray(value)) throw this.issue([name], 'value is not a valid list');
    return value.map((item, index) => this.#textAt([name, index], item));
  }

  /** An optional mapping of names to texts. */
  mapping(name: string): Readonly<Record<string, string>> | undefined {
    if (!this.has(name)) return undefined;
    const inner = this.object(name);
    return Object.fromEntries(Object.keys(inner.#members).map(key => [key, inner.text(key)]));
  }

  /** A required nested object. */
  object(name: string): Fields {
    return new Fields(this.#required(name), this.choices, [...this.place, name]);
  }

  /** The refusal of a member, to be thrown. */
  issue(at: readonly (string | number)[], text: string): Refusal {
    return this.invalid(`${tuple([...this.place, ...at])} ${text}`);
  }

  /** The refusal of the whole, to be thrown. */
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
