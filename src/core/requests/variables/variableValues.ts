/** A variable in a text: `{{name}}`. */
export const reference = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** Characters. Longer values stay variables. */
export const maxValueLength = 300;

/** Maximum nesting of variables in values. Deeper or recursive ones stay variables. */
export const maxDepth = 8;

/** A value that clients read as it is; undefined for others. */
export function plainValue(text: string): string | undefined {
  if (text.length > maxValueLength) return undefined;
  const value = text.trim();
  return value === '' || /[\\"'`]/.test(value) ? undefined : value;
}
