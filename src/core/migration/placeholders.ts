import type { Resource } from '../resources/resource';
import type { NoteList } from './notes';

/**
 * Writes texts of a customer for an import that replaces placeholders by values of its environment: a title must not name
 * one. Notes each text that this changes.
 */
export class LiteralTexts {
  /**
   * @param sentence for the note
   * @param marks the two characters that begin a placeholder
   */
  constructor(
    private readonly notes: NoteList,
    private readonly sentence: string,
    private readonly marks: readonly string[],
  ) {}

  /** The text with a space in each mark. `members` are where it comes from. */
  of(text: string, resource: Resource, ...members: readonly string[]): string {
    let result = text;
    for (const mark of this.marks)
      while (result.includes(mark))
        result = result.replaceAll(mark, () => `${mark.charAt(0)} ${mark.slice(1)}`);
    if (result !== text) this.notes.add('changed', 'name', this.sentence, resource, members);
    return result;
  }
}
