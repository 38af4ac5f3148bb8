// The `RequestFormat` of a document.
import type * as vscode from 'vscode';
import { brunoFormat } from '../../core/formats/bruno/brunoFormat';
import { type RequestFileClient, httpFormat } from '../../core/formats/httpFormat';
import { hurlFormat } from '../../core/formats/hurl/hurlFormat';
import { markdownFormat } from '../../core/formats/markdownFormat';
import { isOpenCollection, openCollectionFormat } from '../../core/formats/openCollectionFormat';
import type { RequestFormat } from '../../core/formats/requestFormat';
import { cmdFormat, otherShellFormat, posixFormat, powershellFormat } from '../../core/formats/shellFormat';
import { toLines } from './requestFiles';

/** A kind of file, and its format. */
interface FileKind {
  readonly languages: readonly string[];
  /** File extensions, for editors that do not know the language. */
  readonly path: RegExp;
  readonly format: (client: RequestFileClient, path: string) => RequestFormat;
  /** For a language whose files are mostly about something else. */
  readonly matches?: (document: vscode.TextDocument) => boolean;
}

/**
 * Every kind of file that `Insert Authorization Header` works in. A further format is one line here; its other
 * places: docs/architecture.md, Places of an addition.
 */
const fileKinds: readonly FileKind[] = [
  { languages: ['http'], path: /\.(?:http|rest)$/i, format: httpFormat },
  { languages: ['markdown'], path: /\.(?:md|markdown)$/i, format: markdownFormat },
  {
    // VS Code counts those of fish and csh, too.
    languages: ['shellscript'],
    path: /\.(?:sh|bash|zsh)$/i,
    format: (_, path) => (/\.(?:fish|t?csh|t?cshrc)$/i.test(path) ? otherShellFormat : posixFormat),
  },
  { languages: ['powershell'], path: /\.(?:ps1|psm1)$/i, format: () => powershellFormat },
  { languages: ['bat'], path: /\.(?:bat|cmd)$/i, format: () => cmdFormat },
  { languages: ['bruno'], path: /\.bru$/i, format: () => brunoFormat },
  {
    languages: ['yaml'],
    path: /\.ya?ml$/i,
    format: () => openCollectionFormat,
    matches: document => isOpenCollection(toLines(document)),
  },
  { languages: ['hurl'], path: /\.hurl$/i, format: () => hurlFormat },
];

/**
 * The format of a document; undefined if it has no requests that we can read, or its language is that of another kind than
 * its extension: a workspace may choose it (`files.associations`), and what runs the file would read it in another way.
 */
export function requestFormatOf(
  document: vscode.TextDocument,
  client: RequestFileClient,
): RequestFormat | undefined {
  const { ofLanguage, ofPath } = kindsOf(document);
  const kind = ofLanguage ?? ofPath;
  if (!kind || hasOtherLanguage(document) || kind.matches?.(document) === false) return undefined;
  return kind.format(client, document.uri.path);
}

/** Whether the language of a document is that of another kind of file than its extension. */
export function hasOtherLanguage(document: vscode.TextDocument): boolean {
  const { ofLanguage, ofPath } = kindsOf(document);
  return ofLanguage !== undefined && ofPath !== undefined && ofLanguage !== ofPath;
}

function kindsOf({ languageId, uri }: vscode.TextDocument) {
  return {
    ofLanguage: fileKinds.find(({ languages }) => languages.includes(languageId)),
    // A cell has the path of its notebook.
    ofPath:
      uri.scheme === 'vscode-notebook-cell' ? undefined : fileKinds.find(({ path }) => path.test(uri.path)),
  };
}

/** Whether the reference of a document depends on the client that sends its requests. */
export function dependsOnClient(document: vscode.TextDocument): boolean {
  return (
    requestFormatOf(document, 'restClient')?.reference !== requestFormatOf(document, 'kulala')?.reference
  );
}
