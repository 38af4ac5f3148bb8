import { createEditPlan, type HeaderEditPlan, type OtherScheme } from '../../authorizationEdit/editPlan';
import { addToList, firstIndexWhere } from '../../common/collections';
import { t } from '../../common/l10n';
import { clampLine, indentationOf, type Lines } from '../../common/lines';
import { sortEdits, deleteLines, type TextEdit } from '../../common/textEdit';
import { authorizationName } from '../../requests/authorization';
import { shortenTarget, unknownHeaderReason } from '../../requests/doubtReasons';
import { upTo } from '../../requests/host';
import { filledTarget } from '../filledText';
import type { AuthorizationEdit, RequestFormat } from '../requestFormat';
import { findOtherSchemeHeader } from '../singleRequestFormat';
import { insertBelow, replaceValue } from '../valueEdits';
import { hurlEntries, type HurlEntry } from './hurlEntries';

/**
 * Hurl files: the header is directly below the request line. Hurl takes the value from the environment variable
 * `HURL_SECRET_hosted_login_token` and masks it in its output. `[BasicAuth]` and the option `user` are another scheme.
 */
export const hurlFormat: RequestFormat = {
  reference: '{{hosted_login_token}}',
  plan(lines, cursorLines, edit): HeaderEditPlan {
    const { found, refused, entries } = requestsAt(lines, cursorLines);
    const values = valuesIn(entries);
    const requests = found.map(entry => ({
      line: entry.requestLine,
      otherScheme: findOtherScheme(entry),
      target: () => {
        const isLater = ({ first }: VariableValue) => first > entry.first;
        const valueOf = (name: string) => {
          const all = values.get(name) ?? [];
          return all[firstIndexWhere(all, isLater) - 1]?.value;
        };
        const written = { url: urlOf(lines, entry), hosts: hostsIn(entry), doubt: doubtOf(entry) };
        return filledTarget(written, valueOf);
      },
      edits: () => editsOf(lines, entry, edit),
    }));
    return createEditPlan(requests, refused, edit);
  },
};

/** The requests at the cursors, each once, top to bottom. Lines above the first request belong to it. */
function requestsAt(
  lines: Lines,
  cursorLines: readonly number[],
): { found: HurlEntry[]; refused: HeaderEditPlan['refused']; entries: readonly HurlEntry[] } {
  const cursors = cursorLines.map(line => clampLine(lines, line)).sort((a, b) => a - b);
  const { entries, unreadableFrom } = hurlEntries(lines, cursors.at(-1));
  const found = new Set<HurlEntry>();
  const lost: number[] = [];
  let index = 0;
  for (const line of cursors) {
    while ((entries[index + 1]?.first ?? Infinity) <= line) index++;
    const entry = entries[index];
    if (entry && line < unreadableFrom) found.add(entry);
    else lost.push(line);
  }
  return { found: [...found], refused: lost.slice(0, 1).map(line => ({ kind: 'noRequest', line })), entries };
}

/** As written, with `{{variables}}`. */
function urlOf(lines: Lines, { requestLine }: HurlEntry): string {
  const text = lines.line(requestLine);
  const [method] = /^\uFEFF?[ \t]*[A-Z]+[ \t]+/.exec(text) ?? [];
  return method === undefined ? '' : upTo(text.slice(method.length), /\{\{[^{}]*\}\}|[\s#]/g);
}

interface VariableValue {
  /** The first line of the request whose options set it. It counts for that one and those below. */
  readonly first: number;
  readonly value: string;
}

/** What options of requests set variables to, top to bottom. */
function valuesIn(entries: readonly HurlEntry[]): ReadonlyMap<string, readonly VariableValue[]> {
  const values = new Map<string, VariableValue[]>();
  for (const { first, sections } of entries) {
    for (const { key, value } of sections.flatMap(({ name, pairs }) => (name === 'Options' ? pairs : []))) {
      const [, name, text = ''] = /^([^=\s]+)\s*=\s*(.*)/s.exec(key === 'variable' ? value : '') ?? [];
      if (name !== undefined) addToList(values, name, { first, value: text.replace(/^"(.*)"$/, '$1') });
    }
  }
  return values;
}

function hostsIn({ headers }: HurlEntry): string[] {
  return headers.filter(({ key }) => key.toLowerCase() === 'host').map(({ value }) => value);
}

/** Options that do not change where a request goes (Hurl's manual, "Options"). */
const harmlessOptions =
  /^(?:compressed|connect-timeout|delay|http1\.[01]|http[23]|ipv[46]|limit-rate|location|max-redirs|max-time|output|path-as-is|repeat|retry|retry-interval|skip|user|variable|verbose|very-verbose|verbosity)$/;

/** Why a request may go elsewhere than its URL and its headers say. */
function doubtOf({ headers, sections, unknownLine }: HurlEntry): string | undefined {
  if (unknownLine !== undefined) return t('Hosted Login cannot read its line {0}', unknownLine + 1);
  const options = sections.filter(({ name }) => name === 'Options').flatMap(({ pairs }) => pairs);
  const option = options.find(({ key }) => !harmlessOptions.test(key));
  if (option) return t('it has {0}', shortenTarget(option.key));
  const header = headers.find(({ key }) => /\\|\{\{/.test(key));
  return header && unknownHeaderReason(header.key);
}

function authorizationsIn({ headers }: HurlEntry): HurlEntry['headers'] {
  return headers.filter(({ key }) => key.toLowerCase() === 'authorization');
}

/** The lines by which Hurl authorizes with user and password. */
function basicLines({ sections }: HurlEntry): number[] {
  return sections.flatMap(({ name, line, pairs }) => {
    if (name === 'BasicAuth') return [line, ...pairs.map(pair => pair.line)];
    return name === 'Options' ? pairs.filter(({ key }) => key === 'user').map(pair => pair.line) : [];
  });
}

function findOtherScheme(entry: HurlEntry): OtherScheme | undefined {
  const [line] = basicLines(entry);
  return line === undefined ? findOtherSchemeHeader(authorizationsIn(entry)) : { line, scheme: 'Basic' };
}

function editsOf(lines: Lines, entry: HurlEntry, { token, eol }: AuthorizationEdit): TextEdit[] {
  const authorizations = authorizationsIn(entry);
  const kept = token === undefined ? undefined : authorizations[0];
  const surplus = authorizations.filter(each => each !== kept).map(({ line }) => line);
  const removed = [...surplus, ...basicLines(entry)];
  const deletions = deleteLines(lines, removed);
  if (token === undefined) return deletions;
  const value = `Bearer ${token.replace(/[\\#]/g, '\\$&')}`;
  if (kept) {
    const { line, valueStart } = kept;
    const present = { ...kept, lastLine: line, valueEnd: valueStart + kept.value.length };
    return sortEdits([...replaceValue(lines, present, value), ...deletions]);
  }
  const name = authorizationName(entry.headers.map(({ key }) => key));
  const header = `${indentationOf(lines.line(entry.requestLine))}${name}: ${value}`;
  return sortEdits([insertBelow(lines, entry.requestLine, header, eol, removed), ...deletions]);
}
