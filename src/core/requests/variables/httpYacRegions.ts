import { type LineRange, type Lines, readOnceInSteps } from '../../common/lines';
import { linesOfStep, type Steps } from '../../common/steps';
import { type HttpDialect, regionsOf } from '../blocks';
import { httpYacRequest, isBlank, isInAllHeads, isSeparator } from '../lineSyntax';

/** What httpYac reads in a document. */
interface HttpYacLines {
  /**
   * The lines of the variables that count, with the request below that they are set for; undefined for those of a region
   * without a request, which is executed before each request. Not the lines above `# @ref`, which sets variables again
   * even from among the headers.
   */
  readonly variables: Map<number, number | undefined>;
  readonly requests: Set<number>;
  /** The lines of comments between the marks of JavaScript, with their marks. */
  readonly comments: Set<number>;
  /** Whether a line contains U+2028 or U+2029. The dots in httpYac's expressions do not match them: it reads another request line. */
  hasSeparators: boolean;
  /** Whether `###` is below a request in a Markdown document, where it does not separate. */
  hasMarksInMarkdown: boolean;
}

/**
 * `@name = value`, `@name := value`, `@name value`. Does not match if the value contains U+2028, as in httpYac. Names, blanks and
 * `=` are read whole (`(?!…)`): each way to divide them would read the value again.
 */
const variable = /^\s*@(global\.)?([^\s=:]*)(?![^\s=:])\s*(?!\s)(:?)=*(?!=)\s*(?!\s)"?(.*)$/;

/** Takes in all lines up to a blank one, or the separator. */
const graphQl = /^\s*(?:(?:query|mutation)(?![\w-]*\s*:)|fragment\s+[^\s(]+\s+on\s)/;
const graphQlEnd = /^\s*(?:###.*)?$/;
const commentStart = /^\s*\/\*$/;
const commentEnd = /^\s*\*\/\s*$/;
const scriptStart =
  /^\s*\{\{(?:@js\s+(?!\s))?[+@]?(?:request|streaming|response|after|responseLogging)?\s*$/i;
const scriptEnd = /^\s*\}\}\s*$/;
const jetBrainsEnd = /^\s*%\}\s*$/;
const jetBrainsOnOneLine = /^\s*[<>]\s+(?:\{%\s*\S.*%\}|[^\s{%}]+)\s*$/;

/**
 * Characters of a boundary; RFC 2046 allows 70. Below a longer one, each line that may be a request counts as one: V8 needs quadratic
 * time to search a line for a long text.
 */
const maxBoundaryLength = 200;

/** Metadata that changes neither variables nor whether a region is executed. */
const harmlessMetadata = /^(?:prompt|description|title|note|no-?\w+)$/i;

/**
 * Reads the regions of a document by httpYac's rules, which differ from those of other clients:
 * - A comment of several lines continues over separators.
 * - In a Markdown document, each block is one region: `###` does not separate.
 * - A line that is nothing else begins the request. A further request begins only with a method that httpYac knows. If it is not
 *   certain that httpYac sees one, its lines count as a body.
 * - Only the variables above a request are set before it is sent.
 *
 * Source: the parsers of httpYac 6.16
 */
export function readHttpYacLinesInSteps(lines: Lines, dialect: HttpDialect): Steps<HttpYacLines> {
  return readOnceInSteps(lines, `httpYac lines ${dialect}`, function* () {
    const found: HttpYacLines = {
      ...{ variables: new Map(), requests: new Set(), comments: new Set() },
      ...{ hasSeparators: false, hasMarksInMarkdown: false },
    };
    for (const range of regionsOf(lines, dialect)) {
      const reader = new RegionReader(lines, range, dialect);
      let read = 0;
      while (!reader.isAtEnd) {
        reader.readLine(found);
        if (++read % linesOfStep === 0) yield;
      }
      reader.close(found);
    }
    return found;
  });
}

/** The variable that a line sets for httpYac; its value is evaluated later if it is lazy. */
export function httpYacVariableIn(
  text: string,
): { readonly name: string; readonly value: string; readonly isLazy: boolean } | undefined {
  const [, global = '', name = '', colon, value = ''] = variable.exec(text) ?? [];
  if (name === '' || value === '' || /[\r\u2028\u2029]/.test(text)) return undefined;
  return { name: global === '' ? name : `$global.${name}`, value, isLazy: colon === ':' };
}

/**
 * Whether httpYac finds a block in a Markdown document that is none of ours: it knows neither longer fences nor other marks,
 * so that a block within an example is one too.
 */
export function* hasHiddenBlock(lines: Lines): Steps<boolean> {
  const ours = new Map(regionsOf(lines, 'markdown').map(({ first, last }) => [first, last]));
  const found = yield* readMarkdownBlocksInSteps(lines);
  return [...found].some(([first, last]) => ours.get(first) !== last);
}

/**
 * The lines of a Markdown document in blocks that httpYac finds. In one that is indented, titled, never closed or between
 * other marks, it takes each line for a part of the request above.
 */
export function readFoundLinesInSteps(lines: Lines): Steps<ReadonlySet<number>> {
  return readOnceInSteps(lines, 'httpYac lines in blocks', function* () {
    const found = yield* readMarkdownBlocksInSteps(lines);
    const inBlocks = new Set<number>();
    for (const { first, last } of regionsOf(lines, 'markdown')) {
      if (found.get(first) !== last) continue;
      yield;
      for (let line = first; line <= last; line++) inBlocks.add(line);
    }
    return inBlocks;
  });
}

/** The blocks of a Markdown document that httpYac finds: their first and last lines. */
function readMarkdownBlocksInSteps(lines: Lines): Steps<ReadonlyMap<number, number>> {
  return readOnceInSteps(lines, 'httpYac blocks', function* () {
    const found = new Map<number, number>();
    let first: number | undefined;
    for (let line = 0; line < lines.lineCount; line++) {
      if (line % linesOfStep === 0) yield;
      const text = lines.line(line);
      if (first === undefined) first = /^```\s*(?:http|rest)$/i.test(text) ? line + 1 : undefined;
      else if (/^```\s*$/.test(text)) {
        found.set(first, line - 1);
        first = undefined;
      }
    }
    return found;
  });
}

class RegionReader {
  #line: number;
  readonly #last: number;
  #variableLines: number[] = [];
  #requestLine: number | undefined;
  /** Whether only lines of its head are below the request line. */
  #isInHead = false;
  /** Whether the region may be skipped if it has no request: it has a name, or metadata. */
  #isSkipped = false;
  /** Then only `###` alone is a separator. */
  #isMarkdown = false;
  /** Whether it may have no further request. */
  #isOneRequest = false;
  /** The last boundary of a body of several parts, below which it may have one again. */
  #lastBoundary: string | undefined;
  /** For each end mark, the line up to which there is none. Searching again would be quadratic. */
  readonly #missing = new Map<RegExp, number>();

  constructor(
    private readonly lines: Lines,
    { first, last }: LineRange,
    private readonly dialect: HttpDialect,
  ) {
    this.#line = first;
    this.#last = last;
  }

  get isAtEnd(): boolean {
    return this.#line > this.#last;
  }

  /** Reads a line, or the construct that begins there. */
  readLine(found: HttpYacLines): void {
    const line = this.#line;
    const text = this.lines.line(line);
    found.hasSeparators ||= /[\u2028\u2029]/.test(text);
    this.#isInHead &&= isInAllHeads(text);
    this.#line = (this.#endOfSpan(text) ?? line) + 1;
    if (commentStart.test(text)) for (let at = line; at < this.#line; at++) found.comments.add(at);
    if (this.#line > line + 1 || isBlank(text)) return;
    if (isSeparator(text) && this.dialect === 'markdown')
      found.hasMarksInMarkdown ||= this.#requestLine !== undefined;
    else if (isSeparator(text) && (!this.#isMarkdown || text.trim() === '###')) {
      this.close(found);
      this.#isSkipped = /^\s*#{3,}\s*\S/.test(text);
    } else if (/^\s*(?:#|\/\/)/.test(text)) this.#readMetadata(text);
    else if (httpYacVariableIn(text)) {
      if (this.#requestLine === undefined) this.#variableLines.push(line);
    } else if (this.#requestLine !== undefined) this.#readBelowRequest(text, line, found);
    else if (!jetBrainsOnOneLine.test(text)) this.#beginRequest(line, found);
  }

  close({ variables }: HttpYacLines): void {
    const requestLine = this.#requestLine;
    const counts = requestLine !== undefined || !this.#isSkipped;
    if (counts) for (const line of this.#variableLines) variables.set(line, requestLine);
    this.#variableLines = [];
    this.#requestLine = undefined;
    this.#isSkipped = this.#isMarkdown = this.#isOneRequest = false;
    this.#lastBoundary = undefined;
  }

  #beginRequest(line: number, { requests }: HttpYacLines): void {
    this.#requestLine = line;
    this.#isInHead = true;
    requests.add(line);
  }

  #readBelowRequest(text: string, line: number, found: HttpYacLines): void {
    if (!this.#isOneRequest && httpYacRequest.test(text)) {
      this.close(found);
      this.#beginRequest(line, found);
    }
    if (this.#isInHead) this.#readContentType(text);
    else if (this.#lastBoundary !== undefined && text.includes(this.#lastBoundary))
      this.#isOneRequest = false;
  }

  #readContentType(text: string): void {
    const [, value] = /^\s*content-type\s*:(.*)$/i.exec(text) ?? [];
    if (value === undefined) return;
    this.#isMarkdown ||= /markdown/i.test(value);
    const [type, ...parameters] = value.split(';').map(part => part.trim());
    if (type !== 'multipart/mixed') return;
    const boundary = parameters.find(each => each.startsWith('boundary='))?.split('=')[1] ?? '';
    if (boundary.length > maxBoundaryLength) return;
    this.#isOneRequest = true;
    this.#lastBoundary = `--${boundary}--`;
  }

  #readMetadata(text: string): void {
    const [, space, name] = /^\s*(?:#+|\/{2,})(\s*)@([^\s]+)/.exec(text) ?? [];
    if (name === undefined || harmlessMetadata.test(name)) return;
    this.#isOneRequest ||= space !== '' && /^force(?:-r|-?R)egion(?:-d|-?D)elimiter$/.test(name);
    this.#isSkipped = true;
    if (/^(?:ref|force-?ref|import|loop)$/i.test(name)) this.#variableLines = [];
  }

  /** The last line of a comment, a script or a query of GraphQL. */
  #endOfSpan(text: string): number | undefined {
    if (commentStart.test(text)) return this.#lineOf(commentEnd);
    if (graphQl.test(text)) return this.#lineOf(graphQlEnd) ?? this.#last;
    if (scriptStart.test(text)) return this.#lineOf(scriptEnd);
    const [, sign] = /^\s*([<>])\s+\{%\s*$/.exec(text) ?? [];
    const isScript = sign === '>' || (sign === '<' && this.#requestLine === undefined);
    return isScript ? this.#lineOf(jetBrainsEnd) : undefined;
  }

  /** The line below this one that is such an end. Only comments continue over separators. */
  #lineOf(end: RegExp): number | undefined {
    if ((this.#missing.get(end) ?? -1) > this.#line) return undefined;
    let line = this.#line + 1;
    for (; line <= this.#last; line++) {
      const text = this.lines.line(line);
      if (end.test(text)) return line;
      if (end !== commentEnd && isSeparator(text)) break;
    }
    this.#missing.set(end, line);
    return undefined;
  }
}
