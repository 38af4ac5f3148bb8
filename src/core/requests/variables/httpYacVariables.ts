// The variables of a document as httpYac reads them.
import { addToList, firstIndexWhere } from '../../common/collections';
import { type Lines, readOnceInSteps } from '../../common/lines';
import { linesOfStep, type Steps } from '../../common/steps';
import { type HttpDialect, regionsOf } from '../blocks';
import { httpYacVariableIn, readHttpYacLinesInSteps } from './httpYacRegions';
import type { RestClientVariables } from './restClientVariables';
import { maxDepth, maxValueLength, plainValue, reference } from './variableValues';

/** Names that httpYac does not let a file set. */
const reserved =
  /^(?:httpFile|httpRegion|request|test|sleep|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|super|switch|static|this|throw|true|try|typeof|var|void|while|with|yield|__proto__)$/;

/** A line that sets a variable. The value is undefined if only httpYac knows it. */
interface Definition {
  readonly line: number;
  readonly value: string | undefined;
  readonly isLazy: boolean;
}

/** The definitions of one name. */
interface Definitions {
  /** Above a request, by the line of that request. */
  readonly own: Map<number, Definition[]>;
  /** In regions without a request. */
  readonly shared: Definition[];
  /** The values of all but the shared ones, and of all. */
  readonly others: Set<string | undefined>;
  readonly all: Set<string | undefined>;
}

/** A value, and where the variables in it are read. */
interface Found {
  readonly value: string | undefined;
  readonly place: Place;
}

/** No variable of the file counts there. */
const nowhere: Place = { requestLine: undefined, line: 0 };

/** Where a variable is used. */
interface Place {
  /** Undefined outside of the regions with a request. */
  readonly requestLine: number | undefined;
  readonly line: number;
}

/**
 * The variables of a document as httpYac reads them: the last one above the request in its region counts, then the last
 * one of the regions without a request, then the environment. What other requests leave behind must not differ.
 * Source: docs/request-files.md, What the clients do
 */
export class HttpYacVariables {
  readonly #known = new Map<string, string | undefined>();

  private constructor(
    private readonly definitions: ReadonlyMap<string, Definitions>,
    private readonly environment: ReadonlyMap<string, string> | undefined,
    private readonly other: RestClientVariables | undefined,
  ) {}

  /**
   * @param environment the values of the selected environment; undefined if unknown
   * @param other with these, only variables whose values are the same for REST Client
   */
  static *readInSteps(
    lines: Lines,
    dialect: HttpDialect,
    environment?: ReadonlyMap<string, string>,
    other?: RestClientVariables,
  ): Steps<HttpYacVariables> {
    const definitions = yield* readOnceInSteps(lines, `httpYac variables ${dialect}`, () =>
      readDefinitionsInSteps(lines, dialect),
    );
    return new HttpYacVariables(definitions, environment, other);
  }

  /** Replaces the variables of a request whose values are known. Others stay. */
  fill(text: string, { requestLine }: { readonly requestLine: number }): string {
    return this.#fill(text, { requestLine, line: requestLine }, 0);
  }

  #fill(text: string, place: Place, depth: number): string {
    return text.replace(reference, (written, name: string) => this.#valueAt(name, place, depth) ?? written);
  }

  #valueAt(name: string, place: Place, depth: number): string | undefined {
    // Its own ones, and those of `@global.`.
    if (name.startsWith('$') || reserved.test(name) || depth > maxDepth) return undefined;
    const key = `${place.requestLine} ${place.line} ${name}`;
    if (this.#known.has(key)) return this.#known.get(key);
    // Ends recursion.
    this.#known.set(key, undefined);
    const found = this.#find(name, place);
    const isKnown = found?.value !== undefined && this.other?.mayBe(name, found.value) !== false;
    const filled = isKnown ? this.#fill(found.value, found.place, depth + 1) : undefined;
    const value = filled !== undefined && filled.length > maxValueLength ? undefined : filled;
    this.#known.set(key, value);
    return value;
  }

  #find(name: string, place: Place): Found | undefined {
    const { environment } = this;
    const definitions = this.definitions.get(name);
    if (!definitions) return { value: environment?.get(name), place: nowhere };
    const { own, shared, others, all } = definitions;
    const { requestLine } = place;
    // The last one above a place in its own region. There may be many of one name.
    const inRegion = requestLine === undefined ? undefined : own.get(requestLine);
    const above = inRegion?.[firstIndexWhere(inRegion, ({ line }) => line >= place.line) - 1];
    if (above) return { value: above.value, place: above.isLazy ? nowhere : { ...place, line: above.line } };
    const isAtRequest = requestLine !== undefined;
    const [top] = shared;
    const aboveHere = top && top.line < place.line ? top : undefined;
    const counted = isAtRequest ? shared.at(-1) : aboveHere;
    const rest = isAtRequest ? others : all;
    const [first] = environment?.has(name) === false ? rest : [environment?.get(name)];
    const value = counted ? counted.value : first;
    // Values that only httpYac knows differ.
    if (rest.size > 1 || (rest.size === 1 && (value === undefined || !rest.has(value)))) return undefined;
    return {
      value,
      place: counted && !counted.isLazy ? { requestLine: undefined, line: counted.line } : nowhere,
    };
  }
}

function* readDefinitionsInSteps(
  lines: Lines,
  dialect: HttpDialect,
): Steps<ReadonlyMap<string, Definitions>> {
  const { variables: places } = yield* readHttpYacLinesInSteps(lines, dialect);
  const found = new Map<string, Definitions>();
  for (const { first, last } of regionsOf(lines, dialect)) {
    for (let line = first; line <= last; line++) {
      if (line % linesOfStep === 0) yield;
      for (const { name, value, isLazy } of definedIn(lines.line(line))) {
        const definitions: Definitions = found.get(name) ?? {
          ...{ own: new Map(), shared: [], others: new Set(), all: new Set() },
        };
        found.set(name, definitions);
        const { own, shared, others, all } = definitions;
        const definition = { line, value, isLazy };
        const requestLine = places.get(line);
        all.add(value);
        if (places.has(line) && requestLine === undefined) shared.push(definition);
        else others.add(value);
        if (requestLine !== undefined) addToList(own, requestLine, definition);
      }
    }
  }
  return found;
}

/** The variables that a line sets, whether or not it counts. */
function definedIn(text: string): readonly Omit<Definition & { readonly name: string }, 'line'>[] {
  const variable = httpYacVariableIn(text);
  if (variable) return [{ ...variable, value: plainValue(variable.value) }];
  const [, title, query] = requestName.exec(text) ?? [];
  const name = variableOf(title ?? query ?? '');
  // Saves the search in most lines.
  const others = /@loop|set/.test(text) ? [...text.matchAll(setElsewhere)].map(([, each]) => each) : [];
  return [name, ...others].flatMap(each => (each ? [{ name: each, value: undefined, isLazy: false }] : []));
}

/** The variable for the answer of a request with this name. */
function variableOf(name: string): string {
  return name
    .trim()
    .replace(/\s/g, '-')
    .replace(/-./g, part => part.slice(1).toUpperCase());
}

/** The name of a request: in metadata or its title, or the name of its query. */
const requestName =
  /^\s*(?:(?:(?:#+|\/\/+)\s*@name\s+"?|#{3,})(.*)|(?:query|mutation|fragment|gql)\s+([^\s(]+))/;

/** A loop, a script of JetBrains. */
const setElsewhere = /(?:^\s*(?:#+|\/\/+)\s*@loop\s+"?for\s+|\bset\s*\(\s*["'`])([^\s"'`]+)/g;
