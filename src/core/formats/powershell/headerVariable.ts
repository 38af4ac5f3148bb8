// Whether the variable in `-Headers $variable` certainly holds neither `Authorization` nor `Host`.
import type { Lines } from '../../common/lines';
import { hashTable } from '../../shells/powershellTables';
import type { ScriptWord } from '../../shells/shellCommand';

/** Lines above a command that are searched for the value of its variable. */
const maxLinesAbove = 200;

/** With more lines below a command in a block, it is not certain that they leave the variable alone. */
const maxLinesBelow = 1_000;

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

/** Characters. A longer name cannot be part of a regular expression. */
const maxNameLength = 200;

type PlaceOfWord = Pick<ScriptWord, 'startLine' | 'startCharacter' | 'endLine' | 'endCharacter'>;

/**
 * Whether a variable holds a hash table with neither `Authorization` nor `Host`, as far as the script shows from the
 * statement above the place that assigns a table to it. Below that, only entries with literal names may be set, tables
 * added, and web requests sent with it. Everything else that has its name may change it: a hash table is a reference. If a
 * block begins between that statement and the place, what follows the place counts too: a block may run later, in a loop or
 * as a function. What is above the statement does not count: a function there may change the table all the same.
 * @param variable with its `$`, as in the request
 * @param place of its value
 */
export function isTableWithoutHeader(
  lines: Lines,
  variable: string,
  { startLine, startCharacter, endLine, endCharacter }: PlaceOfWord,
): boolean {
  if (variable.length > maxNameLength) return false;
  const above: string[] = [lines.line(startLine).slice(0, startCharacter)];
  for (let line = startLine - 1; line >= 0 && line >= startLine - maxLinesAbove; line--)
    above.unshift(lines.line(line));
  const text = above.join('\n').toLowerCase();
  const all = assignmentsIn(variable, text);
  const [first, ...further] = withEnds(text, all.slice(all.map(({ isNew }) => isNew).lastIndexOf(true)));
  if (!first?.isNew || [first, ...further].some(({ end }) => end === undefined)) return false;
  const below = withoutAssignments(further, text, first.end);
  if (leavesText(below) || isMentioned(variable, below)) return false;
  if (!below.includes('{')) return true;
  if (lines.lineCount - endLine > maxLinesBelow) return false;
  const after = [lines.line(endLine).slice(endCharacter)];
  for (let line = endLine + 1; line < lines.lineCount; line++) after.push(lines.line(line));
  const textAfter = after.join('\n').toLowerCase();
  const assignments = withEnds(textAfter, assignmentsIn(variable, textAfter));
  return !isMentioned(variable, withoutAssignments(assignments, textAfter));
}

/** A statement that assigns a table to a variable, or adds one to it. Numbers are characters of the text. */
interface Assignment {
  readonly start: number;
  readonly table: number;
  readonly isNew: boolean;
}

interface ReadAssignment extends Assignment {
  /** Undefined if a name in the table is not literal, if more follows, or if it is in or below a table for which that is so. */
  readonly end: number | undefined;
}

/** The beginnings of the assignments of tables to a variable in a text in lowercase. */
function assignmentsIn(variable: string, text: string): Assignment[] {
  const assignment = new RegExp(
    `(?<![^\\n])((?:[^#'"\`\\n]*[;{])?)[ \\t]*(?:\\[(?:system\\.collections\\.)?hashtable\\][ \\t]*)?\\${variable.toLowerCase()}[ \\t]*(\\+?)=\\s*(?=@\\{)`,
    'g',
  );
  return [...text.matchAll(assignment)].map(({ 0: whole, 1: before = '', 2: sign, index }) => {
    return { start: index + before.length, table: index + whole.length, isNew: sign === '' };
  });
}

/** Assignments with their ends. One table that is not clear is enough, so that nothing below it is read: it may never end. */
function withEnds(text: string, assignments: readonly Assignment[]): ReadAssignment[] {
  let from: number | undefined = 0;
  return assignments.map(each => {
    const length = from === undefined || each.start < from ? undefined : endOfTable(text.slice(each.table));
    from = length === undefined ? undefined : each.table + length;
    return { ...each, end: from };
  });
}

/** A text without the assignments in it that are read whole. */
function withoutAssignments(assignments: readonly ReadAssignment[], text: string, first = 0): string {
  const pieces: string[] = [];
  let from = first;
  for (const { start, end } of assignments) {
    if (end === undefined) continue;
    pieces.push(text.slice(from, start));
    from = end;
  }
  return [...pieces, text.slice(from)].join('\n');
}

/** Whether a text (in lowercase) has the name of a variable, other than to set harmless entries or to send a web request. */
function isMentioned(variable: string, text: string): boolean {
  const escaped = `\\${variable.toLowerCase()}`;
  const entry = new RegExp(
    `${escaped}(?:\\[${key}\\]|\\.(?:${name}|${key})[ \\t]*=(?!=)|\\.(?:add|item|set_item|remove)\\(${key}[ \\t]*[,)])`,
    'g',
  );
  const request = new RegExp(
    `((?:^|[;|&({])[ \\t]*(?:\\$[\\w:]+[ \\t]*=[ \\t]*)?(?:irm|iwr|curl|wget|invoke-(?:restmethod|webrequest))[ \\t](?:${argument}){0,500}?)` +
      `(?<=[ \\t])-headers[ \\t:]+(?:${escaped}(?=[\\s;|)}]|$)|\\([ \\t]*${escaped}[ \\t]*\\+[ \\t]*(?=@\\{))`,
    'gm',
  );
  // `$response.Headers` is a member of another one.
  const mention = new RegExp(`(?<![\\w.-])${variable.replace(/^\$(?:\w+:)?/, '').toLowerCase()}\\b`);
  const rest = text.replace(/^[ \t]*#(?!>).*$/gm, '');
  return mention.test(rest.replace(entry, ' ').replace(request, '$1 '));
}

/** The end of the table that a text begins with, if all its names are literal, and its statement ends with it. */
function endOfTable(text: string): number | undefined {
  const { entries, end } = hashTable(text);
  // PowerShell 7 allows `|` on the next line. With `)` or `,` there, it is the default of a parameter.
  const isWhole =
    end !== undefined && /^[ \t]*(?:[;}]|$|(?:#.*)?\n(?!(?:\s|#.*\n)*[|),]))/.test(text.slice(end));
  const isLiteral = new RegExp(`^${name}$`);
  return isWhole && entries.every(({ key }) => isLiteral.test(key)) ? end : undefined;
}

/** Whether a text begins in a block, a comment or a here-string, and continues after it. */
function leavesText(text: string): boolean {
  const [mark = ''] = /<#|#>|@["'‘’‚‛“”„][ \t]*$|^["'‘’‚‛“”„]@/m.exec(text) ?? [];
  if (/^(?:#>|["'‘’‚‛“”„]@)$/.test(mark)) return true;
  let depth = 0;
  for (const [brace] of text.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return true;
  }
  return false;
}
