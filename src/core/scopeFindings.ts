import { listRequests, type HttpRequest } from './httpDocument';
import type { Lines } from './httpLines';
import { t } from './l10n';
import { parseScopeList, redundantScopes, type ScopeIssue, type ScopeListItem } from './scope';
import { findScopeStrings, looksLikeOurScopes, type ScopeLanguage, type ScopeString } from './scopeStrings';

/** Where something stands: one line, from character `start` to `end`. */
export interface ScopeSpan {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A change that resolves a finding: the text to put in the place of a span. */
export interface ScopeFix extends ScopeSpan {
  readonly title: string;
  readonly newText: string;
}

/** Something to say about a scope in a document. */
export interface ScopeFinding extends ScopeSpan {
  readonly code: 'malformedScope' | 'undocumentedScope' | 'redundantScope' | 'unneededWriteAccess';
  readonly severity: 'error' | 'information' | 'hint';
  readonly message: string;
  readonly fix: ScopeFix | undefined;
}

/** What there is to say about the scopes of a document. Reads all of it. Silent on scopes of other worlds. */
export function scopeFindings(lines: Lines, language: ScopeLanguage): ScopeFinding[] {
  const strings = findScopeStrings(lines, language).filter(
    ({ kind, text }) => kind === 'setting' || looksLikeOurScopes(text),
  );
  if (strings.length === 0) return [];
  // Reading requests costs more than all the rest, and most documents ask for nothing that writes.
  const dialect = language === 'http' || language === 'markdown' ? language : undefined;
  const asksToWrite = strings.some(({ text }) => text.includes('*:'));
  const readers = dialect && asksToWrite ? linesOfReaders(listRequests(lines, dialect)) : new Set<number>();
  return strings.flatMap(string => [
    ...issueFindings(string, language),
    ...redundancyFindings(string),
    ...(readers.has(string.line) ? writeAccessFindings(string) : []),
  ]);
}

/** Whether the requests that follow a token request do something to the configuration, and nothing but read it. */
export function onlyReadConfiguration(requests: readonly Pick<HttpRequest, 'method' | 'url'>[]): boolean {
  // A request that we can not place may write with this token, unless it is one of the login endpoints.
  const administrative = requests.filter(({ url }) => !url.includes('/login/'));
  return (
    administrative.some(({ url }) => url.includes('/config/')) &&
    administrative.every(({ method }) => method === 'GET' || method === 'HEAD')
  );
}

function issueFindings(string: ScopeString, language: ScopeLanguage): ScopeFinding[] {
  // Presets keep their placeholders for later, and documentation is written with them.
  const keepsPlaceholders = string.kind === 'setting' || language === 'markdown';
  const text = keepsPlaceholders
    ? string.text.replace(/<\w+>/g, found => 'x'.repeat(found.length))
    : string.text;
  return parseScopeList(text).flatMap(({ issue }) => {
    if (!issue) return [];
    const span = spanOf(string, issue);
    return [
      {
        ...span,
        code: issue.kind === 'malformed' ? 'malformedScope' : 'undocumentedScope',
        severity: issue.kind === 'malformed' ? 'error' : 'information',
        message: issue.message,
        fix: issue.replacement === undefined ? undefined : replacementFix(string, span, issue.replacement),
      },
    ];
  });
}

function replacementFix(string: ScopeString, span: ScopeSpan, replacement: string): ScopeFix {
  const title =
    replacement === ''
      ? t('Remove it')
      : replacement === ' '
        ? t('Replace by a space')
        : t('Replace by {0}', replacement);
  return { ...span, title, newText: string.encode(replacement) };
}

/** Not in `allowedScopes`: whether the service grants a narrower scope than the allowed one is not documented. */
function redundancyFindings(string: ScopeString): ScopeFinding[] {
  if (string.kind === 'allowedScopes') return [];
  const items = parseScopeList(string.text);
  return redundantScopes(items).map(({ item, coveredBy }) => ({
    ...spanOf(string, item),
    code: 'redundantScope',
    severity: 'hint',
    message: t('{0} is covered by {1}.', item.text, coveredBy.text),
    fix: {
      ...spanOf(string, withSpaceBeside(item, items)),
      title: t('Remove {0}', item.text),
      newText: '',
    },
  }));
}

function withSpaceBeside(
  item: ScopeListItem,
  items: readonly ScopeListItem[],
): Pick<ScopeIssue, 'start' | 'end'> {
  const index = items.indexOf(item);
  const before = items[index - 1];
  return before
    ? { start: before.end, end: item.end }
    : { start: item.start, end: items[index + 1]?.start ?? item.end };
}

/** The lines of the token requests whose token only reads the configuration, up to the next token request. */
function linesOfReaders(requests: readonly HttpRequest[]): ReadonlySet<number> {
  const found = new Set<number>();
  const starts = requests.flatMap((request, index) => (isTokenRequest(request) ? [{ request, index }] : []));
  for (const [position, { request, index }] of starts.entries()) {
    if (!onlyReadConfiguration(requests.slice(index + 1, starts[position + 1]?.index))) continue;
    for (let line = request.requestLine; line <= request.lastLine; line++) found.add(line);
  }
  return found;
}

function isTokenRequest({ method, url }: HttpRequest): boolean {
  return method === 'POST' && /\/login\/token(?:[?#\s]|$)/.test(url);
}

function writeAccessFindings(string: ScopeString): ScopeFinding[] {
  return parseScopeList(string.text)
    .filter(({ scope }) => scope?.action === '*')
    .map(item => ({
      ...spanOf(string, item),
      code: 'unneededWriteAccess',
      severity: 'hint',
      message: t('The requests below only read: .: is enough.'),
      fix: {
        ...spanOf(string, { start: item.start, end: item.start + 1 }),
        title: t('Ask for read access only'),
        newText: '.',
      },
    }));
}

function spanOf(string: ScopeString, { start, end }: Pick<ScopeIssue, 'start' | 'end'>): ScopeSpan {
  return { line: string.line, start: string.characterAt(start), end: string.characterAt(end) };
}
