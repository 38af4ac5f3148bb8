import { addToList, firstIndexWhere } from '../common/collections';
import { type Lines, readOnceInSteps } from '../common/lines';
import { finish, linesOfStep, type Steps } from '../common/steps';
import { blocksOf, regionsOf, type HttpDialect } from './blocks';
import { HttpYacVariables } from './httpYacVariables';
import { readBlock } from './request';
import { RestClientVariables } from './restClientVariables';
import { isBlank } from './syntax';
import { maxDepth, maxValueLength, plainValue, reference } from './variableValues';

/** A REST client that sends the requests of files. */
export type RequestClient = 'restClient' | 'httpYac';

/** What is known about the client, besides the file. */
export interface ClientContext {
  /** Undefined if it may be either. */
  readonly client?: RequestClient | undefined;
  /** The variables of its selected environment; undefined if unknown. */
  readonly environment?: ReadonlyMap<string, string> | undefined;
  /** Whether its settings have a host for URLs without one. */
  readonly hasDefaultHost?: boolean | undefined;
}

/** Replaces `{{name}}` in a text of the block with these lines. */
export type VariableResolver = (text: string, block: BlockLines) => string;

/** First and last line of a block, or of a request in it. */
export interface BlockLines {
  readonly firstLine: number;
  readonly requestLine: number;
  readonly lastLine: number;
}

/**
 * Replaces `{{name}}` by the values of file variables (`@name = value`) and of the environment. A variable stays if its
 * value is unknown or if clients differ: variables of scripts and prompts, values with quotes or backslashes, and
 * different values of one name. REST Client takes the last one of the file; httpYac the last one above the request in its
 * block, or of the blocks without a request. If nothing is known about the client, a variable of another block, or below
 * the request, counts as well, if all of its values are the same.
 * Source: REST clients' file variables, docs/request-files.md, What the clients do
 */
export function fileVariables(
  lines: Lines,
  dialect: HttpDialect,
  clientContext: ClientContext = {},
): VariableResolver {
  if (clientContext.client === 'restClient') {
    const variables = new RestClientVariables(lines, clientContext.environment);
    return text => variables.fill(text);
  }
  if (clientContext.client === 'httpYac') {
    const variables = finish(HttpYacVariables.readInSteps(lines, dialect, clientContext.environment));
    return (text, request) => variables.fill(text, request);
  }
  if (!clientContext.environment) return finish(readVariablesInSteps(lines, dialect));
  return resolverOf(finish(Definitions.readInSteps(lines, dialect, clientContext)));
}

/** `fileVariables` if nothing is known about the client. */
export function readVariablesInSteps(lines: Lines, dialect: HttpDialect): Steps<VariableResolver> {
  return readOnceInSteps(lines, `variables ${dialect}`, function* () {
    // The same is asked of httpYac's reading soon.
    yield* HttpYacVariables.readInSteps(lines, dialect);
    return resolverOf(yield* Definitions.readInSteps(lines, dialect, {}));
  });
}

function resolverOf(definitions: Definitions): VariableResolver {
  const known = new Map<string, string | undefined>();
  /** In other values, replaces only variables with one value: clients replace those at different times. */
  const fixedValue = (name: string, depth: number): string | undefined => {
    if (known.has(name)) return known.get(name);
    const value = definitions.value(name);
    if (value === undefined || depth > maxDepth || definitions.isMisread(value)) return undefined;
    const filled = fill(value, depth + 1);
    known.set(name, filled.length > maxValueLength ? undefined : filled);
    return known.get(name);
  };
  const fill = (text: string, depth: number, block?: BlockLines): string =>
    text.replace(reference, (written, name: string) => {
      // Clients have their own values for such names.
      if (name.startsWith('$')) return written;
      if (!block || definitions.isFixed(name)) return fixedValue(name, depth) ?? written;
      const value = definitions.value(name, block);
      return value === undefined || definitions.isMisread(value) ? written : fill(value, depth + 1);
    });
  return (text, block) => fill(text, 0, block);
}

/** A line that sets a variable. The value is undefined if clients differ. */
interface Definition {
  readonly line: number;
  readonly value: string | undefined;
}

class Definitions {
  readonly #found = new Map<string, Definition[]>();
  readonly #isFixed = new Map<string, boolean>();
  readonly #isOfNoRequest = new Map<string, boolean>();
  #cached: ReadonlySet<number> | undefined;
  /** Whether several lines together may name a request, as REST Client reads them. */
  #mayNameRequest = false;
  #isValueOfLineAbove = false;

  private constructor(
    private readonly lines: Lines,
    private readonly dialect: HttpDialect,
    private readonly clientContext: ClientContext,
  ) {}

  static *readInSteps(lines: Lines, dialect: HttpDialect, clientContext: ClientContext): Steps<Definitions> {
    const definitions = new Definitions(lines, dialect, clientContext);
    for (const { first, last } of regionsOf(lines, dialect)) {
      for (let line = first; line <= last; line++) {
        definitions.#read(line);
        if (line % linesOfStep === 0) yield;
      }
    }
    return definitions;
  }

  #read(line: number): void {
    // REST Client also ends lines at these characters.
    for (const text of this.lines.line(line).split(/[\u2028\u2029]/)) {
      if (isBlank(text)) continue;
      const variable = variableIn(text);
      const forRestClient = restClientNameIn(text);
      const name = variable?.name ?? promptIn(text) ?? setElsewhereIn(text);
      if (name !== undefined) {
        const isReadAlike = name === forRestClient && !this.#isValueOfLineAbove;
        this.#add(name, line, variable && isReadAlike ? plainValue(variable.value) : undefined);
      }
      if (forRestClient !== undefined && forRestClient !== name) this.#add(forRestClient, line, undefined);
      this.#mayNameRequest ||= /@name\s*$|^\s*@name\s+\w+\s*$/.test(text);
      // Then REST Client takes the next line as the value.
      this.#isValueOfLineAbove = /^\s*(?:@[^\s=]+\s*)?=\s*$/.test(text);
    }
  }

  #add(name: string, line: number, value: string | undefined): void {
    addToList(this.#found, name, { line, value });
  }

  /** Whether a name means the same for every request. */
  isFixed(name: string): boolean {
    return remembered(this.#isFixed, name, () => {
      const [first, ...others] = this.#found.get(name) ?? [];
      return others.every(({ value }) => value === first?.value);
    });
  }

  /** The value for a block; without a block, the value if it is the same for all. */
  value(name: string, block?: BlockLines): string | undefined {
    if (this.#isOfResponse(name)) return undefined;
    const found = this.#found.get(name);
    if (!found) return this.clientContext.environment?.get(name);
    if (this.isFixed(name)) return found[0]?.value;
    if (!block) return undefined;
    const forHttpYac = this.#httpYacValue(name, found, block);
    return forHttpYac === found.at(-1)?.value ? forHttpYac : undefined;
  }

  /** Whether `name.response.body.x` may be part of a response, which comes before variables. */
  #isOfResponse(name: string): boolean {
    const [request = ''] = name.split('.', 1);
    if (request === name) return false;
    return (
      this.#mayNameRequest || (this.#found.get(request)?.some(({ value }) => value === undefined) ?? false)
    );
  }

  /** Whether other values may get into a value: REST Client uses names as patterns. */
  isMisread(value: string): boolean {
    return [...value.matchAll(reference)].some(
      ([, name = '']) => !/^[\w-]+$/.test(name) && this.#found.has(name),
    );
  }

  #httpYacValue(
    name: string,
    found: readonly Definition[],
    { firstLine, lastLine }: BlockLines,
  ): string | undefined {
    const own = found[firstIndexWhere(found, ({ line }) => line > lastLine) - 1];
    if (own && own.line >= firstLine) return own.value;
    // Earlier requests leave the variables of their blocks behind.
    const isOfNoRequest = remembered(this.#isOfNoRequest, name, () =>
      found.every(({ line }) => !this.#ofRequests.has(line)),
    );
    return isOfNoRequest ? found.at(-1)?.value : undefined;
  }

  /** The lines of definitions in blocks with a request. */
  get #ofRequests(): ReadonlySet<number> {
    if (this.#cached) return this.#cached;
    const all = [...this.#found.values()]
      .flatMap(found => found.map(({ line }) => line))
      .sort((a, b) => a - b);
    const ofRequests = new Set<number>();
    let at = 0;
    for (const block of blocksOf(this.lines, regionsOf(this.lines, this.dialect))) {
      const first = at;
      while ((all[at] ?? Infinity) <= block.last) at++;
      if (at === first || readBlock(this.lines, block).requests.length === 0) continue;
      for (const line of all.slice(first, at)) ofRequests.add(line);
    }
    this.#cached = ofRequests;
    return ofRequests;
  }
}

function remembered(known: Map<string, boolean>, name: string, find: () => boolean): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = find();
  known.set(name, found);
  return found;
}

/** The file variables of a document by the requests that can read them. */
export interface VariableNames {
  /** Those that have the same value for every request, trimmed. */
  readonly shared: ReadonlyMap<string, string>;
  /** All others with their values; undefined for a prompt. */
  readonly others: ReadonlyMap<string, ReadonlySet<string | undefined>>;
}

/**
 * The names of file variables and prompts. For httpYac, variables in a block with a request belong to that request; REST
 * Client takes the last one of the file for all. Such variables, and those with several values, are not shared.
 */
export function variableNames(lines: Lines, dialect: HttpDialect): VariableNames {
  const found = new Map<string, { values: Set<string | undefined>; isShared: boolean }>();
  for (const block of blocksOf(lines, regionsOf(lines, dialect))) {
    let isOfRequest: boolean | undefined;
    for (let line = block.first; line <= block.last; line++) {
      const text = lines.line(line);
      const prompted = promptIn(text);
      const variable = variableIn(text);
      const name = variable?.name ?? prompted;
      if (name === undefined) continue;
      isOfRequest ??= readBlock(lines, block).requests.length > 0;
      const known = found.get(name) ?? { values: new Set(), isShared: true };
      known.values.add(variable?.value.trim());
      known.isShared &&= !isOfRequest && prompted === undefined;
      found.set(name, known);
    }
  }
  const shared = new Map<string, string>();
  const others = new Map<string, ReadonlySet<string | undefined>>();
  for (const [name, { values, isShared }] of found) {
    const [value] = values;
    if (isShared && values.size === 1 && value !== undefined) shared.set(name, value);
    else others.set(name, values);
  }
  return { shared, others };
}

/** The name of a prompt. */
function promptIn(text: string): string | undefined {
  return /^\s*(?:#+|\/\/+)\s*@prompt\s+([^\s=]+)/.exec(text)?.[1];
}

function variableIn(text: string): { readonly name: string; readonly value: string } | undefined {
  const [start = '', name] = /^\s*@([^\s=:]+)\s*:?=\s*/.exec(text) ?? [];
  return name === undefined ? undefined : { name, value: text.slice(start.length) };
}

/** The name that a line sets for REST Client, which does not know `:=`. */
function restClientNameIn(text: string): string | undefined {
  return /^\s*@([^\s=]+)\s*=/.exec(text)?.[1];
}

/**
 * A name whose value is not on this line: of a request, for its response; of a loop; a variable of httpYac only
 * (`@name value`); one whose value REST Client reads on the next line.
 */
function setElsewhereIn(text: string): string | undefined {
  return (
    /^\s*@([^\s=:]+)(?:\s+\S|\s*$)/.exec(text)?.[1] ??
    /^\s*(?:#+|\/\/+)\s*@name\s+([^\s=]+)/.exec(text)?.[1] ??
    /^\s*#{3,}\s*([\w$]+)\s*$/.exec(text)?.[1] ??
    /^\s*(?:#+|\/\/+)\s*@loop\s+for\s+(\w+)\s+of\s/.exec(text)?.[1]
  );
}
