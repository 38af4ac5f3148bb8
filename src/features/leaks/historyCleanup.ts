import * as z from 'zod/mini';
import { parseJson } from '../../core/json/json';
import { replaceInJson } from '../../core/leaks/replaceInJson';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { tokenVariable } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import { changeFile, historyPath, notReadable } from './historyFile';
import { cleanedMessage } from './messages';
import type { TrackedSecret, SecretTrackerDeps } from './secretTracker';

const Args = z.strictObject({});

/** Replaces our tokens and client secrets in REST Client's history (contract). Resolves with the number of places. */
export function cleanRestClientHistory(deps: SecretTrackerDeps): Command {
  return defineCommand(Args, async args => {
    const { tracker } = deps;
    await tracker.read(deps);
    const search = tracker.search(() => true);
    const file = await historyPath();
    let replaced = 0;
    await changeFile(file, text => {
      if (!isHistory(text)) throw notReadable(file);
      const cleaned = replaceInJson(text, value => search.find(value), placeholderFor);
      ({ replaced } = cleaned);
      return cleaned.text;
    });
    if (!args) void showInformation(cleanedMessage(replaced));
    return { replaced };
  });
}

/** REST Client accepts an empty file and a byte order mark. */
function isHistory(text: string): boolean {
  return text.trim() === '' || parseJson(text.replace(/^\ufeff/, '')) !== undefined;
}

/** A request in the history can be sent again with the current token. */
function placeholderFor({ kind }: TrackedSecret): string {
  return kind === 'token' ? `{{$processEnv ${tokenVariable}}}` : 'CLIENT_SECRET';
}
