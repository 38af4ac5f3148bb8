import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import type { DocumentLanguage } from '../requests/documentRegions';
import { idPlaceholder, resourceKinds } from '../resources/resource';
import { describeScope } from '../scopes/describeScope';
import { parseScopeList, type ScopeListItem } from '../scopes/parseScope';
import { resourcePaths, scopePresets, type ScopePreset } from '../scopes/scopePresets';
import { mayBecomeHostedLoginScopes, scopeListAtPosition } from './findScopeLists';
import type { ScopeList } from './scopeList';

/** A completion item. `snippet` is in VS Code's snippet syntax. */
export interface ScopeCompletion {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly snippet: string;
  readonly filterText: string;
  /** Whether to trigger completion again afterwards. */
  readonly continues: boolean;
}

/** Completion items in order, and the characters of the line that they replace. */
export interface ScopeCompletions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly ScopeCompletion[];
}

/**
 * Completion in a scope list: resources after `.:` and `*:`, else presets (the user's own first) and the two actions.
 * Undefined outside of Hosted Login's scope lists.
 * @param readOwnPresets called only where presets are suggested
 */
export function completeScopes(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
  readOwnPresets: () => readonly ScopePreset[],
): ScopeCompletions | undefined {
  const list = scopeListAtPosition(lines, language, line, character);
  if (!list || !mayBecomeHostedLoginScopes(list, lines)) return undefined;
  const offset = list.offsetAt(character);
  const item = itemAt(list, offset) ?? { text: '', start: offset, end: offset };
  const isResource = /^[.*]:/.test(item.text.slice(0, offset - item.start));
  return {
    start: list.characterAt(isResource ? item.start + 2 : item.start),
    end: list.characterAt(item.end),
    items: isResource ? pathItems(list) : [...presetItems(list, readOwnPresets()), ...actionItems()],
  };
}

/** One scope of a list in plain words. `remark`: what is wrong with it, or empty. */
export interface ScopeExplanation {
  readonly scope: string;
  readonly description: string;
  readonly remark: string;
}

/** The maximum in a hover. */
const maxExplained = 20;

/**
 * Explains the scopes of a list for a hover, the one at the cursor first. `start` and `end` are its characters; `more` is how
 * many are left out.
 */
export function explainScopes(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
): { start: number; end: number; scopes: readonly ScopeExplanation[]; more: number } | undefined {
  const list = scopeListAtPosition(lines, language, line, character);
  if (!list?.isHostedLogin) return undefined;
  const item = itemAt(list, list.offsetAt(character));
  if (!item) return undefined;
  const others = parseScopeList(list.text).filter(({ start }) => start !== item.start);
  const scopes = [item, ...others].slice(0, maxExplained).map(({ text, issue }) => ({
    scope: text,
    description: describeScope(text),
    remark: issue?.message ?? '',
  }));
  const more = 1 + others.length - scopes.length;
  return { start: list.characterAt(item.start), end: list.characterAt(item.end), scopes, more };
}

function itemAt(list: ScopeList, offset: number): ScopeListItem | undefined {
  return parseScopeList(list.text).find(({ start, end }) => start <= offset && offset <= end);
}

function presetItems(list: ScopeList, ownPresets: readonly ScopePreset[]): ScopeCompletion[] {
  return [...ownPresets, ...scopePresets()]
    .filter(({ scope }) => list.kind !== 'allowedScopes' || !scope.includes(' ')) // each of its strings is one scope
    .map(({ label, description, scope }) => ({
      label,
      description: scope,
      detail: description,
      snippet: snippetOf(list, scope),
      filterText: `${scope} ${label}`,
      continues: false,
    }));
}

function actionItems(): ScopeCompletion[] {
  const actions = [
    { scope: '.:', words: t('Read (GET)') },
    { scope: '*:', words: t('Read and configure (GET, POST, PUT, DELETE)') },
  ];
  return actions.map(({ scope, words }) => ({
    label: scope,
    description: words,
    detail: t('Then choose the path'),
    snippet: scope,
    filterText: scope,
    continues: true,
  }));
}

function pathItems(list: ScopeList): ScopeCompletion[] {
  return resourcePaths().map(({ path, description }) => {
    const kind = resourceKinds.find(each => path === `config/${each}/`);
    const placeholder = kind ? `<${idPlaceholder(kind)}>` : '';
    return {
      label: path,
      description,
      detail: '',
      snippet: snippetOf(list, path + placeholder),
      filterText: path,
      continues: false,
    };
  });
}

/** A scope as a snippet. Placeholders become tab stops, except in the setting, which keeps them. */
function snippetOf(list: ScopeList, scope: string): string {
  let count = 0;
  return scope
    .split(/(<\w+>)/)
    .map(part => {
      const isPlaceholder = part.startsWith('<') && list.kind !== 'setting';
      if (isPlaceholder) return `\${${++count}:${part.slice(1, -1)}}`;
      return list.encode(part).replace(/[\\$}]/g, '\\$&');
    })
    .join('');
}
