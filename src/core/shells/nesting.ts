/** Deeper brackets are read as text, because reading is recursive. */
const maxDepth = 60;

/** Counts how deep brackets and substitutions are nested. */
export class Nesting<Closer extends string> {
  #depth = 0;

  /** @param readCommands reads commands up to the closer; false if it never comes */
  constructor(private readonly readCommands: (closer: Closer) => boolean) {}

  get isTooDeep(): boolean {
    return this.#depth >= maxDepth;
  }

  /** Reads the commands of an open bracket, unless it is too deep. False if it never closes. */
  commands(closer: Closer): boolean {
    return this.isTooDeep || this.deeper(() => this.readCommands(closer));
  }

  /** Reads one level deeper. */
  deeper(read: () => boolean): boolean {
    this.#depth++;
    const isClosed = read();
    this.#depth--;
    return isClosed;
  }
}
