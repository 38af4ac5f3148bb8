// Plans to insert a request of the catalogue into a document.
import { addToList } from '../common/collections';
import { clampLine, indentationOf, type LineRange, type Lines } from '../common/lines';
import { insertLine, type TextEdit } from '../common/textEdit';
import { blockAt, blocksOf, type HttpDialect, regionsOf } from '../requests/blocks';
import { isBlank, isSeparator, isVariable } from '../requests/lineSyntax';
import { type Fence, fenceLanguage, fencesOf } from '../requests/markdownFences';
import { readBlock } from '../requests/request';

/** A request to insert. */
interface NewRequest {
  /** One line. */
  readonly title: string;
  /** Comments, request line, headers, body; without a `###` line. */
  readonly lines: readonly string[];
  /**
   * The file variables that it uses, with the values to add if the document does not define them for all requests. A
   * variable that the document defines with another value gets another name.
   */
  readonly variables: Readonly<Record<string, string>>;
}

/** The edits, and where the request will be. */
interface NewRequestPlan {
  /** Insertions, top to bottom, each at another place, in positions of the text before the edits. */
  readonly edits: readonly TextEdit[];
  /** The lines of the request after the edits, with its title. */
  readonly range: LineRange;
}

/**
 * Plans to insert a request after the block at the cursor. Missing variables go to the top, in a block without requests,
 * because httpYac limits those of a block with a request to that request. In Markdown, the request gets its own fence after
 * the fence or paragraph at the cursor, because REST Client sends only the first request of a fence.
 */
export function planNewRequest(
  lines: Lines,
  cursorLine: number,
  request: NewRequest,
  { dialect, eol }: { readonly dialect: HttpDialect; readonly eol: '\n' | '\r\n' },
): NewRequestPlan {
  const { named, missing } = withVariablesOf(lines, dialect, request);
  const cursor = clampLine(lines, cursorLine);
  const insertions =
    dialect === 'markdown'
      ? inFences(lines, cursor, named, missing)
      : [...variablesOnTop(lines, missing), afterBlock(lines, cursor, named)];
  return planOf(lines, insertions, eol);
}

/** Renames the request's variables where necessary, and returns the lines that define missing ones. */
function withVariablesOf(
  lines: Lines,
  dialect: HttpDialect,
  request: NewRequest,
): { readonly named: NewRequest; readonly missing: readonly string[] } {
  const known = definitionsIn(lines, dialect);
  const setElsewhere = namesSetElsewhere(lines);
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, value] of Object.entries(request.variables)) {
    const own = nameFor(name, value, known, setElsewhere);
    names.set(name, own);
    if (sharedValue(own, known) === undefined) missing.push(`@${own} = ${value}`);
  }
  const renamed = (text: string) => text.replace(/(?<=\{\{)\w+(?=\}\})/g, name => names.get(name) ?? name);
  return { named: { ...request, lines: request.lines.map(renamed) }, missing };
}

/** The definitions of a file variable or prompt. */
interface Definitions {
  /** Trimmed; undefined for a prompt. */
  readonly values: Set<string | undefined>;
  isShared: boolean;
}

/**
 * The file variables and prompts of a document by name. For httpYac, those in a block with a request belong to that request;
 * REST Client takes the last one of the file for all. So these are not shared, nor are prompts.
 */
function definitionsIn(lines: Lines, dialect: HttpDialect): ReadonlyMap<string, Definitions> {
  const found = new Map<string, Definitions>();
  for (const block of blocksOf(lines, regionsOf(lines, dialect))) {
    let isOfRequest: boolean | undefined;
    for (let line = block.first; line <= block.last; line++) {
      const text = lines.line(line);
      const [, prompted] = /^\s*(?:#+|\/\/+)\s*@prompt\s+([^\s=]+)/.exec(text) ?? [];
      const [start = '', name = prompted] = /^\s*@([^\s=:]+)\s*:?=\s*/.exec(text) ?? [];
      if (name === undefined) continue;
      isOfRequest ??= readBlock(lines, block).requests.length > 0;
      const known = found.get(name) ?? { values: new Set(), isShared: true };
      known.values.add(prompted === undefined ? text.slice(start.length).trim() : undefined);
      known.isShared &&= !isOfRequest && prompted === undefined;
      found.set(name, known);
    }
  }
  return found;
}

/**
 * The name itself if the file defines it for all requests with this value, or not at all. If the file may give it another
 * value, the name with a number: the request must not go elsewhere.
 */
function nameFor(
  name: string,
  value: string,
  known: ReadonlyMap<string, Definitions>,
  setElsewhere: ReadonlySet<string>,
): string {
  for (let number = 1; ; number++) {
    const own = number === 1 ? name : `${name}${number}`;
    const shared = sharedValue(own, known);
    const meanings = shared === undefined ? [...(known.get(own)?.values ?? [])] : [shared];
    if (meanings.every(meaning => meaning === value) && !setElsewhere.has(own)) return own;
  }
}

/** Levels of variables within others. */
const maxDepth = 8;

/** The one value that a file gives a name for all requests, with such variables in it replaced. */
function sharedValue(name: string, known: ReadonlyMap<string, Definitions>, depth = 0): string | undefined {
  const { values, isShared = false } = known.get(name) ?? {};
  const [value] = isShared && values?.size === 1 ? values : [];
  return value?.replace(/^\{\{\s*([^{}\s]+)\s*\}\}$/, (written, inner: string) =>
    depth < maxDepth ? (sharedValue(inner, known, depth + 1) ?? written) : written,
  );
}

/** How a line sets a variable: without a value, as the name of an answer, in a loop, or in a script. */
const settings: readonly RegExp[] = [
  /^\s*@(\w+)(?:\s*$|\s+[^\s=]|\s*:)/g,
  /^\s*(?:#+|\/\/+)\s*@(?:name|loop\s+for)\s+(\w+)/g,
  /^\s*#{3,}\s*(\w+)\s*$/g,
  /\bexports\s*(?:\.\s*|\[\s*["'`])(\w+)/g,
  /\bset\s*\(\s*["'`](\w+)["'`]/g,
];

/** The names that may be set elsewhere than by `@name = value`. */
function namesSetElsewhere(lines: Lines): ReadonlySet<string> {
  const found = new Set<string>();
  for (let line = 0; line < lines.lineCount; line++) {
    for (const setting of settings)
      for (const [, name = ''] of lines.line(line).matchAll(setting)) found.add(name);
  }
  return found;
}

/** Lines to insert before a line of the document. At the end, `before` is the line count. */
interface Insertion {
  readonly before: number;
  readonly lines: readonly string[];
  /** Whether these lines are the request, not its variables. */
  readonly isRequest?: boolean;
  /** Whether no blank line separates it from the text above or below. */
  readonly isTightAbove?: boolean;
  readonly isTightBelow?: boolean;
}

function afterBlock(lines: Lines, cursor: number, { title, lines: request }: NewRequest): Insertion {
  const block = blockAt(lines, cursor, regionsOf(lines, 'http')) ?? { first: 0, last: -1 };
  const last = lastNotBlank(lines, block);
  const titled = [`### ${title}`, ...request];
  if (last !== undefined) return { before: last + 1, lines: titled, isRequest: true };
  // An empty block: its separator becomes the request's.
  const isBelowSeparator = block.first > 0 && isSeparator(lines.line(block.first - 1));
  return {
    before: block.first,
    lines: isBelowSeparator ? [`# ${title}`, ...request] : titled,
    isRequest: true,
    isTightAbove: isBelowSeparator,
  };
}

/** Adds variables to the first block if it has no request. Else inserts a block for them above it. */
function variablesOnTop(lines: Lines, missing: readonly string[]): Insertion[] {
  if (missing.length === 0) return [];
  let end = 0;
  while (end < lines.lineCount && !isSeparator(lines.line(end))) end++;
  const head = { first: 0, last: end - 1 };
  const { requests, responseLine } = readBlock(lines, head);
  if (requests.length > 0 || responseLine !== undefined) {
    return [{ before: 0, lines: [...missing, '', '###'], isTightBelow: true }];
  }
  const last = lastNotBlank(lines, head);
  if (last === undefined) return [{ before: 0, lines: missing }];
  const isTightAbove = isVariable(lines.line(last));
  return [{ before: last + 1, lines: missing, isTightAbove }];
}

function inFences(
  lines: Lines,
  cursor: number,
  { title, lines: request }: NewRequest,
  missing: readonly string[],
): Insertion[] {
  const fence = fencesOf(lines).find(
    ({ first, last, isAlone }) => isAlone && first <= cursor && cursor <= last,
  );
  const indentation = fence ? indentationOf(lines.line(fence.first)) : '';
  const indented = (text: readonly string[]) => text.map(line => (line === '' ? '' : indentation + line));
  const fenced = (text: readonly string[]) => indented(['```http', ...text, '```']);
  const titled = [`### ${title}`, ...request];
  const isOwnFence =
    fence !== undefined && fenceLanguage(fence.info) === 'http' && isBlankWithin(lines, fence);
  const isCutOff = fence !== undefined && !fence.isClosed && !isOwnFence;
  let before = fence ? fence.last + 1 : endOfParagraph(lines, cursor);
  if (isOwnFence) before = fence.first;
  else if (isCutOff) before = (lastNotBlank(lines, fence) ?? fence.first) + 1;
  return [
    // Close an open fence first.
    ...(isCutOff ? [{ before, lines: [marksOf(lines, fence)], isTightAbove: true }] : []),
    ...(missing.length > 0 ? [{ before, lines: fenced(missing) }] : []),
    isOwnFence
      ? {
          before: fence.first + 1,
          lines: indented(titled),
          isRequest: true,
          isTightAbove: true,
          isTightBelow: true,
        }
      : { before, lines: fenced(titled), isRequest: true },
  ];
}

/** The line that closes a fence. */
function marksOf(lines: Lines, { first }: Fence): string {
  return /^[ \t]*(?:`+|~+)/.exec(lines.line(first))?.[0] ?? '```';
}

function isBlankWithin(lines: Lines, { first, last, isClosed }: Fence): boolean {
  return lastNotBlank(lines, { first: first + 1, last: isClosed ? last - 1 : last }) === undefined;
}

/** The line after the paragraph at a line; the line itself if it is blank. */
function endOfParagraph(lines: Lines, line: number): number {
  let end = line;
  const isFence = (text: string) => /^\s*(?:```|~~~)/.test(text);
  while (end < lines.lineCount && !isBlank(lines.line(end)) && !isFence(lines.line(end))) end++;
  return end;
}

function lastNotBlank(lines: Lines, { first, last }: LineRange): number | undefined {
  for (let line = last; line >= first; line--) if (!isBlank(lines.line(line))) return line;
  return undefined;
}

function planOf(lines: Lines, insertions: readonly Insertion[], eol: string): NewRequestPlan {
  const edits: TextEdit[] = [];
  const byPlace = new Map<number, Insertion[]>();
  for (const insertion of insertions) addToList(byPlace, insertion.before, insertion);
  let range: LineRange = { first: 0, last: 0 };
  let added = 0;
  for (const [before, group] of byPlace) {
    const text: string[] = [];
    for (const insertion of group) {
      const above = text.at(-1) ?? (before > 0 ? lines.line(before - 1) : '');
      if (!isBlank(above) && !insertion.isTightAbove) text.push('');
      if (insertion.isRequest) {
        const first = before + added + text.length;
        range = { first, last: first + insertion.lines.length - 1 };
      }
      text.push(...insertion.lines);
    }
    const isTightBelow = group.at(-1)?.isTightBelow;
    if (before < lines.lineCount && !isBlank(lines.line(before)) && !isTightBelow) text.push('');
    edits.push(insertLine(lines, before, text.join(eol), eol));
    added += text.length;
  }
  return { edits, range };
}
