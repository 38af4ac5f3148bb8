import type { FilesDeps } from './deps';

/** Writes to the log why files were left as they are: a message names only some. */
export function logReasons(
  { warn }: Pick<FilesDeps, 'warn'>,
  what: string,
  entries: readonly { readonly address: string; readonly reason: string }[],
): void {
  for (const { address, reason } of entries) warn(what, `${address}: ${reason}`);
}
