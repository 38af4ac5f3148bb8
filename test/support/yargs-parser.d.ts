declare module 'yargs-parser' {
  /** The options of a command by their names, and its other words in `_`. */
  export default function parse(
    command: string,
  ): Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] };
}
