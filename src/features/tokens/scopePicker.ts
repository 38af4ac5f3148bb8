// Asks the user what a token may do.
import * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import type { Profile } from '../../core/profile/profile';
import { canonicalScope, missingScopes } from '../../core/scopes/compareScopes';
import { describeScopeList, summarizeScopes, type TitleOf } from '../../core/scopes/describeScope';
import { scopeRemarks, parseScopeInput } from '../../core/scopes/scopeInput';
import { knownPresets, presetLabel, type ScopePreset, scopePresets } from '../../core/scopes/scopePresets';
import { scopeIssue } from '../../core/scopes/validateScope';
import { askPickOrText, askText, back, cancelled, type PickItem } from '../../ui/quickInput';
import { userPresets } from '../../ui/userPresets';
import type { FileNeeds } from './fileNeeds';
import { type LiveTokens, offerLiveToken, type ScopeChoice } from './liveTokens';
import { askPresetValues, type PresetValuesDeps } from './presetValues';

interface ScopeItem extends PickItem {
  /** Resolves with the scope list; `typed` is what was typed to find this item. */
  readonly choose?: (typed: string) => Promise<string | typeof back>;
}

/** What the items of the list are created from. */
interface ScopeChoices extends PresetValuesDeps {
  readonly profile: Profile;
  /** Scope lists that were requested before, the latest first. */
  readonly recent: readonly string[];
  readonly live: LiveTokens;
  /** What the requests in the active editor need; undefined if they need nothing. */
  readonly needs: FileNeeds | undefined;
}

/**
 * Asks what a token may do: what the open file needs, recent scopes of this profile, presets, the user's own presets,
 * or a custom scope. If a live token covers the choice, asks whether to use that. Rejects with a `cancelled` problem.
 */
export async function pickScope(choices: ScopeChoices): Promise<ScopeChoice> {
  const title = t('Request Access Token: {0}', choices.profile.name);
  for (;;) {
    const answer = await askPickOrText({
      title,
      placeholder: t('What may the token do?'),
      items: scopeItems(title, choices),
    });
    if (answer === back || !answer.item.choose) throw cancelled();
    const scope = await answer.item.choose(answer.typed);
    const choice = scope === back ? back : await offerLiveToken(title, scope, choices.live);
    if (choice !== back) return choice;
  }
}

function scopeItems(title: string, choices: ScopeChoices): readonly ScopeItem[] {
  const { profile, needs } = choices;
  const titleOf: TitleOf = key => choices.titleOf(profile, key);
  const { presets: own, entryCount, readCount } = userPresets();
  const known = knownPresets(own);
  // Each scope once, at its first place.
  const recent = choices.recent.filter(scope => !isSame(scope, needs?.scope));
  const isShown = ({ scope }: ScopePreset) => [needs?.scope, ...recent].some(other => isSame(scope, other));
  const presetItems = (presets: readonly ScopePreset[]) =>
    presets
      .filter(preset => !isShown(preset))
      .map(preset => ({
        label: preset.label,
        description: explained(choices, preset.scope, isEnough(preset, needs)),
        choose: () => askPresetValues(title, preset, choices),
      }));
  const scopeItem = (icon: string, scope: string): ScopeItem => {
    const label = presetLabel(scope, known, titleOf) ?? summarizeScopes(scope, titleOf);
    const preset = known.find(each => isSame(each.scope, scope));
    return {
      icon,
      label,
      description: explained(choices, scope, preset && isEnough(preset, needs)),
      choose: () => Promise.resolve(scope),
    };
  };
  const custom: ScopeItem = {
    icon: 'edit',
    label: t('Custom scope…'),
    description: t('any scope, explained while you type'),
    alwaysShow: true,
    choose: typed => askCustomScope(title, typed, titleOf),
  };
  return [
    ...group(t('for this file'), needs ? [scopeItem('file-code', needs.scope)] : []),
    ...group(
      t('recent'),
      recent.map(scope => scopeItem('history', scope)),
    ),
    ...group(t('presets'), presetItems(scopePresets())),
    ...group(
      entryCount > readCount
        ? t('your presets, the first {0} of {1}', readCount, entryCount)
        : t('your presets'),
      presetItems(own),
    ),
    ...group(t('other'), [custom]),
  ];
}

function isSame(scope: string, other: string | undefined): boolean {
  return other !== undefined && canonicalScope(scope) === canonicalScope(other);
}

function group(label: string, items: readonly ScopeItem[]): readonly ScopeItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

/** An item for a scope list, with what it allows. */
function explained({ live }: ScopeChoices, scope: string, isEnoughForFile = false): string {
  const token = live.covering(scope);
  return [
    ...(isEnoughForFile ? [t('enough for the requests in this file')] : []),
    ...(token ? [t('live, {0} left', live.timeLeft(token))] : []),
    scope,
  ].join(' · ');
}

/**
 * Whether a preset that only reads is enough for the file. One with a placeholder for an ID is about something else.
 */
function isEnough({ scope, placeholders }: ScopePreset, needs: FileNeeds | undefined): boolean {
  if (!needs?.onlyReads || placeholders.length > 0 || scope.includes('*:')) return false;
  return missingScopes(needs.scope, scope).length === 0;
}

async function askCustomScope(title: string, typed: string, titleOf: TitleOf): Promise<string | typeof back> {
  const answer = await askText({
    title,
    // A text that looks like a scope was meant as one. Any other text was typed to find this item.
    value: typed.includes(':') ? typed : '',
    prompt: t(
      'Scopes, separated by spaces: .:path reads, *:path reads and configures, ** is everything below',
    ),
    placeholder: '.:config/tokenPolicies** .:config/loginPolicies**',
    canGoBack: true,
    validate: text => scopeIssue(parseScopeInput(text)),
    warning: text => joined(scopeRemarks(parseScopeInput(text))),
    meaning: text => joined(describeScopeList(parseScopeInput(text), titleOf), '. '),
  });
  return answer === back ? back : parseScopeInput(answer);
}

function joined(sentences: readonly string[], between = ' '): string | undefined {
  return sentences.length === 0 ? undefined : sentences.join(between);
}
