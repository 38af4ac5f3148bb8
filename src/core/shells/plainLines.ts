// Skips lines of a script that contain nothing to parse, so that long scripts are read fast.
import type { Steps } from '../common/steps';
import type { ShellText } from './shellText';

/** Reading them takes a fraction of a millisecond. */
const charactersOfStep = 4_096;

/** How to recognize the lines of a shell that need no parsing. */
export interface PlainLines {
  /**
   * Sticky. Matches as much of a line, with strings that continue below it, as is clear without parsing. Every repetition
   * is limited, because the expression needs memory for each.
   */
  readonly text: RegExp;
  /** Continues a line, with the line break. */
  readonly continuation: string;
  /** Signs that a command or an argument follows on the next line. */
  readonly joins: RegExp;
  /** Whether these lines may hold a request with brackets that close further down. */
  mayGoOn(lines: string): boolean;
}

/**
 * Reads a script from top to bottom and skips plain lines that are not near. Most lines are skipped, which keeps an edit
 * in a long script fast.
 * @param isNear see `CommandReader`
 * @param readCommands reads the commands at the current position, at least to the end of the line
 */
export function* readNearLines(
  text: ShellText,
  plain: PlainLines,
  isNear: (start: number, end: number) => boolean,
  readCommands: () => void,
): Steps<void> {
  // Text that is known not to be plain is not scanned again.
  let scanned = 0;
  let lastStep = 0;
  while (!text.isAtEnd) {
    const start = text.at;
    if (start - lastStep > charactersOfStep) {
      lastStep = start;
      yield;
    }
    if (start < scanned) {
      readCommands();
      continue;
    }
    const { end, isPlain } = plainLinesAt(text.text, start, plain);
    const isSkipped = isPlain && !isNear(start, end) && !plain.mayGoOn(text.text.slice(start, end));
    if (isSkipped) text.at = end;
    else scanned = Math.max(end, start + 1);
  }
}

/** Where a line with its continuation lines ends; if it is not plain, how far it was scanned. */
function plainLinesAt(
  text: string,
  start: number,
  plain: PlainLines,
): { readonly end: number; readonly isPlain: boolean } {
  for (let at = start; ;) {
    plain.text.lastIndex = at;
    plain.text.test(text);
    at = plain.text.lastIndex;
    if (at >= text.length) return { end: text.length, isPlain: true };
    if (text.startsWith(plain.continuation, at)) at += plain.continuation.length;
    else if (text.charAt(at) !== '\n') return { end: at, isPlain: false };
    else if (isJoined(text, start, at, plain.joins)) at++;
    else return { end: at + 1, isPlain: true };
  }
}

/** Whether a line ends in a sign after which it goes on below. */
function isJoined(text: string, start: number, end: number, joins: RegExp): boolean {
  let at = end - 1;
  while (at > start && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at--;
  return at >= start && joins.test(text.charAt(at));
}

/**
 * Whether a text leaves a bracket open. Unmatched closing brackets do not count.
 * @param opening one bracket, or two
 * @param closing as many
 */
export function leavesOpen(text: string, opening: string, closing: string): boolean {
  // Compares codes: this reads each request of a long script. NaN, where there is no second bracket, equals nothing.
  const [open, openToo] = [opening.charCodeAt(0), opening.charCodeAt(1)];
  const [close, closeToo] = [closing.charCodeAt(0), closing.charCodeAt(1)];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === open || code === openToo) depth++;
    else if (depth > 0 && (code === close || code === closeToo)) depth--;
  }
  return depth > 0;
}
