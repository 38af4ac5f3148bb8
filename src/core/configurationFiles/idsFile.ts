import { t } from '../common/l10n';
import { isResourceId } from '../resources/resourceId';
import { parseAddress } from './address';
import { readMembers } from './text/fileJson';

/** The file that says which resource each file stands for. It holds nothing that changes with the configuration. */
export const idsPath = 'ids.json';

/** IDs by address. */
export type Ids = ReadonlyMap<string, string>;

/** Sorted and one a line, so that changes of two people merge. */
export function idsText(ids: Ids): string {
  const sorted = [...ids].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = sorted.map(([address, id]) => `  ${JSON.stringify(address)}: ${JSON.stringify(id)}`);
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}

/** Leaves out what cannot be an address with its ID, and says so. */
export function readIds(text: string): { readonly ids: Ids; readonly issues: readonly string[] } {
  const { members, issue } = readMembers(text);
  if (issue) {
    const message = t('{0} Resolve the merge conflict, or delete the file and pull again.', issue.message);
    return { ids: new Map(), issues: [message] };
  }
  const ids = new Map<string, string>();
  const issues: string[] = [];
  for (const [address, id] of Object.entries(members)) {
    if (parseAddress(address) && typeof id === 'string' && isResourceId(id)) ids.set(address, id);
    else issues.push(t('{0} is not the address of a file with its ID. Remove the line.', shortened(address)));
  }
  return { ids, issues };
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
