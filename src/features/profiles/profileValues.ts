import { Problem } from '../../core/problem';
import {
  clientIdIssue,
  clientSecretIssue,
  customerIdIssue,
  nameIssue,
  normalizeOrigin,
  originIssue,
} from '../../core/profile';
import type { FilledDraft } from './profileForm';

/**
 * The values as they are kept: trimmed, the origin in its one spelling.
 * Throws a `Problem` of kind `invalidInput` that names each value that can not be taken.
 */
export function checkedValues(values: FilledDraft, takenNames: readonly string[]): FilledDraft {
  const issues = {
    name: nameIssue(values.name, takenNames),
    origin: originIssue(values.origin),
    customerId: customerIdIssue(values.customerId),
    clientId: clientIdIssue(values.clientId),
    clientSecret: clientSecretIssue(values.clientSecret),
  };
  const wrong = Object.entries(issues).flatMap(([field, issue]) =>
    issue === undefined ? [] : [`${field}: ${issue}`],
  );
  if (wrong.length > 0) throw new Problem('invalidInput', wrong.join(' '));
  return {
    name: values.name.trim(),
    origin: normalizeOrigin(values.origin),
    customerId: values.customerId.trim(),
    clientId: values.clientId.trim(),
    clientSecret: values.clientSecret.trim(),
  };
}
