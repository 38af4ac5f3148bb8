// Normalizes and compares texts from elsewhere. V8 takes quadratic time for long runs of combining marks, and cannot be stopped.

/** Of longer texts, only the beginnings are compared in a language, and none is normalized. In characters. */
const maxLength = 500;

/** A text in a normalized form (Unicode Standard Annex 15), so that texts that look the same are equal. */
export function normalized(text: string): string {
  return text.length > maxLength ? text : text.normalize('NFC');
}

/** Compares texts in the user's language; those that are equal there, by code units. For many texts, use one function. */
export function textComparer(options?: Intl.CollatorOptions): (one: string, other: string) => number {
  // One for all: a collator for each comparison takes a hundred times as long.
  const collator = new Intl.Collator(undefined, options);
  const compare = (one: string, other: string) =>
    collator.compare(one.slice(0, maxLength), other.slice(0, maxLength));
  return (one, other) => (one === other ? 0 : compare(one, other) || (one < other ? -1 : 1));
}
