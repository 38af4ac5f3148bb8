import type { Node } from 'jsonc-parser';
import { t } from '../common/l10n';
import { parseJsonObject } from '../json/json';
import { literal, memberName, memberValues, parseJsonTree } from '../json/jsonTree';
import { plainMember } from '../resourceRules/resourceCopy';
import { type OptionName, optionNames } from '../resources/configurationSnapshot';
import type { ResourceKind } from '../resources/resource';
import { referenceNodes, resolveReferences } from './addressReferences';
import type { ConfigurationFile } from './configurationFolder';
import type { Ids } from './idsFile';
import { resolveMarkers } from './resolveMarkers';
import {
  fileOnlyMembers,
  optionMember,
  type Options,
  type ResourceVersion,
  isOfService,
} from './resourceVersion';
import { findLiteralSecrets, literalSecretIssue } from './secretMarkers';
import {
  duplicateMemberIssue,
  type FileIssue,
  isFileIssue,
  type Members,
  parseJsonFile,
  writeContainer,
  writeJson,
} from './text/fileJson';

/** What a file says a resource should be. */
export interface WantedVersion extends ResourceVersion {
  /** The addresses that the file refers to. Those that `ids` lacks are in `document` still. */
  readonly addresses: ReadonlySet<string>;
  /** Names of secrets that the service does not have. Their markers are in `document` still. */
  readonly secretNames: readonly string[];
  readonly issues: readonly FileIssue[];
  /** What hinders nothing. */
  readonly notes: readonly FileIssue[];
}

/** What a file is resolved with. */
export interface FileContext {
  readonly ids: Ids;
  /** Addresses whose resources will be created. */
  readonly creatable?: ReadonlySet<string>;
  /** The resource as the service has it; undefined if it is to be created. */
  readonly current?: ResourceVersion | undefined;
}

/**
 * Reads the file of a resource: a document like that of the resource on the service, with IDs in place of addresses and masks
 * in place of markers, so that both can be compared and sent in the same way. `id` and `_links` are those of the service.
 */
export function readWanted(
  { kind, text: fileText }: Pick<ConfigurationFile, 'kind' | 'text'>,
  { ids, creatable, current }: FileContext,
): WantedVersion {
  const file = parseJsonFile(fileText);
  if (isFileIssue(file)) {
    const nothing = { addresses: new Set<string>(), secretNames: [], notes: [] };
    return { ...nothing, document: '{}', options: {}, issues: [file] };
  }
  const { text, root } = file;
  const held = current && parseJsonTree(current.document);
  const references = resolveReferences(kind, root, ids, creatable, heldReferences(kind, held));
  const secrets = resolveMarkers(file, current, held);
  const replacements = new Map<Node, string | undefined>([
    ...references.replacements,
    ...secrets.replacements,
    ...(current ? [] : plainValues(kind, root)),
  ]);
  const repeated = duplicateMemberIssue(file);
  return {
    document: writeDocument(kind, text, root, replacements, current, held),
    options: readFileOptions(kind, text, root, replacements),
    addresses: references.addresses,
    secretNames: secrets.names,
    issues: [
      ...(repeated ? [repeated] : []),
      ...misplacedOptions(kind, root),
      ...references.issues,
      ...secrets.issues,
      ...findLiteralSecrets(root).map(literalSecretIssue),
    ],
    notes: [...secrets.notes, ...longLine(text)],
  };
}

/** Characters that an editor certainly shows, even if a workspace limits them (`editor.stopRenderingLineAfter`). */
const maxLine = 1_000;

/** A note about the first line whose end nobody may see in the review. */
function longLine(text: string): readonly FileIssue[] {
  let start = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.length > maxLine) {
      const message = t('line {0} is so long that an editor may not show its end', index + 1);
      return [{ message, start: start + maxLine, end: start + line.length }];
    }
    start += line.length + 1;
  }
  return [];
}

/** The body of a version as members. */
export function wantedMembers({ document }: Pick<ResourceVersion, 'document'>): Members {
  return parseJsonObject(document) ?? {};
}

/** The members of the file with `id` and `_links` of the service, on one line. */
function writeDocument(
  kind: ResourceKind,
  text: string,
  root: Node,
  replacements: ReadonlyMap<Node, string | undefined>,
  current: ResourceVersion | undefined,
  held: Node | undefined,
): string {
  const fileOnly = fileOnlyMembers(kind);
  const own = (root.children ?? []).filter(
    property => !isOfService(memberName(property)) && !fileOnly.has(memberName(property)),
  );
  const ofService = (held?.children ?? []).filter(property => isOfService(memberName(property)));
  const document = current?.document ?? '';
  return writeContainer(
    'object',
    [
      ...ofService.map(property => literal(document, property)),
      ...own.map(property => writeJson(text, property, replacements)),
    ],
    undefined,
  );
}

function readFileOptions(
  kind: ResourceKind,
  text: string,
  root: Node,
  replacements: ReadonlyMap<Node, string | undefined>,
): Options {
  if (kind !== 'loginPolicies') return {};
  const members = memberValues(root);
  return Object.fromEntries(
    optionNames.flatMap((name): [OptionName, string][] => {
      const value = members.get(optionMember(name));
      return value ? [[name, writeJson(text, value, replacements)]] : [];
    }),
  );
}

/** The values of the service that could be taken for addresses. */
function heldReferences(kind: ResourceKind, held: Node | undefined): Members {
  const nodes = held ? referenceNodes(kind, held) : [];
  if (kind !== 'clients') return { allowedScopes: nodes.map(({ value }) => value.value as unknown) };
  return Object.fromEntries(nodes.map(({ member, value }) => [member, value.value as unknown]));
}

/** Only login policies have push claims and response types. */
function misplacedOptions(kind: ResourceKind, root: Node): readonly FileIssue[] {
  if (kind === 'loginPolicies') return [];
  const options = new Set(optionNames.map(optionMember));
  return (root.children ?? [])
    .filter(property => options.has(memberName(property)))
    .map(property => ({
      message: t('{0} belongs in the file of a login policy.', memberName(property)),
      ...{ start: property.offset, end: property.offset + property.length },
    }));
}

/** Numbers and booleans that the service sends as strings: a new resource is sent with plain ones (`createCopyText`). */
function plainValues(kind: ResourceKind, root: Node): readonly (readonly [Node, string])[] {
  return Array.from(memberValues(root)).flatMap(([name, node]) => {
    const plain = plainMember(kind, name, node.value);
    return plain === undefined ? [] : [[node, plain] as const];
  });
}
