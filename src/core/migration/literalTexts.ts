// Writes texts of a customer so that an import does not take them for placeholders.
import { t } from '../common/l10n';
import type { Resource } from '../resources/resource';
import type { NoteList } from './notes';

/** What begins a placeholder that an import replaces by a value of its environment. Two characters each. */
const marks = { keycloak: ['${'], auth0: ['##', '@@'], ping: ['&{'] } as const satisfies Record<
  string,
  readonly string[]
>;

/** Whose import it is. */
export type Product = keyof typeof marks;

const allMarks: readonly string[] = Object.values(marks).flat();

/** Whether an import of any product would replace something in a text. */
export function hasPlaceholder(text: string): boolean {
  return allMarks.some(mark => text.includes(mark));
}

/**
 * Writes texts of a customer for an import that replaces placeholders: a title must not name a secret of the new tenant. Notes
 * each text that this changes.
 */
export class LiteralTexts {
  readonly #marks: readonly string[];

  constructor(
    private readonly notes: NoteList,
    product: Product,
  ) {
    this.#marks = marks[product];
  }

  /** Whether nothing would be replaced. For what must not be changed: URIs, scopes. */
  readonly isLiteral = (text: string): boolean => !this.#marks.some(mark => text.includes(mark));

  /** The text with a space in each mark. `members` are where it comes from. */
  of(text: string, resource?: Resource, ...members: readonly string[]): string {
    let result = text;
    for (const mark of this.#marks)
      while (result.includes(mark))
        result = result.replaceAll(mark, () => `${mark.charAt(0)} ${mark.slice(1)}`);
    const sentence = t(
      'An import would replace “{0}” with a value of its environment. A space is inserted to prevent that.',
      this.#marks.join('”, “'),
    );
    if (result !== text) this.notes.add('changed', 'name', sentence, resource, members);
    return result;
  }
}
