import * as vscode from 'vscode';
import { oneInWords, type ResourceEntry, type ResourceKey } from '../../core/configuration';
import { accessOf } from '../../core/configurationAccess';
import { t } from '../../core/l10n';
import { placeOf } from '../../core/resourceUri';
import { shownTitle } from '../../core/shownTitle';
import { usedByWords } from '../../core/usageWords';
import { commands, resourceScheme } from '../../ui/ids';
import { lensOf } from '../../ui/lens';
import type { Holdings } from './holdings';
import type { HoldingsWatch } from './holdingsWatch';
import { knownDesk, type LanguageRooms } from './languageRooms';
import { policiesOf } from './usage';
import { type Users, usersUnasked } from './users';

/** What is told above a document. */
interface Found {
  /** Of a policy; undefined where finding out takes so many requests that a person has to ask for it. */
  readonly users?: Users | undefined;
  /** Of a client. */
  readonly policies?: readonly ResourceEntry[];
  readonly givesAccess: boolean;
  /** Whether all of it could be read. */
  readonly isWhole: boolean;
}

/** A pause in what becomes known, in ms, after which the lenses are drawn anew. */
const pause = 100;

/**
 * The line above each document that tells what uses it. Looked for behind the document, and again only when something
 * else is known of the configuration: typing asks for nothing, and a service that does not answer shows nothing.
 */
export class UsageLenses implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #found = new Map<string, Found>();
  /** The documents that were looked at since something became known. */
  readonly #looked = new Set<string>();
  /** Those that it failed for: not looked at again because of others, since the service may be down. */
  readonly #failed = new Set<string>();
  readonly #looking = new Map<string, AbortController>();
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly rooms: LanguageRooms,
    private readonly watch: HoldingsWatch,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.watch.onDidChange(changed => {
        this.#lookAgain(changed);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === resourceScheme) this.#forget(uri.toString());
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const key of [...this.#looking.keys()]) this.#forget(key);
    this.#subscriptions.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const place = placeOf(document.uri.path);
    const desk = knownDesk(this.rooms, document);
    if (!place || !desk) return [];
    this.watch.follow(desk.holdings);
    const key = document.uri.toString();
    const isSeen = this.#looked.has(key) || this.#failed.has(key) || this.#looking.has(key);
    if (!isSeen) void this.#look(key, desk.holdings, place);
    const found = this.#found.get(key);
    const top = new vscode.Range(0, 0, 0, 0);
    return found ? lensCommands(document.uri, place.profile, found).map(command => lensOf(top, command)) : [];
  }

  async #look(key: string, holdings: Holdings, resource: ResourceKey): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#looking.set(key, controller);
    this.#looked.add(key);
    try {
      const found = await find(holdings, resource, signal);
      if (signal.aborted) return;
      if (found) this.#found.set(key, found);
      else this.#found.delete(key);
      if (found?.isWhole !== true) this.#failed.add(key);
    } catch (error) {
      if (signal.aborted) return;
      this.#found.delete(key);
      this.#failed.add(key);
      this.rooms.warn('What uses a resource could not be found', error);
    } finally {
      if (this.#looking.get(key) === controller) this.#looking.delete(key);
    }
    this.#changed.fire();
  }

  /** Where it failed, only after a refresh, or when the resource itself could be read again. */
  #lookAgain(changed: ResourceKey | undefined): void {
    this.#looked.clear();
    for (const key of [...this.#failed]) {
      const place = placeOf(vscode.Uri.parse(key).path);
      if (!changed || (place?.kind === changed.kind && place.id === changed.id)) this.#failed.delete(key);
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, pause);
  }

  #forget(key: string): void {
    this.#looking.get(key)?.abort();
    this.#looking.delete(key);
    this.#looked.delete(key);
    this.#failed.delete(key);
    this.#found.delete(key);
  }
}

/** Rejects with a `Problem`. Undefined where the resource can not be read. */
async function find(holdings: Holdings, key: ResourceKey, signal: AbortSignal): Promise<Found | undefined> {
  // Not known where changes that were not sent came back without being read, or after a refresh.
  const [resource] = (await holdings.some([key], signal)).resources;
  if (!resource) return undefined;
  if (key.kind === 'clients') {
    const { resources: policies, failed } = await holdings.some(policiesOf(resource), signal);
    const givesAccess = policies.some(
      policy => policy.kind === 'tokenPolicies' && accessOf(resource, policy) !== undefined,
    );
    return { policies, givesAccess, isWhole: failed.length === 0 };
  }
  const users = await usersUnasked(holdings, key, signal);
  if (!users || key.kind === 'loginPolicies') return { users, givesAccess: false, isWhole: true };
  const givesAccess = users.clients.some(client => accessOf(client, resource) !== undefined);
  return { users, givesAccess, isWhole: true };
}

function lensCommands(
  uri: vscode.Uri,
  profile: string,
  { users, policies, givesAccess }: Found,
): readonly vscode.Command[] {
  const showUsers = { command: commands.showUsers, arguments: [uri] };
  const first: readonly vscode.Command[] = policies
    ? policies.map(policy => ({
        title: `${oneInWords(policy.kind)}: ${shownTitle(policy, 60)}`,
        command: commands.openResource,
        arguments: [{ profile, kind: policy.kind, id: policy.id }],
      }))
    : [
        users
          ? {
              title: usedByWords(users.clients, users.unread),
              ...(users.clients.length > 0 ? showUsers : none),
            }
          : { title: t('Look who uses it'), ...showUsers },
      ];
  const access = {
    title: t('Gives configuration access'),
    command: commands.accessHealth,
    arguments: [uri],
  };
  return givesAccess ? [...first, access] : first;
}

/** A lens that only says something. */
const none = { command: '' };
