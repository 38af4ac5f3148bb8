import type { Lines } from '../httpLines';
import { type CommandReader, Script } from './shellCommand';

/** How a terminal asks for a command, and for the rest of one; both match from the beginning of a line. */
export interface Prompts {
  readonly first: RegExp;
  readonly further: RegExp;
}

export const posixPrompts: Prompts = {
  first: /^\s*(?:(?:\([^()]*\)\s)?[^\s$#%>]+@[^$#%>]*[$#%>]|[$%❯➜])\s+/,
  further: /^\s*>\s/,
};
export const powershellPrompts: Prompts = { first: /^\s*PS\b[^>]*>\s*/i, further: /^\s*>>\s/ };
export const cmdPrompts: Prompts = { first: /^\s*[A-Z]:\\[^>]*>\s*/i, further: /^\s*More\?\s/i };

/**
 * What was typed in a terminal: blanks in the place of its prompts, and nothing in the place of what was printed.
 * Without any prompt the lines are what they are.
 */
export function typedLines(lines: Lines, { first, further }: Prompts, commands: CommandReader): Lines {
  const prompted: number[] = [];
  for (let line = 0; line < lines.lineCount; line++) if (first.test(lines.line(line))) prompted.push(line);
  if (prompted.length === 0) return lines;
  const typed = new Map<number, string>();
  for (const [index, start] of prompted.entries()) {
    const end = prompted[index + 1] ?? lines.lineCount;
    const section: Lines = {
      lineCount: end - start,
      line: at => blanked(lines.line(start + at), at === 0 ? first : further),
    };
    const script = new Script(section);
    const own = commands(script.text, () => true).filter(command => script.lineAt(command.start) === 0);
    const last = own.reduce((line, { pipelineEnd }) => Math.max(line, script.lineAt(pipelineEnd)), 0);
    for (let at = 0; at <= last; at++) typed.set(start + at, section.line(at));
  }
  return { lineCount: lines.lineCount, line: line => typed.get(line) ?? '' };
}

function blanked(text: string, prompt: RegExp): string {
  return text.replace(prompt, found => ' '.repeat(found.length));
}
