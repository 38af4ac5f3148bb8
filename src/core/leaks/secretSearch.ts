import { finish, type Steps } from '../common/steps';

/**
 * Finds known secrets in texts without storing them, by keyed fingerprints (a rolling hash, then HMAC). Finds values only as
 * they are given, so an encoded form is a value of its own (`SecretTracker`). One pass over the text for all values, in
 * linear time.
 */

/** The key of the fingerprints: random, another one in each window. */
export interface FingerprintKey {
  /** Odd, 32 bits. The base of the rolling hash, which finds candidates. */
  readonly base: number;
  /** HMAC-SHA-256, which decides. */
  readonly digest: (text: string) => string;
}

/** What is stored of a value. */
export interface Fingerprint {
  /** In UTF-16 code units. */
  readonly length: number;
  /** The rolling hashes of the first and the last characters. */
  readonly head: number;
  readonly tail: number;
  readonly digest: string;
}

/** An occurrence of a secret in a text. */
export interface Leak<Secret> {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly secret: Secret;
}

/** Searching them takes a fraction of a millisecond. */
const charactersOfStep = 1 << 16;

/** The window of the rolling hash, in characters. Shorter values are not searched: they occur in ordinary words. */
const width = 8;

/** The fingerprint of a value, or undefined if it is too short. */
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

/** A secret to search for. `secret`: what is known about it, not its value. */
export interface SearchedSecret<Secret> {
  readonly fingerprint: Fingerprint;
  readonly secret: Secret;
}

interface SearchState<Secret> {
  readonly found: Leak<Secret>[];
  /** The offset where the last match ended; the next may begin there. */
  free: number;
  hash: number;
}

/** Searches texts for secrets. */
export class LeakSearch<Secret> {
  /** By `tail`, the longest first. */
  readonly #byTail = new Map<number, readonly SearchedSecret<Secret>[]>();
  /** Whether a `tail` ends in these 16 bits. Faster than the map. */
  readonly #tails = new Uint8Array(1 << 16);
  /** The factor of a character when it leaves the window: `base` to the power of `width`. */
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

  /** The occurrences in order, without overlaps. */
  find(text: string): Leak<Secret>[] {
    return finish(this.findInSteps(text));
  }

  *findInSteps(text: string): Steps<Leak<Secret>[]> {
    const state: SearchState<Secret> = { found: [], free: 0, hash: 0 };
    if (this.#byTail.size === 0) return state.found;
    for (let from = 0; from < text.length; from += charactersOfStep) {
      this.#search(text, from, Math.min(from + charactersOfStep, text.length), state);
      yield;
    }
    return state.found;
  }

  /** A function of its own: V8 optimizes a loop better outside of a generator. */
  #search(text: string, from: number, to: number, state: SearchState<Secret>): void {
    const { base } = this.key;
    const leaving = this.#leaving;
    const tails = this.#tails;
    let { hash } = state;
    for (let at = from; at < to; at++) {
      hash = (Math.imul(hash, base) + text.charCodeAt(at)) | 0;
      if (at >= width) hash = (hash - Math.imul(text.charCodeAt(at - width), leaving)) | 0;
      if (tails[hash & 0xffff] === 0) continue;
      const leak = this.#endingAt(text, at + 1, hash, state.free);
      if (!leak) continue;
      state.found.push(leak);
      state.free = leak.end;
    }
    state.hash = hash;
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

function hashAt(base: number, text: string, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < width; offset++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(at + offset)) | 0;
  }
  return hash;
}
