// What kind of request file a document is. Not in `requestFiles.ts`, because that is loaded at startup.
import type * as vscode from 'vscode';
import type { HttpDialect } from '../../core/requests/blocks';

/** The kinds of files that may hold requests, by VS Code's language, with their extensions. */
const extensions = {
  http: ['http', 'rest'],
  markdown: ['md', 'markdown'],
  shellscript: ['sh', 'bash', 'zsh'],
  powershell: ['ps1', 'psm1'],
  bat: ['bat', 'cmd'],
  bruno: ['bru'],
  yaml: ['yml', 'yaml'],
  hurl: ['hurl'],
};

export type RequestFileKind = keyof typeof extensions;

const kinds = Object.keys(extensions) as RequestFileKind[];

/**
 * The kind of a document, by its language, else by its extension. `conflict` if they are of two kinds: a workspace may choose
 * the language (`files.associations`), and what runs the file would read it in another way. All features that read or change
 * requests use this function.
 */
export function requestFileKind({
  languageId,
  uri,
}: Pick<vscode.TextDocument, 'languageId' | 'uri'>): RequestFileKind | 'conflict' | undefined {
  const extension = /\.(\w+)$/.exec(uri.path)?.[1]?.toLowerCase() ?? '';
  const ofLanguage = kinds.find(kind => kind === languageId);
  // A cell has the path of its notebook.
  const ofPath =
    uri.scheme === 'vscode-notebook-cell'
      ? undefined
      : kinds.find(kind => extensions[kind].includes(extension));
  return ofLanguage && ofPath && ofLanguage !== ofPath ? 'conflict' : (ofLanguage ?? ofPath);
}

/** How requests of REST clients are written in a document; undefined if it has none. */
export function detectDialect(document: vscode.TextDocument): HttpDialect | undefined {
  const kind = requestFileKind(document);
  return kind === 'http' || kind === 'markdown' ? kind : undefined;
}
