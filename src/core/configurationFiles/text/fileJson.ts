import { type Node, parseTree, type ParseError } from 'jsonc-parser';
import { t } from '../../common/l10n';
import { parseJsonObject } from '../../json/json';
import { isNestedTooDeep, literal, tooDeepMessage } from '../../json/jsonTree';
import { findDuplicateMember } from '../../resources/duplicateMembers';

/** A JSON file that may have comments, a byte order mark and any line breaks. */
export interface JsonFile {
  /** Without byte order mark. */
  readonly text: string;
  readonly root: Node;
}

export type Members = Readonly<Record<string, unknown>>;

/** Why a file cannot be used. */
export interface FileIssue {
  readonly message: string;
  /** In the text without byte order mark. */
  readonly start: number;
  readonly end: number;
}

export const byteOrderMark = '\ufeff';

export function withoutByteOrderMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** A text with the byte order mark of a file, if that has one. */
export function withMarkOf(fileText: string, text: string): string {
  return fileText.startsWith(byteOrderMark) ? byteOrderMark + text : text;
}

/** Parses a file whose JSON must be an object. Accepts comments and trailing commas. */
export function parseJsonFile(fileText: string): JsonFile | FileIssue {
  const text = withoutByteOrderMark(fileText);
  if (isNestedTooDeep(text)) return { message: tooDeepMessage(), start: 0, end: 1 };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    const [start, end] = [error.offset, error.offset + Math.max(1, error.length)];
    return { message: t('This is not JSON: line {0}.', line), start, end };
  }
  if (root?.type !== 'object')
    return { message: t('This is not a JSON object.'), start: 0, end: text.length };
  return { text, root };
}

export function isFileIssue(file: JsonFile | FileIssue): file is FileIssue {
  return 'message' in file;
}

/** The members of a file, or why they cannot be read. The last one of two with the same name counts. */
export function readMembers(
  fileText: string,
):
  | { readonly members: Members; readonly issue?: never }
  | { readonly members?: never; readonly issue: FileIssue } {
  // Most files have no comments, and this is much faster.
  const plain = parseJsonObject(withoutByteOrderMark(fileText));
  if (plain) return { members: plain };
  const file = parseJsonFile(fileText);
  if (isFileIssue(file)) return { issue: file };
  const members = parseJsonObject(writeJson(file.text, file.root));
  return members
    ? { members }
    : { issue: { message: t('This is not JSON: line {0}.', 1), start: 0, end: 1 } };
}

/** A member that a file has twice, as an issue. */
export function duplicateMemberIssue({ root }: JsonFile): FileIssue | undefined {
  const twice = findDuplicateMember(root);
  return twice === undefined
    ? undefined
    : { message: t('{0} appears twice. Remove one of them.', twice), start: 0, end: 1 };
}

/** What is written in place of a node; `undefined` for a member (a `property` node): nothing. */
export type Replacements = ReadonlyMap<Node, string | undefined>;

const none: Replacements = new Map();

/**
 * Writes a node as JSON without comments. Numbers, strings and names are spelled as in the text.
 * @param lineBreak begins a line, so that the JSON is indented; undefined: on one line
 */
export function writeJson(
  text: string,
  node: Node,
  replacements: Replacements = none,
  lineBreak?: string,
): string {
  const replaced = replacements.get(node);
  if (replaced !== undefined) return replaced;
  const { type, children = [] } = node;
  const inner = lineBreak === undefined ? undefined : `${lineBreak}  `;
  switch (type) {
    case 'object':
    case 'array': {
      const parts: string[] = [];
      for (const child of children) {
        if (child.type === 'property' && replacements.has(child) && replacements.get(child) === undefined)
          continue;
        parts.push(writeJson(text, child, replacements, inner));
      }
      return writeContainer(type, parts, lineBreak);
    }
    case 'property': {
      const [name, value] = children;
      const written = value ? writeJson(text, value, replacements, lineBreak) : 'null';
      return `${name ? literal(text, name) : '""'}:${lineBreak === undefined ? '' : ' '}${written}`;
    }
    default:
      return literal(text, node);
  }
}

/** Writes parts as an object or a list, indented as by `writeJson`. */
export function writeContainer(
  type: 'object' | 'array',
  parts: readonly string[],
  lineBreak: string | undefined,
): string {
  const [open, close] = type === 'object' ? '{}' : '[]';
  if (parts.length === 0) return `${open ?? ''}${close ?? ''}`;
  const inner = lineBreak === undefined ? '' : `${lineBreak}  `;
  return `${open ?? ''}${inner}${parts.join(`,${inner}`)}${lineBreak ?? ''}${close ?? ''}`;
}
