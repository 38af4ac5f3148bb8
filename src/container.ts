import { env } from 'node:process';
import * as vscode from 'vscode';
import type { Send } from './api/http';
import type { Transport } from './api/transport/transport';
import { useBundle } from './core/common/l10n';
import type { Profile } from './core/profile/profile';
import type { SessionProvider } from './features/accounts/provider';
import { registerAccounts } from './features/accounts/register';
import type { SessionsChange } from './features/accounts/toSession';
import type { ResourceFileProvider } from './features/configuration/documents/lazyFileSystem';
import { registerConfiguration } from './features/configuration/register';
import type { TreeViewHost, TreeContent } from './features/configuration/tree/lazyTreeView';
import { registerConfigurationFiles } from './features/configurationFiles/register';
import { registerConnection } from './features/connection/register';
import { registerContextKeys } from './features/contextKeys/register';
import { registerHelp } from './features/help/register';
import { registerLeaks } from './features/leaks/register';
import { registerMigration } from './features/migration/register';
import { registerProfiles } from './features/profiles/register';
import { registerRenewal } from './features/renewal/register';
import { registerAuthorizationHeader } from './features/requests/authorizationHeader/register';
import { registerRequestCatalogue } from './features/requests/catalogue/register';
import { registerReference } from './features/requests/references/register';
import { registerSending } from './features/requests/sending/register';
import { registerSandbox } from './features/sandbox/register';
import { registerScopeLanguage } from './features/scopeLanguage/register';
import { registerSharing } from './features/sharing/register';
import { registerStatusBar } from './features/statusBar/register';
import { registerTokens } from './features/tokens/register';
import { ProfileStore } from './storage/profiles/profileStore';
import { SerialState } from './storage/serialState';
import { ActiveScopes } from './storage/tokens/activeScopes';
import { readRecentTitle } from './storage/tokens/recentScopes';
import { TokenStore } from './storage/tokens/tokenStore';
import { ExpiryTimer } from './tokens/expiryTimer';
import type { RequestToken } from './tokens/newToken';
import { TokenService } from './tokens/tokenService';
import { CommandRegistry } from './ui/commands/commandRegistry';
import { Log } from './ui/log';
import { onDidChangeSettings } from './ui/settings';
import { toProblem } from './ui/toProblem';

/** What the entry point (`extension.ts`) needs of the services and features. */
export interface Container {
  readonly commands: CommandRegistry;
  readonly accounts: SessionProvider;
  readonly files: () => Promise<ResourceFileProvider>;
  /** Resolves with the content of the configuration view; undefined without a profile. */
  readonly openView: () => Promise<TreeContent | undefined>;
  /** Resolves when the stored tokens are known. Never rejects. */
  readonly whenSettled: () => Promise<void>;
  /** Another window changed the profiles. */
  readonly handleChangeSignal: () => Promise<void>;
  /** Unsets the shared variable at once, then stops the sandbox, with its profile, and closes the connections. */
  readonly dispose: () => Promise<void>;
}

/** Events that the container raises and the entry point forwards to VS Code. */
export interface ContainerEvents {
  readonly fireDidChangeSessions: (change: SessionsChange) => void;
  /** Documents of the configuration changed outside of VS Code. */
  readonly fireDidChangeFiles: (changes: vscode.FileChangeEvent[]) => void;
  /** The configuration view. */
  readonly view: TreeViewHost;
}

/** Creates the services and registers the features; no logic. */
export function createContainer(context: vscode.ExtensionContext, events: ContainerEvents): Container {
  useBundle(vscode.l10n.bundle);
  const { workspaceState, secrets } = context;
  const globalState = new SerialState(context.globalState);
  const now = Date.now;
  const clock = { now, after };
  const windowId = crypto.randomUUID();
  const log = new Log();
  const { mask, warn } = log;

  // Loaded at the first request: most windows never make one.
  let transport: Promise<Transport> | undefined;
  const createTransport = async () => {
    const module = await import('./api/transport/transport');
    const fetch = (url: string, init: object) => globalThis.fetch(url, init);
    return new module.Transport({ fetch, log: log.info, now: () => performance.now() });
  };
  const getTransport = () => (transport ??= createTransport());
  const send: Send = async request => (await getTransport()).send(request);
  const profiles = new ProfileStore({
    ...{ globalState, workspaceState, secrets, mask },
    newId: () => crypto.randomUUID(),
    windowId,
    // The process that keeps secrets in memory if the system has no keyring; unknown for a remote machine.
    runId: env['VSCODE_PID'] ?? '',
    after,
  });
  const loadTokenEndpoint = () => import('./api/token/tokenEndpoint');
  const requestToken: RequestToken = async (profile, client, scope, signal) =>
    (await loadTokenEndpoint()).requestAccessToken(send, profile, client, scope, signal);
  const prepareRequest = async ({ origin }: Profile) => {
    await Promise.all([loadTokenEndpoint(), (await getTransport()).prepare(origin)]);
  };
  const problemOf = (what: string, error: unknown) => toProblem(log, what, error);
  const tokenService = new TokenService({
    profiles,
    tokens: new TokenStore(secrets, now),
    activeScopes: new ActiveScopes(workspaceState),
    requestToken,
    now,
    mask,
    warn,
    withProgress: async (name, run) => (await import('./ui/progress')).withTokenProgress(name, run),
  });
  const expiryTimer = new ExpiryTimer(tokenService, clock);

  const registry = new CommandRegistry(log);
  const sandbox = registerSandbox(registry, { profiles, tokenService, mask });
  const { accounts, watching } = registerAccounts(
    { profiles, tokenService, expiryTimer, now, log },
    events.fireDidChangeSessions,
  );
  const configuration = registerConfiguration(registry, {
    ...{ context, profiles, tokenService, send, requestToken, mask, warn, ...clock },
    ...{ fireDidChangeFiles: events.fireDidChangeFiles, view: events.view },
    problemOf,
  });
  const { titles } = configuration;
  const checkDeps = { send, mask };
  const requestDeps = { profiles, tokenService, expiryTimer, now, warn };
  const titleOf: typeof titles.titleOf = (profile, key) =>
    titles.titleOf(profile, key) ?? readRecentTitle(globalState, profile.id, key);
  const sharing = registerSharing(tokenService, expiryTimer, now, context.environmentVariableCollection);
  context.subscriptions.push(
    log,
    profiles,
    tokenService,
    expiryTimer,
    sharing,
    registerContextKeys(profiles, tokenService, expiryTimer, now),
    registerStatusBar({ tokenService, expiryTimer, titleOf, warn, ...clock }),
    registerRenewal({ profiles, tokenService, expiryTimer, secrets, windowId, clock, warn, problemOf }),
    registerProfiles(registry, {
      profiles,
      tokenService,
      globalState,
      context,
      warn,
      checkDeps,
    }),
    registerTokens(registry, {
      ...{ profiles, tokenService, globalState, send, prepareRequest, now, warn, mask, titleOf, problemOf },
      chooseResource: titles.choose,
    }),
    watching,
    registerConnection(registry, { profiles, checkDeps, redact: log.redactKnown }),
    registerAuthorizationHeader(registry, { profiles, tokenService, now }),
    registerScopeLanguage(warn),
    registerRequestCatalogue(registry, profiles),
    registerLeaks(registry, { profiles, tokenService, send, warn, mask, ...clock }, workspaceState),
    registerReference(requestDeps),
    registerSending(registry, { ...requestDeps, redact: log.redactKnown }),
    configuration.commands,
    registerConfigurationFiles(registry, configuration.services),
    registerMigration(registry, configuration.services),
    sandbox.commands,
    registerHelp(registry, profiles, log, context.extensionUri),
    onDidChangeSettings(() => {
      expiryTimer.refresh();
    }),
    // After sleep the timer is late.
    vscode.window.onDidChangeWindowState(() => {
      expiryTimer.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      expiryTimer.refresh();
    }),
  );
  void profiles.restoreRecent();
  if (profiles.active) void tokenService.restore();
  return {
    ...configuration,
    commands: registry,
    accounts,
    whenSettled: () => tokenService.whenSettled(),
    handleChangeSignal: () => profiles.handleChangeSignal(),
    dispose: async () => {
      sharing.dispose();
      // The storage of a window that closes may be gone: then the sandbox's profile stays.
      await sandbox.stop().catch(() => undefined);
    },
  };
}

function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}
