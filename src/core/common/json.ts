/** Deeper JSON is nobody's: whoever goes through it takes the stack, and a line of it grows with its depth. */
export const maxJsonDepth = 32;

/**
 * The value of a JSON text, or undefined where it is none, or is nested deeper than `maxJsonDepth`: the messages of
 * `JSON.parse` quote their input.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return exceedsDepth(value, maxJsonDepth) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Goes through a value level by level, for which the stack is never too small. */
function exceedsDepth(value: unknown, maxDepth: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const containers = level.filter(each => typeof each === 'object' && each !== null);
    if (depth >= maxDepth && containers.length > 0) return true;
    level = containers.flatMap((each): unknown[] => Object.values(each));
  }
  return false;
}

/** A value as JSON that is the same for every order of members: for comparing. Undefined for what JSON does not have. */
export function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** The members of a JSON object; undefined of any other value. */
export function jsonObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
