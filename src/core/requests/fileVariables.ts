// Replaces the variables of a request file as a REST client does.
import { firstIndexWhere } from '../common/collections';
import { type Lines, readOnceInSteps } from '../common/lines';
import { finish, type Steps } from '../common/steps';
import { blocksOf, regionsOf, type HttpDialect } from './blocks';
import { HttpYacVariables } from './httpYacVariables';
import { readBlock } from './request';
import { RestClientVariables } from './restClientVariables';

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
 * Replaces `{{name}}` by the values of file variables (`@name = value`) and of the environment, as the client reads them. If
 * it may be any client, only where REST Client and httpYac read the same; a variable of another block, or below the request,
 * counts as well for httpYac, if all of its values are the same. Other variables stay.
 * Source: REST clients' file variables, docs/request-files.md, What the clients do
 */
export function fileVariables(
  lines: Lines,
  dialect: HttpDialect,
  { client, environment }: ClientContext = {},
): VariableResolver {
  if (client === undefined && !environment) return finish(readVariablesInSteps(lines, dialect));
  return finish(resolverInSteps(lines, dialect, client, environment));
}

/** `fileVariables` if nothing is known about the client. */
export function readVariablesInSteps(lines: Lines, dialect: HttpDialect): Steps<VariableResolver> {
  return readOnceInSteps(lines, `variables ${dialect}`, () => resolverInSteps(lines, dialect));
}

function* resolverInSteps(
  lines: Lines,
  dialect: HttpDialect,
  client?: RequestClient,
  environment?: ReadonlyMap<string, string>,
): Steps<VariableResolver> {
  if (client === 'restClient') {
    const variables = yield* RestClientVariables.readInSteps(lines, environment);
    return text => variables.fill(text);
  }
  if (client === 'httpYac') {
    const variables = yield* HttpYacVariables.readInSteps(lines, dialect, environment);
    return (text, request) => variables.fill(text, request);
  }
  const ofRestClient = yield* RestClientVariables.readInSteps(linesIn(lines, dialect), environment);
  const variables = yield* HttpYacVariables.readInSteps(
    lines,
    dialect,
    environment ?? new Map(),
    ofRestClient,
  );
  return (text, request) => variables.fill(text, request);
}

/** The lines of a document that hold requests; others are empty. */
function linesIn(lines: Lines, dialect: HttpDialect): Lines {
  if (dialect === 'http') return lines;
  const regions = regionsOf(lines, dialect);
  return {
    lineCount: lines.lineCount,
    line: line => {
      const region = regions[firstIndexWhere(regions, ({ last }) => last >= line)];
      return region && region.first <= line ? lines.line(line) : '';
    },
  };
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
