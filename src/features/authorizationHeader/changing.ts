import * as vscode from 'vscode';
import type { HttpClient } from '../../core/formats/http';
import type { HeaderEditPlan, RequestFormat } from '../../core/formats/requestFormat';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { documentLines } from '../../ui/httpFiles';
import { confirm } from '../../ui/notifications';
import { formatOf } from '../../ui/requestFormats';

/** Whether to replace or remove authorizations of another scheme; asked only where there are such. */
export type MayReplace = (foreign: HeaderEditPlan['foreign']) => Promise<boolean>;

/** What a change did. */
export interface Change {
  /** How many requests were changed. */
  readonly changed: number;
  /** How many requests were at the cursors, changed or right already. */
  readonly requests: number;
}

/** How a document carries authorizations. Throws a `Problem` where it holds no requests that we know. */
export function formatFor(document: vscode.TextDocument, client: HttpClient): RequestFormat {
  const format = formatOf(document, client);
  if (format) return format;
  throw new Problem(
    'notARequest',
    t('This is not a REST client file.'),
    t('Open a .http or .rest file or a script with curl, or put the cursor into a block of a Markdown file.'),
  );
}

/**
 * Gives the request at each line this authorization, or takes it away, as one undo step. Rejects with a `Problem`:
 * `notARequest`, `otherScheme` (the present one is not Bearer and may not be replaced), `cancelled`.
 * @param token the format's reference, or the token itself; undefined takes the authorization away
 */
export async function changeAuthorization(
  editor: vscode.TextEditor,
  cursorLines: readonly number[],
  format: RequestFormat,
  token: string | undefined,
  mayReplace: MayReplace,
): Promise<Change> {
  const { document } = editor;
  const { version } = document;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const plan = (replaceForeign: boolean) =>
    format.plan(documentLines(document), cursorLines, { token, eol, replaceForeign });
  let planned = plan(false);
  if (planned.requests === 0) throw noRequest(planned);
  if (planned.foreign.length > 0 && (await mayReplace(planned.foreign))) planned = plan(true);
  if (document.version !== version) throw changedMeanwhile();
  if (planned.edits.length > 0) {
    const edit = editor.edit(builder => {
      for (const { range, newText } of planned.edits) {
        builder.replace(
          new vscode.Range(range.startLine, range.startCharacter, range.endLine, range.endCharacter),
          newText,
        );
      }
    });
    // It rejects where the editor was closed, and resolves with false where the text changed or is read-only.
    const isApplied = await Promise.resolve(edit).catch(() => false);
    if (!isApplied) throw document.version === version ? notEditable() : changedMeanwhile();
  }
  return { changed: planned.changed, requests: planned.requests };
}

/** The question for a person before an authorization is replaced; Escape cancels the whole. */
export async function askToReplace(foreign: HeaderEditPlan['foreign']): Promise<boolean> {
  const [first] = foreign;
  const message =
    foreign.length === 1 && first
      ? t(
          'Line {0} authorizes with {1}. Replace it by the access token?',
          first.line + 1,
          first.scheme || '?',
        )
      : t(
          '{0} requests authorize in another way than Bearer. Replace it by the access token?',
          foreign.length,
        );
  return confirmed(message, t('Replace'));
}

/** The question for a person before an authorization is removed. */
export async function askToRemove(foreign: HeaderEditPlan['foreign']): Promise<boolean> {
  const [first] = foreign;
  const message =
    foreign.length === 1 && first
      ? t('Line {0} authorizes with {1}. Remove that?', first.line + 1, first.scheme || '?')
      : t('{0} requests authorize in another way than Bearer. Remove that?', foreign.length);
  return confirmed(message, t('Remove'));
}

async function confirmed(message: string, yes: string): Promise<true> {
  await confirm(message, yes);
  return true;
}

/** The answer for code, which may not ask. */
export function refuseToReplace(foreign: HeaderEditPlan['foreign']): Promise<boolean> {
  const lines = foreign.map(({ line, scheme }) => `${line + 1} (${scheme || '?'})`).join(', ');
  return Promise.reject(
    new Problem('otherScheme', t('Another scheme than Bearer on line {0}. Nothing was changed.', lines)),
  );
}

function noRequest({ refused }: HeaderEditPlan): Problem {
  for (const refusal of refused) {
    if (refusal.kind !== 'elsewhere') continue;
    return new Problem(
      'notARequest',
      t('The header of this command may stand in {0}. Nothing was changed.', refusal.source),
      t('Change it there, or write the headers at the command itself.'),
    );
  }
  return refused.some(({ kind }) => kind === 'response')
    ? new Problem(
        'notARequest',
        t('This is a saved response, not a request.'),
        t('Put the cursor into a request.'),
      )
    : new Problem(
        'notARequest',
        t('There is no request at the cursor.'),
        t('Put the cursor into a request.'),
      );
}

function notEditable(): Problem {
  return new Problem(
    'internal',
    t('The file can not be edited.'),
    t('Make sure that it is open and writable, then try again.'),
  );
}

/** The text is not the one that was looked at any more, so nothing is changed in it. */
export function changedMeanwhile(): Problem {
  return new Problem('internal', t('The file changed meanwhile.'), t('Nothing was changed; try again.'));
}
