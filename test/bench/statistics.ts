/** The middle of some figures: what one bad moment of a busy machine does not move. NaN where there is none. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure that this part of all figures (0 to 1) does not exceed. NaN where there is none. */
export function quantile(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position % 1);
}
