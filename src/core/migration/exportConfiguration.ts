import type { ConfigurationSnapshot } from '../resources/configurationSnapshot';
import { auth0 } from './auth0';
import { keycloak } from './keycloak';
import { type MigrationFile, type MigrationTarget, writeTarget } from './migrationTarget';
import type { Note } from './notes';
import { pingAic } from './pingAic';
import { readApplications } from './readApplications';
import { writeReport } from './report/report';
import { rfc7591 } from './rfc7591';

export const formatNames = ['rfc7591', 'keycloak', 'auth0', 'pingAic'] as const;

export type FormatName = (typeof formatNames)[number];

const targets: Readonly<Record<FormatName, MigrationTarget>> = { rfc7591, keycloak, auth0, pingAic };

/** A note with the output that it belongs to. */
export interface OutputNote extends Note {
  readonly output: 'report' | FormatName;
}

export interface MigrationExport {
  /** Sorted by path. */
  readonly files: readonly MigrationFile[];
  readonly notes: readonly OutputNote[];
}

/**
 * The files of an export: the report, and a folder for each format (docs/migration.md). No file holds a secret.
 * @param name of the profile or folder
 * @param keys the JSON Web Key Set of today; undefined if it was not read
 */
export function exportConfiguration(
  snapshot: ConfigurationSnapshot,
  name: string,
  formats: readonly FormatName[] = formatNames,
  keys?: string,
): MigrationExport {
  const source = readApplications(snapshot, name);
  const results = formatNames
    .filter(format => formats.includes(format))
    .map(format => {
      const target = targets[format];
      return { format, title: target.title(), folder: format, ...writeTarget(target, source) };
    });
  const report = writeReport(source, results, keys);
  return {
    files: [...report.files, ...results.flatMap(({ files }) => files)].sort((one, other) =>
      one.path < other.path ? -1 : 1,
    ),
    notes: [
      ...report.notes.map(note => ({ ...note, output: 'report' as const })),
      ...results.flatMap(({ format, notes }) => notes.map(note => ({ ...note, output: format }))),
    ],
  };
}
