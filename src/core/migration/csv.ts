/** The end of a line, by RFC 4180 §2. */
const lineBreak = '\r\n';

/** Without it, spreadsheets take the file for one of another encoding. */
const byteOrderMark = '\ufeff';

/**
 * A table as CSV (RFC 4180). A cell that a spreadsheet would execute as a formula begins with `'`.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map(row => row.map(cell).join(',') + lineBreak).join('');
}

function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
