import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { hasOwnAuthorization } from '../../../core/formats/environmentFiles';
import { clientReferences } from '../../../core/formats/httpFormat';
import { jetBrainsTemplate } from '../../../core/formats/jetBrainsTemplate';
import type { RequestFormat } from '../../../core/formats/requestFormat';
import { cmdFormat, posixFormat, powershellFormat } from '../../../core/formats/shellFormat';
import type { Profile } from '../../../core/profile/profile';
import { commandLink } from '../../../ui/commands/commandLink';
import { tokenVariable } from '../../../ui/ids';
import { askQuestion, showInformation, showStatusBarMessage } from '../../../ui/notifications';
import { environmentTexts } from '../../../ui/requestFiles/clientOfDocument';
import { isSharedWithTerminals } from '../../../ui/settings';

/** Questions and hints that are shown once in a window. */
export type ShownOnce = Set<'literal' | 'terminals'>;

function isScriptReference(reference: string): boolean {
  return [posixFormat, powershellFormat, cmdFormat].some(format => format.reference === reference);
}

/** Says what the inserted reference still needs, if that is missing. Otherwise the user finds out by a 401. */
export async function offerNextStep(
  document: vscode.TextDocument,
  { reference }: RequestFormat,
  profile: Profile,
  scope: string,
  shown: ShownOnce,
): Promise<void> {
  if (reference === clientReferences.jetBrains) {
    if (!hasOwnAuthorization(await environmentTexts(document))) await offerTemplate(profile, scope);
  } else if (isScriptReference(reference) && !isSharedWithTerminals() && !shown.has('terminals')) {
    shown.add('terminals');
    await showInformation(
      t('New terminals get {0} only if sharing with terminals is on.', tokenVariable),
      commandLink(
        t('Open Setting share.terminals'),
        'workbench.action.openSettings',
        'hostedLogin.share.terminals',
      ),
    );
  }
}

/** JetBrains' client requests a token itself. Its private environment file needs the values for that. */
async function offerTemplate(profile: Profile, scope: string): Promise<void> {
  const copy = t('Copy Template');
  const answer = await askQuestion(
    t(
      'The HTTP Client needs “hosted-login” in http-client.private.env.json. The template has all but the client secret.',
    ),
    [copy],
  );
  if (answer !== copy) return;
  await vscode.env.clipboard.writeText(jetBrainsTemplate(profile, scope, t('<client secret>')));
  showStatusBarMessage(t('Template copied'));
}
