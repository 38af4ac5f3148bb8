/** Bruno's own reader of `.bru` files, which brings no types. */
declare module '@usebruno/lang' {
  /** The request of a file as Bruno's JSON; throws where the file is none. */
  export function bruToJsonV2(text: string): unknown;
}
