// @ts-check

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
