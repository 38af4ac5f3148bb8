import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { summarizeScopes } from '../../core/scopes/describeScope';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import { runCommand } from '../../ui/commands/runCommand';
import { commands } from '../../ui/ids';
import { askPick, type PickItem } from '../../ui/quickInput';
import { otherLanguageProblem } from '../../ui/requestFiles/requestEdits';
import { detectDialect } from '../../ui/requestFiles/requestFileKind';
import { isTooLongToRead } from '../../ui/requestFiles/requestFiles';
import type { TokenDeps } from './deps';
import { type FileNeeds, fileNeeds } from './fileNeeds';
import { liveTokenItem, readLiveTokens, type ScopeChoice } from './liveTokens';
import { acquireToken } from './tokenAcquisition';

const Args = z.strictObject({});

/**
 * Acquires a token with the narrowest scope for the requests in the active editor (contract). The user chooses first.
 * Rejects with a `Problem` if the editor has no such request.
 */
export function requestTokenForFile(deps: TokenDeps): Command {
  return defineCommand(Args, async args => {
    const profile = deps.profiles.get();
    const needs = needsOfActiveFile(profile);
    if (args) return acquireToken(deps, profile, { scope: needs.scope }, false);
    const choice = await askChoice(deps, profile, needs);
    if (choice === 'another') return runCommand(commands.requestToken);
    return acquireToken(deps, profile, choice, true);
  });
}

function needsOfActiveFile(profile: Profile): FileNeeds {
  const document = vscode.window.activeTextEditor?.document;
  if (!document || !detectDialect(document)) {
    throw (
      (document && otherLanguageProblem(document)) ??
      new Problem(
        'noEditor',
        t('There is no open request file.'),
        t('Open a .http or .rest file with requests to the configuration.'),
      )
    );
  }
  if (isTooLongToRead(document)) {
    throw new Problem(
      'notARequest',
      t('This file is too long to search for requests.'),
      t('Run Request Access Token and choose what the token may do.'),
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

interface ChoiceItem extends PickItem {
  readonly answer: ScopeChoice | 'another';
}

async function askChoice(
  deps: TokenDeps,
  profile: Profile,
  { scope, summary }: FileNeeds,
): Promise<ChoiceItem['answer']> {
  const live = await readLiveTokens(deps, profile);
  const token = live.covering(scope);
  const items: readonly ChoiceItem[] = [
    ...(token ? [liveTokenItem(scope, token, live)] : []),
    {
      icon: 'key',
      label: t(
        'Request: {0}',
        summarizeScopes(scope, key => deps.titleOf(profile, key)),
      ),
      description: scope,
      answer: { scope },
    },
    { icon: 'list-unordered', label: t('Choose Another Scope…'), answer: 'another' },
  ];
  const { answer } = await askPick({
    title: t('Request Token for This File: {0}', profile.name),
    placeholder: token ? t('{0}. A live token already covers this', summary) : summary,
    items,
  });
  return answer;
}
