import { addToList } from '../common/collections';
import type { ConfigurationFile, ConfigurationFolder } from './configurationFolder';
import { titleKey } from './matchFiles';

/** Where the files of a folder are promoted to. */
export interface Targets {
  /** Addresses in the target by addresses in the source. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Files of the target with the same name and another title, by addresses in the source. */
  readonly unclear: ReadonlyMap<string, ConfigurationFile>;
}

/**
 * For each file the one of the same title, else a new one. A file of the target with the same name may be the same resource
 * under another title: then it is left out.
 */
export function findTargets(from: ConfigurationFolder, to: ConfigurationFolder): Targets {
  const addresses = new Map<string, string>();
  const unclear = new Map<string, ConfigurationFile>();
  const targets = [...to.files.values()];
  const byTitle = new Map<string, string[]>();
  for (const { kind, title, address } of targets) addToList(byTitle, titleKey(kind, title), address);
  const titles = new Set(Array.from(from.files.values(), ({ kind, title }) => titleKey(kind, title)));
  // Some file systems do not distinguish case.
  const byAddress = new Map(targets.map(target => [target.address.toLowerCase(), target]));
  const others: ConfigurationFile[] = [];
  const used = new Set<string>();
  const use = (file: ConfigurationFile, address: string) => {
    used.add(address.toLowerCase());
    addresses.set(file.address, address);
  };
  for (const file of from.files.values()) {
    const candidates = byTitle.get(titleKey(file.kind, file.title)) ?? [];
    const [first] = candidates;
    const address =
      candidates.find(each => each === file.address) ??
      (candidates.length === 1 && file.title !== '' ? first : undefined);
    if (address === undefined || used.has(address.toLowerCase())) others.push(file);
    else use(file, address);
  }
  const lines = new Set(Array.from(to.ids.keys(), address => address.toLowerCase()));
  const isTaken = (address: string) => used.has(address) || byAddress.has(address) || lines.has(address);
  for (const file of others) {
    const same = byAddress.get(file.address.toLowerCase());
    if (same && !used.has(same.address.toLowerCase()) && !titles.has(titleKey(same.kind, same.title))) {
      unclear.set(file.address, same);
      continue;
    }
    let address = file.address;
    for (let number = 2; isTaken(address.toLowerCase()); number++) address = `${file.address}-${number}`;
    use(file, address);
  }
  return { addresses, unclear };
}
