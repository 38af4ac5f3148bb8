// @ts-check

/**
 * One line of the table.
 * @typedef {object} Row
 * @property {string} what
 * @property {string} measured
 * @property {string} [reference] what it is compared with
 * @property {number} [ratio] of what was measured to the reference; where there is none, to the bound
 * @property {string} [bound]
 * @property {boolean} [isKept] whether the bound is kept
 * @property {boolean} [isBudget] whether a broken bound fails the run
 */

const head = ['', 'measured', 'reference', 'ratio', 'bound', ''];

/**
 * Prints the rows below their headings.
 * @param {Record<string, Row[]>} sections heading → rows
 */
export function printTable(sections) {
  const texts = Object.entries(sections).map(([heading, rows]) => ({ heading, lines: rows.map(cells) }));
  const all = [head, ...texts.flatMap(({ lines }) => lines)];
  const widths = head.map((_, column) => Math.max(...all.map(line => line[column]?.length ?? 0)));
  /** @param {string[]} line */
  const print = line => {
    const padded = line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? `  ${cell.padEnd(width)}` : cell.padStart(width);
    });
    console.log(padded.join('  ').trimEnd());
  };
  print(head);
  for (const { heading, lines } of texts) {
    console.log(`\n${heading}`);
    for (const line of lines) print(line);
  }
}

/** @param {Row} row */
function cells({ what, measured, reference = '', ratio, bound = '', isKept }) {
  const verdict = isKept === undefined ? '' : isKept ? '✓' : '✗';
  return [what, measured, reference, ratio === undefined ? '' : `${ratio.toFixed(2)} ×`, bound, verdict];
}
