type Redact = (text: string) => string;

/**
 * Takes our values out of a response made for logs and views, its request with it. Changes members of the response
 * itself, but nothing that these lead to: headers and the parsed body are shared with the response that scripts see.
 */
export function maskResponse(response: Record<string, unknown>, redact: Redact): void {
  for (const name of Object.keys(response)) {
    const value = response[name];
    const masked = maskedCopy(value, redact);
    if (masked !== value) response[name] = masked;
  }
}

/**
 * A value without our values, at any depth: the very same one where it holds none. Texts, errors, bytes, arrays and
 * plain objects are looked through, also where they lead back to themselves.
 */
export function maskedCopy(value: unknown, redact: Redact): unknown {
  return isClean(value, redact, new Set()) ? value : copyOf(value, redact, new Map());
}

function isClean(value: unknown, redact: Redact, seen: Set<unknown>): boolean {
  if (typeof value === 'string') return redact(value) === value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return true;
  seen.add(value);
  if (Buffer.isBuffer(value)) return isClean(value.toString(), redact, seen);
  if (value instanceof Error) return isClean(`${value.message}\n${value.stack ?? ''}`, redact, seen);
  return !isLookedThrough(value) || Object.values(value).every(each => isClean(each, redact, seen));
}

function copyOf(value: unknown, redact: Redact, copies: Map<unknown, unknown>): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  if (Buffer.isBuffer(value)) return Buffer.from(redact(value.toString()));
  if (value instanceof Error) return copyOfError(value, redact);
  if (!isLookedThrough(value)) return value;
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  for (const [name, each] of Object.entries(value)) {
    Object.defineProperty(copy, name, {
      value: copyOf(each, redact, copies),
      ...{ enumerable: true, configurable: true, writable: true },
    });
  }
  return copy;
}

function copyOfError({ name, message, stack }: Error, redact: Redact): Error {
  const copy = new Error(redact(message));
  return Object.assign(copy, { name, stack: redact(stack ?? '') });
}

/** Objects of other classes are not for us to take apart. */
function isLookedThrough(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
