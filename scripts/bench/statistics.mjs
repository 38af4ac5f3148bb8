// @ts-check
// What the rows of the table are made with.

/** @typedef {import('./table.mjs').Row} Row */

/** The median: a busy moment of the machine does not change it. @param {readonly number[]} figures */
export function median(figures) {
  return quantile(figures, 0.5);
}

/**
 * The figure that this part of all figures does not exceed. NaN where there is none.
 * @param {readonly number[]} figures
 * @param {number} part 0 to 1
 */
export function quantile(figures, part) {
  const sorted = figures.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position % 1);
}

/** @param {number} ms */
export function milliseconds(ms) {
  return `${ms.toFixed(ms < 1 ? 3 : ms < 10 ? 2 : 1)} ms`;
}

/** @param {number} figure in MB */
export function megabytes(figure) {
  return `${figure.toFixed(2)} MB`;
}

/** The median, and what eight of ten lie between. @param {readonly number[]} figures @param {(figure: number) => string} [unit] */
export function withSpread(figures, unit = milliseconds) {
  const [low = NaN, high = NaN] = [0.1, 0.9].map(part => quantile(figures, part));
  const digits = high < 1 ? 3 : high < 10 ? 2 : high < 1_000 ? 1 : 0;
  return `${unit(median(figures))} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

/**
 * Times that are to stay below a bound.
 * @param {string} what
 * @param {readonly number[]} ms
 * @param {number} bound in ms
 * @returns {Row}
 */
export function timeRow(what, ms, bound) {
  return { what, measured: withSpread(ms), bound: `≤ ${bound} ms`, isKept: median(ms) <= bound };
}

/**
 * Times beside others of the same run.
 * @param {string} what
 * @param {readonly number[]} ms
 * @param {string} name of the others
 * @param {readonly number[]} referenceMs
 * @param {number} [bound] of the ratio
 * @returns {Row}
 */
export function comparedRow(what, ms, name, referenceMs, bound) {
  const ratio = median(ms) / median(referenceMs);
  return {
    ...{ what, measured: withSpread(ms), reference: `${name} ${withSpread(referenceMs)}`, ratio },
    ...(bound !== undefined && { bound: `≤ ${bound} ×`, isKept: ratio <= bound }),
  };
}
