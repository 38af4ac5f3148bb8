import type * as vscode from 'vscode';
import type { ResourceKey } from '../../core/configuration';
import { t } from '../../core/l10n';
import type { Verdict } from '../../core/lockOut';
import { Problem } from '../../core/problem';
import { inOrderOf, shownText } from '../../core/resourceText';
import { commands } from '../../ui/ids';
import { showWarning, tellBriefly } from '../../ui/notifications';
import { withLateProgress } from '../../ui/progress';
import { askText, cancelled } from '../../ui/quickInput';
import { type Applied, applyChange } from './applying';
import { checkAgain, checkVerdict, isChangedMeanwhile, isTyped, prepareChange } from './change';
import type { Desks, ProfileDesk } from './desk';
import { type ResourceDocuments, resourcePlace } from './documents';
import type { OpenDocuments } from './openDocuments';
import type { Reviews } from './review';

/** What saving works with. */
export interface SaveRooms {
  readonly desks: Desks;
  readonly open: OpenDocuments;
  readonly reviews: Reviews;
}

/**
 * What Save does with the text of a document: checks it, shows what will change, and sends it once a person said so.
 * Resolves with the text of what the service has then. Rejects with a `Problem`; nothing was sent unless it says so.
 */
export async function saveDocument(
  { desks, open, reviews }: SaveRooms,
  documents: ResourceDocuments,
  uri: vscode.Uri,
  edited: string,
): Promise<string> {
  const place = resourcePlace(uri);
  const desk = desks.of(place.profile);
  for (let base = baseOf(open, uri); ;) {
    const change = await withLateProgress(t('Looking at the service…'), signal =>
      prepareChange(desk.holdings, desk.guard, place, { edited, base }, signal),
    );
    if (!change) return base;
    if (isChangedMeanwhile(change)) {
      const name = nameOf(desk, place);
      await reviews.showThreeWay(uri, name, change);
      documents.rebase(uri, change.theirs);
      throw changedMeanwhile(name);
    }
    if (change.verdict.is === 'refused') checkVerdict(change.verdict, undefined, place);
    const ask = () => askToType(change.verdict, place);
    if (!(await reviews.isApplied(nameOf(desk, place), change, ask))) throw cancelled();
    // A person looked at it for as long as they liked: what they saw has to be what is there.
    const again = await withLateProgress(t('Looking at the service…'), signal =>
      prepareChange(desk.holdings, desk.guard, place, { edited, base: shownText(change.now.body) }, signal),
    );
    if (!again) return shownText(change.now.body);
    if (isChangedMeanwhile(again)) {
      base = shownText(change.now.body);
      continue;
    }
    checkAgain(again.verdict, change.verdict, place);
    const applied = await applyChange(desk, again);
    tellApplied(applied);
    return shownText(inOrderOf(applied.body, edited));
  }
}

/**
 * The same for code, which sees no question: `typed` is the title, where one has to be typed. Where it was sent but can
 * not be looked at, `unseen` says so.
 */
export async function applyDocument(
  { desks, open }: SaveRooms,
  uri: vscode.Uri,
  edited: string,
  typed: string | undefined,
): Promise<{ readonly shown: string; readonly unseen?: Problem | undefined }> {
  const place = resourcePlace(uri);
  const desk = desks.of(place.profile);
  const base = baseOf(open, uri);
  const change = await prepareChange(desk.holdings, desk.guard, place, { edited, base });
  if (!change) return { shown: base };
  if (isChangedMeanwhile(change)) throw changedMeanwhile(nameOf(desk, place));
  checkVerdict(change.verdict, typed, place);
  const { body, unseen } = await applyChange(desk, change);
  return { shown: shownText(inOrderOf(body, edited)), unseen };
}

function baseOf(open: OpenDocuments, uri: vscode.Uri): string {
  const given = open.of(uri.toString());
  if (given) return given.text;
  throw new Problem(
    'changedMeanwhile',
    t('Nobody knows any more what this document began with, so nothing was sent.'),
    t('Copy your changes, revert the document, and make them again.'),
  );
}

/**
 * Asks for the title where the guard wants it typed. Rejects with a `cancelled` problem.
 * @param what is about to be done: a question, and what it means, where that is more than what was shown before
 */
export async function askToType(
  verdict: Verdict,
  key: ResourceKey,
  what: { readonly question: string; readonly detail: string } = {
    question: t('Are you sure?'),
    detail: '',
  },
): Promise<void> {
  if (verdict.is !== 'typed') return;
  const { title, why } = verdict;
  await askText({
    title: what.question,
    prompt: t('{0} Type “{1}” to continue.', `${what.detail} ${why}`.trim(), title),
    issue: text => (isTyped(text, title, key) ? undefined : t('Type: {0}', title)),
  });
}

function tellApplied({ title, otherwise, unseen }: Applied): void {
  if (unseen) {
    void showWarning(`${unseen.message} ${unseen.nextStep}`, {
      title: t('Refresh'),
      command: commands.refreshConfiguration,
    });
    return;
  }
  if (otherwise.length === 0) {
    tellBriefly(t('“{0}” sent', title));
    return;
  }
  void showWarning(
    t('“{0}” was sent, but the service keeps these otherwise: {1}.', title, otherwise.join(', ')),
    { title: t('Show Log'), command: commands.showLog },
  );
}

function changedMeanwhile(name: string): Problem {
  return new Problem(
    'changedMeanwhile',
    t('Somebody else changed “{0}” since you opened it, so nothing was sent.', name),
    t('Take over what you need from theirs, then save again.'),
  );
}

function nameOf({ holdings }: ProfileDesk, key: ResourceKey): string {
  const title = holdings.titleOf(key);
  return title === '' ? key.id : title;
}
