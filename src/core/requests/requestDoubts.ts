// Finds what may send a request elsewhere than its URL says.
import { addToList, firstIndexWhere } from '../common/collections';
import { t } from '../common/l10n';
import { type Lines, readOnceInSteps } from '../common/lines';
import { finish, linesOfStep, type Steps } from '../common/steps';
import type { HttpDialect } from './blocks';
import { expressionReason, proxyReason, scriptReason, shorten } from './doubtReasons';
import { readBlocksInSteps } from './findRequests';
import { endsHeaders, isBlank, isInAllHeads, isUrlContinuation } from './lineSyntax';
import type { WrittenRequest } from './request';
import { hasHiddenBlock, readHttpYacLinesInSteps } from './variables/httpYacRegions';

/** Why a request may go elsewhere than its URL says. */
export interface Doubts {
  /** Part of a sentence; undefined without doubt. */
  readonly reason: string | undefined;
  /** Why it may change before it is sent, with its variables: a script of the file, or what only httpYac reads. */
  readonly reasonOfVariables: string | undefined;
  /** Its proxy, as written. */
  readonly proxy: string | undefined;
}

/** A line that affects where requests go. */
interface Sign {
  /** Whether it counts for all requests, also those of other blocks; in a block without a request by `isForAllAlone`. */
  readonly isForAll?: boolean;
  readonly isForAllAlone?: boolean;
  /** Whether it may run code, which may set variables and change all requests of the file; perhaps only above a request. */
  readonly isScript?: boolean | 'above';
  readonly proxy?: string;
  /** Part of a sentence, about a request above or below it; undefined without doubt. */
  readonly reason: (isAbove: boolean) => string | undefined;
}

/** Variables that are options of all requests for httpYac. */
export const optionVariables = ['request_proxy', 'request_rejectUnauthorized'] as const;
const optionVariable = new RegExp(optionVariables.join('|'));

/** A script that may change any request. */
const everyScript: Sign = { isForAll: true, isScript: true, reason: scriptReason };
/** Code that runs after the request, or that probably does not change it. */
const otherScript: Sign = { isScript: true, reason: () => undefined };
const preRequest: Sign = { isScript: 'above', reason: isAbove => (isAbove ? scriptReason() : undefined) };
const expression: Sign = { isScript: true, reason: expressionReason };
const importedFile: Sign = {
  ...{ isForAllAlone: true, isScript: true },
  reason: () => t('another file that it imports may change where it goes'),
};
const certificate: Sign = {
  isForAllAlone: true,
  reason: () => t('the certificate of the host is not checked'),
};
const sentThrough = (proxy: string): Sign => ({
  ...{ isForAllAlone: true, proxy },
  reason: () => proxyReason(proxy),
});

type LineSign = Sign & { readonly line: number };

/**
 * Finds what can lead the requests of a document elsewhere: scripts, `# @proxy` and similar lines of httpYac and
 * JetBrains. They count for the request of their block; in a block without a request, for all. Reads each line once.
 * Source: docs/request-files.md, What the clients do
 */
export function requestDoubts(lines: Lines, dialect: HttpDialect): (request: WrittenRequest) => Doubts {
  return finish(readDoubtsInSteps(lines, dialect));
}

export function readDoubtsInSteps(
  lines: Lines,
  dialect: HttpDialect,
): Steps<(request: WrittenRequest) => Doubts> {
  return readOnceInSteps(lines, `doubts ${dialect}`, () => doubtsInSteps(lines, dialect));
}

function* doubtsInSteps(lines: Lines, dialect: HttpDialect): Steps<(request: WrittenRequest) => Doubts> {
  const forAll: LineSign[] = [];
  const own: LineSign[] = [];
  let hasScript = false;
  const { comments } = yield* readHttpYacLinesInSteps(lines, dialect);
  for (const block of yield* readBlocksInSteps(lines, dialect)) {
    yield;
    const isOwn = block.requests.length > 0;
    const requestLine = block.requests[0]?.requestLine ?? Infinity;
    for (let line = block.first; line <= block.last; line++) {
      if (comments.has(line)) continue;
      const text = lines.line(line);
      const signs = [
        signOf(text),
        // Set by a script, a loop, a prompt or `@global.`; plain `@` lines have a sign of their own.
        optionVariable.test(text) && !optionVariableIn(text.trimStart()) ? everyScript : undefined,
      ];
      for (const sign of signs) {
        if (!sign) continue;
        hasScript ||= sign.isScript === true || (sign.isScript === 'above' && line < requestLine);
        if (sign.isForAll || (!isOwn && sign.isForAllAlone)) forAll.push({ ...sign, line });
        else if (isOwn) own.push({ ...sign, line });
      }
    }
  }
  const isHidden = dialect === 'markdown' && (yield* hasHiddenBlock(lines));
  const ofBlocks = isHidden ? t('httpYac reads other blocks of this file') : undefined;
  const reasonOfVariables = hasScript ? scriptReason() : ofBlocks;
  const common = summaryOf(forAll, 0);
  const breaking = yield* namesWithEnds(lines);
  return request => {
    const { firstLine, lastLine, requestLine } = request;
    const ofRequest = summaryOf(between(own, firstLine, lastLine), requestLine);
    return {
      reason:
        common.reason ?? ofRequest.reason ?? endDoubt(lines, request, breaking) ?? urlDoubt(lines, request),
      reasonOfVariables,
      proxy: ofRequest.proxy ?? common.proxy,
    };
  };
}

function summaryOf(signs: readonly LineSign[], requestLine: number): Pick<Doubts, 'reason' | 'proxy'> {
  let reason: string | undefined;
  let proxy: string | undefined;
  for (const sign of signs) {
    reason ??= sign.reason(sign.line < requestLine);
    // The last proxy counts.
    proxy = sign.proxy ?? proxy;
  }
  return { reason, proxy };
}

/** The signs on certain lines. `signs` are in the order of their lines. */
function between(signs: readonly LineSign[], first: number, last: number): readonly LineSign[] {
  return signs.slice(
    firstIndexWhere(signs, ({ line }) => line >= first),
    firstIndexWhere(signs, ({ line }) => line > last),
  );
}

/** The variables whose value contains a line break, also through other variables: the rest may become a header. */
function* namesWithEnds(lines: Lines): Steps<ReadonlySet<string>> {
  const users = new Map<string, string[]>();
  const open: string[] = [];
  for (let line = 0; line < lines.lineCount; line++) {
    if (line % linesOfStep === 0) yield;
    const [start, name] = /^\s*@([^\s=:]+)\s*:?=/.exec(lines.line(line)) ?? [];
    if (start === undefined || name === undefined) continue;
    const value = lines.line(line).slice(start.length);
    if (/\\[nr]/.test(value)) open.push(name);
    for (const used of namesIn(value)) addToList(users, used, name);
  }
  const found = new Set<string>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const user of users.get(name) ?? []) open.push(user);
  }
  return found;
}

/** The words in braces, which may be names of variables. */
function namesIn(text: string): readonly string[] {
  if (!text.includes('{{')) return [];
  return [...text.matchAll(/\{\{([^{}]*)\}\}/g)].flatMap(
    ([, inside = '']) => inside.match(/[\w$.-]+/g) ?? [],
  );
}

function endDoubt(
  lines: Lines,
  { isCurl, requestLine, lastLine, headers, headerInsertLine }: WrittenRequest,
  breaking: ReadonlySet<string>,
): string | undefined {
  if (breaking.size === 0) return undefined;
  const last = isCurl ? lastLine : Math.max(headerInsertLine - 1, headers.at(-1)?.line ?? 0);
  for (let line = requestLine; line <= last; line++) {
    if (namesIn(lines.line(line)).some(name => breaking.has(name))) return expressionReason();
  }
  return undefined;
}

function urlDoubt(lines: Lines, request: WrittenRequest): string | undefined {
  const { isCurl, rerouting, requestLine, headerInsertLine, lastLine } = request;
  if (!isCurl) {
    let isOver = false;
    let isUnsure = false;
    for (let line = requestLine + 1; line <= lastLine; line++) {
      const text = lines.line(line);
      if (isBlank(text)) break;
      // httpYac also adds lines among the headers to the URL.
      const isAdded = !isOver && line >= headerInsertLine && isUrlContinuation(text);
      if (isAdded || (isUnsure && /^\s*host\s*:/i.test(text))) return t('clients read its URL differently');
      isOver ||= endsHeaders(text);
      isUnsure ||= isOver || !isInAllHeads(text);
    }
    return undefined;
  }
  return rerouting?.hasQuotesInUrl === true ? t('its URL has quotes or escapes in it') : undefined;
}

/** Linear in the length of the line, and very cheap for most lines. */
function signOf(text: string): Sign | undefined {
  const start = text.trimStart();
  switch (start.charAt(0)) {
    case '{':
      return scriptIn(start) ?? expressionIn(text);
    case '<':
      if (/^<@\w*\s/.test(start)) return otherScript;
      return /^<\s*\{%|^<\s+\S/.test(start) ? preRequest : expressionIn(text);
    case '>':
    case '?':
    case 'g':
      return afterRequest.test(start) ? otherScript : expressionIn(text);
    case 'p':
      // The options on the lines below are evaluated.
      return /^proto\s+<\s/.test(start) ? importedFile : expressionIn(text);
    case '#':
    case '/':
      return metadataIn(start);
    case '@':
      return optionVariableIn(start) ?? expressionIn(text);
    case '.':
      // A variable with headers, one of which may be `Host`.
      return /^\.{3}\S/.test(start) ? expression : expressionIn(text);
    default:
      return expressionIn(text);
  }
}

/** A handler of the answer, an assert with an expression, a query in a file whose expressions are evaluated. */
const afterRequest = /^(?:>\s+(?:\{%|[^\s{%}]+\s*$)|\?\?\s*(?:js|body)\s+\S|gql\s+(?:\S+\s+)?<)/i;

/** `{{`, `{{+` for every request, and `{{@request` and others for an event. */
function scriptIn(start: string): Sign | undefined {
  const [, modifier, event = ''] = /^\{\{(?:@js\s+(?=\S|$))?([+@]?)([a-z]*)\s*$/i.exec(start) ?? [];
  if (modifier === undefined) return undefined;
  const isForAllAlone = /^request$/i.test(event);
  // Without an event, it runs where it stands.
  const reason = (isAbove: boolean) =>
    isForAllAlone || (event === '' && (isAbove || modifier === '+')) ? scriptReason() : undefined;
  return { isForAll: modifier === '+', isForAllAlone, isScript: true, reason };
}

function metadataIn(start: string): Sign | undefined {
  // httpYac leaves out a quote before the value.
  const [, name = '', value = ''] = /^(?:#+|\/\/+)\s*@([\w-]+)\s*"?(.*)/s.exec(start) ?? [];
  // Options of curl, prompts and files of Kulala, in the spellings of its versions 5 and 6.
  if (/^(?:kulala|curl)-/i.test(name))
    return { isForAll: true, reason: () => t('it has {0}', shorten(`@${name}`)) };
  // httpYac takes `no-reject-unauthorized` for the same name.
  switch (name.replaceAll('-', '').toLowerCase()) {
    case 'proxy':
      return sentThrough(value.trim());
    case 'norejectunauthorized':
      return certificate;
    case 'import':
      return importedFile;
    case 'injectvariables':
      return otherScript;
    case 'disabled':
    case 'loop':
    case 'sleep':
      // It is evaluated. A path cannot change anything, whatever it begins with.
      return /^[\w$.!&|\s]*$/.test(value) || computesOnly(value) ? undefined : otherScript;
    default:
      return name === '' ? undefined : expressionIn(value);
  }
}

/** Variables that are options for httpYac, also of other requests. */
function optionVariableIn(start: string): Sign | undefined {
  const [, option = '', value = ''] = /^@request_(proxy|rejectUnauthorized)\s*:?=*\s*(.*)/s.exec(start) ?? [];
  if (option === '') return undefined;
  return { ...(option === 'proxy' ? sentThrough(value.trim()) : certificate), isForAll: true };
}

/**
 * `{{request.url = …}}`: httpYac evaluates braces everywhere in a request, up to the next ones. In a variable, for every
 * request that uses it.
 */
function expressionIn(text: string): Sign | undefined {
  for (let open = text.indexOf('{{'); open >= 0;) {
    // The braces contain at least one character.
    const close = text.indexOf('}}', open + 3);
    if (close < 0) return undefined;
    if (!onlyReads(text.slice(open + 2, close))) {
      return { ...expression, isForAll: /^\s*@/.test(text) };
    }
    open = text.indexOf('{{', close + 2);
  }
  return undefined;
}

/** Characters. No person writes longer ones. */
const maxExpressionLength = 1000;

/** `name`, `name.member`. */
const path = /^\s*[\p{L}\p{N}_$]+(?:\.[\p{L}\p{N}_$]+(?:-[\p{L}\p{N}_$]+)*)*\s*$/u;

/**
 * Operators, calls and texts, but no assignment, no braces, and no member whose name is computed; paths of JSON too. An operator
 * is read whole: if `===` could also be `==` and a part of the next one, a row of `=` would take exponential time.
 */
const reading =
  /^(?:[\p{L}\p{N}_$\s.,()?:*/%~^#@|&\]]|"[^"\\]*"|'[^'\\]*'|!(?!=)|[=!]==?(?![=>])|=>|<=?(?![<=])|>=?(?![>=])|\+(?!\+)|-(?!-)|\[(?:[-\d:,]*|\*|'[\w -]+'|"[\w -]+")\]|\[\?\()*$/u;

/** By which an expression reaches requests and files of httpYac. `<` reads a file, whose expressions are evaluated too. */
const reach =
  /^\s*<|(?<![.\w$])(?:request|httpFile|httpRegion|context|module|require|arguments|eval|Function|Reflect|Proxy|globalThis|global|process(?!\.env\b)|process\.env\b(?=\s*[,)]|[^=;]{0,200}(?<![!<>=])=(?![=>]))|import(?=\s*\()|this(?=\s*(?:[^\s\w'"]|$)))(?![\w$])|\$context|\$httpyac|\b(?:constructor|prototype)\b|__\w+__|\\[ux]/;

/** Whether an expression in braces certainly changes nothing of the request. */
function onlyReads(inside: string): boolean {
  if (inside.length > maxExpressionLength) return false;
  if (path.test(inside)) return true;
  return (/^\s*\$/.test(inside) && !reach.test(inside)) || computesOnly(inside);
}

/** Whether JavaScript certainly changes nothing of a request. */
function computesOnly(code: string): boolean {
  return code.length <= maxExpressionLength && !reach.test(code) && reading.test(code);
}
