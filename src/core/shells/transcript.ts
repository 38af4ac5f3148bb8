import type { Lines } from '../common/lines';
import { type CommandReader, Script } from './shellCommand';

/** How a terminal asks for a command, and for the rest of one; all match at the beginning of a line alone. */
export interface Prompts {
  readonly first: RegExp;
  readonly further: RegExp;
  /** What may as well be a comment, and is a prompt only in what is a transcript for sure. */
  readonly root?: RegExp;
  /** Whether it is one without another prompt, as long as nothing that has none is a request. */
  readonly isTranscript?: boolean;
}

/** What oh-my-zsh writes behind its arrow: the folder, and in a repository its branch. */
const arrowRest = String.raw`\s+(?!(?:curl|sudo|time|env|\w+=\S*)\s)[\w.~/-]+(?:\s+git:\([^()]*\))?(?:\s+✗)?(?=\s+\S)`;

export const posixPrompts: Prompts = {
  // With the folder in front: `~/app ❯ curl …`.
  first: new RegExp(
    `^\\s*(?:\\([^()]*\\)\\s+)*(?:[^\\s$#%>@]+@[^$#%>]*[$#%>]|[$%]|[^\\s❯'"]{0,100}(?:(?<=\\S)\\s+)?❯|➜(?:${arrowRest})?)\\s+`,
  ),
  further: /^\s*>\s/,
  root: /^\s*#\s+/,
};
/** Of a text that says that it is a terminal's. */
export const consolePrompts: Prompts = { ...posixPrompts, isTranscript: true };
export const powershellPrompts: Prompts = { first: /^\s*PS\b[^>]*>\s*/i, further: /^\s*>>\s/ };
export const cmdPrompts: Prompts = { first: /^\s*[A-Z]:\\[^>]*>\s*/i, further: /^\s*More\?\s/i };

/**
 * What was typed in a terminal: blanks in the place of its prompts, and nothing in the place of what was printed.
 * Without any prompt the lines are what they are.
 */
export function typedLines(lines: Lines, prompts: Prompts, commands: CommandReader): Lines {
  const { first, further, root } = prompts;
  const sections = promptsIn(lines, prompts, commands);
  if (sections.length === 0) return lines;
  const typed = new Map<number, string>();
  let lastTyped = -1;
  for (const { start, end, isRoot } of sections) {
    // Within a command that goes on it is no prompt.
    if (isRoot && start <= lastTyped) continue;
    const prompt = isRoot && root ? root : first;
    const section: Lines = {
      lineCount: end - start,
      line: at => blanked(lines.line(start + at), at === 0 ? prompt : further),
    };
    const script = new Script(section);
    const own = commands(script.text, () => true).filter(command => script.lineAt(command.start) === 0);
    const last = own.reduce((line, { pipelineEnd }) => Math.max(line, script.lineAt(pipelineEnd)), 0);
    for (let at = 0; at <= last; at++) typed.set(start + at, section.line(at));
    lastTyped = start + last;
  }
  return { lineCount: lines.lineCount, line: line => typed.get(line) ?? '' };
}

/** A prompt with what may belong to it, up to the line `end`. */
interface Prompted {
  readonly start: number;
  readonly end: number;
  readonly isRoot: boolean;
}

/** The prompts of a transcript, top to bottom; none where the text is no transcript. */
function promptsIn(
  lines: Lines,
  { first, root, isTranscript }: Prompts,
  commands: CommandReader,
): Prompted[] {
  const found: Prompted[] = [];
  let end = lines.lineCount;
  let endOfRoot = lines.lineCount;
  let isSure = false;
  for (let line = lines.lineCount - 1; line >= 0; line--) {
    const text = lines.line(line);
    const isFirst = promptOf(text, first) !== undefined;
    if (!isFirst && (!root || promptOf(text, root) === undefined)) continue;
    found.push({ start: line, end: isFirst ? end : endOfRoot, isRoot: !isFirst });
    if (isFirst) end = line;
    endOfRoot = line;
    isSure ||= isFirst;
  }
  if (!isSure && isTranscript && found.length > 0) {
    isSure = commands(new Script(lines).text, () => true).length === 0;
  }
  return isSure ? found.reverse() : [];
}

/** Longer ones are none: the expressions may try each character again for each one before it. */
const longestPrompt = 300;

/** The prompt that a line begins with. */
function promptOf(line: string, prompt: RegExp): string | undefined {
  return prompt.exec(line.slice(0, longestPrompt))?.[0];
}

function blanked(line: string, prompt: RegExp): string {
  const { length = 0 } = promptOf(line, prompt) ?? {};
  return ' '.repeat(length) + line.slice(length);
}
