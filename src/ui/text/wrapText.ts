/** The maximum length of a line of plain text, in characters. */
const maxLineLength = 96;

/**
 * Breaks a sentence into indented lines of plain text, between words. A word that is longer than a line stays whole.
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
