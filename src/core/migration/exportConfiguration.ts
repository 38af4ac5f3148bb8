import { finish, type Steps } from '../common/steps';
import type { ConfigurationSnapshot } from '../resources/configurationSnapshot';
import { auth0 } from './auth0';
import { keycloak } from './keycloak';
import { type MigrationFile, type MigrationTarget, writeTarget } from './migrationTarget';
import type { Note } from './notes';
import { pingAic } from './pingAic';
import { readApplications } from './readApplications';
import type { TargetResult } from './report/noteSections';
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

/** The files of an export at once: see `exportInSteps`. */
export function exportConfiguration(...args: Parameters<typeof exportInSteps>): MigrationExport {
  return finish(exportInSteps(...args));
}

/**
 * The files of an export: the report, and a folder for each format (docs/migration.md). No file holds a secret. Each step
 * takes about a second for 10,000 clients.
 * @param name of the profile or folder
 * @param keys the current JSON Web Key Set; undefined if it was not read
 */
export function* exportInSteps(
  snapshot: ConfigurationSnapshot,
  name: string,
  formats: readonly FormatName[] = formatNames,
  keys?: string,
): Steps<MigrationExport> {
  const source = readApplications(snapshot, name);
  const results: (TargetResult & { readonly format: FormatName })[] = [];
  for (const format of formatNames.filter(each => formats.includes(each))) {
    yield;
    const target = targets[format];
    results.push({ format, title: target.title(), folder: format, ...writeTarget(target, source) });
  }
  yield;
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
