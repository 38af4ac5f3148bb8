/** The blocks that were entered in this file; test/harness/countBlocks.js puts it there. */
declare const enteredBlocks: number;

/**
 * The ratio of the steps for an input of twice the `size` to those for one of `size`. Linear work has 2. Only in a file
 * `*.counted.thorough.test.ts`.
 *
 * A step is a block of JavaScript that is entered, packages included; a member of a list, set or map that is gone through; a
 * character that a search of V8 goes over or copies. Backtracking within a regular expression is not counted.
 */
export function growthOfSteps<Input>(
  read: (input: Input) => unknown,
  inputOf: (size: number) => Input,
  size: number,
): number {
  const [once, twice] = [inputOf(size), inputOf(2 * size)];
  // First-time work may count for the larger input: it never hides growth.
  return stepsOf(() => read(twice)) / stepsOf(() => read(once));
}

function stepsOf(work: () => unknown): number {
  const searches = countSearches();
  const before = enteredBlocks;
  try {
    work();
    return enteredBlocks - before + searches.count;
  } finally {
    searches.stop();
  }
}

/** Makes built-in functions count at least the items that they visit, until it is stopped. */
function countSearches(): { readonly count: number; readonly stop: () => void } {
  const undo: (() => void)[] = [];
  const counter = {
    count: 0,
    stop: () => {
      for (const each of undo) each();
    },
  };
  const counted = (
    owner: object,
    name: string,
    steps: (result: never, self: never, first: unknown, second: unknown) => number,
  ) => {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (!property) throw new Error(`There is no ${name}.`);
    const original = property.value as (this: unknown, ...args: unknown[]) => never;
    const value = function (this: unknown, ...args: unknown[]): unknown {
      const from = this instanceof RegExp && (this.global || this.sticky) ? this.lastIndex : 0;
      const result = Reflect.apply(original, this, args);
      counter.count += Math.max(0, steps(result, this as never, args[0], args[1] ?? from));
      return result;
    };
    Object.defineProperty(owner, name, { ...property, value });
    undo.push(() => Object.defineProperty(owner, name, property));
  };
  counted(
    RegExp.prototype,
    'exec',
    (found: RegExpExecArray | null, { sticky, source }: RegExp, text, from) => {
      if (found) return found.index + found[0].length - Number(from);
      return sticky || source.startsWith('^') ? 0 : String(text).length - Number(from);
    },
  );
  for (const owner of [String.prototype, Array.prototype]) {
    counted(owner, 'indexOf', (at: number, { length }: ArrayLike<unknown>, _, from) => {
      return (at < 0 ? length : at) - Number(from);
    });
    counted(owner, 'includes', (isIn: boolean, { length }: ArrayLike<unknown>, _, from) => {
      return isIn ? 1 : length - Number(from);
    });
  }
  counted(String.prototype, 'lastIndexOf', (at: number, { length }: string) => length - at);
  for (const name of ['slice', 'substring']) {
    counted(String.prototype, name, (part: string) => part.length);
  }
  for (const iterable of [[], new Set(), new Map()]) {
    counted(Object.getPrototypeOf(iterable[Symbol.iterator]()) as object, 'next', () => 1);
  }
  return counter;
}
