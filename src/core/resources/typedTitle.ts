// What a user types to confirm a change, and whether it was typed.
import { quotable } from '../common/displayText';
import { withoutDirectionControls } from '../common/escapeMarkup';
import { normalized } from '../common/normalized';
import { displayTitle } from './displayTitle';
import type { ResourceEntry } from './resource';

type Titled = Pick<ResourceEntry, 'id' | 'title'>;

/** Longer titles would push the rest of the question out of sight. In characters. */
const maxTitle = 100;

/** What to type to confirm a change of a resource: its title, or its ID if the title is long or empty. */
export function textToType({ id, title }: Titled): string {
  const shown = displayTitle({ id, title }, Infinity);
  return shown.length > maxTitle ? id : shown;
}

/** Whether the user typed the title, as it is or as it is shown, or the ID. */
export function isTyped(typed: string, named: Titled): boolean {
  return amongTyped([typed])(named);
}

/** As `isTyped`, for many typed texts and many titles. */
export function amongTyped(typed: readonly string[]): (named: Titled) => boolean {
  const texts = new Set(typed.map(plain));
  texts.delete('');
  return ({ id, title }) => [id, title, displayTitle({ id, title })].some(each => texts.has(plain(each)));
}

function plain(text: string): string {
  // The question shows a title in quotes.
  return normalized(quotable(withoutDirectionControls(text), Infinity))
    .replace(/\s+/g, ' ')
    .trim();
}
