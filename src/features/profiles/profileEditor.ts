// The steps of adding and editing a profile: questions, check, storing.
import * as vscode from 'vscode';
import type { Send } from '../../api/http';
import { t } from '../../core/common/l10n';
import { parseCredentials } from '../../core/profile/parseCredentials';
import type { Profile } from '../../core/profile/profile';
import { askQuestion } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askPick, cancelled, type PickItem } from '../../ui/quickInput';
import { checkProfile, describeFailure, fieldToCorrect } from './profileCheck';
import { askFields } from './profileForm';
import {
  type ChangedValues,
  validateValues,
  type KnownValues,
  fields,
  type EnteredValues,
  issueOf,
} from './profileValues';

/** What the questions about a profile need. */
export interface ProfileCheckDeps {
  readonly send: Send;
  /** Makes the log mask a secret. Called before it is used. */
  readonly mask: (secret: string) => void;
}

/** What the user entered for a new profile before cancelling; never the secret. Kept until the window closes. */
export interface UnfinishedProfile {
  known?: KnownValues;
}

/**
 * Asks for a new profile. Offers the values on the clipboard, or those entered before a cancellation; asks for the
 * missing ones; then checks all. Rejects with a `cancelled` problem.
 */
export async function askNewProfile(
  checkDeps: ProfileCheckDeps,
  takenNames: readonly string[],
  unfinished: UnfinishedProfile,
): Promise<EnteredValues> {
  const title = t('Add Profile');
  const initial = await chooseInitialValues(title, unfinished);
  const missing = fields.filter(field => issueOf(field, initial[field] ?? '', takenNames) !== undefined);
  const keep = ({ clientSecret: _, ...known }: KnownValues) => {
    unfinished.known = known;
  };
  const values = await askAndCheck(checkDeps, initial, {
    ...{ title, fields: missing, retryFields: fields, takenNames, keep },
  });
  delete unfinished.known;
  return values;
}

/**
 * Asks which part of a profile to change (the secret alone is one), then for the new values, and checks them. The
 * result has no secret if none was entered.
 */
export async function askProfileChanges(
  checkDeps: ProfileCheckDeps,
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
        // A secret is sent only to the origin it was entered for.
        fields: ['origin', 'customerId', 'clientId', 'clientSecret'] as const,
      },
    ],
  });
  const options = { title, fields: choice.fields, retryFields: choice.fields, takenNames };
  if (choice.fields[0] !== 'name') return askAndCheck(checkDeps, profile, options);
  const { clientSecret: _, ...renamed } = await askFields(profile, options);
  return renamed;
}

interface EnterOptions {
  readonly title: string;
  readonly fields: readonly (keyof EnteredValues)[];
  readonly retryFields: readonly (keyof EnteredValues)[];
  readonly takenNames: readonly string[];
  readonly keep?: (known: KnownValues) => void;
}

async function askAndCheck(
  checkDeps: ProfileCheckDeps,
  known: KnownValues,
  options: EnterOptions,
): Promise<EnteredValues> {
  const { retryFields, takenNames } = options;
  let values = validateValues(await askFields(known, options), takenNames);
  for (;;) {
    const { clientSecret, ...metadata } = values;
    checkDeps.mask(clientSecret);
    const result = await withProgress(
      t('Checking “{0}” at {1}…', values.name, new URL(values.origin).host),
      signal => checkProfile(checkDeps.send, metadata, clientSecret, signal),
    );
    if (result.failed === undefined) return values;
    const saveAnyway = t('Save Anyway');
    const change = t('Change Values');
    const { message, detail } = describeFailure(result);
    const answer = await askQuestion(message, [change, saveAnyway], {
      isWarning: true,
      isModal: true,
      detail,
    });
    if (answer === saveAnyway) return values;
    if (answer !== change) throw cancelled();
    const retry = { ...options, fields: retryFields, wrong: fieldToCorrect(result) };
    values = validateValues(await askFields(values, retry), takenNames);
  }
}

/** Asks for the initial values of a new profile: none, those on the clipboard, or those entered before. */
async function chooseInitialValues(title: string, { known }: UnfinishedProfile): Promise<KnownValues> {
  // In a browser, the user may have denied VS Code access to the clipboard.
  const text = await Promise.resolve(vscode.env.clipboard.readText()).catch(() => '');
  const found = parseCredentials(text);
  const suggestions = [
    ...(found
      ? [{ icon: 'clippy', label: t('Use the clipboard'), description: describe(found), known: found }]
      : []),
    ...(known
      ? [{ icon: 'history', label: t('Continue where you stopped'), description: describe(known), known }]
      : []),
  ];
  if (suggestions.length === 0) return {};
  const { known: chosen } = await askPick<PickItem & { readonly known: KnownValues }>({
    title,
    placeholder: found ? t('The clipboard holds values of a profile') : t('What do you want to begin with?'),
    items: [...suggestions, { icon: 'edit', label: t('Enter all values'), known: {} }],
  });
  return chosen;
}

/** A short description of known values. It does not show the secret, only that there is one. */
function describe({ name, origin, customerId, clientId, clientSecret }: KnownValues): string {
  return [
    ...(name === undefined ? [] : [`“${name}”`]),
    ...(origin === undefined ? [] : [new URL(origin).host]),
    ...(customerId === undefined ? [] : [t('customer {0}', shorten(customerId))]),
    ...(clientId === undefined ? [] : [t('client {0}', shorten(clientId))]),
    ...(clientSecret === undefined ? [] : [t('its secret')]),
  ].join(', ');
}

function shorten(id: string): string {
  return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}
