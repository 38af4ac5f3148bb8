import * as vscode from 'vscode';
import type { ResourceKey } from '../../core/configuration';
import type { Profile } from '../../core/profile';
import type { CommandRegistry } from '../../ui/commands';
import { commands, resourceScheme } from '../../ui/ids';
import type { back } from '../../ui/quickInput';
import { whenOpened } from '../../ui/whenOpened';
import { notesFolder } from '../../vault/writeNotes';
import type { ChosenResource, ResourceQuestion } from './choosing';
import type * as LateRooms from './late';
import { whenResetBegan } from './noteSignals';
import type { ResourceFiles } from './provider';
import type { ConfigurationPorts, ConfigurationRooms } from './rooms';
import type { ViewContent } from './view';

type Late = typeof LateRooms;

/** The commands that people and code call. */
const contract = [
  'openResource',
  'applyResource',
  'createResource',
  'duplicateResource',
  'deleteResource',
  'resetClientSecret',
  'createSpareAccess',
  'restorePreviousVersion',
  'refreshConfiguration',
  'filterConfiguration',
  'copyResourceId',
  'requestTokenForResource',
  'accessHealth',
] as const;

export type CommandName = (typeof contract)[number];

/** The commands that only our own lenses, buttons and nodes call. */
const internal = [
  'showUsers',
  'applyChange',
  'cancelChange',
  'clearConfigurationFilter',
  'retryConfiguration',
  'lookThroughClients',
] as const;

export type InternalName = (typeof internal)[number];

/** Resources by their titles, for whoever asks about scopes. */
export interface Titles {
  /** What a resource is called, where that was read in this window. Plain text, one short line. */
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  /** Asks for one; rejects with a `Problem`. */
  readonly choose: (profile: Profile, question: ResourceQuestion) => Promise<ChosenResource | typeof back>;
}

/** The configuration of the service: its tree, its documents, and what changes it. All of it is loaded when it is used. */
export function registerConfiguration(
  registry: CommandRegistry,
  ports: ConfigurationPorts,
): {
  readonly files: ResourceFiles;
  readonly openView: () => Promise<ViewContent | undefined>;
  readonly titles: Titles;
  readonly commands: vscode.Disposable;
} {
  const { profiles, view } = ports;
  let rooms: ConfigurationRooms | undefined;
  let known = profiles.all;
  /** Does something with what is loaded late. */
  const use = async <T>(does: (late: Late, rooms: ConfigurationRooms) => T | Promise<T>): Promise<T> => {
    const late = await import('./late');
    return does(late, (rooms ??= late.openRooms(ports)));
  };
  // What was under way when a window closed is looked at in the others. Where there is no such folder, nothing was.
  const notes = vscode.Uri.joinPath(ports.context.globalStorageUri, notesFolder);
  const lookAfter = () => {
    void vscode.workspace.fs.readDirectory(notes).then(
      found => {
        if (found.length > 0)
          void use((_, { lookAfter: look }) => {
            look();
          });
      },
      () => undefined,
    );
  };
  lookAfter();
  return {
    files: {
      stat: uri =>
        use((_, { documents, speak }) => {
          // Before VS Code has the document, so that what it asks of its language is answered; it does not ask again.
          speak();
          return documents.stat(uri);
        }),
      readFile: uri => use((_, { documents }) => documents.readFile(uri)),
      writeFile: (uri, content) => use((_, { documents }) => documents.writeFile(uri, content)),
    },
    openView: async () => (profiles.active || rooms ? use((_, { openTree }) => openTree().tree) : undefined),
    titles: {
      titleOf: (profile, key) => rooms?.titleOf(profile, key),
      choose: (profile, question) => use((late, { desks }) => late.chooseOne(desks.for(profile), question)),
    },
    commands: vscode.Disposable.from(
      ...contract.map(name =>
        registry.register(commands[name], () => use((late, rooms) => late.contract[name](rooms))),
      ),
      ...internal.map(name =>
        registry.registerInternal(commands[name], passed =>
          use((late, rooms) => late.internal[name](rooms, passed)),
        ),
      ),
      // With changes that were not sent, a document comes back in the next window without being read.
      whenOpened(
        ({ uri }) => uri.scheme === resourceScheme,
        () =>
          void use((_, { speak }) => {
            speak();
          }),
      ),
      whenResetBegan(ports, lookAfter),
      // Whoever closed that window comes to this one.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) lookAfter();
      }),
      profiles.onDidChange(() => {
        lookAfter();
        // Where there is a tree, it hears it itself.
        if (!rooms) view.changed(undefined);
        const { all } = profiles;
        const gone = known.filter(({ id }) => !all.some(profile => profile.id === id));
        known = all;
        if (gone.length > 0) void import('./late').then(late => late.forgetProfiles(ports, rooms, gone));
      }),
      new vscode.Disposable(() => rooms?.dispose()),
    ),
  };
}
