import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import type { DocumentLanguage } from '../requests/documentRegions';
import { idPlaceholder, resourceKinds } from '../resources/resource';
import { describeScope } from '../scopes/describeScope';
import { parseScopeList, type ScopeListItem } from '../scopes/parseScope';
import { resourcePaths, scopePresets, type ScopePreset } from '../scopes/scopePresets';
import { mayBecomeHostedLoginScopes, scopeStringAtPosition } from './findScopeStrings';
import type { ScopeString } from './scopeString';

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
 * Completion in a scope string: resources after `.:` and `*:`, else presets (the user's own first) and the two actions.
 * Undefined outside of Hosted Login's scope strings.
 * @param readOwnPresets called only where presets are suggested
 */
export function completeScopes(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
  readOwnPresets: () => readonly ScopePreset[],
): ScopeCompletions | undefined {
  const string = scopeStringAtPosition(lines, language, line, character);
  if (!string || !mayBecomeHostedLoginScopes(string, lines)) return undefined;
  const offset = string.offsetAt(character);
  const item = itemAt(string, offset) ?? { text: '', start: offset, end: offset };
  const isResource = /^[.*]:/.test(item.text.slice(0, offset - item.start));
  return {
    start: string.characterAt(isResource ? item.start + 2 : item.start),
    end: string.characterAt(item.end),
    items: isResource ? pathItems(string) : [...presetItems(string, readOwnPresets()), ...actionItems()],
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
 * Explains the scopes of a string for a hover, the one at the cursor first. `start` and `end` are its characters; `more` is how
 * many are left out.
 */
export function explainScopes(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
): { start: number; end: number; scopes: readonly ScopeExplanation[]; more: number } | undefined {
  const string = scopeStringAtPosition(lines, language, line, character);
  if (!string?.isHostedLogin) return undefined;
  const item = itemAt(string, string.offsetAt(character));
  if (!item) return undefined;
  const others = parseScopeList(string.text).filter(({ start }) => start !== item.start);
  const scopes = [item, ...others].slice(0, maxExplained).map(({ text, issue }) => ({
    scope: text,
    description: describeScope(text),
    remark: issue?.message ?? '',
  }));
  const more = 1 + others.length - scopes.length;
  return { start: string.characterAt(item.start), end: string.characterAt(item.end), scopes, more };
}

function itemAt(string: ScopeString, offset: number): ScopeListItem | undefined {
  return parseScopeList(string.text).find(({ start, end }) => start <= offset && offset <= end);
}

function presetItems(string: ScopeString, ownPresets: readonly ScopePreset[]): ScopeCompletion[] {
  return [...ownPresets, ...scopePresets()]
    .filter(({ scope }) => string.kind !== 'allowedScopes' || !scope.includes(' ')) // each of its strings is one scope
    .map(({ label, description, scope }) => ({
      label,
      description: scope,
      detail: description,
      snippet: snippetOf(string, scope),
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
    detail: t('Then choose the resource'),
    snippet: scope,
    filterText: scope,
    continues: true,
  }));
}

function pathItems(string: ScopeString): ScopeCompletion[] {
  return resourcePaths().map(({ path, description }) => {
    const kind = resourceKinds.find(each => path === `config/${each}/`);
    const placeholder = kind ? `<${idPlaceholder(kind)}>` : '';
    return {
      label: path,
      description,
      detail: '',
      snippet: snippetOf(string, path + placeholder),
      filterText: path,
      continues: false,
    };
  });
}

/** A scope as a snippet. Placeholders become tab stops, except in the setting, which keeps them. */
function snippetOf(string: ScopeString, scope: string): string {
  let count = 0;
  return scope
    .split(/(<\w+>)/)
    .map(part => {
      const isPlaceholder = part.startsWith('<') && string.kind !== 'setting';
      if (isPlaceholder) return `\${${++count}:${part.slice(1, -1)}}`;
      return string.encode(part).replace(/[\\$}]/g, '\\$&');
    })
    .join('');
}
