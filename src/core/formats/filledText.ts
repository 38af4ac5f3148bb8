/** Characters. No URL that people write is longer, and no chain of variables makes it longer in a few steps. */
const maxLength = 1000;

/** How deep values may refer to other variables. */
const maxDepth = 5;

/**
 * A URL with the variables whose values its file sets; the others stay `{{name}}`.
 * @param valueOf undefined for a variable that the file does not set
 */
export function filledText(text: string, valueOf: (name: string) => string | undefined): string {
  let filled = text;
  for (let depth = 0; depth < maxDepth && filled.includes('{{'); depth++) {
    if (filled.length > maxLength) return text;
    filled = filled.replace(/\{\{([^{}]*)\}\}/g, (whole, name: string) => valueOf(name.trim()) ?? whole);
  }
  return filled;
}
