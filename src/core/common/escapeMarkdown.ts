/**
 * A text as it is, in Markdown that has no icons: nothing of it becomes a mark, a heading, a quote, a list, a link (also
 * none that Markdown makes of a bare address) or HTML. VS Code's own `appendText` also makes every blank unbreakable, so
 * that a sentence would not wrap.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[&<>#:@]|(?<=www)\.|(?<=^ ?\d{1,9})\./gi, mark => `&#${mark.charCodeAt(0)};`)
    .replace(/[\\`*_{}[\]()+\-!~|$]/g, '\\$&');
}
