// Reads the request to send, and finds the profile that it goes to.
import * as vscode from 'vscode';
import { inQuotes } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import { listNames } from '../../../core/common/listNames';
import { Problem } from '../../../core/common/problem';
import { workspaceValues } from '../../../core/common/strictestValue';
import type { Profile } from '../../../core/profile/profile';
import { getsNoToken, isHarmless } from '../../../core/requestAnalysis/earlierRequests';
import { type ProfileMatch, matchProfiles } from '../../../core/requestAnalysis/matchProfiles';
import type { RequestTarget } from '../../../core/requestAnalysis/readTarget';
import { proxyReason, shortenTarget } from '../../../core/requests/doubtReasons';
import { withoutQuery } from '../../../core/requests/host';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import type { TokenService } from '../../../tokens/tokenService';
import { askQuestion, confirm } from '../../../ui/notifications';
import { cancelled } from '../../../ui/quickInput';
import { type InstalledClient, installedClients } from './installedClients';
import { readClientContext } from './selectedEnvironment';
import {
  type AskedRequest,
  readAgain,
  requestChangedProblem,
  type SendableRequest,
  sentBefore,
  type SentBefore,
} from './sendableRequest';

/** What the features that send requests need. */
export interface SendingDeps {
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly now: () => number;
  /** Logs a failure that stops nothing. */
  readonly warn: (message: string, error: unknown) => void;
  /** Removes our secrets and tokens from a text. */
  readonly redact: (text: string) => string;
}

/** A request, and the client that sends it. */
export interface ReadRequest {
  readonly client: InstalledClient;
  readonly sendable: SendableRequest;
  /** What the client sends before it. */
  readonly earlier: readonly SentBefore[];
}

/**
 * A request as its client reads it. If both clients are installed and no setting names one, the client for which the target is
 * certain, else httpYac. Throws a `Problem`: of kind `noClient`, or as `readAgain`.
 * @param isAsked whether httpYac asks for the token when it sends; known once it has read the file
 */
export async function readRequest(
  document: vscode.TextDocument,
  asked: AskedRequest,
  isAsked: () => boolean,
): Promise<ReadRequest> {
  const { isCurl } = asked.request;
  const [preferred, ...others] = installedClients().filter(({ name }) => !isCurl || name === 'restClient');
  if (!preferred) {
    throw new Problem(
      'noClient',
      t('httpYac sends no cURL commands.'),
      t('Write it as a request, or install REST Client.'),
    );
  }
  const first = await readRequestAs(preferred, document, asked, isAsked);
  const read = [first];
  for (const client of others) read.push(await readRequestAs(client, document, asked, isAsked));
  return read.find(({ sendable }) => sendable.target.host?.kind === 'origin') ?? first;
}

/** A request as a client reads it now. Throws a `Problem` as `readAgain`: the client may take long to tell what it knows. */
export async function readRequestAs(
  client: InstalledClient,
  document: vscode.TextDocument,
  asked: AskedRequest,
  isAsked: () => boolean,
): Promise<ReadRequest> {
  const context = await readClientContext(client, document);
  const asksForToken = client.name === 'httpYac' && isAsked();
  const sendable = readAgain(document, asked, { ...context, asksForToken });
  const proxy = client.name === 'restClient' ? proxyOfWorkspace() : undefined;
  const earlier =
    client.name === 'httpYac' ? sentBefore(document, sendable.request, { ...context, asksForToken }) : [];
  if (proxy === undefined) return { client, sendable, earlier };
  // Such a client accepts any certificate that the proxy shows.
  const doubt = sendable.target.doubt ?? proxyReason(proxy);
  return { client, sendable: { ...sendable, target: { ...sendable.target, doubt } }, earlier };
}

/** A proxy that the workspace sets, not the user. */
function proxyOfWorkspace(): string | undefined {
  const values = workspaceValues(vscode.workspace.getConfiguration('http').inspect<unknown>('proxy') ?? {});
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

/**
 * Throws if a request, or what is sent before it, no longer goes where it went when that was decided. A reason for doubt may be
 * gone: the header that we have replaced.
 */
export function assertSameTarget(before: ReadRequest, now: ReadRequest): void {
  const [then, today] = [before.sendable.target, now.sendable.target];
  const isNew = (doubt: string | undefined, earlier: string | undefined) =>
    doubt !== undefined && doubt !== earlier;
  if (
    sendingKey(before) !== sendingKey(now) ||
    isNew(today.doubt, then.doubt) ||
    isNew(today.doubtOfVariables, then.doubtOfVariables)
  )
    throw requestChangedProblem();
}

function sendingKey({ sendable: { request, target }, earlier }: ReadRequest): string {
  const { host, readers, parts } = target;
  // It may refer to itself, and gets our header.
  const others = earlier.filter(({ sendable }) => sendable?.request.requestLine !== request.requestLine);
  return JSON.stringify([
    [host, readers, parts],
    others.map(each => [
      each.name,
      each.sendable && [sentKey(each.sendable.request), targetKey(each.sendable.target)],
    ]),
  ]);
}

function sentKey({ method, headers }: SendableRequest['request']): unknown {
  return [method, headers.map(({ name, value }) => [name, value])];
}

function targetKey({ host, readers, parts, doubt, doubtOfVariables }: RequestTarget): string {
  return JSON.stringify([host, readers, parts, doubt, doubtOfVariables]);
}

/** How to ask the user. */
interface Asking {
  readonly isInteractive: boolean;
  /** Whether the client asks for the token when it sends, so that it gets one only for a request to a profile. */
  readonly keepsToken: boolean;
}

/**
 * The profile that a request goes to, made the active one. Asks the user if that is not the active one, or if the
 * target is not certain; for code, throws a `Problem` instead. Throws a `Problem` if the request goes to none.
 */
export async function ensureProfile(
  { profiles, tokenService }: SendingDeps,
  { client, sendable: { target } }: ReadRequest,
  { isInteractive, keepsToken }: Asking,
): Promise<Profile> {
  const active = profiles.get();
  const where = matchProfiles(target, profiles.all);
  if (where.kind === 'no') throw otherTargetProblem(where);
  const isActive = where.profiles.some(({ id }) => id === active.id);
  if (where.kind === 'unknown' && !isInteractive) {
    throw new Problem(
      'otherHost',
      t('It is not certain where this request goes: {0}. It was not sent.', where.reason),
      t(
        'Write the host in the URL of the request, or run the command without an argument: then you are asked.',
      ),
    );
  }
  if (isActive) {
    if (where.kind === 'unknown') await askToSend(client, active, where.reason, keepsToken);
    return active;
  }
  const profile = await askToSwitch(active, where, isInteractive);
  await profiles.switchTo(profile);
  await tokenService.whenSettled();
  return profile;
}

/**
 * Asks before httpYac first sends other requests, which the request names (`@ref`, `@forceRef`), unless all of them are
 * harmless. For code, throws a `Problem` instead.
 */
export async function agreeToEarlierRequests(
  { profiles }: Pick<SendingDeps, 'profiles'>,
  { earlier }: ReadRequest,
  profile: Profile,
  { isInteractive, keepsToken }: Asking,
): Promise<void> {
  const others = earlier.filter(
    ({ sendable }) =>
      !sendable || !(isHarmless(sendable, profile) || (keepsToken && getsNoToken(sendable, profiles.all))),
  );
  if (others.length === 0) return;
  const names = others.map(({ name, sendable }) =>
    sendable
      ? `${sendable.request.method} ${shortenTarget(withoutQuery(sendable.request.url), 200)}`
      : inQuotes(name),
  );
  const message = t('The request refers to others, which httpYac sends first: {0}.', listNames(names));
  if (!isInteractive)
    throw new Problem('otherHost', message, t('Run the command without an argument: then you are asked.'));
  const detail = keepsToken
    ? t('They get an access token, too, if they go to one of your profiles.')
    : t('httpYac sends them what their headers say, wherever they go. That may be the access token.');
  await confirm(message, t('Send'), detail);
}

function otherTargetProblem({ host, customerId }: Extract<ProfileMatch, { kind: 'no' }>): Problem {
  return new Problem(
    'otherHost',
    customerId === undefined
      ? t('This request goes to {0}, and none of your profiles has this host. It was not sent.', host)
      : t(
          'This request is for customer {0}, and none of your profiles is for this customer. It was not sent.',
          customerId,
        ),
    t('Add a profile for it, or check its URL.'),
  );
}

/** Asks once if only the client knows where a request goes. */
async function askToSend(
  client: InstalledClient,
  { name, origin }: Profile,
  doubt: string,
  keepsToken: boolean,
): Promise<void> {
  await confirm(
    t('It is not certain that this request goes to the host of “{0}”: {1}.', name, doubt),
    t('Send'),
    keepsToken
      ? t('httpYac adds the access token only if the request turns out to go to {0}.', origin)
      : t('{0} sends the access token along, wherever the request goes.', client.title),
  );
}

async function askToSwitch(
  active: Profile,
  where: Exclude<ProfileMatch, { kind: 'no' }>,
  isInteractive: boolean,
): Promise<Profile> {
  const message = t(
    'This request goes to the customer of “{0}”; the active profile is “{1}”.',
    where.profiles.at(0)?.name ?? '',
    active.name,
  );
  if (!isInteractive) throw new Problem('otherHost', message, t('Switch to that profile first.'));
  const detail =
    where.kind === 'unknown' ? t('It is not certain where it goes: {0}.', where.reason) : undefined;
  const switches = where.profiles
    .slice(0, 3)
    .map(profile => ({ profile, title: t('Switch to “{0}”', profile.name) }));
  const chosen = await askQuestion(
    message,
    switches.map(({ title }) => title),
    { isWarning: true, isModal: true, detail },
  );
  const answer = switches.find(({ title }) => title === chosen);
  if (!answer) throw cancelled();
  return answer.profile;
}
