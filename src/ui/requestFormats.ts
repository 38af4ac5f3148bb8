import type * as vscode from 'vscode';
import { type HttpClient, httpFormat } from '../core/formats/http';
import { markdownFormat } from '../core/formats/markdown';
import type { RequestFormat } from '../core/formats/requestFormat';
import { cmdFormat, posixFormat, powershellFormat } from '../core/formats/shell';

/** A kind of file, and how it carries a request's authorization. */
interface FileKind {
  readonly languages: readonly string[];
  /** Of the path, for editors that do not know the language. */
  readonly path: RegExp;
  readonly format: (client: HttpClient) => RequestFormat;
}

/** Every kind of file that `Insert Authorization Header` works in. A further format is one line here. */
const kinds: readonly FileKind[] = [
  { languages: ['http'], path: /\.(?:http|rest)$/i, format: httpFormat },
  { languages: ['markdown'], path: /\.(?:md|markdown)$/i, format: markdownFormat },
  { languages: ['shellscript'], path: /\.(?:sh|bash|zsh)$/i, format: () => posixFormat },
  { languages: ['powershell'], path: /\.(?:ps1|psm1)$/i, format: () => powershellFormat },
  { languages: ['bat'], path: /\.(?:bat|cmd)$/i, format: () => cmdFormat },
];

/** How a document carries the authorization of its requests; undefined where it holds none that we know. */
export function formatOf(
  { languageId, uri }: Pick<vscode.TextDocument, 'languageId' | 'uri'>,
  client: HttpClient,
): RequestFormat | undefined {
  const kind =
    kinds.find(({ languages }) => languages.includes(languageId)) ??
    kinds.find(({ path }) => path.test(uri.path));
  return kind?.format(client);
}

/** Whether the reference of a document depends on the client that sends its requests. */
export function dependsOnClient(document: vscode.TextDocument): boolean {
  return formatOf(document, 'restClient')?.reference !== formatOf(document, 'kulala')?.reference;
}
