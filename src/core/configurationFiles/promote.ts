// Merges the files of one customer into the folder of another one.
import type { Edit, Node } from 'jsonc-parser';
import { displayText } from '../common/displayText';
import { t } from '../common/l10n';
import { applyEdits, literal, memberValues, replaced } from '../json/jsonTree';
import { allowedScopes, mayGrantConfigurationAccess } from '../resourceRules/configurationAccess';
import { clientKindOf, resourceKey } from '../resources/resource';
import { type MaskedSecret, pairSecrets } from '../resources/resourceText';
import { filePath, nameOf } from './address';
import {
  type Addresses,
  addressesById,
  inFile,
  parseIdReference,
  parseReference,
  type Reference,
  type ReferenceNode,
  referenceNodes,
} from './addressReferences';
import { environmentMembers } from './compareByTitle';
import type { ConfigurationFile, ConfigurationFolder } from './configurationFolder';
import { type IdentityStores, identityStoresIn } from './identityStores';
import { findTargets, type Targets } from './promotionTargets';
import { findLiteralSecrets, findMarkers, keepMarker, namedMarker, type SecretMarker } from './secretMarkers';
import { isFileIssue, type JsonFile, parseJsonFile } from './text/fileJson';
import { updateFileText } from './text/updateFileText';

export interface PromoteOptions {
  /** The addresses to promote, with what they point to. Undefined: all but configuration access. */
  readonly only?: ReadonlySet<string>;
  /** For new login policies, by address: the login policy of the target whose identity store they use. */
  readonly identityStores?: ReadonlyMap<string, string>;
}

export interface Promotion {
  /** Texts to write to the target, by path. Nothing is deleted, and nothing is sent. */
  readonly writes: ReadonlyMap<string, string>;
  /** The addresses in the target of the files that change. */
  readonly changed: readonly string[];
  readonly skipped: readonly { readonly address: string; readonly reason: string }[];
  /** New login policies whose identity store must be chosen, with the login policies of the target to choose from. */
  readonly choices: readonly { readonly address: string; readonly from: readonly string[] }[];
  /** What to look at in new files, by address in the target. */
  readonly notes: readonly { readonly address: string; readonly note: string }[];
}

/**
 * Merges files of one customer into the folder of another one. What belongs to the environment stays as it is in the target:
 * redirect URIs, login URL, identity store, and the members that `keep` in its `hosted-login.json` names. IDs are not taken
 * along. Configuration access is left out unless its address is given.
 */
export function promote(
  from: ConfigurationFolder,
  to: ConfigurationFolder,
  options: PromoteOptions = {},
): Promotion {
  return new Promoter(from, to, options).promote();
}

class Promoter {
  readonly #writes = new Map<string, string>();
  readonly #changed: string[] = [];
  readonly #skipped: Promotion['skipped'][number][] = [];
  readonly #choices: Promotion['choices'][number][] = [];
  readonly #notes: Promotion['notes'][number][] = [];
  readonly #targets: Targets;
  readonly #keep: ReadonlySet<string>;
  /** Of the source. */
  readonly #addresses: Addresses;
  /** Of the target. */
  readonly #stores: IdentityStores;

  constructor(
    private readonly from: ConfigurationFolder,
    private readonly to: ConfigurationFolder,
    private readonly options: PromoteOptions,
  ) {
    this.#targets = findTargets(from, to);
    this.#keep = new Set(to.identity?.keep);
    this.#addresses = addressesById(from.ids);
    this.#stores = identityStoresIn(to);
  }

  promote(): Promotion {
    const selected = this.#selected();
    for (const address of selected) {
      const file = this.from.files.get(address);
      if (!file) {
        this.#skip(address, t('There is no file {0}.', filePath(address)));
        continue;
      }
      const reason = this.#reasonToSkip(file);
      if (reason === undefined) this.#promoteFile(file);
      else this.#skip(address, reason);
    }
    return {
      ...{ writes: this.#writes, changed: this.#changed, skipped: this.#skipped },
      ...{ choices: this.#choices, notes: this.#notes },
    };
  }

  /** The chosen addresses and what they point to. */
  #selected(): ReadonlySet<string> {
    const selected = new Set(this.options.only ?? this.from.files.keys());
    for (const address of selected) {
      const file = this.from.files.get(address);
      for (const reference of file ? referencesOf(file) : []) {
        if (this.from.files.has(reference)) selected.add(reference);
      }
    }
    return selected;
  }

  #reasonToSkip(file: ConfigurationFile): string | undefined {
    if (file.issue !== undefined) return file.issue;
    const target = this.to.files.get(this.#targets.addresses.get(file.address) ?? '');
    const unclear = this.#targets.unclear.get(file.address);
    if (unclear) {
      return t(
        '{0} of the target has another title: “{1}”. If it is the same, change one of the titles; otherwise rename one of the files.',
        unclear.path,
        displayText(unclear.title),
      );
    }
    if (target?.issue !== undefined) return `${target.path}: ${target.issue}`;
    if (this.options.only?.has(file.address) === true) return undefined;
    return [file, target].some(each => each && givesAccess(each))
      ? t('It may give access to the configuration. To promote it anyway, name it in the argument “only”.')
      : undefined;
  }

  #promoteFile(file: ConfigurationFile): void {
    const source = parseJsonFile(file.text);
    const address = this.#targets.addresses.get(file.address) ?? file.address;
    const existing = this.to.files.get(address);
    const target = existing && parseJsonFile(existing.text);
    if (isFileIssue(source) || (target && isFileIssue(target))) return;
    if (findLiteralSecrets(source.root).length > 0) {
      this.#skip(file.address, t('There is a secret in it. Write {0} instead.', keepMarker));
      return;
    }
    const references = this.#referenceEdits(file, source);
    if (typeof references === 'string') {
      this.#skip(file.address, references);
      return;
    }
    if (target) this.#merge(existing, source, target, references);
    else this.#add(file, address, source, references);
  }

  /** Edits for the addresses of the target; or why the file cannot be promoted. */
  #referenceEdits({ kind }: ConfigurationFile, source: JsonFile): readonly Edit[] | string {
    const edits: Edit[] = [];
    for (const { kind: of, value } of referenceNodes(kind, source.root)) {
      const text = String(value.value);
      const reference = parseReference(of, text) ?? this.#referenceById(of, text);
      if (reference === 'unknown') {
        return t(
          'It refers to {0}, an ID of the other customer. Write the address of a file instead, such as {1}.',
          text,
          `${of}/shop`,
        );
      }
      if (!reference) continue;
      const target = this.#targets.addresses.get(reference.address);
      if (target === undefined) {
        return this.#targets.unclear.has(reference.address)
          ? t('It refers to {0}, which is left out.', reference.address)
          : t('It refers to {0}, and there is no such file.', reference.address);
      }
      const written = reference.write(inFile(of, target));
      if (written !== text) edits.push(replaced(value, JSON.stringify(written)));
    }
    return edits;
  }

  /** The address of an ID; `unknown` if there is none. Undefined for other scopes. */
  #referenceById(of: ReferenceNode['kind'], text: string): Reference | 'unknown' | undefined {
    const reference = parseIdReference(of, text);
    if (!reference) return undefined;
    const address = this.#addresses.get(resourceKey(reference));
    return address === undefined ? 'unknown' : { address, write: reference.write };
  }

  /** An existing file: what belongs to its environment stays. */
  #merge(existing: ConfigurationFile, source: JsonFile, target: JsonFile, references: readonly Edit[]): void {
    const { address } = existing;
    const held = memberValues(target.root);
    const edits = [...references];
    // Both keep their own secret. A different name of the secret belongs to the target.
    const { markers } = findMarkers(source.root);
    const secrets = pairMarkers(markers, source, target);
    for (const { node, name } of markers) {
      const secret = secrets.get(node)?.secret;
      const content = secret ? literal(target.text, secret) : namedMarker(nameOf(address), name);
      if (content !== literal(source.text, node)) edits.push(replaced(node, content));
    }
    const wanted = applyEdits(source.text, edits);
    const names = new Set([...memberValues(source.root).keys(), ...held.keys()]);
    const promoted = [...names].filter(
      name => !environmentMembers.has(name) && !this.#keep.has(`${address}/${name}`),
    );
    const text = updateFileText(existing.text, wanted, promoted);
    if (text === existing.text) return;
    this.#changed.push(address);
    this.#writes.set(existing.path, text);
  }

  #add(file: ConfigurationFile, address: string, source: JsonFile, references: readonly Edit[]): void {
    const edits = [...references];
    const members = memberValues(source.root);
    const store = members.get('identityStoreDetails');
    if (file.kind === 'loginPolicies' && store) {
      const content = this.#identityStore(address);
      if (content === undefined) return;
      edits.push(
        replaced(
          store,
          content.replace(keepMarkers, () => namedMarker(nameOf(address))),
        ),
      );
    }
    const isInStore = ({ offset }: Node) =>
      store !== undefined && offset >= store.offset && offset < store.offset + store.length;
    for (const { node, name } of findMarkers(source.root).markers) {
      if (!isInStore(node)) edits.push(replaced(node, namedMarker(nameOf(address), name)));
    }
    const loginUrl = members.get('loginURL');
    const [ours, theirs] = [this.from.identity?.customerId, this.to.identity?.customerId];
    if (loginUrl?.type === 'string' && ours !== undefined && theirs !== undefined) {
      edits.push(replaced(loginUrl, literal(source.text, loginUrl).replaceAll(ours, theirs)));
    }
    for (const name of ['redirectURIs', 'loginURL']) {
      if (members.has(name)) {
        this.#notes.push({
          address,
          note: t('Check {0}: its value comes from the other environment.', name),
        });
      }
    }
    this.#changed.push(address);
    this.#writes.set(filePath(address), applyEdits(source.text, edits));
  }

  /** As JSON: the one that all login policies of the target have, or the one that was chosen. */
  #identityStore(address: string): string | undefined {
    const { byAddress, different } = this.#stores;
    const chosen = byAddress.get(this.options.identityStores?.get(address) ?? '');
    if (chosen !== undefined) return chosen;
    const [only, ...others] = different;
    if (only !== undefined && others.length === 0) return byAddress.get(only);
    this.#choices.push({ address, from: different });
    if (only === undefined) {
      this.#skip(
        address,
        t('The target has no login policy whose identity store it could use. Create one there first.'),
      );
    }
    return undefined;
  }

  #skip(address: string, reason: string): void {
    this.#skipped.push({ address, reason });
  }
}

const keepMarkers = /\{\s*"\$secret"\s*:\s*"keep"\s*\}/g;

/** The markers of the target at the places of those of the source. */
function pairMarkers(
  markers: readonly SecretMarker[],
  source: JsonFile,
  target: JsonFile,
): ReadonlyMap<Node, MaskedSecret> {
  const nodesOf = (all: readonly SecretMarker[]) => new Set(all.map(({ node }) => node));
  const masks = nodesOf(markers);
  const held = nodesOf(findMarkers(target.root).markers);
  return pairSecrets({ ...source, hidden: masks }, masks, { ...target, hidden: held });
}

function givesAccess({ kind, members = {} }: ConfigurationFile): boolean {
  if (kind === 'tokenPolicies')
    return allowedScopes(members) !== undefined && mayGrantConfigurationAccess(members);
  return kind === 'clients' && clientKindOf(members) === 'configuration';
}

function referencesOf({ kind, text }: ConfigurationFile): readonly string[] {
  const file = parseJsonFile(text);
  if (isFileIssue(file)) return [];
  return referenceNodes(kind, file.root).flatMap(
    ({ kind: of, value }) => parseReference(of, String(value.value))?.address ?? [],
  );
}
