/**
 * Finds known values in texts without keeping them: of each there is only a keyed fingerprint. Every place where a value
 * stands is found, whatever stands beside it; a value that is cut (by a line break, say) or encoded is not. One pass
 * over the text for all values, in linear time.
 */

/** The key of the fingerprints: random, and not that of any other window. */
export interface FingerprintKey {
  /** Odd, 32 bits: of the cheap hash that leads to the places worth a closer look. */
  readonly base: number;
  /** HMAC-SHA-256 of a text; what decides. */
  readonly digest: (text: string) => string;
}

/** What is kept of a value. */
export interface Fingerprint {
  /** In UTF-16 code units, as places in texts are. */
  readonly length: number;
  /** The cheap hashes of the first and of the last characters. */
  readonly head: number;
  readonly tail: number;
  readonly digest: string;
}

/** A place in a text where a value stands, and what is known about the value. */
export interface Leak<Secret> {
  readonly start: number;
  /** The first character behind it. */
  readonly end: number;
  readonly secret: Secret;
}

/** How many characters the cheap hash is of. Shorter values are not sought: they would stand in innocent words. */
const width = 8;

/** The fingerprint of a value, or undefined where it is too short to be sought. */
export function fingerprintOf({ base, digest }: FingerprintKey, value: string): Fingerprint | undefined {
  const { length } = value;
  if (length < width) return undefined;
  return {
    length,
    head: hashAt(base, value, 0),
    tail: hashAt(base, value, length - width),
    digest: digest(value),
  };
}

/** A value to be sought. */
export interface SearchedSecret<Secret> {
  readonly fingerprint: Fingerprint;
  readonly secret: Secret;
}

/** Seeks some values. */
export class LeakSearch<Secret> {
  /** By the hash of their last characters; of those with the same, the longest first. */
  readonly #byTail = new Map<number, readonly SearchedSecret<Secret>[]>();
  /** Whether there may be one with a hash that ends in these 16 bits: quicker to ask than a map. */
  readonly #tails = new Uint8Array(1 << 16);
  /** What a character has become in the hash by the time it leaves it. */
  readonly #leaving: number;

  constructor(
    private readonly key: FingerprintKey,
    searched: readonly SearchedSecret<Secret>[],
  ) {
    const longestFirst = [...searched].sort((a, b) => b.fingerprint.length - a.fingerprint.length);
    for (const one of longestFirst) {
      const { tail } = one.fingerprint;
      this.#byTail.set(tail, [...(this.#byTail.get(tail) ?? []), one]);
      this.#tails[tail & 0xffff] = 1;
    }
    let leaving = 1;
    for (let power = 0; power < width; power++) leaving = Math.imul(leaving, key.base);
    this.#leaving = leaving;
  }

  /** The places where one of the values stands, from the first to the last; none overlaps another. */
  find(text: string): Leak<Secret>[] {
    const found: Leak<Secret>[] = [];
    if (this.#byTail.size === 0) return found;
    const { base } = this.key;
    const leaving = this.#leaving;
    const tails = this.#tails;
    let free = 0;
    let hash = 0;
    for (let at = 0; at < text.length; at++) {
      hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0;
      if (at >= width) hash = (hash - Math.imul(text.charCodeAt(at - width), leaving)) | 0;
      if (tails[hash & 0xffff] === 0) continue;
      const leak = this.#endingAt(text, at + 1, hash, free);
      if (!leak) continue;
      found.push(leak);
      free = leak.end;
    }
    return found;
  }

  #endingAt(text: string, end: number, hash: number, free: number): Leak<Secret> | undefined {
    for (const { fingerprint, secret } of this.#byTail.get(hash) ?? []) {
      const start = end - fingerprint.length;
      if (start < free || hashAt(this.key.base, text, start) !== fingerprint.head) continue;
      if (this.key.digest(text.slice(start, end)) === fingerprint.digest) return { start, end, secret };
    }
    return undefined;
  }
}

/** The hash of the characters from a place on. */
function hashAt(base: number, text: string, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < width; offset++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(at + offset)) | 0;
  }
  return hash;
}
