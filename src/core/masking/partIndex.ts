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
    const text = texts.join('\n');
    // At most half full, so that a search ends soon.
    const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * text.length + 2)));
    for (let at = 0; at + length <= text.length; at++) {
      const slot = slotOf(text, places, text, at, length);
      if (places[slot] === 0) places[slot] = at + 1;
    }
    this.#texts = text;
    this.#places = places;
  }

  /** Whether a part stands at this place of a text without line breaks. */
  isAt(text: string, at: number): boolean {
    if (at + this.length > text.length) return false;
    return this.#places[slotOf(this.#texts, this.#places, text, at, this.length)] !== 0;
  }
}

/**
 * The slot that holds the part at a place of a text, or would hold it. A function without members, because the first index
 * is built before anything is compiled.
 */
function slotOf(texts: string, places: Int32Array, text: string, at: number, length: number): number {
  const last = places.length - 1;
  let slot = hashOf(text, at, length) & last;
  for (; ; slot = (slot + 1) & last) {
    const place = places[slot] ?? 0;
    if (place === 0 || isSame(texts, place - 1, text, at, length)) return slot;
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
