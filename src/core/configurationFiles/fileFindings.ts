import type { Node } from 'jsonc-parser';
import { limitFindings } from '../common/limitFindings';
import { parseJsonObject } from '../json/json';
import { spanAt } from '../json/jsonTree';
import { leftOutMessage } from '../resourceRules/omittedMembers';
import { tooLongFinding } from '../resourceRules/tooLongFinding';
import { type ResourceIssue, validateResource } from '../resourceRules/validateResource';
import type { ResourceKind } from '../resources/resource';
import { secretPlaceholder } from '../resources/secretPlaces';
import type { Address } from './address';
import { addressesById, referenceNodes } from './addressReferences';
import type { Ids } from './idsFile';
import type { ResourceVersion } from './resourceVersion';
import { findLiteralSecrets, findMarkers, keepMarker, namedMarker } from './secretMarkers';
import { isFileIssue, parseJsonFile, writeJson } from './text/fileJson';
import { toFileText } from './text/fileText';
import { findMemberChanges } from './text/memberChanges';
import { updateFileText } from './text/updateFileText';
import { readWanted } from './wantedVersion';

/** A finding in the file of a resource. `start` and `end` are offsets in the text without byte order mark. */
export interface FileFinding {
  readonly severity: ResourceIssue['severity'] | 'information';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The member of the top level that `restoreMembers` can restore. */
  readonly member?: string;
  /** For a secret in the file: what to write instead. */
  readonly marker?: string;
}

/** What is known about the folder of a file. */
export interface FileSurroundings {
  readonly ids: Ids;
  /** The addresses of all files. */
  readonly addresses: ReadonlySet<string>;
  /** Whether the service had the resource when it was last pulled or applied. */
  readonly isOnService: boolean;
  /** What the resource was then, if that is known: its values are never an issue. */
  readonly base: ResourceVersion | undefined;
}

/**
 * Finds what Apply would refuse, and what the service would reset because it is left out. Nothing if the text is not a JSON
 * object: VS Code reports that. Only says so if the text is too long to be checked.
 */
export function checkFile(
  { kind, name }: Address,
  text: string,
  { ids, addresses, isOnService, base }: FileSurroundings,
): readonly FileFinding[] {
  const tooLong = tooLongFinding(text);
  if (tooLong) return [tooLong];
  const file = parseJsonFile(text);
  if (isFileIssue(file)) return [];
  const current = base ?? (isOnService ? standIn(kind, file.text, file.root) : undefined);
  const wanted = readWanted({ kind, text }, { ids, creatable: addresses, current });
  const before = base && parseJsonObject(base.document);
  const members = parseJsonObject(wanted.document) ?? {};
  // Without the values of the service, it is not known which of them were there before.
  const issues = (isOnService && !before ? [] : validateResource(kind, members, before)).filter(
    ({ saidBy }) => saidBy === undefined,
  );
  const named = new Set(issues.map(({ path: [name] }) => name));
  const left = base ? findMemberChanges(kind, base, wanted) : [];
  const secrets = new Set(findLiteralSecrets(file.root).map(({ offset }) => offset));
  const marker = isOnService ? keepMarker : namedMarker(name);
  const all: readonly (() => FileFinding)[] = [
    ...wanted.issues.map(({ message, start, end }) => () => ({
      ...{ severity: 'error' as const, message, start, end },
      ...(secrets.has(start) && { marker }),
    })),
    // Without a base, the secrets of the service are only assumed.
    ...(base ? wanted.notes : []).map(note => () => ({
      ...{ ...note, severity: 'information' as const, marker: keepMarker },
    })),
    ...issues.map(({ severity, message, path }) => () => ({
      ...{ severity, message, ...spanAt(file.root, path) },
      ...(typeof path[0] === 'string' && before?.[path[0]] !== undefined && { member: path[0] }),
    })),
    ...left
      .filter(({ afterPut, name: member }) => afterPut !== undefined && !named.has(member))
      .map(({ name: member, now, afterPut }) => () => ({
        severity: 'warning' as const,
        message: leftOutMessage({ name: member, now: now ?? '', afterPut: afterPut ?? '' }),
        ...{ ...spanAt(file.root, []), member },
      })),
  ];
  // A position is searched among all members, so only those of the findings that are shown are computed.
  return limitFindings(all, (message, leftOut) => () => {
    const { start, end } = leftOut();
    return { severity: 'information', message, start, end };
  }).map(finding => finding());
}

/** The text of a file in which members are what they were at the last pull or apply. */
export function restoreMembers(
  kind: ResourceKind,
  text: string,
  { ids, base }: Pick<FileSurroundings, 'ids' | 'base'>,
  members: readonly string[],
): string {
  if (!base) return text;
  return updateFileText(text, toFileText(kind, base, addressesById(ids)), members);
}

/** A version that has a secret wherever the file keeps one, and refers to nothing. */
function standIn(kind: ResourceKind, text: string, root: Node): ResourceVersion {
  const mask = JSON.stringify(secretPlaceholder);
  const replacements = new Map([
    ...findMarkers(root).markers.map(({ node }) => [node, mask] as const),
    ...referenceNodes(kind, root).map(({ value }) => [value, '""'] as const),
  ]);
  return { document: writeJson(text, root, replacements), options: {} };
}
