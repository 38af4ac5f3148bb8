import * as vscode from 'vscode';
import type { Profile } from '../../core/profile';
import { placeOf } from '../../core/resourceUri';
import { ResourceHistory } from '../../vault/resourceHistory';
import { WriteNotes } from '../../vault/writeNotes';
import { storageFiles } from './files';
import { OpenDocuments } from './openDocuments';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';
import { dropRescue } from './rotating';

/** The copies of what was there before our writes, on this machine. */
export function historyOf({
  context,
  now,
  warn,
}: Pick<ConfigurationPorts, 'context' | 'now' | 'warn'>): ResourceHistory {
  return new ResourceHistory(
    storageFiles(vscode.Uri.joinPath(context.globalStorageUri, 'history')),
    now,
    warn,
  );
}

/** The notes of writes whose end is not known, on this machine. */
export function notesOf({
  context,
  keeper,
  warn,
}: Pick<ConfigurationPorts, 'context' | 'keeper' | 'warn'>): WriteNotes {
  const notes: WriteNotes = new WriteNotes(storageFiles(context.globalStorageUri), note =>
    dropRescue({ notes, keeper, warn }, note),
  );
  return notes;
}

/**
 * Profiles are gone, and with them what was kept of their configuration: the copies, and what documents began with that
 * are not open any more. Never rejects.
 */
export async function forgetProfiles(
  ports: ConfigurationPorts,
  rooms: Pick<ConfigurationRooms, 'open'> | undefined,
  gone: readonly Profile[],
): Promise<void> {
  const history = historyOf(ports);
  const open = rooms?.open ?? new OpenDocuments(ports.context.workspaceState, ports.warn);
  const shown = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  for (const { id, name } of gone) {
    for (const uri of open.uris) {
      if (!shown.has(uri) && placeOf(vscode.Uri.parse(uri).path)?.profile === name) open.delete(uri);
    }
    await history.forget(id).catch((error: unknown) => {
      ports.warn('The copies of a profile that is gone could not be removed', error);
    });
  }
}
