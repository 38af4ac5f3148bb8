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
import type { RequestTarget } from '../../core/requestAnalysis/readTarget';
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
  const doubt = format && encodingDoubt(document, kind);
  return doubt ? withDoubt(format, doubt) : format;
}

/** Encodings whose other characters have no bytes of ASCII, which a shell would take for quotes or backslashes. */
const safeEncoding = /^(?:utf8|iso8859|windows125|macroman|koi8|cp[48]\d\d$|euc)/;

/**
 * Why a shell, which reads the bytes of a script, may read other characters than VS Code, which applies `files.encoding` of the
 * workspace: part of a sentence. Without a byte order mark, Windows PowerShell reads the code page of Windows, and PowerShell 7
 * UTF-8 (about_Character_Encoding). Typographic quotes are quotes for both. cmd reads the code page of the console, where a
 * character may take the next byte with it.
 */
function encodingDoubt(
  document: vscode.TextDocument,
  kind: RequestFileKind,
): Pick<RequestTarget, 'doubt' | 'doubtOfVariables'> | undefined {
  const isWindows = kind === 'bat' || (kind === 'powershell' && document.encoding !== 'utf8bom');
  const isShell = kind === 'shellscript' || kind === 'powershell' || kind === 'bat';
  const isUnsafe = isShell && !safeEncoding.test(document.encoding);
  // For sh and cmd, a byte order mark is a part of the first command.
  const isMarked = isShell && kind !== 'powershell' && document.encoding === 'utf8bom';
  const mayDiffer = (isWindows || isUnsafe) && /[^\0-\x7f]/.test(document.getText());
  if (!isMarked && !mayDiffer) return undefined;
  const reason = t('a shell may read other characters in its encoding than VS Code');
  // A reference needs no question: many scripts of Windows have such characters in comments.
  return isUnsafe ? { doubt: reason } : { doubt: undefined, doubtOfVariables: reason };
}

/** The format with a doubt about all requests. */
function withDoubt(
  format: RequestFormat,
  { doubt, doubtOfVariables }: Pick<RequestTarget, 'doubt' | 'doubtOfVariables'>,
): RequestFormat {
  return {
    ...format,
    plan: (lines, cursorLines, { checkInsertion, ...edit }) =>
      format.plan(lines, cursorLines, {
        ...edit,
        ...(checkInsertion && {
          checkInsertion: target =>
            checkInsertion({
              ...target,
              doubt: target.doubt ?? doubt,
              doubtOfVariables: target.doubtOfVariables ?? doubtOfVariables,
            }),
        }),
      }),
  };
}

/** Whether the reference of a document depends on the client that sends its requests. */
export function dependsOnClient(document: vscode.TextDocument): boolean {
  return (
    requestFormatOf(document, 'restClient')?.reference !== requestFormatOf(document, 'kulala')?.reference
  );
}
