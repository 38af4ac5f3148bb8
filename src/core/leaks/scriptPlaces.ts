// Finds the scripts in request files, in whose texts `{{…}}` is not a placeholder.
import { firstIndexWhere } from '../common/collections';
import type { Lines, LineSpan } from '../common/lines';
import { bruBlocks } from '../formats/bruno/bruBlocks';
import { closingOf } from '../requests/lineSyntax';

/** Characters before a place in which `{{` is looked for. */
const longestExpression = 1_000;

/** Tells for places in the order of the text whether they are in a script. */
type IsInScript = (place: LineSpan) => boolean;

/**
 * The scripts of request files for REST Client, httpYac and JetBrains: `{{` and `> {%` up to their ends, `{{…}}` within a
 * line, `?? js`. Source: docs/request-files.md, What the clients do
 */
export function httpScripts(lines: Lines, first: number): IsInScript {
  let next = first;
  let closes: ReturnType<typeof closingOf>;
  let isComment = false;
  let isScript = false;
  return ({ line, start }) => {
    for (; next <= line; next++) {
      const read = lines.line(next);
      const isEnd = closes?.(read) === true;
      if (!closes) {
        closes = closingOf(read);
        // It may become a request again, and REST Client sends it in a body.
        isComment = /^\s*\/\*/.test(read);
      }
      isScript = (closes !== undefined && !isComment) || /^\s*(?:[<>]\s*\{%|\?\?\s*js\b)/.test(read);
      if (isEnd) closes = undefined;
    }
    const before = lines.line(line).slice(Math.max(0, start - longestExpression), start);
    return isScript || before.lastIndexOf('{{') > before.lastIndexOf('}}');
  };
}

/** The scripts of a Bruno file, and the expressions that it evaluates as such. */
export function brunoScripts(lines: Lines): IsInScript {
  const scripts = (bruBlocks(lines) ?? []).filter(({ name }) =>
    /^(?:script:.+|tests|assert|vars:post-response)$/.test(name),
  );
  return ({ line }) => (scripts[firstIndexWhere(scripts, ({ last }) => last > line)]?.first ?? line) < line;
}
