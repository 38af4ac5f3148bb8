import { parseJson } from '../core/common/json';
import { readRecord } from '../core/common/readRecord';
import type { Client } from '../core/profile/client';

/**
 * A secret as kept: with the client it was entered for; its origin is the only one it is ever sent to. A JSON array,
 * the newest first: until the metadata of a change is written too, the secret of before is kept beside the new one.
 */
export const secretFields = { strings: ['origin', 'customerId', 'clientId', 'clientSecret'] } as const;

export type StoredSecret = Client & {
  readonly clientSecret: string;
  /** It was created on this machine and never copied. */
  readonly isOnlyHere?: boolean;
};

export function parseSecrets(text: string | undefined): readonly StoredSecret[] {
  const entries = parseJson(text ?? '');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: { readonly isOnlyHere?: unknown } | null) => {
    const secret = readRecord(entry, secretFields);
    if (!secret || secret.clientSecret === '') return [];
    return [entry?.isOnlyHere === true ? { ...secret, isOnlyHere: true } : secret];
  });
}
