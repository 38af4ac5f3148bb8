import { Problem } from '../common/problem';
import { idsPath, idsText, readIds } from './idsFile';
import { readMembers } from './text/fileJson';
import { updateFileText } from './text/updateFileText';

/**
 * The text of `ids.json` with another ID for one address, or without the address. Other lines stay, also those that somebody
 * added meanwhile. Throws `invalidInput` if the text cannot be read.
 */
export function withId(text: string, address: string, id: string | undefined): string {
  const { issue } = readMembers(text);
  if (issue) throw new Problem('invalidInput', `${idsPath}: ${issue.message}`);
  const ids = new Map(readIds(text).ids);
  if (id === undefined) ids.delete(address);
  else ids.set(address, id);
  return updateFileText(text, idsText(ids), [address]);
}
