import * as vscode from 'vscode';
import { type HeaderEditPlan, planAuthorizationHeader } from '../../core/headerEdit';
import { t } from '../../core/l10n';
import { Problem } from '../../core/problem';
import { dialectOf, documentLines } from '../../ui/httpFiles';
import { cancelled } from '../../ui/quickInput';

/** Whether to replace `Authorization` headers of another scheme; asked only where there are such. */
export type MayReplace = (foreign: HeaderEditPlan['foreign']) => Promise<boolean>;

/** What an insertion did. */
export interface Insertion {
  /** How many requests were changed. */
  readonly changed: number;
  /** How many requests were at the cursors, changed or right already. */
  readonly requests: number;
}

/**
 * Puts `Authorization: <value>` into the request at each line, as one undo step. Rejects with a `Problem`:
 * `notARequest`, `otherScheme` (the present header is not Bearer and may not be replaced), `cancelled`.
 */
export async function insertHeader(
  editor: vscode.TextEditor,
  cursorLines: readonly number[],
  value: string,
  mayReplace: MayReplace,
): Promise<Insertion> {
  const { document } = editor;
  const dialect = dialectOf(document);
  if (!dialect) {
    throw new Problem(
      'notARequest',
      t('This is not a REST client file.'),
      t('Open a .http or .rest file, or put the cursor into an http block of a Markdown file.'),
    );
  }
  const { version } = document;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const plan = (replaceForeign: boolean) =>
    planAuthorizationHeader(documentLines(document), cursorLines, { dialect, value, eol, replaceForeign });
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

/** The question for a person; Escape cancels the whole. */
export async function askToReplace(foreign: HeaderEditPlan['foreign']): Promise<boolean> {
  const [first] = foreign;
  const replace = t('Replace');
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
  const answer = await vscode.window.showWarningMessage(message, { modal: true }, replace);
  if (answer !== replace) throw cancelled();
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

/** The text is not the one that was looked at any more, so nothing is inserted into it. */
export function changedMeanwhile(): Problem {
  return new Problem('internal', t('The file changed meanwhile.'), t('Nothing was inserted; try again.'));
}
