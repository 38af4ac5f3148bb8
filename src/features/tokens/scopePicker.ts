import * as vscode from 'vscode';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { canonicalScope, describeScopeList, parseScopeList } from '../../core/scope';
import { fillPreset, type ScopePreset, scopePresets } from '../../core/scopePresets';
import { ownPresets } from '../../ui/ownPresets';
import { askPickOrText, askText, back, cancelled } from '../../ui/quickInput';

interface ScopeItem extends vscode.QuickPickItem {
  /** Resolves with the scope list; `typed` is what was typed to find this item. */
  readonly choose?: (typed: string) => Promise<string | typeof back>;
}

/**
 * Asks what a token may do: recent scopes of this profile, the presets in plain words, the user's own,
 * a custom scope. Resolves with the scope list; rejects with a `cancelled` problem.
 */
export async function pickScope(profile: Profile, recent: readonly string[]): Promise<string> {
  const title = t('Request Access Token: {0}', profile.name);
  for (;;) {
    const answer = await askPickOrText({
      title,
      placeholder: t('What may the token do?'),
      items: scopeItems(title, recent),
    });
    if (answer === back || !answer.item.choose) throw cancelled();
    const scope = await answer.item.choose(answer.typed);
    if (scope !== back) return scope;
  }
}

function scopeItems(title: string, recent: readonly string[]): readonly ScopeItem[] {
  const own = ownPresets();
  const custom: ScopeItem = {
    label: `$(edit) ${t('Custom scope…')}`,
    description: t('any scope, explained while you type'),
    alwaysShow: true,
    choose: typed => askCustomScope(title, typed),
  };
  return [
    ...group(
      t('recent'),
      recent.map(scope => recentItem(scope, own)),
    ),
    ...group(
      t('presets'),
      scopePresets().map(preset => presetItem(title, preset)),
    ),
    ...group(
      t('your presets'),
      own.map(preset => presetItem(title, preset)),
    ),
    ...group(t('other'), [custom]),
  ];
}

function group(label: string, items: readonly ScopeItem[]): readonly ScopeItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function recentItem(scope: string, own: readonly ScopePreset[]): ScopeItem {
  const preset = [...own, ...scopePresets()].find(
    each => canonicalScope(each.scope) === canonicalScope(scope),
  );
  return {
    label: `$(history) ${preset?.label ?? describeScopeList(scope).join('; ')}`,
    description: scope,
    choose: () => Promise.resolve(scope),
  };
}

function presetItem(title: string, preset: ScopePreset): ScopeItem {
  return {
    label: preset.label,
    description: preset.scope,
    choose: () => askIds(title, preset),
  };
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

/** A scope list given by code, trimmed. Throws a `Problem` of kind `invalidInput` where it can not be requested. */
export function checkedScope(scope: string): string {
  const issue = scopeIssue(scope);
  if (issue !== undefined) throw new Problem('invalidInput', issue);
  return scope.trim();
}

/** Why a scope list can not be requested. An undocumented form is no reason: the server decides. */
function scopeIssue(text: string): string | undefined {
  if (text.trim() === '') return t('Enter a scope, for example {0}', '.:config/**');
  return parseScopeList(text).find(({ issue }) => issue?.kind === 'malformed')?.issue?.message;
}
