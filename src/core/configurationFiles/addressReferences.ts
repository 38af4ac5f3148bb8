// Replaces the IDs in a body by addresses of files, and back.
import type { Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { applyEdits, memberValues, replaced } from '../json/jsonTree';
import { policyMembers } from '../resources/policyReferences';
import { type ResourceKey, resourceKey, type ResourceKind } from '../resources/resource';
import { addressText, nameOf, parseAddress } from './address';
import type { Ids } from './idsFile';
import { type FileIssue, isFileIssue, type Members, parseJsonFile, withMarkOf } from './text/fileJson';

/** Addresses by `resourceKey`. */
export type Addresses = ReadonlyMap<string, string>;

/** The addresses of `ids.json`. */
export function addressesById(ids: Ids): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const [address, id] of ids) {
    const kind = parseAddress(address)?.kind;
    if (kind) addresses.set(resourceKey({ kind, id }), address);
  }
  return addresses;
}

/** A scope for one resource: what is before its ID or `<name>`, the ID or name, and what follows. */
const scopeOfResource =
  /^([.*]:config\/(tokenPolicies|loginPolicies|clients)\/)(?:<([^<>/*]*)>|([^<>/*]+)(?![^<>/*]))(.*)$/;

/** JSON strings to write in place of those IDs of a body for which there is an address. */
export function addressReplacements(
  kind: ResourceKind,
  root: Node,
  addresses: Addresses,
): ReadonlyMap<Node, string> {
  const found = new Map<Node, string>();
  for (const node of referenceNodes(kind, root)) {
    const written = toAddress(node.kind, String(node.value.value), addresses);
    if (written !== undefined) found.set(node.value, JSON.stringify(written));
  }
  return found;
}

function toAddress(kind: ResourceKind | 'scope', text: string, addresses: Addresses): string | undefined {
  const reference = parseIdReference(kind, text);
  const address = reference && addresses.get(resourceKey(reference));
  return address === undefined ? undefined : reference?.write(inFile(kind, address));
}

/** An address as it is written in place of an ID. */
export function inFile(kind: ResourceKind | 'scope', address: string): string {
  return kind === 'scope' ? `<${nameOf(address)}>` : address;
}

/** What the addresses in a file stand for. */
export interface ResolvedReferences {
  /** JSON strings in place of the addresses. */
  readonly replacements: ReadonlyMap<Node, string>;
  /** The addresses that were resolved or will be, once their resources are created. */
  readonly addresses: ReadonlySet<string>;
  readonly issues: readonly FileIssue[];
}

/**
 * Resolves the addresses in a file to IDs.
 * @param creatable addresses whose resources will be created: they stay as they are for now
 * @param held the members that the service has: a value that it holds literally is not an address
 */
export function resolveReferences(
  kind: ResourceKind,
  root: Node,
  ids: Ids,
  creatable: ReadonlySet<string> = new Set(),
  held: Members = {},
): ResolvedReferences {
  const replacements = new Map<Node, string>();
  const addresses = new Set<string>();
  const issues: FileIssue[] = [];
  const heldScopes = new Set(Array.isArray(held['allowedScopes']) ? held['allowedScopes'] : []);
  for (const { kind: of, value, member } of referenceNodes(kind, root)) {
    const text = String(value.value);
    if (of === 'scope' ? heldScopes.has(text) : held[member] === text) continue;
    const reference = parseReference(of, text);
    if (!reference) continue;
    const { address, write } = reference;
    const id = ids.get(address);
    if (id !== undefined) replacements.set(value, JSON.stringify(write(id)));
    if (id !== undefined || creatable.has(address)) addresses.add(address);
    else {
      const message = t(
        'There is no file {0}, and nothing on the service is known for it.',
        `${address}.json`,
      );
      issues.push({ message, start: value.offset, end: value.offset + value.length });
    }
  }
  return { replacements, addresses, issues };
}

export interface Reference {
  readonly address: string;
  /** The text with an ID, or with another address (`inFile`). */
  readonly write: (idOrAddress: string) => string;
}

/** What an ID in a body or file refers to. */
interface IdReference extends ResourceKey, Pick<Reference, 'write'> {}

/** Undefined for a scope that is not for one resource by its ID. */
export function parseIdReference(kind: ResourceKind | 'scope', text: string): IdReference | undefined {
  if (kind !== 'scope') return { kind, id: text, write: written => written };
  const [, before = '', of, , id, after = ''] = scopeOfResource.exec(text) ?? [];
  if (of === undefined || id === undefined) return undefined;
  return { kind: of as ResourceKind, id, write: written => before + written + after };
}

/** Undefined for a text that is not an address, such as an ID. */
export function parseReference(kind: ResourceKind | 'scope', text: string): Reference | undefined {
  if (kind !== 'scope') {
    if (!/^(?:tokenPolicies|loginPolicies|clients)\//.test(text)) return undefined;
    // An address of another kind is resolved by nothing, and is an issue.
    return { address: text.startsWith(`${kind}/`) ? text : `${kind}/${text}`, write: id => id };
  }
  const [, before = '', of, name, , after = ''] = scopeOfResource.exec(text) ?? [];
  if (of === undefined || name === undefined) return undefined;
  return {
    address: addressText({ kind: of as ResourceKind, name }),
    write: id => `${before}${id}${after}`,
  };
}

export interface ReferenceNode {
  readonly kind: ResourceKind | 'scope';
  readonly member: string;
  /** A string. */
  readonly value: Node;
}

/** The strings of a body or file that may refer to other resources. */
export function referenceNodes(kind: ResourceKind, root: Node): readonly ReferenceNode[] {
  const members = memberValues(root);
  if (kind === 'clients') {
    return Object.entries(policyMembers).flatMap(([member, of]) => {
      const value = members.get(member);
      return value?.type === 'string' ? [{ kind: of, member, value }] : [];
    });
  }
  if (kind === 'loginPolicies') return [];
  const scopes = members.get('allowedScopes');
  const entries = scopes?.type === 'array' ? (scopes.children ?? []) : [];
  return entries
    .filter(({ type }) => type === 'string')
    .map(value => ({ kind: 'scope', member: 'allowedScopes', value }));
}

/** The text of a file with the new addresses of files that were renamed. */
export function withRenames(
  { kind, text }: { readonly kind: ResourceKind; readonly text: string },
  renames: ReadonlyMap<string, string>,
): string {
  if (renames.size === 0) return text;
  const file = parseJsonFile(text);
  if (isFileIssue(file)) return text;
  const edits = referenceNodes(kind, file.root).flatMap(({ kind: of, value }) => {
    const reference = parseReference(of, String(value.value));
    const renamed = reference && renames.get(reference.address);
    if (!reference || renamed === undefined) return [];
    return [replaced(value, JSON.stringify(reference.write(inFile(of, renamed))))];
  });
  return edits.length === 0 ? text : withMarkOf(text, applyEdits(file.text, edits));
}
