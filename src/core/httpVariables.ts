import { regionsOf, type HttpDialect } from './httpBlocks';
import type { Lines } from './httpLines';

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

/** The names that a document's file variables and prompts have. */
export function fileVariableNames(lines: Lines, dialect: HttpDialect): ReadonlySet<string> {
  return new Set(valuesIn(lines, dialect).keys());
}

function valuesIn(lines: Lines, dialect: HttpDialect): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const { first, last } of regionsOf(lines, dialect)) {
    for (let line = first; line <= last; line++) {
      const text = lines.line(line);
      const prompted = /^\s*(?:#|\/\/)\s*@prompt\s+([^\s=]+)/.exec(text)?.[1];
      if (prompted !== undefined) values.set(prompted, undefined);
      const [start = '', name] = /^\s*@([^\s=:]+)\s*:?=\s*/.exec(text) ?? [];
      if (name === undefined) continue;
      const value = plainValue(text.slice(start.length));
      values.set(name, values.has(name) && values.get(name) !== value ? undefined : value);
    }
  }
  return values;
}

function plainValue(text: string): string | undefined {
  if (text.length > longestValue) return undefined;
  const value = text.trim();
  return value === '' || /[\\"'`]/.test(value) ? undefined : value;
}
