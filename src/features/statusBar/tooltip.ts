import type * as vscode from 'vscode';
import { t } from '../../core/common/l10n';
import { commands } from '../../ui/ids';
import { createTrustedMarkdown } from '../../ui/text/trustedMarkdown';
import type { StatusBarView } from './statusBarView';

export { tooltipSentences } from './tooltipSentences';

/** The tooltip: what the token can do, and links to commands. */
export function statusBarTooltip(view: StatusBarView, sentences: readonly string[]): vscode.MarkdownString {
  const [headline = '', ...others] = sentences;
  const links = {
    nothingGranted: [request(), switchProfile(), forget()],
    token: [renew(), copy(), insert(), switchProfile(), forget()],
    expired: [renew(), switchProfile(), forget()],
    noToken: [request(), switchProfile()],
    nothing: [],
  }[view.offers];
  return createTrustedMarkdown(headline, others, links);
}

const request = () => ({ title: t('Request'), command: commands.requestToken });
const renew = () => ({ title: t('Renew'), command: commands.renewToken });
const copy = () => ({ title: t('Copy'), command: commands.copyToken });
const insert = () => ({ title: t('Insert'), command: commands.insertAuthorizationHeader });
const switchProfile = () => ({ title: t('Switch Profile'), command: commands.switchProfile });
const forget = () => ({ title: t('Forget'), command: commands.forgetToken });
