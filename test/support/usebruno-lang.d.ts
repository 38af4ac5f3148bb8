/** Bruno's own parser of `.bru` files, which has no types. */
declare module '@usebruno/lang' {
  /** The request of a file as Bruno's JSON. Throws if it is not a `.bru` file. */
  export function bruToJsonV2(text: string): unknown;
}
