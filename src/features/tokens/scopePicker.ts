import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { scopeIssue } from '../../core/requestableScope';
import { canonicalScope, describeScopeList, missingScopes, scopeInWords } from '../../core/scope';
import { fillPreset, type ScopePreset, scopePresets } from '../../core/scopePresets';
import { ownPresets } from '../../ui/ownPresets';
import { askPickOrText, askText, back, cancelled } from '../../ui/quickInput';
import type { FileNeeds } from './fileNeeds';
import { offerLiveToken, type ScopeChoice } from './liveOffer';
import type { LiveTokens } from './liveTokens';

interface ScopeItem extends vscode.QuickPickItem {
  /** Resolves with the scope list; `typed` is what was typed to find this item. */
  readonly choose?: (typed: string) => Promise<string | typeof back>;
}

/** What the choice is made from. */
export interface ScopeChoices {
  readonly profile: Profile;
  /** Scope lists asked for before, the last one first. */
  readonly recent: readonly string[];
  readonly live: LiveTokens;
  /** What the requests in the active editor need, where they need anything. */
  readonly needs: FileNeeds | undefined;
}

/**
 * Asks what a token may do: what the open file needs, recent scopes of this profile, the presets in plain words, the
 * user's own, a custom scope; then, where a live token covers it, whether that one will do. Rejects with a `cancelled`
 * problem.
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
  const { recent, needs } = choices;
  const own = ownPresets();
  const known = [...own, ...scopePresets()];
  const presetItems = (presets: readonly ScopePreset[]) =>
    presets.map(preset => ({
      label: preset.label,
      description: explained(choices, preset.scope, isEnough(preset, needs)),
      choose: () => askIds(title, preset),
    }));
  const scopeItem = (icon: string, scope: string): ScopeItem => ({
    label: `$(${icon}) ${presetOf(scope, known)?.label ?? scopeInWords(scope)}`,
    description: explained(choices, scope),
    choose: () => Promise.resolve(scope),
  });
  const custom: ScopeItem = {
    label: `$(edit) ${t('Custom scope…')}`,
    description: t('any scope, explained while you type'),
    alwaysShow: true,
    choose: typed => askCustomScope(title, typed),
  };
  return [
    ...group(t('for this file'), needs ? [scopeItem('file-code', needs.scope)] : []),
    ...group(
      t('recent'),
      recent.map(scope => scopeItem('history', scope)),
    ),
    ...group(t('presets'), presetItems(scopePresets())),
    ...group(t('your presets'), presetItems(own)),
    ...group(t('other'), [custom]),
  ];
}

function group(label: string, items: readonly ScopeItem[]): readonly ScopeItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

/** A scope list with what there is to know before it is chosen. */
function explained({ live }: ScopeChoices, scope: string, isEnoughForFile = false): string {
  const token = live.covering(scope);
  return [
    ...(isEnoughForFile ? [t('enough for the requests in this file')] : []),
    ...(token ? [t('live, {0} left', live.timeLeft(token))] : []),
    scope,
  ].join(' · ');
}

/** Whether a preset that only reads would do for the file. One with a place for an id is about something else. */
function isEnough({ scope, placeholders }: ScopePreset, needs: FileNeeds | undefined): boolean {
  if (!needs?.onlyReads || placeholders.length > 0 || scope.includes('*:')) return false;
  return missingScopes(needs.scope, scope).length === 0;
}

function presetOf(scope: string, presets: readonly ScopePreset[]): ScopePreset | undefined {
  return presets.find(each => canonicalScope(each.scope) === canonicalScope(scope));
}

/** Asks for the ids of a preset, one after the other. */
async function askIds(title: string, preset: ScopePreset): Promise<string | typeof back> {
  const ids: Record<string, string> = {};
  for (let index = 0; index < preset.placeholders.length;) {
    const placeholder = preset.placeholders[index];
    if (!placeholder) break;
    const answer = await askText({
      title,
      prompt: `${preset.label}: ${placeholder.label}`,
      placeholder: '1ab23c45-6789-0123-d4ef-5g678h90ijk1',
      value: ids[placeholder.name] ?? '',
      step: index + 1,
      totalSteps: preset.placeholders.length,
      canGoBack: true,
      issue: idIssue,
    });
    if (answer === back && index === 0) return back;
    if (answer !== back) ids[placeholder.name] = answer;
    index += answer === back ? -1 : 1;
  }
  return fillPreset(preset, ids);
}

function idIssue(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return t('Enter the ID; it stands at the end of the resource’s address.');
  return /^[\w.~-]+$/.test(trimmed) ? undefined : t('An ID has only letters, digits and hyphens.');
}

async function askCustomScope(title: string, typed: string): Promise<string | typeof back> {
  return askText({
    title,
    // What looks like a scope was meant as one; anything else was looking for this item.
    value: typed.includes(':') ? typed : '',
    prompt: t(
      'Scopes, separated by spaces: .:path reads, *:path reads and configures, ** is everything below',
    ),
    placeholder: '.:config/tokenPolicies** .:config/loginPolicies**',
    canGoBack: true,
    issue: scopeIssue,
    meaning: text => (text.trim() === '' ? undefined : describeScopeList(text).join('. ')),
  });
}
