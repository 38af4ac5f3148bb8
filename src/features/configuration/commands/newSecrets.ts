// Offers to copy a new secret: in a message, and in the status bar if VS Code may lose it.
import * as vscode from 'vscode';
import { type SecretReset, onSecretCopied } from '../../../configuration/writes/resetClientSecret';
import { inQuotes } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import type { Profile } from '../../../core/profile/profile';
import { displayTitle } from '../../../core/resources/displayTitle';
import { runCommand } from '../../../ui/commands/runCommand';
import { commands } from '../../../ui/ids';
import { askQuestion, showStatusBarMessage } from '../../../ui/notifications';
import { StatusItem } from '../../../ui/statusItem';
import type { CommandDeps } from './commandDeps';

/** Reports a new secret of a client, and offers to copy it. */
export async function showNewSecret(
  deps: CommandDeps,
  { client, profiles }: SecretReset,
  secret: string,
  isUnsaved: boolean,
): Promise<void> {
  const title = displayTitle(client, 60);
  const names = profiles.map(({ name }) => inQuotes(name)).join(', ');
  if (profiles.length > 0 && !isUnsaved) {
    const copy = t('Copy New Secret');
    const message = t('“{0}” has a new secret, which is saved in {1}.', title, names);
    if (deps.mayLoseSecret(true)) {
      const copied = () => onSecretCopied(deps, profiles, secret);
      await offerSecret(client.id, title, secret, `${message} ${lossWarning()}`, copied);
      return;
    }
    if ((await askQuestion(message, [copy])) !== copy) return;
    // The message may be hours old, and the secret may have changed since.
    const [holder] = profiles;
    const current = (holder && (await deps.profiles.readStored(holder))?.clientSecret) ?? secret;
    await copySecret(deps, profiles, current);
    return;
  }
  await offerSecret(
    client.id,
    title,
    secret,
    isUnsaved
      ? t(
          '“{0}” has a new secret, but it could not be saved in {1}. Copy it, then edit the profile.',
          title,
          names,
        )
      : t('“{0}” has a new secret, which is not saved in any profile. Copy it now.', title),
  );
}

/** Reports the new profile and offers to copy its secret; until it was copied if VS Code may lose it. */
export async function showSpareCreated(deps: CommandDeps, profile: Profile): Promise<void> {
  const { name } = profile;
  const clientSecret = await deps.profiles.readClientSecret(profile);
  const copied = () => onSecretCopied(deps, [profile], clientSecret);
  const message = t('Spare configuration access was created, tested and saved as the profile “{0}”.', name);
  const copy = t('Copy Secret');
  const switchToIt = t('Switch Profile');
  const answer = deps.mayLoseSecret(true)
    ? await offerSecret(
        profile.clientId,
        name,
        clientSecret,
        `${message} ${lossWarning()}`,
        copied,
        switchToIt,
      )
    : await askQuestion(message, [switchToIt, copy]);
  if (answer === switchToIt) await runCommand(commands.switchProfile, { name });
  if (answer !== copy) return;
  // The message may be hours old, and the secret may have changed since.
  await copySecret(deps, [profile], await deps.profiles.readClientSecret(profile));
}

async function copySecret(deps: CommandDeps, profiles: readonly Profile[], secret: string): Promise<void> {
  await vscode.env.clipboard.writeText(secret);
  await onSecretCopied(deps, profiles, secret);
}

/** Why a new secret must be copied. */
function lossWarning(): string {
  if (vscode.env.uiKind === vscode.UIKind.Web) {
    return t(
      'In a browser, another VS Code window may overwrite this secret. Copy it and keep it in a safe place. Until then, this access does not count.',
    );
  }
  // A remote window does not know whether VS Code was restarted.
  return vscode.env.remoteName === undefined
    ? t(
        'Without a system keyring, VS Code loses this secret when it is closed. Copy it and keep it in a safe place. This access does not count until you copy it or restart VS Code.',
      )
    : t(
        'If your computer has no system keyring, VS Code loses this secret when it is closed. Copy it and keep it in a safe place. Until then, this access does not count.',
      );
}

/** The last offer for each client. The secrets of earlier ones have ended. */
const lastOffers = new Map<string, { readonly copy: () => Promise<void>; readonly end: () => void }>();

/** Ends the offer of an earlier secret after the client was reset again. */
export function endOffer(clientId: string): void {
  lastOffers.get(clientId)?.end();
  lastOffers.delete(clientId);
}

/**
 * Offers to copy a secret that may be lost: in a message, and in the status bar until it was copied, or until the client has a newer
 * one.
 * @param more other buttons; resolves with the chosen one
 */
async function offerSecret(
  clientId: string,
  title: string,
  secret: string,
  message: string,
  copied: () => Promise<void> = () => Promise.resolve(),
  ...more: readonly string[]
): Promise<string | undefined> {
  // Any extension can run it, so it only asks again.
  const command = `${commands.resetClientSecret}.copy.${crypto.randomUUID()}`;
  const item = new StatusItem(command, command);
  const offer = {
    copy: async () => {
      await vscode.env.clipboard.writeText(secret);
      offer.end();
      await copied();
      showStatusBarMessage(t('New secret of “{0}” copied', title));
    },
    end: () => {
      item.dispose();
      registration.dispose();
    },
  };
  endOffer(clientId);
  lastOffers.set(clientId, offer);
  const ask = async (others: readonly string[]): Promise<string | undefined> => {
    const copy = t('Copy New Secret');
    const answer = await askQuestion(message, [copy, ...others], { isWarning: true });
    if (answer !== copy) return answer;
    const last = lastOffers.get(clientId);
    if (last) await last.copy();
    else showStatusBarMessage(t('Nothing was copied: “{0}” was reset again', title));
    return undefined;
  };
  const registration = vscode.commands.registerCommand(command, async () => {
    await ask([]);
  });
  const text = t('Copy the new secret of “{0}”', title);
  item.show({ icon: 'key', text, tooltip: message, label: text, isWarning: true });
  return ask(more);
}
