// Findings, fixes, completion and hovers in the files of a configuration.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { addressText, filePath, parseAddress } from '../../core/configurationFiles/address';
import {
  checkFile,
  type FileFinding,
  type FileSurroundings,
  restoreMembers,
} from '../../core/configurationFiles/fileFindings';
import { identityPath, readIdentity } from '../../core/configurationFiles/folderIdentity';
import { type Ids, idsPath, readIds } from '../../core/configurationFiles/idsFile';
import { readMembers } from '../../core/configurationFiles/text/fileJson';
import { isSameCustomer } from '../../core/profile/client';
import { stringAt } from '../../core/resources/jsonLocation';
import { policyKindOf } from '../../core/resources/policyReferences';
import {
  resourceKey,
  type ResourceKind,
  resourceKinds,
  singularLabel,
  titleMember,
} from '../../core/resources/resource';
import type { PulledVersions } from '../../storage/configuration/pulledVersions';
import {
  createDiagnostic,
  createQuickFix,
  diagnosticSource,
  findShown,
} from '../../ui/documents/diagnostics';
import { readUnasked } from '../../ui/documents/documentSnapshot';
import { watchDocuments } from '../../ui/documents/documentWatcher';
import { entriesIn } from '../../ui/documents/fileAccess';
import { FolderFiles } from '../../ui/documents/folderFiles';
import { rangeOf } from '../../ui/documents/rangeOf';
import { registerQuickFixes } from '../../ui/documents/registerQuickFixes';
import { createRestoreFixes, resolveFix } from '../../ui/documents/restoreFixes';
import { planScheme } from '../../ui/ids';
import { createCompletionItem } from '../../ui/text/completionItem';
import { createHover, createPlainMarkdown } from '../../ui/text/trustedMarkdown';
import type { FilesDeps } from './deps';

type LanguageDeps = Pick<FilesDeps, 'profiles' | 'warn'> & { readonly pulledVersions: PulledVersions };

/** A file of a resource. */
interface FilePlace {
  readonly root: vscode.Uri;
  readonly kind: ResourceKind;
  readonly name: string;
}

const filePattern = /^(.*\/hosted-login\/[^/]+)\/(tokenPolicies|loginPolicies|clients)\/([^/]+)\.json$/;

function placeOf({ uri }: vscode.TextDocument): FilePlace | undefined {
  const [, folder = '', collection, name = ''] = filePattern.exec(uri.path) ?? [];
  const kind = resourceKinds.find(each => each === collection);
  // A plan has the path of the file that it is shown beside.
  if (uri.scheme === planScheme) return undefined;
  return kind && { root: uri.with({ path: folder }), kind, name };
}

const selector = {
  language: 'json',
  pattern: '**/hosted-login/*/{tokenPolicies,loginPolicies,clients}/*.json',
};
const selectors = [selector, { ...selector, language: 'jsonc' }];

/** Registers findings, quick fixes, completion of addresses and hovers for the files of a configuration. */
export function registerFileLanguage(deps: LanguageDeps): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('hostedLoginFiles');
  return vscode.Disposable.from(
    collection,
    watchDocuments({
      matches: document => placeOf(document) !== undefined,
      check: async document => {
        const { version } = document;
        const checked = await checkDocument(deps, document);
        // One that changed in the meantime is checked again soon.
        if (document.isClosed || document.version !== version) return;
        collection.set(document.uri, checked?.shown.map(({ diagnostic }) => diagnostic) ?? []);
      },
      clear: ({ uri }) => {
        collection.delete(uri);
      },
      onError: error => {
        deps.warn('A configuration file could not be checked', error);
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      selectors,
      { provideCompletionItems: completeAddresses },
      ...['"', '/', '<'],
    ),
    vscode.languages.registerHoverProvider(selectors, { provideHover: explainAddress }),
    registerQuickFixes(selectors, (document, { diagnostics }) => provideFixes(deps, document, diagnostics), {
      resolveCodeAction: resolveFix,
    }),
  );
}

/** A finding as it is shown. */
interface ShownFinding {
  readonly finding: FileFinding;
  readonly diagnostic: vscode.Diagnostic;
}

interface CheckedFile {
  readonly place: FilePlace;
  readonly surroundings: FileSurroundings;
  readonly shown: readonly ShownFinding[];
}

/** Undefined for a document that is no file of a configuration. */
async function checkDocument(
  deps: LanguageDeps,
  document: vscode.TextDocument,
): Promise<CheckedFile | undefined> {
  const place = placeOf(document);
  const surroundings = place && (await surroundingsOf(deps, document, place));
  if (!surroundings) return undefined;
  const found = readUnasked(document, 'resource', () => checkFile(place, document.getText(), surroundings));
  const shown = (found ?? []).map(finding => {
    const { message, severity } = finding;
    return { finding, diagnostic: createDiagnostic(rangeOf(document, finding), message, severity) };
  });
  return { place, surroundings, shown };
}

/** Quick fixes: restore members as they were at the last pull or apply, and replace secrets by markers. */
async function provideFixes(
  deps: LanguageDeps,
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): Promise<vscode.CodeAction[]> {
  if (!diagnostics.some(each => each.source === diagnosticSource)) return [];
  // The document may have changed since it was checked.
  const checked = await checkDocument(deps, document);
  if (!checked) return [];
  const { place, surroundings, shown } = checked;
  const asked = shown.flatMap(({ finding, diagnostic }) => {
    const same = findShown(diagnostics, diagnostic);
    return same ? [{ finding, diagnostic: same }] : [];
  });
  const secrets = asked.flatMap(({ finding: { marker }, diagnostic }) => {
    if (marker === undefined) return [];
    const replace = (edit: vscode.WorkspaceEdit) => {
      edit.replace(document.uri, diagnostic.range, marker);
    };
    return [createQuickFix(t('Write {0} Instead of the Secret', marker), [diagnostic], replace)];
  });
  const members = asked.flatMap(({ finding: { member }, diagnostic }) =>
    member === undefined ? [] : [{ member, diagnostic }],
  );
  const fixes = [
    ...secrets,
    ...createRestoreFixes(document, members, names =>
      restoreMembers(place.kind, document.getText(), surroundings, names),
    ),
  ];
  const [first] = fixes;
  if (first) first.isPreferred = true;
  return fixes;
}

/** Undefined if the folder does not hold a configuration. */
async function surroundingsOf(
  { profiles, pulledVersions }: LanguageDeps,
  document: vscode.TextDocument,
  { root, kind, name }: FilePlace,
): Promise<FileSurroundings | undefined> {
  const identityText = (await readText(root, identityPath)) ?? '';
  const identity = readUnasked(document, 'resource', () => readIdentity(identityText));
  if (!identity) return undefined;
  const ids = await idsIn(document, root);
  const id = ids.get(addressText({ kind, name }));
  const profile = profiles.all.find(each => isSameCustomer(each, identity));
  const bases = profile && id !== undefined ? await pulledVersions.read(profile, root.toString()) : undefined;
  const base = id === undefined ? undefined : bases?.get(resourceKey({ kind, id }));
  return { ids, addresses: await addressesIn(root), isOnService: id !== undefined, base };
}

/** A place for an address: the kinds it may be of, and what is written around it. */
interface AddressPlace {
  readonly kind: ResourceKind;
  readonly write: (name: string) => string;
  readonly range: vscode.Range;
  /** The address that is there now. */
  readonly address: string | undefined;
}

function addressPlaceAt(document: vscode.TextDocument, position: vscode.Position): AddressPlace | undefined {
  const kindOfFile = placeOf(document)?.kind;
  const place = readUnasked(document, 'resource', () =>
    stringAt(document.getText(), document.offsetAt(position)),
  );
  if (!place) return undefined;
  const range = rangeOf(document, place);
  const [member] = place.path;
  const policyKind = kindOfFile === 'clients' && place.path.length === 1 ? policyKindOf(member) : undefined;
  if (policyKind) {
    const write = (name: string) => addressText({ kind: policyKind, name });
    return { kind: policyKind, write, range, address: place.value };
  }
  if (kindOfFile !== 'tokenPolicies' || place.path.length !== 2 || member !== 'allowedScopes')
    return undefined;
  const [, prefix = '', collection, , name] =
    /^([.*]:config\/(tokenPolicies|loginPolicies|clients)\/)(<([^>]*)>?)?/.exec(place.value) ?? [];
  const kind = resourceKinds.find(each => each === collection);
  return (
    kind && {
      ...{ kind, range, write: (of: string) => `${prefix}<${of}>` },
      address: name === undefined ? undefined : addressText({ kind, name }),
    }
  );
}

async function completeAddresses(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const root = placeOf(document)?.root;
  const place = addressPlaceAt(document, position);
  if (!root || !place) return [];
  const names = [...(await addressesIn(root, [place.kind]))].map(address =>
    address.slice(place.kind.length + 1),
  );
  return names.map(name => {
    const item = createCompletionItem({ label: name }, vscode.CompletionItemKind.Reference);
    item.detail = addressText({ kind: place.kind, name });
    item.insertText = JSON.stringify(place.write(name));
    // VS Code compares it with the text of the range up to the cursor, including the quote.
    item.filterText = item.insertText;
    item.range = place.range;
    return item;
  });
}

async function explainAddress(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.Hover | undefined> {
  const root = placeOf(document)?.root;
  const place = addressPlaceAt(document, position);
  if (!root || place?.address === undefined) return undefined;
  const { kind, address, range } = place;
  // It may be anything that somebody wrote there.
  const text = parseAddress(address) && (await readText(root, filePath(address)));
  if (text === undefined) return undefined;
  const title = readUnasked(document, 'resource', () => readMembers(text).members?.[titleMember(kind)]);
  const id = (await idsIn(document, root)).get(address);
  const lines = [
    `${singularLabel(kind)}: ${typeof title === 'string' ? title : address}`,
    id === undefined ? t('It is not on the service yet.') : t('ID: {0}', id),
  ];
  return createHover(createPlainMarkdown(lines), range);
}

async function idsIn(document: vscode.TextDocument, root: vscode.Uri): Promise<Ids> {
  const text = (await readText(root, idsPath)) ?? '{}';
  return readUnasked(document, 'resource', () => readIds(text).ids) ?? new Map();
}

async function addressesIn(
  root: vscode.Uri,
  kinds: readonly ResourceKind[] = resourceKinds,
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    kinds.map(async kind => {
      const entries = await entriesIn(vscode.Uri.joinPath(root, kind));
      return entries.flatMap(([name]) =>
        name.endsWith('.json') ? [addressText({ kind, name: name.slice(0, -'.json'.length) })] : [],
      );
    }),
  );
  return new Set(found.flat().sort());
}

/** Far larger than `ids.json` of a thousand resources. In bytes. */
const maxFileSize = 1_000_000;

/** Undefined for a file that cannot be read, or is far too large. */
function readText(root: vscode.Uri, path: string): Promise<string | undefined> {
  return new FolderFiles(root).readOne(path, maxFileSize).catch(() => undefined);
}
