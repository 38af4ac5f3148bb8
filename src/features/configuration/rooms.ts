import * as vscode from 'vscode';
import type { Send } from '../../api/transport';
import type { ResourceKey } from '../../core/configuration';
import type { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { plainText } from '../../core/redaction';
import { shownTitle } from '../../core/shownTitle';
import { showInformation } from '../../ui/notifications';
import { ConfigurationTokens } from '../../vault/configurationTokens';
import type { Clock } from '../../vault/countdown';
import type { ProfileStore } from '../../vault/profileStore';
import type { ResourceHistory } from '../../vault/resourceHistory';
import type { TokenKeeper } from '../../vault/tokenKeeper';
import type { IssueToken } from '../../vault/tokenRequests';
import type { WriteNotes } from '../../vault/writeNotes';
import { Desks } from './desk';
import { ResourceDocuments } from './documents';
import { historyOf, notesOf } from './forgetting';
import type { Pause } from './journal';
import { registerLanguage } from './language';
import { OpenDocuments } from './openDocuments';
import { type OpenTree, openTree } from './openTree';
import { isProcessGone, ownProcess } from './processes';
import { Reviews } from './review';
import { saveDocument } from './saving';
import { followUnfinished } from './unfinished';
import type { ConfigurationView } from './view';

/** What the configuration stands on in a window. */
export interface ConfigurationPorts {
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'workspaceState' | 'globalStorageUri'>;
  readonly profiles: ProfileStore;
  readonly keeper: TokenKeeper;
  readonly send: Send;
  readonly issue: IssueToken;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after: Clock['after'];
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
  /** The problem that a failure is to people, once the log knows of it. */
  readonly problemOf: (what: string, error: unknown) => Problem;
  /** Documents are other than VS Code knows. */
  readonly tellFiles: (changes: vscode.FileChangeEvent[]) => void;
  readonly view: ConfigurationView;
}

/** What the tree, the documents and the commands of the configuration share. */
export interface ConfigurationRooms extends ConfigurationPorts {
  readonly desks: Desks;
  readonly open: OpenDocuments;
  readonly documents: ResourceDocuments;
  readonly reviews: Reviews;
  readonly history: ResourceHistory;
  readonly notes: WriteNotes;
  readonly newId: () => string;
  /** The process that this window runs in. */
  readonly owner: string;
  /** Whether a process is known to have ended. */
  readonly isGone: (owner: string) => boolean;
  readonly pause: Pause;
  readonly tokens: ConfigurationTokens;
  /** Looks after the writes that a window left behind. */
  readonly lookAfter: () => void;
  /** See `ProvingPorts`. */
  readonly mayLoseSecrets: () => boolean;
  /** The tree in its view, built when it is shown for the first time. */
  readonly openTree: () => OpenTree;
  /** What a resource is called, where that was read. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Helps in the documents, from the first one on. */
  readonly speak: () => void;
  readonly dispose: () => void;
}

const pause: Pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Builds what is shared, at the first use. */
export function openRooms(ports: ConfigurationPorts): ConfigurationRooms {
  const { context, now, warn, tellFiles, problemOf } = ports;
  const tokens = new ConfigurationTokens(ports);
  const history = historyOf(ports);
  const notes = notesOf(ports);
  const newId = () => crypto.randomUUID();
  const owner = ownProcess();
  const unsettled = () => {
    following.check();
  };
  const mayLoseSecrets = () => vscode.env.uiKind === vscode.UIKind.Web;
  const desks = new Desks({
    ...ports,
    ...{ tokens, history, notes, newId, owner, pause, unsettled, mayLoseSecrets },
  });
  const open = new OpenDocuments(context.workspaceState, warn);
  const reviews = new Reviews();
  const documents: ResourceDocuments = new ResourceDocuments({
    ...{ desks, open, now, log: problemOf, tell: tellFiles },
    save: (uri, text) => saveDocument({ desks, open, reviews }, documents, uri, text),
  });
  let tree: OpenTree | undefined;
  let language: vscode.Disposable | undefined;
  const rooms: ConfigurationRooms = {
    ...ports,
    ...{ desks, open, documents, reviews, history, notes, newId, owner, pause, isGone: isProcessGone },
    ...{ mayLoseSecrets, tokens },
    lookAfter: () => {
      following.check();
    },
    openTree: () => (tree ??= openTree(rooms)),
    titleOf: (profile, key) => {
      const title = desks.for(profile).holdings.titleOf(key);
      return title === '' ? undefined : plainText(shownTitle({ id: key.id, title }, 60));
    },
    speak: () => {
      language ??= registerLanguage(rooms);
    },
    dispose: () => {
      tree?.dispose();
      language?.dispose();
      following.stop();
      documents.dispose();
      reviews.dispose();
      desks.dispose();
      tokens.dispose();
    },
  };
  const following = followUnfinished(
    rooms,
    text => void showInformation(text),
    (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
  );
  return rooms;
}
