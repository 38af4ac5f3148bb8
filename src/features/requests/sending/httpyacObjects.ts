// httpYac hands over objects of its own, in versions that we do not know: nothing of them is taken for granted.

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** Calls a method where there is one, and gives back what it does. */
export function call(value: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = member(value, name);
  return typeof method === 'function' ? (Reflect.apply(method, value, args) as unknown) : undefined;
}
