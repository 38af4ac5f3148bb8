// httpYac passes objects of versions that we do not know, so none of their members is taken for granted.

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** Calls a method if there is one, and returns its result. */
export function call(value: unknown, name: string, ...args: readonly unknown[]): unknown {
  const method = member(value, name);
  return typeof method === 'function' ? (Reflect.apply(method, value, args) as unknown) : undefined;
}
