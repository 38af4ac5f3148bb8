import * as z from 'zod/mini';
import { t } from '../common/l10n';
import { parseUrl } from '../common/parseUrl';
import { Problem } from '../common/problem';
import { plainText } from '../masking/redaction';
import { type Client, isSameCustomer } from '../profile/client';
import { customerIdIssue } from '../profile/profile';
import { readMembers } from './text/fileJson';

/**
 * The file that says whose configuration a folder holds. It never decides where requests go: it is only compared with
 * the profile.
 */
export const identityPath = 'hosted-login.json';

export interface FolderIdentity {
  readonly customerId: string;
  readonly origin: string;
  /** Members that Promote leaves as they are in this folder, such as `clients/storefront/name`. */
  readonly keep: readonly string[];
}

const schema = z.object({
  format: z.literal(1),
  customerId: z.string().check(z.refine(id => customerIdIssue(id) === undefined)),
  origin: z.string().check(z.refine(origin => parseUrl(origin)?.origin === origin)),
  keep: z.optional(z.array(z.string())),
});

export function identityText({ customerId, origin }: Pick<FolderIdentity, 'customerId' | 'origin'>): string {
  return `${JSON.stringify({ format: 1, customerId, origin }, undefined, 2)}\n`;
}

/** Undefined if the text is not what `identityText` writes. Other members are ignored. */
export function readIdentity(text: string): FolderIdentity | undefined {
  const read = z.safeParse(schema, readMembers(text).members);
  return read.success ? { ...read.data, keep: read.data.keep ?? [] } : undefined;
}

/**
 * Throws a `Problem` of kind `invalidInput` unless a folder belongs to the customer of a profile at the same service.
 */
export function checkIdentity(
  identity: FolderIdentity | undefined,
  profile: Pick<Client, 'customerId' | 'origin'>,
): void {
  if (!identity) {
    throw new Problem(
      'invalidInput',
      t('{0} is missing or cannot be read, so it is not known whose files these are.', identityPath),
      t('Restore the file, or pull into a new folder.'),
    );
  }
  if (isSameCustomer(identity, profile)) return;
  throw new Problem(
    'invalidInput',
    t(
      'These are the files of the customer {0} at {1}.',
      plainText(identity.customerId),
      plainText(identity.origin),
    ),
    t('Choose a profile of that customer, or another folder.'),
  );
}
