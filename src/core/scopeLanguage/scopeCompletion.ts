import { t } from '../common/l10n';
import type { Lines } from '../common/lines';
import { idPlaceholder, resourceKinds } from '../resources/resource';
import { describeScope, parseScopeList, type ScopeListItem } from '../scopes/scope';
import { resourcePaths, scopePresets, type ScopePreset } from '../scopes/scopePresets';
import {
  mayBecomeHostedLoginScopes,
  scopeStringAtPosition,
  type DocumentLanguage,
  type ScopeString,
} from './scopeStrings';

/** One thing to write at the cursor. `snippet` is in VS Code's snippet syntax. */
export interface ScopeCompletion {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly snippet: string;
  readonly filterText: string;
  /** Whether what is written waits for the next choice. */
  readonly continues: boolean;
}

/** What can be written at the cursor, in the order to show it, and the characters of the line that it replaces. */
export interface ScopeCompletions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly ScopeCompletion[];
}

/**
 * Completion at a place: the resources behind `.:` and `*:`, else the presets (the user's own first) and the two
 * actions. Undefined outside of scope strings and in those of other worlds.
 */
export function completeScopes(
  lines: Lines,
  language: DocumentLanguage,
  line: number,
  character: number,
  ownPresets: readonly ScopePreset[],
): ScopeCompletions | undefined {
  const string = scopeStringAtPosition(lines, language, line, character);
  if (!string || !mayBecomeHostedLoginScopes(string, lines)) return undefined;
  const offset = string.offsetAt(character);
  const item = itemAt(string, offset) ?? { text: '', start: offset, end: offset };
  const isResource = /^[.*]:/.test(item.text.slice(0, offset - item.start));
  return {
    start: string.characterAt(isResource ? item.start + 2 : item.start),
    end: string.characterAt(item.end),
    items: isResource ? pathItems(string) : [...presetItems(string, ownPresets), ...actionItems()],
  };
}

/** One scope of a list in plain words; `remark` where there is something against its form. */
export interface ScopeExplanation {
  readonly scope: string;
  readonly description: string;
  readonly remark: string;
}

/** As many scopes of a list as are told at a place. */
const maxExplained = 20;

/**
 * What the scopes at a place mean, the one under the cursor first, and the characters of the line it stands at.
 * `more`: how many are not told, for nobody reads them all.
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
    .filter(({ scope }) => string.kind !== 'allowedScopes' || !scope.includes(' ')) // there, one string is one scope
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

/** A scope as a snippet: its placeholders become places to fill in, except in a setting, which keeps them. */
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
