// Creates the services that the tree, the documents and the commands share.
import { platform } from 'node:process';
import * as vscode from 'vscode';
import type { Send } from '../../api/http';
import type { Delay } from '../../configuration/pollUntilClear';
import { hasProcessEnded, currentProcess } from '../../configuration/processIdentity';
import { ConfigurationRegistry } from '../../configuration/profileConfiguration';
import { watchPendingWrites } from '../../configuration/writes/recoverWrites';
import { dropRecoveryToken } from '../../configuration/writes/resetClientSecret';
import type { Clock } from '../../core/common/clock';
import { t } from '../../core/common/l10n';
import type { Problem } from '../../core/common/problem';
import { plainText } from '../../core/masking/redaction';
import type { Profile } from '../../core/profile/profile';
import { displayTitle } from '../../core/resources/displayTitle';
import type { ResourceKey } from '../../core/resources/resource';
import type { draftsFolder } from '../../storage/configuration/draftFiles';
import type { Drafts } from '../../storage/configuration/drafts';
import { recordsFolder, PendingWrites } from '../../storage/configuration/pendingWrites';
import type { ResourceHistory } from '../../storage/configuration/resourceHistory';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import { ConfigurationTokens } from '../../tokens/configurationTokens';
import type { RequestToken } from '../../tokens/newToken';
import type { TokenService } from '../../tokens/tokenService';
import { showInformation, showProblem, showStatusBarMessage } from '../../ui/notifications';
import { reviewsOnSave } from '../../ui/settings';
import { createDrafts, createHistory, storageFiles } from '../../ui/storageFolder';
import { BaseVersions } from './documents/baseVersions';
import { ChangeReviews } from './documents/changeReviews';
import { registerDocumentNames } from './documents/documentNames';
import { registerDraftDecorations } from './documents/draftDecorations';
import { removeEndedSandboxDrafts } from './documents/endedSandboxDrafts';
import { watchObsoleteDrafts } from './documents/obsoleteDrafts';
import { OtherDrafts } from './documents/otherDrafts';
import { Refusals } from './documents/refusals';
import { ResourceDocuments } from './documents/resourceDocuments';
import { ResourceFileSystem } from './documents/resourceFileSystem';
import { registerLanguageFeatures } from './language/register';
import type { TreeViewHost } from './tree/lazyTreeView';
import { type ConfigurationTreeView, createTreeView } from './tree/treeView';

export interface ConfigurationDeps {
  readonly context: vscode.ExtensionContext;
  readonly profiles: ProfileStore;
  readonly tokenService: TokenService;
  readonly send: Send;
  readonly requestToken: RequestToken;
  readonly now: () => number;
  readonly after: Clock['after'];
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
  /** Logs an error and converts it to a `Problem`. */
  readonly problemOf: (what: string, error: unknown) => Problem;
  readonly fireDidChangeFiles: (changes: vscode.FileChangeEvent[]) => void;
  readonly view: TreeViewHost;
}

/** The services that the tree, the documents and the commands share. */
export interface ConfigurationServices extends ConfigurationDeps {
  readonly configurations: ConfigurationRegistry;
  readonly baseVersions: BaseVersions;
  readonly documents: ResourceDocuments;
  readonly fileSystem: ResourceFileSystem;
  readonly drafts: Drafts;
  readonly otherDrafts: OtherDrafts;
  readonly refusals: Refusals;
  readonly reviews: ChangeReviews;
  readonly history: ResourceHistory;
  readonly pendingWrites: PendingWrites;
  readonly newId: () => string;
  /** The process of this window: see `currentProcess`. */
  readonly owner: string;
  readonly hasProcessEnded: (owner: string) => boolean;
  readonly delay: Delay;
  readonly tokens: ConfigurationTokens;
  /** Takes over what other windows kept in a folder: writes that they did not finish, or drafts. */
  readonly checkKept: (folder: typeof recordsFolder | typeof draftsFolder) => void;
  /** See `AccessProofDeps`. */
  readonly mayLoseSecret: (isNew: boolean) => boolean;
  /** Creates the tree on the first call. */
  readonly getTreeView: () => ConfigurationTreeView;
  /** The title, if it is cached. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Registers the language features on the first call. */
  readonly registerLanguageFeatures: () => void;
  readonly dispose: () => void;
}

const delay: Delay = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

export function createServices(deps: ConfigurationDeps): ConfigurationServices {
  const { context, now, warn, fireDidChangeFiles, problemOf } = deps;
  const tokens = new ConfigurationTokens(deps);
  const history = createHistory(deps);
  const pendingWrites: PendingWrites = new PendingWrites(storageFiles(context.globalStorageUri), write =>
    dropRecoveryToken({ ...deps, pendingWrites }, write),
  );
  const newId = () => crypto.randomUUID();
  const owner = currentProcess();
  const onPending = () => {
    recovery.check();
  };
  // The secrets of a remote window are stored where VS Code runs, which may be Linux.
  const mayBeInMemory = platform === 'linux' || vscode.env.remoteName !== undefined;
  const mayLoseSecret = (isNew: boolean) =>
    vscode.env.uiKind === vscode.UIKind.Web || (isNew && mayBeInMemory);
  const configurations = new ConfigurationRegistry({
    ...deps,
    ...{ tokens, history, pendingWrites, newId, owner, hasProcessEnded, delay, onPending, mayLoseSecret },
  });
  const baseVersions = new BaseVersions(context.workspaceState, warn);
  const drafts = createDrafts(deps);
  const reviews = new ChangeReviews();
  const refusals = new Refusals();
  const documents: ResourceDocuments = new ResourceDocuments({
    ...{ configurations, baseVersions, drafts, profiles: deps.profiles, now },
    fireDidChange: fireDidChangeFiles,
    onDraftKept: () => {
      void otherDrafts.follow();
    },
  });
  const fileSystem: ResourceFileSystem = new ResourceFileSystem({
    ...{ configurations, baseVersions, drafts, documents, problemOf },
    onSavedByHand: uri => {
      if (reviewsOnSave())
        import('./commands/draftCommands').then(
          loaded => loaded.reviewInteractively(services, uri),
          (error: unknown) => showProblem(problemOf('Loading the review', error)),
        );
    },
    onUndone: uri => {
      reviews.cancelFor(uri);
    },
  });
  const otherDrafts = new OtherDrafts({
    ...{ drafts, documents, fileSystem, configurations, reviews },
    profiles: deps.profiles,
  });
  const documentNames = registerDocumentNames(warn);
  let tree: ConfigurationTreeView | undefined;
  let language: vscode.Disposable | undefined;
  const services: ConfigurationServices = {
    ...deps,
    ...{
      configurations,
      baseVersions,
      documents,
      fileSystem,
      drafts,
      otherDrafts,
      refusals,
      reviews,
      history,
      pendingWrites,
      newId,
      owner,
      delay,
      hasProcessEnded,
    },
    ...{ mayLoseSecret, tokens },
    checkKept: folder => {
      if (folder === recordsFolder) recovery.check();
      else void otherDrafts.follow();
    },
    getTreeView: () =>
      (tree ??= createTreeView({
        ...services,
        uriOf: (profile, entry) => documents.uriOf(configurations.for(profile), entry),
      })),
    titleOf: (profile, key) => {
      const title = configurations.for(profile).resourceCache.titleOf(key);
      return title === '' ? undefined : plainText(displayTitle({ id: key.id, title }, 60));
    },
    registerLanguageFeatures: () => {
      language ??= registerLanguageFeatures(services);
    },
    dispose: () => {
      tree?.dispose();
      language?.dispose();
      recovery.stop();
      draftWatchers.dispose();
      fileSystem.dispose();
      documentNames.dispose();
      drafts.dispose();
      refusals.dispose();
      reviews.dispose();
      configurations.dispose();
      tokens.dispose();
    },
  };
  const removeEnded = () => void removeEndedSandboxDrafts({ ...deps, drafts });
  removeEnded();
  const draftWatchers = vscode.Disposable.from(
    deps.profiles.onDidChange(removeEnded),
    registerDraftDecorations(services),
    watchObsoleteDrafts({
      ...services,
      isSending: (configuration, draft) => fileSystem.isSending(documents.uriOf(configuration, draft)),
      remove: async (configuration, draft, shown) => {
        const uri = documents.uriOf(configuration, draft);
        await fileSystem.onSent(uri, { ...draft, shown, owner: configuration.profile });
        showStatusBarMessage(
          t('The service already has your change of “{0}”: the draft was removed', draft.title),
          8000,
        );
      },
    }),
  );
  const recovery = watchPendingWrites(
    services,
    text => void showInformation(text),
    (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  );
  return services;
}
