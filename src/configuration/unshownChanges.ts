// Changes of this window that the service accepted and does not show yet.
import { changedMembers } from '../core/resources/draftText';
import { isEquivalentJson } from '../core/resources/equivalentJson';
import { maxLag } from './replacedVersions';

/** The bodies that a change replaced and sent. */
interface UnshownChange {
  readonly before: string;
  readonly sent: string;
  /** In ms since 1970. */
  readonly at: number;
}

/**
 * Changes that the service accepted, although reads still show the earlier version. Whatever is made from such a read would
 * undo them: a PUT replaces the whole resource. They are forgotten after ten minutes, when this window is closed, or when a
 * read shows anything else.
 */
export class UnshownChanges {
  /** By customer and resource. */
  readonly #changes = new Map<string, UnshownChange>();

  constructor(private readonly now: () => number) {}

  note(key: string, before: string, sent: string): void {
    this.#changes.set(key, { before, sent, at: this.now() });
  }

  /** Whether the body that was read is the earlier version of such a change, and the next one would undo a part of it. */
  wouldUndo(key: string, read: string, next: string): boolean {
    const change = this.#changes.get(key);
    if (!change) return false;
    const isUnshown = Math.abs(this.now() - change.at) < maxLag && isEquivalentJson(change.before, read);
    if (!isUnshown) {
      this.#changes.delete(key);
      return false;
    }
    const undone = changedMembers(change.sent, next);
    return changedMembers(read, change.sent)?.some(name => undone?.includes(name)) ?? true;
  }
}
