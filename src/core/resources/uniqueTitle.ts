/**
 * A title that is not taken: “Shop (copy)”, “Shop (copy 2)” …
 */
export function uniqueTitle(
  wanted: string,
  taken: readonly string[],
  isSame = (one: string, other: string): boolean => one === other,
): string {
  const isTaken = (title: string) => taken.some(other => isSame(other, title));
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const title = wanted.endsWith(')')
      ? `${wanted.slice(0, -1)} ${String(number)})`
      : `${wanted} ${String(number)}`;
    if (!isTaken(title)) return title;
  }
}
