/** Deeper ones are read as text; nobody writes them, and reading them would take the stack. */
const maxDepth = 60;

/** Keeps count of how deep brackets and substitutions stand in each other. */
export class Nesting<Closer extends string> {
  #depth = 0;

  /** @param readCommands reads commands up to what closes them; false where that never comes */
  constructor(private readonly readCommands: (closer: Closer) => boolean) {}

  get isTooDeep(): boolean {
    return this.#depth >= maxDepth;
  }

  /** The commands in a bracket that has been opened; false where it never ends. Too deep ones are not read. */
  commands(closer: Closer): boolean {
    return this.isTooDeep || this.deeper(() => this.readCommands(closer));
  }

  /** Reads what stands one deeper. */
  deeper(read: () => boolean): boolean {
    this.#depth++;
    const isClosed = read();
    this.#depth--;
    return isClosed;
  }
}
