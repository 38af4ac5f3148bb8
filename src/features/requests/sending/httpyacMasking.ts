import { types } from 'node:util';
import { mask } from '../../../core/masking/redaction';

type Redact = (text: string) => string;

/**
 * Masks our values in a response for logs and views, and in its request. Replaces members of the response itself, but
 * changes no object that they refer to: scripts see the same headers and parsed body.
 */
export function maskResponse(response: Record<string, unknown>, redact: Redact): void {
  for (const name of Object.keys(response)) {
    const value = response[name];
    let masked: unknown;
    try {
      masked = maskedCopy(value, redact);
    } catch {
      // It is nested too deep, or a getter throws.
      masked = mask;
    }
    if (masked !== value) response[name] = masked;
  }
}

/**
 * A value with our values masked at any depth; the same object if it contains none. Searches everything that a log
 * could write: strings, bytes, errors, arrays, maps, sets, members of objects of any class, and the results of
 * `toString`, `toJSON` and the like; also for objects of scripts, whose classes are from another realm, and for cycles.
 * Throws what a getter throws.
 */
export function maskedCopy(value: unknown, redact: Redact): unknown {
  return isClean(value, redact, new Set()) ? value : copyOf(value, redact, new Map());
}

function isClean(value: unknown, redact: Redact, seen: Set<unknown>): boolean {
  if (typeof value === 'string') return redact(value) === value;
  if (typeof value === 'symbol') return isClean(value.description, redact, seen);
  if (typeof value !== 'object' || value === null || seen.has(value)) return true;
  seen.add(value);
  return partsOf(value).every(part => isClean(part, redact, seen));
}

/** Everything of an object that a log could write. */
function partsOf(value: object): readonly unknown[] {
  if (value instanceof Uint8Array) return [textOf(value)];
  if (types.isMap(value)) return [...value.keys(), ...value.values()] as readonly unknown[];
  if (types.isSet(value)) return Array.from<unknown>(value);
  const json = jsonOf(value);
  return [
    ...Object.values(membersOfError(value)),
    ...(json ? [json()] : []),
    ownTextOf(value),
    ...(entriesOf(value) ?? []),
    ...namesIn(value).flatMap(name => [name, (value as Readonly<Record<PropertyKey, unknown>>)[name]]),
  ];
}

/** The names of the members that a log could write. */
function namesIn(value: object): readonly (string | symbol)[] {
  return Reflect.ownKeys(value).filter(name => Object.prototype.propertyIsEnumerable.call(value, name));
}

function copyOf(value: unknown, redact: Redact, copies: Map<unknown, unknown>): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'symbol') return isClean(value, redact, new Set()) ? value : Symbol(mask);
  if (typeof value !== 'object' || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  if (value instanceof Uint8Array) return Buffer.from(redact(textOf(value)));
  const inner = (part: unknown) => copyOf(part, redact, copies);
  if (types.isMap(value)) {
    const copy = new Map<unknown, unknown>();
    copies.set(value, copy);
    for (const [key, each] of value) copy.set(inner(key), inner(each));
    return copy;
  }
  if (types.isSet(value)) {
    const copy = new Set<unknown>();
    copies.set(value, copy);
    for (const each of value) copy.add(inner(each));
    return copy;
  }
  const json = jsonOf(value);
  if (json) return inner(json());
  const entries = entriesOf(value);
  if (entries) return inner(entries);
  const text = ownTextOf(value);
  if (types.isStringObject(value) || redact(text) !== text) return redact(text);
  const copy = emptyCopyOf(value);
  copies.set(value, copy);
  for (const [member, each] of Object.entries(membersOfError(value))) {
    if (each !== undefined) define(copy, member, inner(each), false);
  }
  for (const name of namesIn(value)) {
    const each = (value as Readonly<Record<PropertyKey, unknown>>)[name];
    define(copy, inner(name) as string | symbol, inner(each), true);
  }
  return copy;
}

/** An empty object of the same class, so that a log shows it as such. */
function emptyCopyOf(value: object): object {
  if (Array.isArray(value)) return [];
  return types.isNativeError(value)
    ? new Error()
    : (Object.create(Object.getPrototypeOf(value) as object) as object);
}

function define(copy: object, name: string | symbol, value: unknown, enumerable: boolean): void {
  Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true });
}

/** The members of an error that are not enumerable, but that a log writes; none for other objects. */
function membersOfError(value: object): Readonly<Record<string, unknown>> {
  if (!types.isNativeError(value)) return {};
  const { name, message, stack, cause } = value;
  return { name, message, stack, cause, ...('errors' in value && { errors: value.errors }) };
}

/** The entries of collections of the web platform, which write themselves. */
function entriesOf(value: object): readonly unknown[] | undefined {
  return value instanceof URLSearchParams || value instanceof Headers || value instanceof FormData
    ? [...(value as Iterable<unknown>)]
    : undefined;
}

const asText: (value: unknown) => string = String;

/** The object as a string; empty for arrays and errors, whose members and messages are masked anyway. */
function ownTextOf(value: object): string {
  if (Array.isArray(value) || types.isNativeError(value)) return '';
  try {
    return asText(value);
  } catch {
    return '';
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** The `toJSON` of an object, such as that of a URL or date. */
function jsonOf(value: object): (() => unknown) | undefined {
  if (!('toJSON' in value)) return undefined;
  const { toJSON } = value;
  return typeof toJSON === 'function' ? () => Reflect.apply(toJSON, value, []) as unknown : undefined;
}
