import type { Lines } from '../common/lines';
import { finish } from '../common/steps';
import { type CommandReader, Script } from './shellCommand';

/** The prompts of a terminal, for a command and for its further lines. All match only at the beginning of a line. */
export interface Prompts {
  readonly first: RegExp;
  readonly further: RegExp;
  /** May be a comment too; a prompt only in a text with other prompts. */
  readonly root?: RegExp;
  /** Whether `root` is enough to make a transcript, if no request is outside of a prompt. */
  readonly isTranscript?: boolean;
}

/** After its arrow oh-my-zsh writes the folder, and the branch of a repository. */
const arrowRest = String.raw`\s+(?!(?:curl|sudo|time|env|\w+=\S*)\s)[\w.~/-]+(?:\s+git:\([^()]*\))?(?:\s+✗)?(?=\s+\S)`;

export const posixPrompts: Prompts = {
  // With the folder in front: `~/app ❯ curl …`.
  first: new RegExp(
    `^\\s*(?:\\([\\w./ -]*\\)\\s+)*(?:\\[?[\\w.-]+@[\\w.-]+(?:[: ][\\w~/. -]*)?\\]?[$#%>]|[$%]|[\\w~/.:-]{0,100}(?:(?<=\\S)\\s+)?❯|➜(?:${arrowRest})?)\\s+`,
  ),
  further: /^\s*>\s/,
  root: /^\s*#\s+/,
};
/** For texts that are marked as a terminal's. */
export const consolePrompts: Prompts = { ...posixPrompts, isTranscript: true };
/** With a folder, and nothing that would make a command of it: `ps > x` redirects. */
export const powershellPrompts: Prompts = {
  first: /^\s*PS(?:[ \t]+(?:[A-Za-z]:[\\/]|[~/])[\w\\/.~() -]*)?>+\s*/,
  further: /^\s*>>\s/,
};
/** A folder: behind a program or a blank, `>` redirects. */
export const cmdPrompts: Prompts = {
  first: /^\s*[A-Z]:\\[\w.~()\\ -]*(?<!\s|\s\d|\.(?:exe|com|cmd|bat))>\s*/i,
  further: /^\s*More\?\s/i,
};

/**
 * The lines that were typed in a terminal: prompts are replaced by blanks, and lines of output are empty. Without a
 * prompt, the lines stay as they are.
 */
export function typedLines(lines: Lines, prompts: Prompts, commands: CommandReader): Lines {
  const { first, further, root } = prompts;
  const sections = promptsIn(lines, prompts, commands);
  if (sections.length === 0) return lines;
  const typed = new Map<number, string>();
  let lastTyped = -1;
  for (const { start, end, isRoot } of sections) {
    // In the middle of a command it is a comment.
    if (isRoot && start <= lastTyped) continue;
    const prompt = isRoot && root ? root : first;
    const section: Lines = {
      lineCount: end - start,
      line: at => blanked(lines.line(start + at), at === 0 ? prompt : further),
    };
    const script = new Script(section);
    const own = finish(commands(script.text, () => true)).filter(
      command => script.lineAt(command.start) === 0,
    );
    const last = own.reduce((line, { pipelineEnd }) => Math.max(line, script.lineAt(pipelineEnd)), 0);
    for (let at = 0; at <= last; at++) typed.set(start + at, section.line(at));
    lastTyped = start + last;
  }
  return { lineCount: lines.lineCount, line: line => typed.get(line) ?? '' };
}

/** A prompt with the lines that may belong to it, up to `end`. */
interface Prompted {
  readonly start: number;
  readonly end: number;
  readonly isRoot: boolean;
}

/** The prompts of a transcript, top to bottom; none if the text is not a transcript. */
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
    isSure = finish(commands(new Script(lines).text, () => true)).length === 0;
  }
  return isSure ? found.reverse() : [];
}

/** Characters. The expressions may be quadratic, so longer prompts are not read. */
const longestPrompt = 300;

function promptOf(line: string, prompt: RegExp): string | undefined {
  return prompt.exec(line.slice(0, longestPrompt))?.[0];
}

function blanked(line: string, prompt: RegExp): string {
  const { length = 0 } = promptOf(line, prompt) ?? {};
  return ' '.repeat(length) + line.slice(length);
}
