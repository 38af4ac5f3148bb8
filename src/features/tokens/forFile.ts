import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { scopeInWords } from '../../core/scope';
import { command } from '../../ui/commandArguments';
import type { Command } from '../../ui/commands';
import { dialectOf, isTooLongToRead } from '../../ui/httpFiles';
import { commands } from '../../ui/ids';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import type { TokenRooms } from './commands';
import { type FileNeeds, fileNeeds } from './fileNeeds';
import { type ScopeChoice, useItem } from './liveOffer';
import { liveTokensOf } from './liveTokens';
import { obtainChosen, requestScope } from './obtaining';

const Args = z.strictObject({});

/**
 * The command of the contract: a token with the narrowest scope for the requests in the active editor. A person sees
 * first what was found, and what there is already. Rejects with a `Problem` where there is no such request.
 */
export function requestTokenForFile(rooms: TokenRooms): Command {
  return command(Args, async args => {
    const profile = rooms.profiles.get();
    const needs = needsOfActiveFile(profile);
    if (args) return requestScope(rooms, profile, needs.scope, true);
    const choice = await askHow(rooms, profile, needs);
    if (choice === 'another') return vscode.commands.executeCommand(commands.requestToken);
    return obtainChosen(rooms, profile, choice);
  });
}

function needsOfActiveFile(profile: Profile): FileNeeds {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !dialectOf(document)) {
    throw new Problem(
      'noEditor',
      t('There is no open request file.'),
      t('Open a .http or .rest file with requests to the configuration.'),
    );
  }
  if (isTooLongToRead(document)) {
    throw new Problem(
      'notARequest',
      t('This file is too long to look through its requests.'),
      t('Run “Request Access Token…” and choose what the token may do.'),
    );
  }
  const needs = fileNeeds(document, profile);
  if (needs) return needs;
  throw new Problem(
    'notARequest',
    t('This file has no request to the configuration of “{0}”.', profile.name),
    t(
      'Such a request goes to {0} or a {{variable}}, and its path is /{1}/config/… or /{{variable}}/config/….',
      profile.origin,
      profile.customerId,
    ),
  );
}

interface HowItem extends PickItem {
  readonly answer: ScopeChoice | 'another';
}

async function askHow(
  rooms: TokenRooms,
  profile: Profile,
  { scope, summary }: FileNeeds,
): Promise<HowItem['answer']> {
  const live = await liveTokensOf(rooms, profile);
  const token = live.covering(scope);
  const items: readonly HowItem[] = [
    ...(token ? [useItem(scope, token, live)] : []),
    {
      icon: 'key',
      label: t(
        'Request: {0}',
        scopeInWords(scope, key => rooms.titleOf(profile, key)),
      ),
      description: scope,
      answer: { scope, token: undefined },
    },
    { icon: 'list-unordered', label: t('Choose Another Scope…'), answer: 'another' },
  ];
  const choice = await askPick({
    title: t('Request Token for This File: {0}', profile.name),
    placeholder: token ? t('{0}. A live token covers this already', summary) : summary,
    items,
  });
  if (typeof choice === 'symbol') throw cancelled();
  return choice.answer;
}
