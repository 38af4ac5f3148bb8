import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { oneInWords } from '../../core/configuration';
import { jsonObject, parseJson } from '../../core/json';
import { t } from '../../core/l10n';
import { isProblem, Problem } from '../../core/problem';
import { membersOfCopy } from '../../core/resourceRules';
import { mask } from '../../core/resourceText';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { confirm, tellBriefly } from '../../ui/notifications';
import { askPick, askText, back, cancelled } from '../../ui/quickInput';
import type { Version } from '../../vault/resourceHistory';
import { createResource } from './creating';
import type { ProfileDesk } from './desk';
import type { ConfigurationRooms } from './rooms';
import { optionalTargetOf } from './target';

/**
 * Brings back what was there before one of our writes: for a resource that is there, as a change of its document, which
 * Save shows and sends like any other; for one that is gone, as a new one.
 */
export function restorePreviousVersion(rooms: ConfigurationRooms): Command {
  return command(z.strictObject({}), async (_, clicked) => {
    const { desks, history } = rooms;
    const place = optionalTargetOf(clicked);
    const desk = desks.of(place?.profile);
    const versions = await (place ? history.versions(desk.profile, place) : history.newest(desk.profile));
    if (versions.length === 0) {
      throw new Problem(
        'noVersion',
        t('There is no previous version: a copy is kept of what is changed or deleted from here.'),
      );
    }
    const version = await choose(versions);
    try {
      await desk.holdings.read(version);
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'gone') throw error;
      return createAgain(rooms, desk, version);
    }
    return putIntoDocument(rooms, desk, version);
  });
}

async function choose(versions: readonly Version[]): Promise<Version> {
  const items = versions.map(version => ({
    label: new Date(version.at).toLocaleString(),
    description: `${oneInWords(version.kind)} “${version.title}”`,
    version,
  }));
  const answer = await askPick({
    title: t('Restore Previous Version'),
    placeholder: t('What was there until then'),
    items,
  });
  if (answer === back) throw cancelled();
  return answer.version;
}

async function putIntoDocument(
  { documents }: ConfigurationRooms,
  desk: ProfileDesk,
  version: Version,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(documents.uriOf(desk, version));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), version.text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
  tellBriefly(t('Save to see what will change, and to send it'), 8000, 'history');
}

/** With a new id, since nobody can give it the old one; the secrets, of which no copy is kept, are asked for. */
async function createAgain(rooms: ConfigurationRooms, desk: ProfileDesk, version: Version): Promise<void> {
  const members = jsonObject(parseJson(version.text)) ?? {};
  const text = await withSecrets(JSON.stringify(membersOfCopy(version.kind, members), undefined, 2));
  await confirm(
    t('“{0}” is not there any more. Create one like it?', version.title),
    t('Create'),
    t('It gets another ID: what pointed to the one of before has to be pointed to it.'),
  );
  const resource = await createResource(desk, version.kind, text);
  await vscode.window.showTextDocument(rooms.documents.uriOf(desk, resource), { preview: false });
}

async function withSecrets(text: string): Promise<string> {
  let filled = text;
  while (filled.includes(JSON.stringify(mask))) {
    const answer = await askText({
      title: t('Restore Previous Version'),
      prompt: t('The secret that stood here: no copy of it is kept.'),
      isSecret: true,
      issue: value => (value.trim() === '' ? t('Enter the secret.') : undefined),
    });
    if (answer === back) throw cancelled();
    filled = filled.replace(JSON.stringify(mask), () => JSON.stringify(answer));
  }
  return filled;
}
