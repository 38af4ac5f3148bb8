import type { Lines } from '../../common/lines';
import { PowershellReader } from '../../shells/powershellCommands';
import { hashEntries } from '../../shells/powershellTables';
import type { ScriptWord } from '../../shells/shellCommand';

/** Lines above a command that are searched for the value of its variable. */
const maxLinesAbove = 200;

/** The literal name of another header. `Host` would lead the request elsewhere. */
const name = '(?!(?:authorization|host)(?![\\w-]))[\\w-]+';
const key = `(?:"${name}"|'${name}')`;

/** What may be between the name of a web request and its parameter. */
const argument = [
  '[^;|&(){}`"\'\\n]',
  '`\\n',
  '"[^"\\n]{0,300}"',
  "'[^'\\n]{0,300}'",
  '[({][^(){}\\n]{0,300}[)}]',
].join('|');

/**
 * Whether it is certain that a variable holds a hash table with neither `Authorization` nor `Host`. Above the place there
 * must be a statement that assigns a table to it. Below that, only entries with literal names may be set, tables added,
 * and web requests sent with it. Everything else that has its name may change it: a hash table is a reference.
 * @param variable with its `$`, as in the request
 */
export function isTableWithoutHeader(
  lines: Lines,
  variable: string,
  { startLine, startCharacter }: Pick<ScriptWord, 'startLine' | 'startCharacter'>,
): boolean {
  const above: string[] = [lines.line(startLine).slice(0, startCharacter)];
  for (let line = startLine - 1; line >= 0 && line >= startLine - maxLinesAbove; line--)
    above.unshift(lines.line(line));
  const text = above.join('\n').toLowerCase();
  const escaped = `\\${variable.toLowerCase()}`;
  const assignment = new RegExp(
    `^((?:[^#'"\`\\n]*[;{])?)[ \\t]*(?:\\[(?:system\\.collections\\.)?hashtable\\][ \\t]*)?${escaped}[ \\t]*(\\+?)=\\s*(?=@\\{)`,
    'gm',
  );
  const all = [...text.matchAll(assignment)];
  const first = all.map(([, , sign]) => sign).lastIndexOf('');
  if (first < 0) return false;
  const pieces: string[] = [];
  let from = Infinity;
  for (const { 0: whole, 1: before = '', index } of all.slice(first)) {
    const start = index + whole.length;
    const end = endOfTable(text.slice(start));
    if (end === undefined) return false;
    pieces.push(text.slice(from, index + before.length));
    from = start + end;
  }
  const below = [...pieces, text.slice(from)].join('\n');
  if (leavesText(below)) return false;
  const entry = new RegExp(
    `${escaped}(?:\\[${key}\\]|\\.${name}[ \\t]*=(?!=)|\\.(?:add|item|set_item|remove)\\(${key}[ \\t]*[,)])`,
    'g',
  );
  const request = new RegExp(
    `((?:^|[;|&({])[ \\t]*(?:\\$[\\w:]+[ \\t]*=[ \\t]*)?(?:irm|iwr|curl|wget|invoke-(?:restmethod|webrequest))[ \\t](?:${argument}){0,500}?)` +
      `(?<=[ \\t])-headers[ \\t:]+(?:${escaped}(?=[\\s;|)}]|$)|\\([ \\t]*${escaped}[ \\t]*\\+[ \\t]*(?=@\\{))`,
    'gm',
  );
  const mention = new RegExp(`(?<![\\w-])${variable.replace(/^\$(?:\w+:)?/, '').toLowerCase()}\\b`);
  const rest = below.replace(/^[ \t]*#(?!>).*$/gm, '');
  return !mention.test(rest.replace(entry, ' ').replace(request, '$1 '));
}

/** The end of the table that a text begins with, if all its names are literal, and its statement ends with it. */
function endOfTable(text: string): number | undefined {
  const { end } = new PowershellReader(text).word(false, false);
  const table = text.slice(0, end);
  // PowerShell 7 allows `|` on the next line.
  const isWhole =
    table.endsWith('}') && /^[ \t]*(?:[;}]|$|(?:#.*)?\n(?!(?:\s|#.*\n)*\|))/.test(text.slice(end));
  const isLiteral = new RegExp(`^${name}$`);
  return isWhole && hashEntries(table).every(entry => isLiteral.test(entry.key)) ? end : undefined;
}

/** Whether a text begins in a block, a comment or a here-string, and continues after it. */
function leavesText(text: string): boolean {
  const [mark = ''] = /<#|#>|@["'][ \t]*$|^["']@/m.exec(text) ?? [];
  if (/^(?:#>|["']@)$/.test(mark)) return true;
  let depth = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return true;
  }
  return false;
}
