/** As many characters as a line of a plain text has. */
const maxLineLength = 96;

/**
 * A sentence as lines of a plain text, broken between words, each behind the indentation. A word that is longer than a
 * line stays whole.
 */
export function wrapText(text: string, indentation = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indentation.length + longer.length > maxLineLength) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map(each => indentation + each);
}
