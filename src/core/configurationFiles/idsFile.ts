import { t } from '../common/l10n';
import { isResourceId } from '../resources/resourceId';
import { parseAddress } from './address';
import { duplicateMemberIssue, isFileIssue, parseJsonFile, readMembers } from './text/fileJson';

/** The file that says which resource each file stands for. It holds nothing that changes with the configuration. */
export const idsPath = 'ids.json';

/** IDs by address. */
export type Ids = ReadonlyMap<string, string>;

/** Sorted, one entry per line, so that Git can merge the changes of two people. */
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
  const issues = [...repeatedLines(text, Object.keys(members).length)];
  // Some file systems ignore case. Of two lines that differ only in case, one would look like a deleted file.
  const known = new Map<string, string>();
  for (const [address, id] of Object.entries(members)) {
    const other = known.get(address.toLowerCase());
    if (!parseAddress(address) || typeof id !== 'string' || !isResourceId(id))
      issues.push(
        t(
          '{0} does not name the file of a policy or client, or what follows it is not an ID. Remove the line.',
          shortened(address),
        ),
      );
    else if (other !== undefined)
      issues.push(t('{0} differs from {1} only in case. Remove the line that is wrong.', address, other));
    else {
      known.set(address.toLowerCase(), address);
      ids.set(address, id);
    }
  }
  return { ids, issues };
}

/** An address that has two lines, such as after a merge. @param count how many members were read */
function repeatedLines(text: string, count: number): readonly string[] {
  // Most files have none, and a tree takes long.
  if ((text.match(/"\s*:/g)?.length ?? 0) <= count) return [];
  const file = parseJsonFile(text);
  const repeated = isFileIssue(file) ? file : duplicateMemberIssue(file);
  return repeated ? [repeated.message] : [];
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
