/** The end of a line, by RFC 4180 §2. */
const lineBreak = '\r\n';

/** Without it, spreadsheets read the file in another encoding. */
const byteOrderMark = '\ufeff';

/**
 * What may precede the sign that begins a formula. Full-width signs begin one, too, where Chinese or Japanese is written
 * (OWASP, CSV Injection). Begins nowhere within itself, so that long runs take no longer.
 */
const beforeSign = /(?<![;\s"'])[;\s"']*(?=[=+\-@＝＋－＠])/g;

/**
 * A table as CSV (RFC 4180). What a spreadsheet would execute as a formula begins with `'`; some spreadsheets separate cells
 * by `;` or tabs.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map(row => row.map(cell).join(',') + lineBreak).join('');
}

function cell(value: string): string {
  const literal = value.replace(beforeSign, (before, at) =>
    at === 0 || /[;\t\r\n]/.test(before) ? `${before}'` : before,
  );
  const text = /^[\t\r]/.test(literal) ? `'${literal}` : literal;
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
