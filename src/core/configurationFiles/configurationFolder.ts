// Reads the files of a folder into a configuration.
import { addToList } from '../common/collections';
import { t } from '../common/l10n';
import { type ResourceKind, resourceKinds, titleMember } from '../resources/resource';
import { addressText, nameIssue } from './address';
import { type FolderIdentity, identityPath, readIdentity } from './folderIdentity';
import { type Ids, idsPath, readIds } from './idsFile';
import { type Members, readMembers, withoutByteOrderMark } from './text/fileJson';

/** The public discovery document, for the record. It is not applied. */
export const discoveryPath = 'discovery.json';

/** The file of a resource. */
export interface ConfigurationFile {
  readonly address: string;
  readonly kind: ResourceKind;
  readonly path: string;
  /** As it was read. */
  readonly text: string;
  /** Undefined if the text is not a JSON object. */
  readonly members: Members | undefined;
  /** Empty if there is none. */
  readonly title: string;
  /** Why the file cannot be used. */
  readonly issue?: string;
}

/** Something that is wrong with a folder, but with the file of no single resource. */
export interface FolderIssue {
  /** Relative to the folder. */
  readonly path: string;
  readonly message: string;
}

/** The configuration of a customer as files. */
export interface ConfigurationFolder {
  readonly identity: FolderIdentity | undefined;
  readonly ids: Ids;
  /** By address. */
  readonly files: ReadonlyMap<string, ConfigurationFile>;
  readonly issues: readonly FolderIssue[];
  /** The texts by path, as they were read. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads the files of a folder.
 * @param texts by path relative to the folder, with `/`. Links must not have been followed out of the folder.
 */
export function readFolder(texts: ReadonlyMap<string, string>): ConfigurationFolder {
  const files = new Map<string, ConfigurationFile>();
  const issues: FolderIssue[] = [];
  for (const [path, text] of texts) {
    const found = readResourceFile(path, text);
    if (!found) continue;
    if ('address' in found) files.set(found.address, found);
    else issues.push(found);
  }
  const idsInFile = readIds(texts.get(idsPath) ?? '{}');
  for (const message of idsInFile.issues) issues.push({ path: idsPath, message });
  const identity = texts.get(identityPath);
  return {
    identity: identity === undefined ? undefined : readIdentity(identity),
    ids: idsInFile.ids,
    files: markCollisions(files),
    issues,
    texts,
  };
}

/** Undefined for the path of another file. */
function readResourceFile(path: string, text: string): ConfigurationFile | FolderIssue | undefined {
  const [first = '', fileName = '', ...others] = path.split('/');
  const kind = resourceKinds.find(each => each.toLowerCase() === first.toLowerCase());
  if (!kind || !/\.json$/i.test(path)) return undefined;
  if (first !== kind) return { path, message: t('Rename the folder to {0}.', kind) };
  if (others.length > 0) return { path, message: t('Move the file to the folder {0}.', kind) };
  if (!fileName.endsWith('.json')) return { path, message: t('Rename the file: its name ends in .json.') };
  const name = fileName.slice(0, -'.json'.length);
  const issueOfName = nameIssue(name);
  if (issueOfName !== undefined) return { path, message: issueOfName };
  const { members, issue } = readMembers(text);
  const title = members?.[titleMember(kind)];
  return {
    ...{ address: addressText({ kind, name }), kind, path, text, members },
    title: typeof title === 'string' ? title : '',
    ...(issue && { issue: isEmpty(text) ? t('The file is empty.') : issue.message }),
  };
}

function isEmpty(text: string): boolean {
  return withoutByteOrderMark(text).trim() === '';
}

/** Two files whose names differ only in case are one file on some systems. */
function markCollisions(
  files: ReadonlyMap<string, ConfigurationFile>,
): ReadonlyMap<string, ConfigurationFile> {
  const alike = new Map<string, string[]>();
  for (const address of files.keys()) addToList(alike, address.toLowerCase(), address);
  if (alike.size === files.size) return files;
  return new Map(
    Array.from(files, ([address, file]) => {
      const other = alike.get(address.toLowerCase())?.find(each => each !== address);
      if (other === undefined) return [address, file];
      return [
        address,
        { ...file, issue: t('Rename the file: its name differs from {0} only in case.', other) },
      ];
    }),
  );
}
