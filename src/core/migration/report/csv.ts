/** The end of a line, by RFC 4180 §2. */
const lineBreak = '\r\n';

/** Without it, spreadsheets take the file for one of another encoding. */
const byteOrderMark = '\ufeff';

/** The signs that begin a formula, at the start of a cell or behind what a spreadsheet may take for the end of one. */
const formula = /(^|[;\t\r\n])(["'\s]*)(?=[=+\-@＝＋－＠])|^(?=[\t\r])/g;

/**
 * A table as CSV (RFC 4180). What a spreadsheet would execute as a formula begins with `'`; some spreadsheets separate cells
 * by `;` or tabs.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map(row => row.map(cell).join(',') + lineBreak).join('');
}

function cell(value: string): string {
  const text = value.replace(formula, "$1$2'");
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
