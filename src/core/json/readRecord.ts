/**
 * Reads members of a stored value. Undefined unless all exist and have the right type. Only for values that we wrote:
 * answers of a service are checked with zod, which is too large to load at startup.
 */
export function readRecord<Name extends string, Count extends string = never>(
  value: unknown,
  names: { readonly strings: readonly Name[]; readonly numbers?: readonly Count[] },
): (Record<Name, string> & Record<Count, number>) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const source = value as Readonly<Record<string, unknown>>;
  const found: Record<string, unknown> = {};
  for (const name of names.strings) {
    if (typeof source[name] !== 'string') return undefined;
    found[name] = source[name];
  }
  for (const name of names.numbers ?? []) {
    if (!Number.isFinite(source[name])) return undefined;
    found[name] = source[name];
  }
  return found as Record<Name, string> & Record<Count, number>;
}
