// Replaces the variables of a request file as a REST client does.
import { firstIndexWhere } from '../../common/collections';
import { type Lines, readOnceInSteps } from '../../common/lines';
import { finish, type Steps } from '../../common/steps';
import { regionsOf, type HttpDialect } from '../blocks';
import { HttpYacVariables } from './httpYacVariables';
import { RestClientVariables } from './restClientVariables';

/** A REST client that sends requests in VS Code. */
export type SendingClient = 'restClient' | 'httpYac';

/** What is known about the client, besides the file. */
export interface ClientContext {
  /** Undefined if it may be either. */
  readonly client?: SendingClient | undefined;
  /** The variables of its selected environment; undefined if unknown. */
  readonly environment?: ReadonlyMap<string, string> | undefined;
  /** Whether its settings have a host for URLs without one. */
  readonly hasDefaultHost?: boolean | undefined;
  /** Whether it asks for the token when it sends, so that scripts cannot lead the token elsewhere. */
  readonly asksForToken?: boolean | undefined;
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
  client?: SendingClient,
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
