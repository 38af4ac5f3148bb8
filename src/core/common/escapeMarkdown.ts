import { withoutDirectionControls } from './escapeMarkup';

/**
 * Escapes a text for Markdown without icons, so that no part of it becomes formatting, a heading, a quote, a list, HTML
 * or a link, even from a bare address, or changes the direction of the text around it. VS Code's own `appendText` also
 * makes every space unbreakable, so that a sentence would not wrap.
 */
export function escapeMarkdown(text: string): string {
  return withoutDirectionControls(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>#@]|:(?! )|(?<=\/)\/|(?<=www)\.|(?<=^ ?\d{1,9})\./gi, mark => `&#${mark.charCodeAt(0)};`)
    .replace(/[\\`*_{}[\]()+\-!~|$]/g, '\\$&');
}
