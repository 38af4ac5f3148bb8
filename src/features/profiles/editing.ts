import * as vscode from 'vscode';
import type { Send } from '../../api/transport';
import { type FoundCredentials, readCredentials } from '../../core/credentialsText';
import { t } from '../../core/l10n';
import type { Profile } from '../../core/profile';
import { ask } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askPick, cancelled } from '../../ui/quickInput';
import { checkProfile, checkWords } from './profileCheck';
import { fillDraft } from './profileForm';
import { type ChangedValues, checkedValues, type Draft, fields, type FilledDraft } from './profileValues';

/** What the questions about a profile need to know of the world. */
export interface Desk {
  readonly send: Send;
  /** Told of a secret as soon as it is entered, so that the log can mask it. */
  readonly mask: (secret: string) => void;
}

/** Walks through a new profile: from the clipboard where it holds credentials, then what is missing; then the check. */
export async function enterNewProfile(desk: Desk, takenNames: readonly string[]): Promise<FilledDraft> {
  const title = t('Add Profile');
  const found = await offerClipboard(title);
  const missing = fields.filter(field => field === 'name' || found[field] === undefined);
  return enterAndCheck(desk, found, { title, fields: missing, retryFields: fields, takenNames });
}

/**
 * Asks which part of a profile changes (also the secret alone), then for its new value; then the check. The result
 * has no secret where none was entered.
 */
export async function enterChanges(
  desk: Desk,
  profile: Profile,
  takenNames: readonly string[],
): Promise<ChangedValues> {
  const title = t('Edit Profile {0}', profile.name);
  const choice = await askPick({
    title,
    placeholder: t('What changes?'),
    items: [
      { label: t('Client secret'), fields: ['clientSecret'] as const },
      {
        label: t('Client ID and secret'),
        description: profile.clientId,
        fields: ['clientId', 'clientSecret'] as const,
      },
      { label: t('Name'), description: profile.name, fields: ['name'] as const },
      {
        label: t('Service: origin, customer ID, client and secret'),
        description: new URL(profile.origin).host,
        // A secret belongs to the origin it was entered for: another origin needs it entered anew.
        fields: ['origin', 'customerId', 'clientId', 'clientSecret'] as const,
      },
    ],
  });
  if (typeof choice === 'symbol') throw cancelled();
  const options = { title, fields: choice.fields, retryFields: choice.fields, takenNames };
  if (choice.fields[0] !== 'name') return enterAndCheck(desk, profile, options);
  const { clientSecret: _, ...renamed } = await fillDraft(profile, options);
  return renamed;
}

interface EnterOptions {
  readonly title: string;
  readonly fields: readonly (keyof FilledDraft)[];
  readonly retryFields: readonly (keyof FilledDraft)[];
  readonly takenNames: readonly string[];
}

async function enterAndCheck(desk: Desk, draft: Draft, options: EnterOptions): Promise<FilledDraft> {
  const { title, takenNames } = options;
  let values = checkedValues(await fillDraft(draft, options), takenNames);
  for (;;) {
    const { clientSecret, ...metadata } = values;
    desk.mask(clientSecret);
    const result = await withProgress(
      t('Checking “{0}” at {1}…', values.name, new URL(values.origin).host),
      signal => checkProfile(desk.send, metadata, clientSecret, signal),
    );
    if (result.failed === undefined) return values;
    const saveAnyway = t('Save Anyway');
    const change = t('Change Values');
    const { message, detail } = checkWords(result);
    const answer = await ask(message, [change, saveAnyway], { isWarning: true, isModal: true, detail });
    if (answer === saveAnyway) return values;
    if (answer !== change) throw cancelled();
    values = checkedValues(
      await fillDraft(values, { title, fields: options.retryFields, takenNames }),
      takenNames,
    );
  }
}

/** Offers to take what the clipboard holds of a profile; never takes it unasked. */
async function offerClipboard(title: string): Promise<FoundCredentials> {
  // Where VS Code runs in a browser, the user may have denied it the clipboard.
  const text = await Promise.resolve(vscode.env.clipboard.readText()).catch(() => '');
  const found = readCredentials(text);
  if (!found) return {};
  const parts = [
    found.origin === undefined ? undefined : new URL(found.origin).host,
    found.customerId === undefined ? undefined : t('customer {0}', shorten(found.customerId)),
    found.clientId === undefined ? undefined : t('client {0}', shorten(found.clientId)),
    found.clientSecret === undefined ? undefined : t('its secret'),
  ].filter(part => part !== undefined);
  const choice = await askPick({
    title,
    placeholder: t('The clipboard holds values of a profile'),
    items: [
      { icon: 'clippy', label: t('Use the clipboard'), description: parts.join(', '), found },
      { icon: 'edit', label: t('Enter all values'), found: {} },
    ],
  });
  if (typeof choice === 'symbol') throw cancelled();
  return choice.found;
}

function shorten(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
