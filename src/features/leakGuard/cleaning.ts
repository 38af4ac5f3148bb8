import * as z from 'zod/mini';
import { parseJson } from '../../core/json';
import { replaceInJson } from '../../core/leaksInJson';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { tokenVariable } from '../../ui/ids';
import { showInformation } from '../../ui/notifications';
import { changeFile, historyPath, notReadable } from './historyFile';
import { type Known, knownInThisWindow, type ValueRooms } from './knownValues';
import { cleanedMessage } from './words';

const Args = z.strictObject({});

/**
 * The command of the contract: takes our tokens, live and ended, and the client secrets out of REST Client's history.
 * Resolves with how many places were replaced.
 */
export function cleanRestClientHistory(rooms: ValueRooms): Command {
  return command(Args, async args => {
    const known = knownInThisWindow();
    await known.read(rooms);
    const search = known.search(() => true);
    const file = await historyPath();
    let replaced = 0;
    await changeFile(file, text => {
      if (!isHistory(text)) throw notReadable(file);
      const cleaned = replaceInJson(text, value => search.find(value), insteadOf);
      ({ replaced } = cleaned);
      return cleaned.text;
    });
    if (!args) void showInformation(cleanedMessage(replaced));
    return { replaced };
  });
}

/** An empty one is what REST Client takes for none; a byte order mark does not disturb it. */
function isHistory(text: string): boolean {
  return text.trim() === '' || parseJson(text.replace(/^\ufeff/, '')) !== undefined;
}

/** What the request holds then: it can be sent again with the token of that day. */
function insteadOf({ kind }: Known): string {
  return kind === 'token' ? `{{$processEnv ${tokenVariable}}}` : 'CLIENT_SECRET';
}
