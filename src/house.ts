import * as vscode from 'vscode';
import type { Send, Transport } from './api/transport';
import { useBundle } from './core/l10n';
import type { Accounts } from './features/accounts/provider';
import { registerAccounts } from './features/accounts/register';
import type { SessionsChange } from './features/accounts/session';
import { registerAuthorizationHeader } from './features/authorizationHeader/register';
import type { ResourceFiles } from './features/configuration/provider';
import { registerConfiguration } from './features/configuration/register';
import type { ConfigurationView, ViewContent } from './features/configuration/view';
import { registerConnection } from './features/connection/register';
import { registerFirstMinutes } from './features/firstMinutes/register';
import { registerLeakGuard } from './features/leakGuard/register';
import { registerMenus } from './features/menus/register';
import { registerProfiles } from './features/profiles/register';
import { registerReference } from './features/reference/register';
import { registerRenewal } from './features/renewal/register';
import { registerRequestCatalogue } from './features/requestCatalogue/register';
import { registerSandbox } from './features/sandbox/register';
import { registerScopeLanguage } from './features/scopeLanguage/register';
import { registerSending } from './features/sending/register';
import { registerSharing } from './features/sharing/register';
import { registerStatusBar } from './features/statusBar/register';
import { registerTokens } from './features/tokens/register';
import { CommandRegistry } from './ui/commands';
import { problemFrom } from './ui/failure';
import { Log } from './ui/log';
import { onDidChangeSettings } from './ui/settings';
import { ActiveScopes } from './vault/activeScopes';
import { Countdown } from './vault/countdown';
import { MutedFiles } from './vault/mutedFiles';
import { ProfileStore } from './vault/profileStore';
import { keptTitle } from './vault/recentScopes';
import { TokenKeeper } from './vault/tokenKeeper';
import type { IssueToken } from './vault/tokenRequests';
import { TokenStore } from './vault/tokenStore';

/** What the front door needs of the rooms behind it. */
export interface House {
  /** Runs what VS Code calls. */
  readonly commands: CommandRegistry;
  readonly accounts: Accounts;
  readonly files: ResourceFiles;
  /** Resolves with what fills the view of the configuration; with nothing where there is no profile. */
  readonly openView: () => Promise<ViewContent | undefined>;
  /** Resolves when the tokens that are kept are known. Never rejects. */
  readonly upToDate: () => Promise<void>;
  /** Another window changed the profiles. */
  readonly hear: () => Promise<void>;
  /** Takes back what was set: the shared variable at once, the sandbox with its profile, the connections. */
  readonly leave: () => Promise<void>;
}

/** Whom the front door has VS Code listen to. */
export interface Tell {
  /** Sessions of accounts changed. */
  readonly accounts: (change: SessionsChange) => void;
  /** Documents of the configuration are other than VS Code knows. */
  readonly files: (changes: vscode.FileChangeEvent[]) => void;
  /** The view of the configuration shows something else. */
  readonly view: ConfigurationView;
}

/** Builds the objects and registers the features; no logic. */
export function openHouse(context: vscode.ExtensionContext, tell: Tell): House {
  useBundle(vscode.l10n.bundle);
  const { globalState, workspaceState, secrets } = context;
  const now = Date.now;
  const clock = { now, after };
  const window = crypto.randomUUID();
  const log = new Log();
  const { mask, warn } = log;

  // At the first request: most windows never make one.
  let transport: Promise<Transport> | undefined;
  const newTransport = async () => {
    const late = await import('./api/transport');
    const fetch = (url: string, init: object) => globalThis.fetch(url, init);
    return new late.Transport({ fetch, log: log.info, now: () => performance.now() });
  };
  const send: Send = async request => (await (transport ??= newTransport())).send(request);
  const profiles = new ProfileStore({
    ...{ globalState, workspaceState, secrets },
    newId: () => crypto.randomUUID(),
    window,
    after,
  });
  const issue: IssueToken = async (profile, client, scope, signal) => {
    const { requestAccessToken } = await import('./api/tokenEndpoint');
    return requestAccessToken(send, profile, client, scope, signal);
  };
  const keeper = new TokenKeeper({
    profiles,
    tokens: new TokenStore(secrets, now),
    activeScopes: new ActiveScopes(workspaceState),
    issue,
    now,
    mask,
    warn,
  });
  const countdown = new Countdown(keeper, clock);

  const registry = new CommandRegistry(log);
  const sandbox = registerSandbox(registry, { profiles, keeper, mask });
  const { accounts, watching } = registerAccounts({ profiles, keeper, countdown, now, log }, tell.accounts);
  const configuration = registerConfiguration(registry, {
    ...{ context, profiles, keeper, send, issue, mask, warn, ...clock },
    ...{ tellFiles: tell.files, view: tell.view },
    problemOf: (what, error) => problemFrom(log, what, error),
  });
  const { titles } = configuration;
  const titleOf: typeof titles.titleOf = (profile, key) =>
    titles.titleOf(profile, key) ?? keptTitle(globalState, profile.id, key);
  const sharing = registerSharing(keeper, countdown, now, context.environmentVariableCollection);
  context.subscriptions.push(
    log,
    profiles,
    keeper,
    countdown,
    sharing,
    registerMenus(profiles, keeper, countdown, now),
    registerStatusBar({ keeper, countdown, now, titleOf }),
    registerRenewal({ profiles, keeper, countdown, secrets, window, clock, warn }),
    registerProfiles(registry, { profiles, keeper, globalState, desk: { send, mask } }),
    registerTokens(registry, {
      ...{ profiles, keeper, globalState, send, now, warn, mask, titleOf },
      chooseResource: titles.choose,
    }),
    watching,
    registerConnection(registry, { profiles, desk: { send, mask }, redact: log.redactKnown }),
    registerAuthorizationHeader(registry, { profiles, keeper, now }),
    registerScopeLanguage(warn),
    registerRequestCatalogue(registry, profiles),
    registerLeakGuard(registry, {
      ...{ profiles, keeper, send, warn, mask, ...clock },
      mutedFiles: new MutedFiles(workspaceState),
    }),
    registerReference({ profiles, keeper, countdown, now, warn }),
    registerSending(registry, { profiles, keeper, now, warn, redact: log.redactKnown }),
    configuration.commands,
    sandbox.commands,
    registerFirstMinutes(registry, profiles, log, context.extensionUri),
    onDidChangeSettings(() => {
      countdown.refresh();
    }),
    // After sleep the timer is late: whoever comes back to the window sees the truth at once.
    vscode.window.onDidChangeWindowState(() => {
      countdown.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      countdown.refresh();
    }),
  );
  // Without a profile there is nothing to restore, show or count.
  if (profiles.active) void keeper.restore();
  return {
    commands: registry,
    accounts,
    files: configuration.files,
    openView: configuration.openView,
    upToDate: () => keeper.upToDate(),
    hear: () => profiles.hear(),
    leave: async () => {
      sharing.dispose();
      try {
        await sandbox.stop();
      } finally {
        await (await transport)?.close();
      }
    },
  };
}

function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
