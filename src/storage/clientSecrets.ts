// How the secret of a client is stored, with the one before.
import { parseJson } from '../core/json/json';
import { readRecord } from '../core/json/readRecord';
import type { Client } from '../core/profile/client';

/**
 * A stored secret, with the client it was entered for; it is only ever sent to that origin. Stored as a JSON array, the
 * newest first: the previous secret stays until the metadata of a change is written too.
 */
const secretFields = { strings: ['origin', 'customerId', 'clientId', 'clientSecret'] } as const;

export type StoredSecret = Client & {
  readonly clientSecret: string;
  /** Created on this machine and never copied: nobody else has it. */
  readonly isOnlyHere?: boolean;
  /** With `isOnlyHere`: the run of VS Code that stored it; undefined if an earlier version of this extension did. */
  readonly storedIn?: string;
};

export function parseSecrets(text: string | undefined): readonly StoredSecret[] {
  const entries = parseJson(text ?? '');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: Readonly<Record<string, unknown>> | null) => {
    const secret = readRecord(entry, secretFields);
    if (!secret || secret.clientSecret === '') return [];
    if (entry?.['isOnlyHere'] !== true) return [secret];
    const { storedIn } = entry;
    return [{ ...secret, isOnlyHere: true, ...(typeof storedIn === 'string' && { storedIn }) }];
  });
}
