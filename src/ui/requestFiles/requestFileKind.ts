// What kind of request file a document is. Not in `requestFiles.ts`, because that is loaded at startup.
import type * as vscode from 'vscode';
import type { HttpDialect } from '../../core/requests/blocks';

/**
 * The kinds of files that may hold requests, by VS Code's language, with their extensions. Those of Markdown are the ones by
 * which httpYac finds it.
 */
const extensions = {
  http: ['http', 'rest'],
  markdown: ['md', 'markdown', 'mdown', 'mkdn', 'mdtxt', 'mdtext', 'text', 'rmd'],
  shellscript: ['sh', 'bash', 'zsh'],
  powershell: ['ps1', 'psm1'],
  bat: ['bat', 'cmd'],
  bruno: ['bru'],
  yaml: ['yml', 'yaml'],
  hurl: ['hurl'],
};

export type RequestFileKind = keyof typeof extensions;

const kinds = Object.keys(extensions) as RequestFileKind[];

/** Files in which httpYac reads requests in blocks of AsciiDoc, whatever their language. */
const asciiDoc = /\.(?:adoc|asciidoc|asc)$/;

/**
 * The kind of a document, by its language, else by its extension. `conflict` if they are of two kinds: a workspace may choose
 * the language (`files.associations`), and what runs the file would read it in another way. All features that read or change
 * requests use this function.
 */
export function requestFileKind({
  languageId,
  uri,
}: Pick<vscode.TextDocument, 'languageId' | 'uri'>): RequestFileKind | 'conflict' | undefined {
  const extension = /\.(\w+)$/.exec(uri.path)?.[1] ?? '';
  const ofLanguage = kinds.find(kind => kind === languageId);
  // A cell has the path of its notebook.
  const ofPath =
    uri.scheme === 'vscode-notebook-cell'
      ? undefined
      : kinds.find(kind => extensions[kind].includes(extension.toLowerCase()));
  if (ofLanguage && ofPath && ofLanguage !== ofPath) return 'conflict';
  const kind = ofLanguage ?? ofPath;
  if (kind === 'markdown') return markdownKind({ languageId, uri }, extension);
  return kind === 'http' && asciiDoc.test(uri.path) ? 'conflict' : kind;
}

/**
 * Markdown is what both REST clients take for it: REST Client by the language, httpYac by the extension in lower case. They read
 * any other text as requests from its first line. VS Code has languages of its own for some files, such as `SKILL.md`.
 */
function markdownKind(
  { languageId, uri }: Pick<vscode.TextDocument, 'languageId' | 'uri'>,
  extension: string,
): 'markdown' | 'conflict' | undefined {
  if (languageId !== 'markdown') return /^(?:md|markdown)$/i.test(extension) ? 'conflict' : undefined;
  return uri.scheme === 'file' && !extensions.markdown.includes(extension) ? 'conflict' : 'markdown';
}

/** How requests of REST clients are written in a document; undefined if it has none. */
export function detectDialect(document: vscode.TextDocument): HttpDialect | undefined {
  const kind = requestFileKind(document);
  return kind === 'http' || kind === 'markdown' ? kind : undefined;
}
