// The `RequestFormat` of a document.
import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { brunoFormat } from '../../core/formats/bruno/brunoFormat';
import { httpFormat, type RequestFileClient } from '../../core/formats/httpFormat';
import { hurlFormat } from '../../core/formats/hurl/hurlFormat';
import { markdownFormat } from '../../core/formats/markdownFormat';
import { isOpenCollection, openCollectionFormat } from '../../core/formats/openCollectionFormat';
import type { RequestFormat } from '../../core/formats/requestFormat';
import { cmdFormat, otherShellFormat, posixFormat, powershellFormat } from '../../core/formats/shellFormat';
import { requestFileKind, type RequestFileKind } from './requestFileKind';
import { toLines } from './requestFiles';

/** What is needed to choose the format of a kind of file. */
interface Choice {
  readonly client: RequestFileClient;
  readonly document: vscode.TextDocument;
}

/** The format of each kind of file that `Insert Authorization Header` works in. */
const formats: Readonly<Record<RequestFileKind, (choice: Choice) => RequestFormat | undefined>> = {
  http: ({ client }) => httpFormat(client),
  markdown: ({ client }) => markdownFormat(client),
  // For VS Code, this is also the language of fish and csh.
  shellscript: ({ document }) =>
    /\.(?:fish|t?csh|t?cshrc)$/i.test(document.uri.path) ? otherShellFormat : posixFormat,
  powershell: () => powershellFormat,
  bat: () => cmdFormat,
  bruno: () => brunoFormat,
  // Most YAML files are about something else.
  yaml: ({ document }) => (isOpenCollection(toLines(document)) ? openCollectionFormat : undefined),
  hurl: () => hurlFormat,
};

/** The format of a document; undefined if it has no requests that we can read (`requestFileKind`). */
export function requestFormatOf(
  document: vscode.TextDocument,
  client: RequestFileClient,
): RequestFormat | undefined {
  const kind = requestFileKind(document);
  if (kind === undefined || kind === 'conflict') return undefined;
  const format = formats[kind]({ client, document });
  return format && scriptKinds.has(kind) && mayReadOtherwise(document) ? inOtherEncoding(format) : format;
}

/** The kinds of files whose bytes a shell reads from the disk. */
const scriptKinds: ReadonlySet<RequestFileKind> = new Set(['shellscript', 'powershell', 'bat']);

/** Encodings whose other characters have no bytes of ASCII, which a shell would take for quotes or backslashes. */
const safeEncoding = /^(?:utf8|iso8859|windows125|macroman|koi8|cp[48]\d\d$|euc)/;

/** Whether a shell may read other characters than VS Code, which applies `files.encoding` of the workspace. */
function mayReadOtherwise(document: vscode.TextDocument): boolean {
   
  return !safeEncoding.test(document.encoding) && /[^\0-\x7f]/.test(document.getText());
}

/** The format with a doubt about all requests. */
function inOtherEncoding(format: RequestFormat): RequestFormat {
  return {
    ...format,
    plan: (lines, cursorLines, edit) => {
      const { checkInsertion } = edit;
      if (!checkInsertion) return format.plan(lines, cursorLines, edit);
      const check: typeof checkInsertion = target =>
        checkInsertion({
          ...target,
          doubt: target.doubt ?? t('a shell may read other characters in its encoding than VS Code'),
        });
      return format.plan(lines, cursorLines, { ...edit, checkInsertion: check });
    },
  };
}

/** Whether the reference of a document depends on the client that sends its requests. */
export function dependsOnClient(document: vscode.TextDocument): boolean {
  return (
    requestFormatOf(document, 'restClient')?.reference !== requestFormatOf(document, 'kulala')?.reference
  );
}
