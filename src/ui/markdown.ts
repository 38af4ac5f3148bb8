/**
 * A text as it is, in Markdown: nothing of it becomes a mark, a link, an icon or HTML. VS Code's own `appendText` also
 * makes every blank unbreakable, so that a sentence would not wrap.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()#+\-!~|$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;');
}
