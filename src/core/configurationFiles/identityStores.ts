// Reads which identity stores the login policies of a folder use.
import { literal, memberValues } from '../json/jsonTree';
import { normalizedJson } from '../resources/equivalentJson';
import type { ConfigurationFolder } from './configurationFolder';
import { isFileIssue, parseJsonFile } from './text/fileJson';

/** The identity stores of a folder. */
export interface IdentityStores {
  /** As JSON, by the address of the login policy. */
  readonly byAddress: ReadonlyMap<string, string>;
  /** The last address of each different one. */
  readonly different: readonly string[];
}

/** Reads the identity stores of all login policies of a folder. Leaves out files that cannot be read. */
export function identityStoresIn({ files }: ConfigurationFolder): IdentityStores {
  const byAddress = new Map<string, string>();
  const different = new Map<string, string>();
  for (const { kind, address, text } of files.values()) {
    const file = kind === 'loginPolicies' ? parseJsonFile(text) : undefined;
    if (!file || isFileIssue(file)) continue;
    const node = memberValues(file.root).get('identityStoreDetails');
    if (!node) continue;
    byAddress.set(address, literal(file.text, node));
    different.set(normalizedJson(file.text, node), address);
  }
  return { byAddress, different: [...different.values()] };
}
