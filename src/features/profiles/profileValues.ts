import { Problem } from '../../core/common/problem';
import {
  clientIdIssue,
  clientSecretIssue,
  customerIdIssue,
  nameIssue,
  normalizeOrigin,
  originIssue,
  type ProfileValues,
} from '../../core/profile/profile';

/** All values that the user enters. */
export type EnteredValues = ProfileValues & { readonly clientSecret: string };

/** The values that are known so far. */
export type KnownValues = Partial<EnteredValues>;

/** The changed values. No secret means that it stays the same. */
export type ChangedValues = ProfileValues & { readonly clientSecret?: string };

export type Field = keyof EnteredValues;

/** In the order in which they are asked for. */
export const fields = ['name', 'origin', 'customerId', 'clientId', 'clientSecret'] as const;

/** Why a text is not a valid value of a field; undefined if it is. `takenNames` are those of the other profiles. */
export function issueOf(field: Field, text: string, takenNames: readonly string[]): string | undefined {
  switch (field) {
    case 'name':
      return nameIssue(text, takenNames);
    case 'origin':
      return originIssue(text);
    case 'customerId':
      return customerIdIssue(text);
    case 'clientId':
      return clientIdIssue(text);
    case 'clientSecret':
      return clientSecretIssue(text);
  }
}

/**
 * The values as they are stored: trimmed, with a normalized origin. Throws a `Problem` of kind `invalidInput` that
 * names each invalid value.
 */
export function validateValues(values: EnteredValues, takenNames: readonly string[]): EnteredValues;
export function validateValues(values: ChangedValues, takenNames: readonly string[]): ChangedValues;
export function validateValues(values: ChangedValues, takenNames: readonly string[]): ChangedValues {
  const wrong = fields.flatMap(field => {
    const text = values[field];
    const issue = text === undefined ? undefined : issueOf(field, text, takenNames);
    return issue === undefined ? [] : [`${field}: ${issue}`];
  });
  if (wrong.length > 0) throw new Problem('invalidInput', wrong.join(' '));
  return {
    name: values.name.trim(),
    origin: normalizeOrigin(values.origin),
    customerId: values.customerId.trim(),
    clientId: values.clientId.trim(),
    ...(values.clientSecret === undefined ? {} : { clientSecret: values.clientSecret.trim() }),
  };
}
