import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { readDiscoveryText } from '../../api/token/discovery';
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { parseUrl } from '../../core/common/parseUrl';
import { isProblem, Problem, type ProblemKind, undefinedIfFailed } from '../../core/common/problem';
import { parseJsonObject } from '../../core/json/json';
import { plainText } from '../../core/masking/redaction';
import type { Application, Discovery } from '../../core/migration/applications';
import { compareIssuers, type IssuerComparison, issuerText } from '../../core/migration/compareIssuers';
import { readApplications } from '../../core/migration/readApplications';
import { isLoopback, type Profile } from '../../core/profile/profile';
import type { Command } from '../../ui/commands/commandRegistry';
import { defineCommand } from '../../ui/commands/defineCommand';
import type { ReadOnlyDocuments } from '../../ui/documents/readOnlyDocuments';
import { showInformation, showWarning } from '../../ui/notifications';
import { withProgress } from '../../ui/progress';
import { askText } from '../../ui/quickInput';
import type { MigrationDeps } from './deps';
import { readProfile } from './readSource';

const Args = z.strictObject({ profile: z.optional(z.string()), discoveryUrl: z.string() });

const wellKnown = '/.well-known/openid-configuration';

/** Compares the service of a profile with a new issuer (contract): what an application notices. */
export function compareIssuerCommand(deps: MigrationDeps, texts: ReadOnlyDocuments): Command {
  return defineCommand(Args, async args => {
    const profile = deps.profiles.get(args?.profile);
    const url = args?.discoveryUrl ?? (await askUrl());
    const issue = urlIssue(url);
    if (issue !== undefined) throw new Problem('missingInput', issue);
    const title = args ? undefined : t('Comparing “{0}” with the new issuer…', profile.name);
    const [today, next] = await withProgress(title, signal =>
      Promise.all([readToday(deps, profile, signal), readNext(deps, discoveryUrlOf(url), signal)]),
    );
    const comparison = compareIssuers(today, next, await readUsers(deps, profile, !args));
    if (args) return comparison;
    await showComparison(profile, new URL(url).host, comparison, texts);
    return undefined;
  });
}

async function askUrl(): Promise<string> {
  return askText({
    title: t('Compare with New Issuer'),
    prompt: t('The new issuer, or the URL of its discovery document'),
    placeholder: 'https://login.example.com/.well-known/openid-configuration',
    validate: urlIssue,
  });
}

/** Why an address cannot be asked, or undefined. */
function urlIssue(text: string): string | undefined {
  const url = parseUrl(text);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname)))
    return url.username === '' && url.password === ''
      ? undefined
      : t('The URL must not have a user name or password.');
  return t('Enter a URL that begins with https://');
}

/** The discovery document of an issuer (OpenID Connect Discovery 1.0 §4), unless the address is that already. */
function discoveryUrlOf(text: string): string {
  const url = new URL(text);
  if (!url.pathname.includes('/.well-known/')) url.pathname = url.pathname.replace(/\/+$/, '') + wellKnown;
  return url.href;
}

async function readToday({ send }: MigrationDeps, profile: Profile, signal: AbortSignal): Promise<Discovery> {
  const document = parseJsonObject((await readDiscoveryText(send, profile, signal)) ?? '');
  if (document) return document;
  throw new Problem(
    'badAnswer',
    t('The discovery document of “{0}” could not be read.', profile.name),
    t('Check the connection.'),
  );
}

/** Problems whose next step is about the origin of a profile, or about the sandbox. */
const addressKinds: readonly ProblemKind[] = [
  'dns',
  'refused',
  'refusedHere',
  'tlsName',
  'redirect',
  'tooLarge',
];

function ofNewIssuer({ kind, message, nextStep, detail, facts }: Problem): Problem {
  const step = addressKinds.includes(kind)
    ? t('Check the address of the new issuer, the network connection and the proxy (setting http.proxy).')
    : nextStep;
  return new Problem(kind, message, step, detail, { ...facts, isElsewhere: true });
}

/** Without credentials. */
async function readNext({ send }: MigrationDeps, url: string, signal: AbortSignal): Promise<Discovery> {
  const { status, body } = await send({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    signal,
  }).catch((error: unknown) => {
    throw isProblem(error) ? ofNewIssuer(error) : error;
  });
  const document = status === 200 ? parseJsonObject(body) : undefined;
  if (typeof document?.['issuer'] === 'string') return document;
  throw new Problem(
    'invalidInput',
    t('{0} answered with HTTP {1}, but not with a discovery document.', plainText(url), status),
    t('Enter the issuer as the new service writes it, or the URL of its discovery document.'),
  );
}

/** The applications, for the scopes and claims that they use. Without access the documents alone are compared. */
async function readUsers(
  deps: MigrationDeps,
  profile: Profile,
  isInteractive: boolean,
): Promise<readonly Application[]> {
  const reading = readProfile(deps, profile, isInteractive);
  const snapshot = await undefinedIfFailed(reading, ({ kind }) => kind !== 'cancelled');
  return snapshot ? readApplications(snapshot, profile.name).applications : [];
}

async function showComparison(
  profile: Profile,
  host: string,
  comparison: IssuerComparison,
  texts: ReadOnlyDocuments,
): Promise<void> {
  const title = t('{0}: today ↔ {1}', profile.name, host);
  // Both sides depend on the new issuer.
  const id = `${profile.id} ${host}`;
  await vscode.commands.executeCommand(
    'vscode.diff',
    texts.put(`${t('today')}.yaml`, id, issuerText(comparison, 'today')),
    texts.put(`${host}.yaml`, id, issuerText(comparison, 'next')),
    title,
    { preview: true },
  );
  const missing = comparison.different.filter(row => row.missing.length > 0).map(({ member }) => member);
  if (missing.length > 0)
    void showWarning(t('The new issuer lacks something in: {0}.', plainText(listNames(missing))));
  else void showInformation(t('The new issuer lacks nothing that was compared.'));
}
