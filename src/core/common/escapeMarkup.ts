// Escapes links and icons where VS Code renders them in plain text.
/** Separates the characters of a markup token, and is not seen. */
const zeroWidthSpace = '\u200b';

/**
 * Marks, overrides and isolates of Unicode's bidirectional algorithm (UAX #9 §2). They reorder the sentence around them,
 * and what a button or a question is about.
 */
const directionControls = /\p{Bidi_Control}/gu;

/** Removes the characters that change the direction of the text around them. */
export function withoutDirectionControls(text: string): string {
  return text.replace(directionControls, '');
}

/**
 * Escapes a text for places where VS Code renders `[text](command:…)` as a link or `$(name)` as an icon. It looks the same
 * there, but cannot change the direction of the text around it.
 */
export function escapeMarkup(text: string): string {
  return withoutDirectionControls(text)
    .replaceAll('](', `]${zeroWidthSpace}(`)
    .replaceAll('$(', () => `$${zeroWidthSpace}(`);
}
