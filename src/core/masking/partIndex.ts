/**
 * An index of all parts of a given length in some texts. Finds in constant time whether such a part is at a place of another
 * text.
 */
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
    this.#places = placesIn(this.#texts, length);
  }

  /** Whether a part is at this place of a text without line breaks. */
  isAt(text: string, at: number): boolean {
    if (at + this.length > text.length) return false;
    let hash = 0;
    for (let end = at; end < at + this.length; end++) hash = withCharacter(hash, text.charCodeAt(end));
    return this.#places[slotOf(this.#texts, this.#places, hash, text, at, this.length)] !== 0;
  }
}

/**
 * The slots of all parts of a text. One loop almost without calls, because the first index is built before anything is
 * compiled; so is the hash of each part made from that of the one before.
 */
function placesIn(text: string, length: number): Int32Array {
  // At most half full, so that a search ends soon.
  const places = new Int32Array(2 ** Math.ceil(Math.log2(2 * text.length + 2)));
  const last = places.length - 1;
  let leaving = 1;
  for (let count = 0; count < length; count++) leaving = Math.imul(leaving, factor);
  let hash = 0;
  for (let end = 0, at = 1 - length; end < text.length; end++, at++) {
    hash = (Math.imul(hash, factor) + text.charCodeAt(end)) | 0;
    if (at > 0) hash = (hash - Math.imul(text.charCodeAt(at - 1), leaving)) | 0;
    if (at < 0) continue;
    let slot = (hash ^ (hash >>> 15)) & last;
    for (let place = places[slot]; place; place = places[slot]) {
      if (isSame(text, place - 1, text, at, length)) break;
      slot = (slot + 1) & last;
    }
    places[slot] = at + 1;
  }
  return places;
}

/** The slot that holds the part with this hash at a place of a text, or would hold it. */
function slotOf(
  texts: string,
  places: Int32Array,
  hash: number,
  text: string,
  at: number,
  length: number,
): number {
  const last = places.length - 1;
  let slot = (hash ^ (hash >>> 15)) & last;
  for (; ; slot = (slot + 1) & last) {
    const place = places[slot] ?? 0;
    if (place === 0 || isSame(texts, place - 1, text, at, length)) return slot;
  }
}

const factor = 0x01000193;

/** The hash of a text and one more character. */
function withCharacter(hash: number, code: number): number {
  return (Math.imul(hash, factor) + code) | 0;
}

function isSame(one: string, at: number, other: string, otherAt: number, length: number): boolean {
  for (let offset = 0; offset < length; offset++) {
    if (one.charCodeAt(at + offset) !== other.charCodeAt(otherAt + offset)) return false;
  }
  return true;
}
