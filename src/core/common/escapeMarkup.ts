// Escapes links and icons where VS Code renders them in plain text.
/** Separates the characters of a markup token, and is not seen. */
const zeroWidthSpace = '\u200b';

/**
 * Escapes a text for places where VS Code renders `[text](command:…)` as a link or `$(name)` as an icon. It looks the same
 * there.
 */
export function escapeMarkup(text: string): string {
  return text.replaceAll('](', `]${zeroWidthSpace}(`).replaceAll('$(', () => `$${zeroWidthSpace}(`);
}
