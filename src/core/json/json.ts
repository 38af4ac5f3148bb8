/** Deeper JSON is not read: recursion would exhaust the stack, and indentation would grow with each level. */
export const maxJsonDepth = 32;

/**
 * Parses JSON. Undefined if the text is not JSON or is nested deeper than `maxJsonDepth`. Never throws, because the messages
 * of `JSON.parse` quote their input, which may hold secrets.
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return exceedsDepth(value, maxJsonDepth) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Whether a value has more levels of objects and arrays than this; recursion ends there. */
function exceedsDepth(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some(each => exceedsDepth(each, levels - 1));
}

/** JSON with sorted members, for comparing values. Undefined for values that JSON does not have. */
export function canonicalJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** The value if it is a JSON object. */
export function jsonObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** The members of a JSON object, read as `parseJson` does; undefined for any other text. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  return jsonObject(parseJson(text));
}
