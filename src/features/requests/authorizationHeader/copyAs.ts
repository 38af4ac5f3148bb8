// The command that copies the authorization for other tools.
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../../core/common/l10n';
import { authorizationSnippets } from '../../../core/formats/authorizationSnippets';
import type { Command } from '../../../ui/commands/commandRegistry';
import { defineCommand } from '../../../ui/commands/defineCommand';
import { showStatusBarMessage } from '../../../ui/notifications';
import { askPick, type PickItem } from '../../../ui/quickInput';
import type { AuthorizationHeaderDeps } from './commands';

const Format = z.enum([
  'header',
  'curl',
  'powershell',
  'cmd',
  'httpie',
  'postman',
  'postmanHeader',
  'insomnia',
  'thunderClient',
  'raw',
]);
type Format = z.output<typeof Format>;

const Args = z.strictObject({ format: Format });

/**
 * Copies the authorization for tools whose requests are not edited as text: by reference, or with `raw` the token
 * itself, by the rules of Copy Access Token. Never returns either.
 */
export function copyAuthorizationAs({
  profiles,
  tokenService,
}: Pick<AuthorizationHeaderDeps, 'profiles' | 'tokenService'>): Command {
  return defineCommand(Args, async args => {
    const format = args?.format ?? (await askFormat());
    const text =
      format === 'raw' ? (await tokenService.findLive(profiles.get())).value : authorizationSnippets[format];
    await vscode.env.clipboard.writeText(text);
    // A command ran in the background: say that the clipboard contains a live token.
    if (format === 'raw' && args) showStatusBarMessage(t('A command copied the access token'), 8000);
    else if (!args) showStatusBarMessage(t('Authorization copied'));
    return { format };
  });
}

async function askFormat(): Promise<Format> {
  const items = choices();
  const { format } = await askPick({
    title: t('Copy Authorization As…'),
    placeholder: t('“The token itself” copies the token; all others copy a reference to it.'),
    items,
  });
  return format;
}

function choices(): (PickItem & { readonly format: Format })[] {
  const reference = (format: Exclude<Format, 'raw'>, label: string, detail?: string) => ({
    format,
    label,
    description: authorizationSnippets[format].replace(/\s+/g, ' '),
    ...(detail !== undefined && { detail }),
  });
  const postman = t('Define the variable HOSTED_LOGIN_TOKEN in an environment, or pass it with --env-var.');
  return [
    reference('header', t('Header')),
    reference('curl', t('curl option')),
    reference('powershell', t('PowerShell parameter')),
    reference('cmd', t('curl option for cmd')),
    reference('httpie', t('HTTPie header')),
    reference('postman', t('Postman: auth of a request'), postman),
    reference('postmanHeader', t('Postman: header'), postman),
    reference('insomnia', t('Insomnia: authentication of a request')),
    reference('thunderClient', t('Thunder Client: Bearer Token')),
    {
      format: 'raw',
      label: t('The token itself'),
      detail: t('The clipboard, and any program that keeps its history, then hold a working token.'),
    },
  ];
}
