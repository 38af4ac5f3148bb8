/** Has no width: nobody sees it, and what it stands between is no longer one mark. */
const zeroWidthSpace = '\u200b';

/**
 * A text to the letter, for places where VS Code makes links of `[text](command:…)` or icons of `$(name)`: it looks the
 * same there, and is only text.
 */
export function escapeMarkup(text: string): string {
  return text.replaceAll('](', `]${zeroWidthSpace}(`).replaceAll('$(', () => `$${zeroWidthSpace}(`);
}
