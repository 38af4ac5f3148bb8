import { t } from '../common/l10n';
import { indentationOf, type LineRange, type Lines } from '../common/lines';
import { deleteLines, type TextEdit } from '../common/textEdit';
import type { SentRequest } from '../requestAnalysis/matchProfiles';
import { collectionReason, scriptReason } from '../requests/doubtReasons';
import { filledText } from './filledText';
import { singleRequestFormat } from './singleRequestFormat';
import { insertBelow, lineNumbers, rangeOfLines, replaceValue } from './valueEdits';
import {
  quoteForYaml,
  yamlDocument,
  type YamlEntry,
  type YamlItem,
  type YamlMapping,
  type YamlScalar,
} from './yamlEntries';

/**
 * Request files of OpenCollection, which Bruno 3 and later writes as `.yml`. The mode is `auth: { type: bearer, token }`
 * under `http:`. Only block style is edited; a request in another style counts as none.
 */
export const openCollectionFormat = singleRequestFormat(lines => {
  const request = requestIn(lines);
  if (!request) return undefined;
  const { anchor, sent, auth, headers } = request;
  return {
    line: anchor.line,
    sent,
    mode: auth.entry && { line: auth.entry.line, value: auth.type },
    headers: headers.map(({ entry: { line }, scalar: { value } }) => ({ line, value })),
    inserted: (token, eol) => inserted(lines, request, token, eol),
    removed: () => removed(lines, request),
  };
});

/** Whether a YAML file is one of OpenCollection: a request, a folder or a collection. */
export function isOpenCollection(lines: Lines): boolean {
  const top = yamlDocument(lines);
  if (top?.entry('opencollection')) return true;
  const type = top?.mapping('info')?.value('type');
  return type === 'folder' || (type !== undefined && top?.entry(type) !== undefined);
}

interface OpenCollectionRequest {
  /** The entry after which `auth` can be inserted. */
  readonly anchor: YamlEntry;
  readonly sent: SentRequest;
  readonly auth: Auth;
  /** The `Authorization` headers that are sent. */
  readonly headers: readonly Header[];
  /** The list of headers and its length. */
  readonly headerList: { readonly entry: YamlEntry; readonly count: number } | undefined;
}

interface Auth {
  readonly entry?: YamlEntry;
  /** Empty if there is none. */
  readonly type: string;
  /** A mapping, or one word. */
  readonly mapping?: YamlMapping;
  readonly word?: YamlScalar;
}

interface Header {
  readonly item: YamlItem;
  readonly entry: YamlEntry;
  readonly scalar: YamlScalar;
}

function requestIn(lines: Lines): OpenCollectionRequest | undefined {
  const top = yamlDocument(lines);
  const http = top?.mapping('info')?.value('type') === 'http' ? top.mapping('http') : undefined;
  // A key can be inserted after a value on one line; a text in block style would include it.
  const anchor = ['url', 'method'].map(key => http?.scalar(key) && http.entry(key)).find(entry => entry);
  if (!http || !anchor) return undefined;
  const auth = authIn(http);
  const headers = headersIn(lines, http);
  const hosts = hostsIn(http);
  const doubt =
    (top && mayChangeRequest(top) ? scriptReason() : undefined) ??
    (hosts ? undefined : t('its headers are written in a way that Hosted Login does not read'));
  const values = valuesIn(top);
  const valueOf = (name: string) => values.get(name);
  const sent = {
    url: filledText(http.value('url') ?? '', valueOf),
    hosts: (hosts ?? []).map(host => filledText(host, valueOf)),
    doubt,
    doubtOfVariables: collectionReason(),
  };
  return auth && headers && { anchor, sent, auth, ...headers };
}

/** The values of its `Host` headers; undefined if there may be one that is written in a way that is not read here. */
function hostsIn(http: YamlMapping): string[] | undefined {
  if (!http.entry('headers') || http.isEmpty('headers')) return [];
  const hosts: string[] = [];
  for (const { mapping } of http.items('headers') ?? [{ mapping: undefined }]) {
    const name = mapping?.value('name');
    const value = mapping?.value('value');
    // Bruno fills in variables in names too.
    if (name === undefined || name.includes('{{')) return undefined;
    if (name.trim().toLowerCase() !== 'host' || mapping?.value('disabled') === 'true') continue;
    if (value === undefined) return undefined;
    hosts.push(value);
  }
  return hosts;
}

/** The values of the variables that the request sets. */
function valuesIn(top: YamlMapping | undefined): ReadonlyMap<string, string> {
  const items = top?.mapping('runtime')?.items('variables') ?? [];
  return new Map(
    items.flatMap(({ mapping }): [string, string][] => {
      const name = mapping?.value('name');
      const value = mapping?.value('value');
      const isSet = name !== undefined && value !== undefined && mapping?.value('disabled') !== 'true';
      return isSet ? [[name, value]] : [];
    }),
  );
}

/** Whether a script may run before the request is sent. */
function mayChangeRequest(top: YamlMapping): boolean {
  if (!top.entry('runtime')) return false;
  const runtime = top.mapping('runtime');
  if (!runtime) return true;
  if (!runtime.entry('scripts')) return false;
  const isAfter = ({ mapping }: YamlItem) => /^(?:after-response|tests)$/.test(mapping?.value('type') ?? '');
  return runtime.items('scripts')?.every(isAfter) !== true;
}

function authIn(http: YamlMapping): Auth | undefined {
  const entry = http.entry('auth');
  if (!entry) return { type: '' };
  const word = http.scalar('auth');
  if (word) return { entry, type: /^(?:none|null|~)$/i.test(word.value) ? '' : word.value, word };
  const mapping = http.mapping('auth');
  const type = mapping?.value('type');
  if (!mapping || type === undefined) return undefined;
  return { entry, type: type === 'none' ? '' : type, mapping };
}

/** Undefined if there may be an `Authorization` in another style. */
function headersIn(
  lines: Lines,
  http: YamlMapping,
): Pick<OpenCollectionRequest, 'headers' | 'headerList'> | undefined {
  const entry = http.entry('headers');
  if (!entry) return { headers: [], headerList: undefined };
  const headers: Header[] = [];
  const items = http.items('headers');
  for (const item of items ?? [{ first: entry.line, last: entry.lastLine, mapping: undefined }]) {
    const { first, last, mapping } = item;
    const range = Array.from({ length: last - first + 1 }, (_, index) => lines.line(first + index));
    if (!range.some(text => /authorization/i.test(text))) continue;
    if (!mapping) return undefined;
    const isAuthorization = mapping.value('name')?.toLowerCase() === 'authorization';
    if (!isAuthorization || mapping.value('disabled') === 'true') continue;
    const value = mapping.entry('value');
    const scalar = mapping.scalar('value');
    if (!value || !scalar) return undefined;
    headers.push({ item, entry: value, scalar });
  }
  return { headers, headerList: items && { entry, count: items.length } };
}

function inserted(lines: Lines, request: OpenCollectionRequest, token: string, eol: string): TextEdit[] {
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
  const { entry, word, mapping } = auth;
  const authEdits = (): readonly TextEdit[] => {
    if (!entry) return [below(anchor.line, `${indentation}auth:${eol}${children}`)];
    if (mapping && auth.type === 'bearer') return tokenEdits(lines, mapping, token, below);
    if (word) return [...without(entry.line, entry.colonEnd, word.end), below(entry.line, children)];
    const range = rangeOfLines(lines, { first: entry.line + 1, last: entry.lastLine });
    return [{ range, newText: children }];
  };
  return [...authEdits(), ...deleteLines(lines, removed)];
}

/** @param auth of type bearer */
function tokenEdits(
  lines: Lines,
  auth: YamlMapping,
  token: string,
  below: (line: number, text: string) => TextEdit,
): TextEdit[] {
  const present = auth.entry('token');
  const scalar = auth.scalar('token');
  if (present && scalar) return replaced(lines, present, scalar, token);
  const beside = present ?? auth.entry('type');
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

/** The lines of headers to remove, with the key of the list if no header remains. */
function rangesOfHeaders({ headerList }: OpenCollectionRequest, headers: readonly Header[]): LineRange[] {
  if (headerList?.count !== headers.length) return headers.map(({ item }) => item);
  return [{ first: headerList.entry.line, last: headerList.entry.lastLine }];
}
