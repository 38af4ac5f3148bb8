import { t } from '../common/l10n';
import { type ResourceEntry, resourceKey, type ResourceKind, resourceKinds } from '../resources/resource';

/**
 * The identity of a resource in files: its kind and the name of its file, `clients/nordhaven-storefront`. It does not change
 * with the title.
 */
export interface Address {
  readonly kind: ResourceKind;
  readonly name: string;
}

/** The maximum length of a name that is made from a title, in characters. */
const maxSlug = 60;

/** Names that Windows refuses, also before a dot. */
const windowsDevices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

export function addressText({ kind, name }: Address): string {
  return `${kind}/${name}`;
}

/** Undefined for a text that is not an address. There need not be such a file. */
export function parseAddress(text: string): Address | undefined {
  const slash = text.indexOf('/');
  const kind = resourceKinds.find(each => each === text.slice(0, slash));
  const name = text.slice(slash + 1);
  return kind && nameIssue(name) === undefined ? { kind, name } : undefined;
}

/** The name in an address: that of its file, without `.json`. */
export function nameOf(address: string): string {
  return address.slice(address.indexOf('/') + 1);
}

/** The path of the file of an address, relative to the folder of the customer. */
export function filePath(address: string): string {
  return `${address}.json`;
}

/** Why a file name, without `.json`, cannot be used on each system and in a scope, or undefined. */
export function nameIssue(name: string): string | undefined {
  if (windowsDevices.test(name)) return t('Rename the file: Windows does not accept this name.');
  return /^[a-z0-9][a-z0-9._-]{0,99}$/i.test(name)
    ? undefined
    : t('Rename the file: use letters, digits, hyphens, dots and underscores, at most 100.');
}

/** A file name for a title: `Nordhaven Café (EU)` → `nordhaven-cafe-eu`. */
export function slugOf(title: string): string {
  const words = title
    // As it takes quadratic time for many combining marks, and only the beginning counts.
    .slice(0, 10 * maxSlug)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const slug = trimmed(words, maxSlug) || 'untitled';
  return windowsDevices.test(slug) ? `${slug}-` : slug;
}

/**
 * Addresses for resources that have none, by title. A name that is taken gets a number, in the order of the IDs, so that the
 * result does not depend on the order of a list.
 * @param taken addresses that are in use
 * @returns by `resourceKey`
 */
export function assignAddresses(
  entries: readonly ResourceEntry[],
  taken: Iterable<string>,
): ReadonlyMap<string, string> {
  // Some file systems do not distinguish case.
  const used = new Set(Array.from(taken, address => address.toLowerCase()));
  const next = new Map<string, number>();
  const assigned = new Map<string, string>();
  for (const entry of [...entries].sort((one, other) => (one.id < other.id ? -1 : 1))) {
    const slug = slugOf(entry.title);
    const first = addressText({ kind: entry.kind, name: slug });
    let address = first;
    let number = next.get(first) ?? 2;
    for (; used.has(address); number++) {
      const suffix = `-${number}`;
      address = addressText({ kind: entry.kind, name: trimmed(slug, maxSlug - suffix.length) + suffix });
    }
    next.set(first, number);
    used.add(address);
    assigned.set(resourceKey(entry), address);
  }
  return assigned;
}

function trimmed(slug: string, length: number): string {
  return slug.replace(/^-+/, '').slice(0, length).replace(/-+$/, '');
}
