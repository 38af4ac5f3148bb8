// Which members hold secrets, by their names. Where a document has them: `secretPlaces.ts`.
import { isCredentialName } from '../masking/redaction';

/** What is masked in a member: strings and numbers at any depth, strings at any depth, its own strings, or nothing. */
export type Masking = 'all' | 'texts' | 'ownTexts' | undefined;

/** Names of objects that hold credentials, and not rules for them as `password` may. */
const credentialHolder = /(?:credentials?|tokens|(?:api|private)[_-]?keys?)$/i;

/** Members that configure ID tokens: no member of a configuration holds one. */
const idToken = /^id_?token$/i;

/**
 * What a member masks: everything if its name ends in “secret” or “secrets”, strings if it is another name of a credential.
 * Rules for passwords are not passwords, so that the members of an object in it have names of their own.
 * @param above what the object that contains it masks
 */
export function maskingOf(name: string, above: Masking): Masking {
  if (above === 'all' || /secrets?$/i.test(name)) return 'all';
  if (above === undefined && idToken.test(name)) return undefined;
  if (above === 'texts' || credentialHolder.test(name)) return 'texts';
  return isCredentialName(name) ? 'ownTexts' : undefined;
}

/** Whether a value is a secret. */
export function isMasked(value: unknown, masking: Masking): boolean {
  if (typeof value === 'string') return masking !== undefined && value !== '';
  return typeof value === 'number' && masking === 'all';
}
