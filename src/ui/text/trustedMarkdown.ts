import * as vscode from 'vscode';
import type { CommandId } from '../ids';
import { escapeMarkdown } from './escapeMarkdown';

/** A command as a link. */
interface CommandLink {
  readonly title: string;
  readonly command: CommandId;
}

/** A headline and sentences as text (a profile's name is no Markdown), then links to the commands named and no others. */
export function createTrustedMarkdown(
  headline: string,
  sentences: readonly string[],
  links: readonly CommandLink[],
): vscode.MarkdownString {
  // Without icons: VS Code looks for `$(name)` in what is rendered, where no backslash is left.
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  markdown.appendMarkdown([`**${escapeMarkdown(headline)}**`, ...sentences.map(escapeMarkdown)].join('\n\n'));
  if (links.length > 0) {
    const written = links.map(({ title, command }) => `[${title}](command:${command})`).join(' · ');
    markdown.appendMarkdown(`\n\n---\n\n${written}`);
  }
  return markdown;
}

/** Sentences as text, each a paragraph. */
export function createPlainMarkdown(sentences: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(sentences.map(escapeMarkdown).join('\n\n'));
}

/** A hover; a mere string would be read as Markdown. */
export function createHover(
  contents: vscode.MarkdownString | vscode.MarkdownString[],
  range: vscode.Range,
): vscode.Hover {
  return new vscode.Hover(contents, range);
}
