import { t } from '../common/l10n';
import { limitFindings } from '../common/limitFindings';
import type { Lines, LineSpan } from '../common/lines';
import type { Steps } from '../common/steps';
import type { DocumentLanguage } from '../requests/documentRegions';
import { type RedundantScope, redundantScopes } from '../scopes/compareScopes';
import { parseScopeList, type ScopeIssue, type ScopeListItem } from '../scopes/parseScope';
import { redundantScopeMessage } from '../scopes/scopeInput';
import { findScopeStringsInSteps } from './findScopeStrings';
import { readOnlyTokenRequestLinesInSteps } from './readOnlyTokenRequests';
import type { ScopeString } from './scopeString';

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
  const all = yield* findScopeStringsInSteps(lines, language);
  const strings = all.filter(({ isHostedLogin }) => isHostedLogin);
  // Reading requests is the slowest step, and most documents request no write access.
  const asksToWrite = strings.some(({ text }) => text.includes('*:'));
  const readers = asksToWrite ? yield* readOnlyTokenRequestLinesInSteps(lines, language) : new Set<number>();
  const found: ScopeFinding[] = [];
  for (const string of strings) {
    const items = parseScopeList(string.text);
    found.push(
      ...issueFindings(string, items, language, hasAddresses),
      ...redundancyFindings(string, items),
      ...(readers.has(string.line) ? writeAccessFindings(string, items) : []),
    );
    yield;
  }
  return limitFindings(found, (message, { line, start, end }) => {
    return { code: 'more', severity: 'information', message, fix: undefined, line, start, end };
  });
}

function issueFindings(
  string: ScopeString,
  items: readonly ScopeListItem[],
  language: DocumentLanguage,
  hasAddresses: boolean,
): ScopeFinding[] {
  // Presets and documentation keep placeholders. `<%= … %>` belongs to a template.
  const keepsPlaceholders = string.kind === 'setting' || language === 'markdown';
  const names = hasAddresses ? '|<[\\w.-]+>' : keepsPlaceholders ? '|<\\w+>' : '';
  const placeholders = new RegExp(`<%[^%]*%>${names}`, 'g');
  const filled = string.text.replace(placeholders, found => 'x'.repeat(found.length));
  return (filled === string.text ? items : parseScopeList(filled)).flatMap(({ issue }) => {
    if (!issue) return [];
    const span = spanOf(string, issue);
    return [
      {
        code: issue.kind === 'malformed' ? 'malformedScope' : 'undocumentedScope',
        severity: issue.kind === 'malformed' ? 'error' : 'information',
        message: issue.message,
        fix: issue.replacement === undefined ? undefined : replacementFix(string, span, issue.replacement),
        ...span,
      },
    ];
  });
}

function replacementFix(string: ScopeString, span: LineSpan, replacement: string): ScopeFix {
  const shown = replacement === ' ' ? t('Replace with a space') : t('Replace with {0}', replacement);
  const title = replacement === '' ? t('Remove') : shown;
  return { title, newText: string.encode(replacement), ...span };
}

/** Not in `allowedScopes`: it is not documented whether the service grants a narrower scope than the allowed one. */
function redundancyFindings(string: ScopeString, items: readonly ScopeListItem[]): ScopeFinding[] {
  if (string.kind === 'allowedScopes') return [];
  return redundantScopes(items).map(redundant => ({
    code: 'redundantScope',
    severity: 'hint',
    message: redundantScopeMessage(redundant),
    fix: {
      title: t('Remove {0}', redundant.item.text),
      newText: '',
      ...spanOf(string, withSpaceBeside(redundant, items)),
    },
    ...spanOf(string, redundant.item),
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

function writeAccessFindings(string: ScopeString, items: readonly ScopeListItem[]): ScopeFinding[] {
  return items
    .filter(({ scope }) => scope?.action === '*')
    .map(item => ({
      code: 'unneededWriteAccess',
      severity: 'hint',
      message: t('The requests below only read. Read access (.:) is enough.'),
      fix: {
        title: t('Request read access only'),
        newText: '.',
        ...spanOf(string, { start: item.start, end: item.start + 1 }),
      },
      ...spanOf(string, item),
    }));
}

/** Spread this at the end of a literal: with members after it, V8 takes twenty times as long. */
function spanOf(string: ScopeString, { start, end }: Pick<ScopeIssue, 'start' | 'end'>): LineSpan {
  return { line: string.line, start: string.characterAt(start), end: string.characterAt(end) };
}
