/** The value of a JSON text, or undefined where it is none: the messages of `JSON.parse` quote their input. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
