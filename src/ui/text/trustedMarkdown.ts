import * as vscode from 'vscode';
import { escapeMarkdown } from '../../core/common/escapeMarkdown';
import type { CommandId } from '../ids';

interface CommandLink {
  readonly title: string;
  readonly command: CommandId;
}

/** An escaped headline and sentences, then links that may run only these commands. */
export function createTrustedMarkdown(
  headline: string,
  sentences: readonly string[],
  links: readonly CommandLink[],
): vscode.MarkdownString {
  // Without icons: VS Code replaces `$(name)` after rendering, when the backslash is gone.
  const markdown = new vscode.MarkdownString();
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  markdown.appendMarkdown([`**${escapeMarkdown(headline)}**`, ...sentences.map(escapeMarkdown)].join('\n\n'));
  if (links.length > 0) {
    const written = links.map(({ title, command }) => `[${title}](command:${command})`).join(' · ');
    markdown.appendMarkdown(`\n\n---\n\n${written}`);
  }
  return markdown;
}

/** Escaped sentences, each a paragraph. */
export function createPlainMarkdown(sentences: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(sentences.map(escapeMarkdown).join('\n\n'));
}

/** A hover from `MarkdownString`s: VS Code reads strings as Markdown. */
export function createHover(
  contents: vscode.MarkdownString | vscode.MarkdownString[],
  range: vscode.Range,
): vscode.Hover {
  return new vscode.Hover(contents, range);
}
