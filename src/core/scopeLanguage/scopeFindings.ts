import { t } from '../common/l10n';
import { limitFindings } from '../common/limitFindings';
import type { Lines, LineSpan } from '../common/lines';
import type { Steps } from '../common/steps';
import type { DocumentLanguage } from '../requests/documentRegions';
import { type RedundantScope, redundantScopes } from '../scopes/compareScopes';
import { parseScopeList, type ScopeIssue, type ScopeListItem } from '../scopes/parseScope';
import { redundantScopeMessage } from '../scopes/scopeInput';
import { findScopeListsInSteps } from './findScopeLists';
import { readOnlyTokenRequestLinesInSteps } from './readOnlyTokenRequests';
import type { ScopeList } from './scopeList';

/** A quick fix: replaces a span by a text. */
export interface ScopeFix extends LineSpan {
  readonly title: string;
  readonly newText: string;
}

/** A finding about a scope in a document. */
export interface ScopeFinding extends LineSpan {
  readonly code: 'malformedScope' | 'undocumentedScope' | 'redundantScope' | 'unneededWriteAccess' | 'more';
  readonly severity: 'error' | 'information' | 'hint';
  readonly message: string;
  readonly fix: ScopeFix | undefined;
}

/**
 * The findings about Hosted Login's scopes in a document, up to the maximum. Ignores scopes of other systems.
 * @param hasAddresses whether `<name>` in `allowedScopes` is the address of a file (docs/configuration-files.md)
 */
export function* checkScopesInSteps(
  lines: Lines,
  language: DocumentLanguage,
  hasAddresses = false,
): Steps<readonly ScopeFinding[]> {
  const all = yield* findScopeListsInSteps(lines, language);
  const lists = all.filter(({ isHostedLogin }) => isHostedLogin);
  // Reading requests is the slowest step, and most documents request no write access.
  const asksToWrite = lists.some(({ text }) => text.includes('*:'));
  const readers = asksToWrite ? yield* readOnlyTokenRequestLinesInSteps(lines, language) : new Set<number>();
  const found: ScopeFinding[] = [];
  for (const list of lists) {
    const items = parseScopeList(list.text);
    found.push(
      ...issueFindings(list, items, language, hasAddresses),
      ...redundancyFindings(list, items),
      ...(readers.has(list.line) ? writeAccessFindings(list, items) : []),
    );
    yield;
  }
  return limitFindings(found, (message, { line, start, end }) => {
    return { code: 'more', severity: 'information', message, fix: undefined, line, start, end };
  });
}

function issueFindings(
  list: ScopeList,
  items: readonly ScopeListItem[],
  language: DocumentLanguage,
  hasAddresses: boolean,
): ScopeFinding[] {
  // Presets and documentation keep placeholders. `<%= … %>` belongs to a template.
  const keepsPlaceholders = list.kind === 'setting' || language === 'markdown';
  const plainNames = keepsPlaceholders ? '|<\\w+>' : '';
  const names = hasAddresses ? '|<[\\w.-]+>' : plainNames;
  const placeholders = new RegExp(`<%[^%]*%>${names}`, 'g');
  const filled = list.text.replace(placeholders, found => 'x'.repeat(found.length));
  return (filled === list.text ? items : parseScopeList(filled)).flatMap(({ issue }) => {
    if (!issue) return [];
    const span = spanOf(list, issue);
    return [
      {
        code: issue.kind === 'malformed' ? 'malformedScope' : 'undocumentedScope',
        severity: issue.kind === 'malformed' ? 'error' : 'information',
        message: issue.message,
        fix: issue.replacement === undefined ? undefined : replacementFix(list, span, issue.replacement),
        ...span,
      },
    ];
  });
}

function replacementFix(list: ScopeList, span: LineSpan, replacement: string): ScopeFix {
  const shown = replacement === ' ' ? t('Replace with a space') : t('Replace with {0}', replacement);
  const title = replacement === '' ? t('Remove') : shown;
  return { title, newText: list.encode(replacement), ...span };
}

/** Not in `allowedScopes`: it is not documented whether the service grants a narrower scope than the allowed one. */
function redundancyFindings(list: ScopeList, items: readonly ScopeListItem[]): ScopeFinding[] {
  if (list.kind === 'allowedScopes') return [];
  return redundantScopes(items).map(redundant => ({
    code: 'redundantScope',
    severity: 'hint',
    message: redundantScopeMessage(redundant),
    fix: {
      title: t('Remove {0}', redundant.item.text),
      newText: '',
      ...spanOf(list, withSpaceBeside(redundant, items)),
    },
    ...spanOf(list, redundant.item),
  }));
}

function withSpaceBeside(
  { item, index }: RedundantScope,
  items: readonly ScopeListItem[],
): Pick<ScopeIssue, 'start' | 'end'> {
  const before = items[index - 1];
  return before
    ? { start: before.end, end: item.end }
    : { start: item.start, end: items[index + 1]?.start ?? item.end };
}

function writeAccessFindings(list: ScopeList, items: readonly ScopeListItem[]): ScopeFinding[] {
  return items
    .filter(({ scope }) => scope?.action === '*')
    .map(item => ({
      code: 'unneededWriteAccess',
      severity: 'hint',
      message: t('The requests below only read. Read access (.:) is enough.'),
      fix: {
        title: t('Request read access only'),
        newText: '.',
        ...spanOf(list, { start: item.start, end: item.start + 1 }),
      },
      ...spanOf(list, item),
    }));
}

/** Spread this at the end of a literal: with members after it, V8 takes twenty times as long. */
function spanOf(list: ScopeList, { start, end }: Pick<ScopeIssue, 'start' | 'end'>): LineSpan {
  return { line: list.line, start: list.characterAt(start), end: list.characterAt(end) };
}
