import { t } from '../common/l10n';
import { indentationOf } from '../common/lines';
import { deleteLines, type TextEdit } from '../common/textEdit';
import type { SentRequest } from '../requestAnalysis/requestTarget';
import type { LineRange, Lines } from '../requests/document';
import { scriptReason } from '../requests/requestDoubts';
import {
  type OtherScheme,
  findOtherSchemeHeader,
  planOneRequest,
  type RequestOfFile,
  schemeName,
} from './oneRequest';
import type { AuthorizationEdit, RequestFormat } from './requestFormat';
import { insertBelow, lineNumbers, rangeOfLines, replaceValue } from './valueEdits';
import {
  entriesOf,
  itemsOf,
  scalarOf,
  yamlEntries,
  type YamlEntry,
  type YamlItem,
  quoteForYaml,
  type YamlScalar,
} from './yamlEntries';

/**
 * Request files of OpenCollection, which Bruno 3 and later writes as `.yml`: one request per file, so the cursor may be
 * anywhere. `auth: { type: bearer, token }` under `http:` authorizes and wins over a header (measured with `bru` 4.1.0).
 * Only block style is edited; a request in another style counts as none.
 */
export const openCollectionFormat: RequestFormat = {
  reference: '{{process.env.HOSTED_LOGIN_TOKEN}}',
  plan: (lines, cursorLines, edit) => planOneRequest(cursorLines, requestOf(lines, edit), edit),
};

function requestOf(lines: Lines, edit: AuthorizationEdit): RequestOfFile | undefined {
  const request = requestIn(lines);
  return (
    request && {
      line: request.anchor.line,
      sent: request.sent,
      otherScheme: findOtherScheme(request),
      edits: () => (edit.token === undefined ? removed(lines, request) : inserted(lines, request, edit)),
    }
  );
}

/** Whether a YAML file is one of OpenCollection: a request, a folder or a collection. */
export function isOpenCollection(lines: Lines): boolean {
  const entries = topEntries(lines);
  if (entries?.some(({ key }) => key === 'opencollection')) return true;
  const type = entries && typeIn(lines, entries);
  if (type === undefined) return false;
  return type === 'folder' || (entries?.some(({ key }) => key === type) ?? false);
}

interface OpenCollectionRequest {
  /** The entry after which `auth` can be inserted. */
  readonly anchor: YamlEntry;
  readonly sent: SentRequest;
  readonly auth: Auth;
  readonly headers: readonly Header[];
  /** The list of headers and its length. */
  readonly headerList: { readonly entry: YamlEntry; readonly count: number } | undefined;
}

interface Auth {
  readonly entry?: YamlEntry;
  /** Empty if there is none. */
  readonly type: string;
  /** A mapping, or one word. */
  readonly entries?: readonly YamlEntry[];
  readonly word?: YamlScalar;
}

/** An `Authorization` header that is sent. */
interface Header {
  readonly item: YamlItem;
  readonly entry: YamlEntry;
  readonly scalar: YamlScalar;
}

function topEntries(lines: Lines): YamlEntry[] | undefined {
  let first = 0;
  while (first < lines.lineCount && /^\uFEFF?(?:---)?[ \t]*(?:#.*)?$/.test(lines.line(first))) first++;
  return yamlEntries(lines, { first, last: lines.lineCount - 1 }, 0);
}

function typeIn(lines: Lines, entries: readonly YamlEntry[]): string | undefined {
  const info = entryOf(lines, entries, 'info');
  const type = info?.find(({ key }) => key === 'type');
  return type && scalarOf(lines, type)?.value;
}

function entryOf(lines: Lines, entries: readonly YamlEntry[], key: string): YamlEntry[] | undefined {
  const found = entries.find(each => each.key === key);
  return found && entriesOf(lines, found);
}

function requestIn(lines: Lines): OpenCollectionRequest | undefined {
  const top = topEntries(lines);
  if (!top || typeIn(lines, top) !== 'http') return undefined;
  const http = entryOf(lines, top, 'http');
  // A key can be inserted after a value on one line; a text in block style would include it.
  const anchor = ['url', 'method'].flatMap(name =>
    (http ?? []).filter(each => each.key === name && scalarOf(lines, each)),
  )[0];
  if (!http || !anchor) return undefined;
  const auth = authIn(lines, http);
  const headers = headersIn(lines, http);
  const address = http.find(({ key }) => key === 'url');
  const url = (address && scalarOf(lines, address)?.value) ?? '';
  const hosts = hostsIn(lines, http);
  const doubt =
    (mayChangeRequest(lines, top) ? scriptReason() : undefined) ??
    (hosts ? undefined : t('its headers are written in a way that is not read here'));
  return auth && headers && { anchor, sent: { url, hosts: hosts ?? [], doubt }, auth, ...headers };
}

/** The values of its `Host` headers; undefined if there may be one in another style. */
function hostsIn(lines: Lines, http: readonly YamlEntry[]): string[] | undefined {
  const entry = http.find(({ key }) => key === 'headers');
  if (!entry || /^(?:\[\]|\{\})?$/.test(scalarOf(lines, entry)?.value ?? '-')) return [];
  const hosts: string[] = [];
  for (const item of itemsOf(lines, entry) ?? [undefined]) {
    const entries = item && yamlEntries(lines, item, item.column);
    const [name, value, disabled] = ['name', 'value', 'disabled'].map(key => {
      const found = entries?.find(each => each.key === key);
      return found && scalarOf(lines, found)?.value;
    });
    // Bruno fills in variables in names too.
    if (name === undefined || name.includes('{{')) return undefined;
    if (name.trim().toLowerCase() !== 'host' || disabled === 'true') continue;
    if (value === undefined) return undefined;
    hosts.push(value);
  }
  return hosts;
}

/** Whether a script may run before the request is sent. */
function mayChangeRequest(lines: Lines, top: readonly YamlEntry[]): boolean {
  const runtime = top.find(({ key }) => key === 'runtime');
  if (!runtime) return false;
  const entries = entriesOf(lines, runtime);
  if (!entries) return true;
  const scripts = entries.find(({ key }) => key === 'scripts');
  if (!scripts) return false;
  return (itemsOf(lines, scripts) ?? [undefined]).some(item => {
    const type = item && yamlEntries(lines, item, item.column)?.find(({ key }) => key === 'type');
    return !/^(?:after-response|tests)$/.test((type && scalarOf(lines, type)?.value) ?? '');
  });
}

function authIn(lines: Lines, http: readonly YamlEntry[]): Auth | undefined {
  const entry = http.find(({ key }) => key === 'auth');
  if (!entry) return { type: '' };
  const word = scalarOf(lines, entry);
  if (word) return { entry, type: /^(?:none|null|~)$/i.test(word.value) ? '' : word.value, word };
  const entries = entriesOf(lines, entry) ?? [];
  const type = entries.find(({ key }) => key === 'type');
  const scalar = type && scalarOf(lines, type);
  return scalar && { entry, type: scalar.value, entries };
}

/** Undefined if there may be an `Authorization` in another style. */
function headersIn(
  lines: Lines,
  http: readonly YamlEntry[],
): Pick<OpenCollectionRequest, 'headers' | 'headerList'> | undefined {
  const entry = http.find(({ key }) => key === 'headers');
  if (!entry) return { headers: [], headerList: undefined };
  const items = itemsOf(lines, entry);
  if (!items) {
    const range = { first: entry.line, last: entry.lastLine };
    return mentionsAuthorization(lines, range) ? undefined : { headers: [], headerList: undefined };
  }
  const headers: Header[] = [];
  for (const item of items) {
    if (!mentionsAuthorization(lines, item)) continue;
    const entries = yamlEntries(lines, item, item.column);
    if (!entries) return undefined;
    const valueOf = (name: string) => {
      const found = entries.find(({ key }) => key === name);
      return found && scalarOf(lines, found);
    };
    const isAuthorization = valueOf('name')?.value.toLowerCase() === 'authorization';
    if (!isAuthorization || valueOf('disabled')?.value === 'true') continue;
    const value = entries.find(({ key }) => key === 'value');
    const scalar = valueOf('value');
    if (!value || !scalar) return undefined;
    headers.push({ item, entry: value, scalar });
  }
  return { headers, headerList: { entry, count: items.length } };
}

function mentionsAuthorization(lines: Lines, { first, last }: LineRange): boolean {
  for (let line = first; line <= last; line++) if (/authorization/i.test(lines.line(line))) return true;
  return false;
}

function findOtherScheme({ auth, headers }: OpenCollectionRequest): OtherScheme | undefined {
  if (auth.entry && !['', 'inherit', 'bearer'].includes(auth.type)) {
    return { line: auth.entry.line, scheme: schemeName(auth.type) };
  }
  return findOtherSchemeHeader(headers.map(({ entry: { line }, scalar: { value } }) => ({ line, value })));
}

function inserted(
  lines: Lines,
  request: OpenCollectionRequest,
  { token = '', eol }: AuthorizationEdit,
): TextEdit[] {
  const { anchor, auth, headers } = request;
  const [header, ...further] = headers;
  // Without another authorization, use the header; otherwise `auth`, because the header would never be sent.
  if (header && auth.type === '') {
    const surplus = deleteLines(lines, lineNumbers(rangesOfHeaders(request, further)));
    return [...replaced(lines, header.entry, header.scalar, `Bearer ${token}`), ...surplus];
  }
  const removed = lineNumbers(rangesOfHeaders(request, headers));
  const below = (line: number, text: string) => insertBelow(lines, line, text, eol, removed);
  const indentation = indentationOf(lines.line(anchor.line));
  const inner = indentation.repeat(2);
  const children = `${inner}type: bearer${eol}${inner}token: ${quoteForYaml(token)}`;
  const { entry, word, entries } = auth;
  const authEdits = !entry
    ? [below(anchor.line, `${indentation}auth:${eol}${children}`)]
    : entries && auth.type === 'bearer'
      ? tokenEdits(lines, entries, token, below)
      : word
        ? [...without(entry.line, entry.colonEnd, word.end), below(entry.line, children)]
        : [
            {
              range: rangeOfLines(lines, { first: entry.line + 1, last: entry.lastLine }),
              newText: children,
            },
          ];
  return [...authEdits, ...deleteLines(lines, removed)];
}

/** @param entries of an `auth` of type bearer */
function tokenEdits(
  lines: Lines,
  entries: readonly YamlEntry[],
  token: string,
  below: (line: number, text: string) => TextEdit,
): TextEdit[] {
  const present = entries.find(({ key }) => key === 'token');
  const scalar = present && scalarOf(lines, present);
  if (present && scalar) return replaced(lines, present, scalar, token);
  const type = entries.find(({ key }) => key === 'type');
  const beside = present ?? type;
  if (!beside) return [];
  const line = `${indentationOf(lines.line(beside.line))}token: ${quoteForYaml(token)}`;
  if (!present) return [below(beside.line, line)];
  return [{ range: rangeOfLines(lines, { first: present.line, last: present.lastLine }), newText: line }];
}

function removed(lines: Lines, request: OpenCollectionRequest): TextEdit[] {
  const { auth, headers } = request;
  const own = auth.entry && auth.type !== '' && auth.type !== 'inherit' ? auth.entry : undefined;
  const deleted = own ? [{ first: own.line, last: own.lastLine }] : [];
  return deleteLines(lines, lineNumbers([...deleted, ...rangesOfHeaders(request, headers)]));
}

/** In double quotes: a plain value may not begin with `{`. */
function replaced(
  lines: Lines,
  { line }: YamlEntry,
  { value, start, end }: YamlScalar,
  wanted: string,
): TextEdit[] {
  const present = { line, lastLine: line, value, valueStart: start, valueEnd: end };
  return replaceValue(lines, present, wanted, quoteForYaml(wanted));
}

function without(line: number, start: number, end: number): TextEdit[] {
  const range = { startLine: line, startCharacter: start, endLine: line, endCharacter: end };
  return start < end ? [{ range, newText: '' }] : [];
}

/** With the key of the list if no header remains. */
function rangesOfHeaders({ headerList }: OpenCollectionRequest, headers: readonly Header[]): LineRange[] {
  if (headerList?.count !== headers.length) return headers.map(({ item }) => item);
  return [{ first: headerList.entry.line, last: headerList.entry.lastLine }];
}
