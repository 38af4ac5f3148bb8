import { t } from '../common/l10n';
import { type ConfigurationFolder, discoveryPath } from '../configurationFiles/configurationFolder';
import type { FolderIdentity } from '../configurationFiles/folderIdentity';
import { readWanted } from '../configurationFiles/wantedVersion';
import { parseJsonObject } from '../json/json';
import type {
  ConfigurationSnapshot,
  LoginPolicyOptions,
  UnreadPart,
} from '../resources/configurationSnapshot';
import type { Resource } from '../resources/resource';

/**
 * The configuration in a pulled folder, as if it had been read from the service. A file that cannot be used is unread. A
 * resource that has no ID yet has its address instead.
 */
export function folderSnapshot(folder: ConfigurationFolder, identity: FolderIdentity): ConfigurationSnapshot {
  const resources: Resource[] = [];
  const loginPolicyOptions = new Map<string, LoginPolicyOptions>();
  const unread: UnreadPart[] = [];
  for (const file of folder.files.values()) {
    const { kind, title, address } = file;
    const id = folder.ids.get(address) ?? address;
    const wanted = readWanted(file, { ids: folder.ids });
    const members = file.issue === undefined ? parseJsonObject(wanted.document) : undefined;
    if (!members) {
      const reason = file.issue ?? t('The file is not JSON.');
      unread.push({ kind, entry: { kind, id, title }, reason: `${file.path}: ${reason}` });
      continue;
    }
    const all = { id, ...members };
    resources.push({ kind, id, title, body: JSON.stringify(all), members: all });
    if (kind === 'loginPolicies') {
      const { pushClaims, allowedResponseTypes } = wanted.options;
      loginPolicyOptions.set(id, { pushClaims, allowedResponseTypes });
    }
  }
  const { origin, customerId } = identity;
  return {
    origin,
    customerId,
    resources,
    loginPolicyOptions,
    discovery: folder.texts.get(discoveryPath),
    unread,
  };
}
