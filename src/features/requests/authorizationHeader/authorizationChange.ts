// Inserts and removes authorization headers in a document.
import * as vscode from 'vscode';
import type { HeaderEditPlan } from '../../../core/authorizationEdit/editPlan';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { RequestFileClient } from '../../../core/formats/httpFormat';
import type { RequestFormat } from '../../../core/formats/requestFormat';
import { plainText } from '../../../core/masking/redaction';
import type { InsertionChecker } from '../../../core/requestAnalysis/insertionRules';
import { readAsked, snapshotOf } from '../../../ui/documents/documentSnapshot';
import { askQuestion, confirm } from '../../../ui/notifications';
import { cancelled } from '../../../ui/quickInput';
import {
  applyEdits,
  noRequestProblem,
  notEditableProblem,
  otherLanguageProblem,
} from '../../../ui/requestFiles/requestEdits';
import { requestFormatOf } from '../../../ui/requestFiles/requestFormats';

/** Decides what a change may do, and which requests may get the token. */
export interface ChangeConsent {
  /** Left out, all requests may get it. */
  readonly checkInsertion?: InsertionChecker | undefined;
  /**
   * Whether to include requests that may not go to one of the profiles. Called only if there are such requests.
   * `others`: the number of the other requests.
   */
  readonly confirmUnconfirmed?: (
    unconfirmed: HeaderEditPlan['unconfirmed'],
    others: number,
  ) => Promise<boolean>;
  /** Whether to replace or remove authorizations of another scheme. Called only if there are some. */
  readonly confirmReplace: (otherSchemes: HeaderEditPlan['otherSchemes']) => Promise<boolean>;
}

/** The result of a change. */
export interface AuthorizationChange {
  /** How many requests were changed. */
  readonly changed: number;
  /** How many requests were at the cursors, whether or not they were changed. */
  readonly requests: number;
}

/** The format of a document. Throws a `Problem` of kind `notARequest` if there is no `requestFormatOf`. */
export function formatFor(document: vscode.TextDocument, client: RequestFileClient): RequestFormat {
  const format = requestFormatOf(document, client);
  if (format) return format;
  throw (
    otherLanguageProblem(document) ??
    new Problem(
      'notARequest',
      t('This kind of file has no requests that Hosted Login can edit.'),
      t(
        'Open a .http or .rest file or a script with curl, or put the cursor into a block of a Markdown file.',
      ),
    )
  );
}

/** Throws the error that `changeAuthorization` would throw without a request, before the user is asked anything. */
export function assertRequests(
  document: vscode.TextDocument,
  cursorLines: readonly number[],
  format: RequestFormat,
  checkInsertion: InsertionChecker | undefined,
): void {
  const token = format.reference;
  const planned = readAsked(document, () =>
    format.plan(snapshotOf(document), cursorLines, { token, eol: '\n', checkInsertion }),
  );
  if (planned.requests === 0) throw refusalProblem(planned);
}

/**
 * Sets or removes the authorization of the request at each line, as one undo step. Rejects with a `Problem`:
 * `notARequest`, `otherHost` (it may not go to one of the profiles), `otherScheme` (it is not Bearer and must not be
 * replaced), `cancelled`.
 * @param token the format's reference, or the token itself; undefined removes the authorization
 */
export async function changeAuthorization(
  editor: vscode.TextEditor,
  cursorLines: readonly number[],
  format: RequestFormat,
  token: string | undefined,
  { checkInsertion, confirmUnconfirmed, confirmReplace }: ChangeConsent,
): Promise<AuthorizationChange> {
  const { document } = editor;
  const { version } = document;
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const plan = (includeUnconfirmed: boolean, replaceOtherSchemes: boolean) =>
    readAsked(document, () =>
      format.plan(snapshotOf(document), cursorLines, {
        token,
        eol,
        checkInsertion,
        includeUnconfirmed,
        replaceOtherSchemes,
      }),
    );
  let planned = plan(false, false);
  if (planned.requests === 0) throw refusalProblem(planned);
  const { unconfirmed } = planned;
  const includeUnconfirmed =
    unconfirmed.length > 0 &&
    confirmUnconfirmed !== undefined &&
    (await confirmUnconfirmed(unconfirmed, planned.requests - unconfirmed.length));
  if (includeUnconfirmed) planned = plan(true, false);
  if (planned.otherSchemes.length > 0 && (await confirmReplace(planned.otherSchemes)))
    planned = plan(includeUnconfirmed, true);
  if (document.version !== version) throw changedProblem();
  if (planned.edits.length > 0 && !(await applyEdits(editor, planned.edits)))
    throw document.version === version ? notEditableProblem() : changedProblem();
  return { changed: planned.changed, requests: planned.requests };
}

/** Asks before an authorization is replaced. Rejects with `cancelled`. */
export async function askToReplace(otherSchemes: HeaderEditPlan['otherSchemes']): Promise<boolean> {
  const [first] = otherSchemes;
  const message =
    otherSchemes.length === 1 && first
      ? t(
          'Line {0} uses the scheme {1}. Replace it with the access token?',
          first.line + 1,
          first.scheme || '?',
        )
      : t(
          '{0} requests use a scheme other than Bearer. Replace their authorization with the access token?',
          otherSchemes.length,
        );
  await confirm(message, t('Replace'));
  return true;
}

/** Asks before an authorization is removed. Rejects with `cancelled`. */
export async function askToRemove(otherSchemes: HeaderEditPlan['otherSchemes']): Promise<boolean> {
  const [first] = otherSchemes;
  const message =
    otherSchemes.length === 1 && first
      ? t('Line {0} uses the scheme {1}. Remove its authorization?', first.line + 1, first.scheme || '?')
      : t('{0} requests use a scheme other than Bearer. Remove their authorization?', otherSchemes.length);
  await confirm(message, t('Remove'));
  return true;
}

/** For commands called by code, which must not ask. */
export function rejectOtherSchemes(otherSchemes: HeaderEditPlan['otherSchemes']): Promise<boolean> {
  const lines = otherSchemes.map(({ line, scheme }) => `${line + 1} (${scheme || '?'})`).join(', ');
  return Promise.reject(
    new Problem(
      'otherScheme',
      t('These requests use a scheme other than Bearer, so nothing was changed: line {0}', lines),
    ),
  );
}

/** Asks before requests that may not go to one of the profiles get the header. Rejects with `cancelled`. */
export async function askToIncludeUnconfirmed(
  unconfirmed: HeaderEditPlan['unconfirmed'],
  others: number,
): Promise<boolean> {
  const [first] = unconfirmed;
  const message =
    unconfirmed.length === 1 && first
      ? describeUnconfirmed(first)
      : t('It is not certain where {0} of {1} requests go.', unconfirmed.length, unconfirmed.length + others);
  const insert = t('Insert Anyway');
  const leaveOut = t('Leave Out');
  const detail =
    unconfirmed.length === 1
      ? undefined
      : unconfirmed.slice(0, maxListed).map(describeUnconfirmed).join('\n');
  const chosen = await askQuestion(message, others > 0 ? [leaveOut, insert] : [insert], {
    ...{ isWarning: true, isModal: true },
    ...(detail !== undefined && { detail }),
  });
  if (chosen === undefined) throw cancelled();
  return chosen === insert;
}

/** The maximum number of requests that a message lists. */
const maxListed = 5;

/** For commands called by code, which must not ask. */
export function rejectUnconfirmed([first, ...others]: HeaderEditPlan['unconfirmed']): Promise<boolean> {
  const message = first ? describeUnconfirmed(first) : '';
  return Promise.reject(
    new Problem(
      'otherHost',
      others.length === 0
        ? t('{0} Nothing was changed.', message)
        : t('{0} The same is true of other requests ({1}). Nothing was changed.', message, others.length),
      t('Add a profile for it, or check its URL.'),
    ),
  );
}

function describeUnconfirmed({ line, check }: HeaderEditPlan['unconfirmed'][number]): string {
  if (check.kind === 'unknown') {
    return t('It is not certain where the request on line {0} goes: {1}.', line + 1, plainText(check.reason));
  }
  return check.customerId === undefined
    ? t(
        'The request on line {0} goes to {1}, and none of your profiles has this host.',
        line + 1,
        plainText(check.host),
      )
    : t(
        'The request on line {0} is for customer {1}, and none of your profiles is for this customer.',
        line + 1,
        plainText(check.customerId),
      );
}

function refusalProblem({ refused }: HeaderEditPlan): Problem {
  if (refused.some(({ kind }) => kind === 'login')) {
    return new Problem(
      'notARequest',
      t(
        'The login endpoints take the client’s own credentials or none, and no access token. Nothing was changed.',
      ),
      t('Put the cursor into a request to the configuration.'),
    );
  }
  const elsewhere = refused.find(each => each.kind === 'elsewhere');
  if (elsewhere) {
    return new Problem(
      'notARequest',
      t('The header of this command may be in “{0}”. Nothing was changed.', elsewhere.source),
      t('Change it there, or write the headers at the command itself.'),
    );
  }
  return noRequestProblem(refused.some(({ kind }) => kind === 'response'));
}

/** The document changed while a question was open. */
export function changedProblem(): Problem {
  return new Problem(
    'internal',
    t('The file has changed in the meantime.'),
    t('Nothing was changed. Try again.'),
  );
}
