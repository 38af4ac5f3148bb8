import { blocksOf, regionsOf, type HttpDialect } from './httpBlocks';
import type { Lines } from './httpLines';
import { readBlock } from './httpRequests';

/** Longer values are no part of a path; they stay variables. */
const longestValue = 300;

/** Variables within values within values; deeper ones, and such that lead back to themselves, stay variables. */
const deepestValue = 8;

/**
 * Puts in the values of file variables (`@name = value`) for `{{name}}` in a text; what has no plain text in this
 * file stays as it is: variables of environments, scripts and prompts, such with quotes or backslashes (clients differ
 * on what those mean), and such that the file gives several values.
 * Source: REST clients' file variables, rest-client-files §1.2-1.3.
 */
export function fileVariables(lines: Lines, dialect: HttpDialect): (text: string) => string {
  const values = valuesIn(lines, dialect);
  const known = new Map<string, string | undefined>();
  const valueOf = (name: string, depth: number): string | undefined => {
    if (known.has(name)) return known.get(name);
    const value = values.get(name);
    if (value === undefined || depth > deepestValue) return undefined;
    const filled = fill(value, depth + 1);
    known.set(name, filled.length > longestValue ? undefined : filled);
    return known.get(name);
  };
  const fill = (text: string, depth: number): string =>
    text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (reference, name: string) => valueOf(name, depth) ?? reference);
  return text => fill(text, 0);
}

/** The file variables of a document by who can read them. */
export interface VariableNames {
  /** Those that every request reads with one and the same value, with that, blanks around it left out. */
  readonly shared: ReadonlyMap<string, string>;
  /** All others, with the values that they have somewhere; undefined for what a prompt asks for. */
  readonly others: ReadonlyMap<string, ReadonlySet<string | undefined>>;
}

/**
 * The names that a document's file variables and prompts have. httpYac reads those of a block with a request for that
 * one only, REST Client takes the last one of the file for all: such, and those with several values, are not shared.
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
      const before = found.get(name);
      found.set(name, {
        values: new Set([...(before?.values ?? []), variable?.value.trim()]),
        isShared: before?.isShared !== false && !isOfRequest && prompted === undefined,
      });
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

function valuesIn(lines: Lines, dialect: HttpDialect): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const { first, last } of regionsOf(lines, dialect)) {
    for (let line = first; line <= last; line++) {
      const text = lines.line(line);
      const prompted = promptIn(text);
      if (prompted !== undefined) values.set(prompted, undefined);
      const variable = variableIn(text);
      if (!variable) continue;
      const { name } = variable;
      const value = plainValue(variable.value);
      values.set(name, values.has(name) && values.get(name) !== value ? undefined : value);
    }
  }
  return values;
}

/** The name that a line asks a person for. */
function promptIn(text: string): string | undefined {
  return /^\s*(?:#|\/\/)\s*@prompt\s+([^\s=]+)/.exec(text)?.[1];
}

function variableIn(text: string): { readonly name: string; readonly value: string } | undefined {
  const [start = '', name] = /^\s*@([^\s=:]+)\s*:?=\s*/.exec(text) ?? [];
  return name === undefined ? undefined : { name, value: text.slice(start.length) };
}

function plainValue(text: string): string | undefined {
  if (text.length > longestValue) return undefined;
  const value = text.trim();
  return value === '' || /[\\"'`]/.test(value) ? undefined : value;
}
