/** All parts of one length of some texts: whether a text repeats one at a place is found in constant time. */
export class PartIndex {
  readonly #texts: string;
  /** The place of each part in the texts plus one, by its hash; 0 is free. */
  readonly #places: Int32Array;

  /**
   * @param length of a part, in characters
   * @param texts without line breaks
   */
  constructor(
    private readonly length: number,
    texts: readonly string[],
  ) {
    this.#texts = texts.join('\n');
    // At most half full, so that a search ends soon.
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * this.#texts.length + 2)));
    for (let at = 0; at + length <= this.#texts.length; at++) {
      const slot = this.#slotOf(this.#texts, at);
      if (this.#places[slot] === 0) this.#places[slot] = at + 1;
    }
  }

  /** Whether a part stands at this place of a text without line breaks. */
  isAt(text: string, at: number): boolean {
    return at + this.length <= text.length && this.#places[this.#slotOf(text, at)] !== 0;
  }

  /** The slot that holds the part at a place of a text, or would hold it. */
  #slotOf(text: string, at: number): number {
    const places = this.#places;
    const last = places.length - 1;
    let slot = hashOf(text, at, this.length) & last;
    for (; ; slot = (slot + 1) & last) {
      const place = places[slot] ?? 0;
      if (place === 0 || isSame(this.#texts, place - 1, text, at, this.length)) return slot;
    }
  }
}

function hashOf(text: string, at: number, length: number): number {
  let hash = 0;
  for (let end = at + length; at < end; at++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(at);
  return hash ^ (hash >>> 15);
}

function isSame(one: string, at: number, other: string, otherAt: number, length: number): boolean {
  for (let offset = 0; offset < length; offset++) {
    if (one.charCodeAt(at + offset) !== other.charCodeAt(otherAt + offset)) return false;
  }
  return true;
}
