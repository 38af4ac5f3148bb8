import { type CurlAuthorization, type CurlCommand, curlAt } from './httpCurl';
import type { HttpRequest } from './httpDocument';
import { indentationOf, type Lines } from './httpLines';
import type { TextEdit } from './httpTextEdit';

/** The header as an option of a curl command: replaced in place where there is one, else behind the URL. */
export function curlEdits(lines: Lines, request: HttpRequest, value: string, eol: string): TextEdit[] {
  const command = curlAt(lines, { first: request.requestLine, last: request.lastLine });
  const { authorizations } = command;
  const kept = authorizations.find(({ headerName }) => headerName !== undefined) ?? authorizations[0];
  if (!kept) return [inserted(lines, command, value, eol)];
  return authorizations.flatMap(each => {
    if (each !== kept) return removed(each);
    return each.headerName !== undefined && each.value === value ? [] : replaced(each, value);
  });
}

function replaced(authorization: CurlAuthorization, value: string): TextEdit[] {
  const { headerName, spelling, kept, words } = authorization;
  const quote = words.at(-1)?.quote ?? '';
  const option = headerName === undefined ? '-H' : spelling;
  const header = quoted(`${headerName ?? 'Authorization'}: ${value}`, quote);
  const space = option.endsWith('=') ? '' : ' ';
  return spanning(authorization, `${kept && `${kept} `}${option}${space}${header}`);
}

/** Takes the blanks and the continuation before the option along, so that the command stays one command. */
function removed(authorization: CurlAuthorization): TextEdit[] {
  if (authorization.kept) return spanning(authorization, authorization.kept);
  const [edit] = spanning(authorization, '');
  if (!edit) return [];
  const { endLine: startLine, endCharacter: startCharacter } = authorization.before;
  return [{ range: { ...edit.range, startLine, startCharacter }, newText: '' }];
}

/** On a line of its own where the command has one option a line, else on the anchor's line. */
function inserted(lines: Lines, { words, anchor }: CurlCommand, value: string, eol: string): TextEdit {
  const option = `-H ${quoted(`Authorization: ${value}`, '')}`;
  const next = words[words.indexOf(anchor) + 1];
  const { endLine, endCharacter } = anchor;
  if (next?.startLine === endLine + 1) {
    const newText = `${indentationOf(lines.line(next.startLine))}${option} \\${eol}`;
    return { range: at(next.startLine, 0), newText };
  }
  return { range: at(endLine, endCharacter), newText: ` ${option}` };
}

function at(line: number, character: number): TextEdit['range'] {
  return { startLine: line, startCharacter: character, endLine: line, endCharacter: character };
}

function spanning({ words }: CurlAuthorization, newText: string): TextEdit[] {
  const first = words[0];
  const last = words.at(-1);
  if (!first || !last) return [];
  const { startLine, startCharacter } = first;
  const { endLine, endCharacter } = last;
  return [{ range: { startLine, startCharacter, endLine, endCharacter }, newText }];
}

/** Keeps the quotes that were there, unless the text holds them itself. */
function quoted(text: string, style: '' | '"' | "'"): string {
  const quote = style === "'" || (style === '' && text.includes('"')) ? "'" : '"';
  return quote === "'" ? `'${text.replaceAll("'", "'\\''")}'` : `"${text.replace(/["\\`]/g, '\\$&')}"`;
}
