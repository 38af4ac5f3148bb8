/** Returns a random integer from 0 up to `below`, exclusive. */
export type Random = (below: number) => number;

/** mulberry32: the same numbers for the same seed in every run. */
export function randomSource(seed: number): Random {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)] as T;
}

/** A text with up to seven changes: lines doubled, dropped, swapped, cut, re-indented, and pieces put in. */
export function mutated(random: Random, text: string, pieces: readonly string[]): string {
  const lines = text.split('\n');
  for (let count = random(8); count > 0 && lines.length > 0; count--) {
    const at = random(lines.length);
    const line = lines[at] ?? '';
    const character = random(line.length + 1);
    switch (random(9)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(at, 0, pick(random, pieces));
        break;
      case 2:
        lines.splice(at, 0, pick(random, lines));
        break;
      case 3: {
        const other = random(lines.length);
        lines[at] = lines[other] ?? '';
        lines[other] = line;
        break;
      }
      case 4:
        lines[at] = line.slice(0, character) + pick(random, pieces) + line.slice(character);
        break;
      case 5:
        lines[at] = line.slice(0, character) + line.slice(character + 1 + random(4));
        break;
      case 6:
        lines[at] = pick(random, ['', ' ', '\t', '  ']) + line.trim();
        break;
      case 7:
        lines[at] = `${line}\r`;
        break;
      default:
        lines.length = at + 1;
        lines[at] = line.slice(0, character);
    }
  }
  return lines.join('\n');
}
