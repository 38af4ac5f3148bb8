/**
 * A text as it is, in Markdown: nothing of it becomes a mark, a link (also none that Markdown makes of a bare address),
 * an icon or HTML. VS Code's own `appendText` also makes every blank unbreakable, so that a sentence would not wrap.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/:/g, '&#58;')
    .replace(/@/g, '&#64;')
    .replace(/www\./gi, match => match.replace('.', '&#46;'))
    .replace(/[\\`*_{}[\]()+\-!~|$]/g, '\\$&');
}
