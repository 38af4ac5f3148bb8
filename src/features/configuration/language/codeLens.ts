import * as vscode from 'vscode';
import { type PolicyUsers, findClientsUsingIfFew } from '../../../configuration/policyUsers';
import { policiesOf } from '../../../configuration/references';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { t } from '../../../core/common/l10n';
import { configurationAccessOf } from '../../../core/resourceRules/configurationAccess';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { singularLabel, type ResourceEntry, type ResourceKey } from '../../../core/resources/resource';
import { parseResourcePath } from '../../../core/resources/resourceUri';
import { createCodeLens } from '../../../ui/codeLens';
import { commandLink } from '../../../ui/commands/commandLink';
import { commands, resourceScheme } from '../../../ui/ids';
import { configurationFor, type LanguageDeps } from './context';
import type { ResourceCacheEvents } from './resourceCacheEvents';

/** What is told above a document. */
interface Usage {
  /** Of a policy; undefined where finding out takes so many requests that a person has to ask for it. */
  readonly users?: PolicyUsers | undefined;
  /** Of a client. */
  readonly policies?: readonly ResourceEntry[];
  readonly givesAccess: boolean;
  /** Whether all of it could be read. */
  readonly isComplete: boolean;
}

/** A pause in what becomes known, in ms, after which the lenses are drawn anew. */
const redrawDelay = 100;

/**
 * The line above each document that tells what uses it. Looked for behind the document, and again only when something
 * else is known of the configuration: typing asks for nothing, and a service that does not answer shows nothing.
 */
export class UsageCodeLensProvider implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #usages = new Map<string, Usage>();
  /** The documents that were looked at since something became known. */
  readonly #loaded = new Set<string>();
  /** Those that it failed for: not looked at again because of others, since the service may be down. */
  readonly #failed = new Set<string>();
  readonly #loading = new Map<string, AbortController>();
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(
    private readonly deps: LanguageDeps,
    private readonly cacheEvents: ResourceCacheEvents,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.cacheEvents.onDidChange(changed => {
        this.#invalidate(changed);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === resourceScheme) this.#clear(uri.toString());
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const key of [...this.#loading.keys()]) this.#clear(key);
    this.#subscriptions.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const place = parseResourcePath(document.uri.path);
    const configuration = configurationFor(this.deps, document);
    if (!place || !configuration) return [];
    this.cacheEvents.follow(configuration.resourceCache);
    const key = document.uri.toString();
    const isSeen = this.#loaded.has(key) || this.#failed.has(key) || this.#loading.has(key);
    if (!isSeen) void this.#load(key, configuration.resourceCache, place);
    const found = this.#usages.get(key);
    const top = new vscode.Range(0, 0, 0, 0);
    return found
      ? lensCommands(document.uri, place.profile, found).map(command => createCodeLens(top, command))
      : [];
  }

  async #load(key: string, resourceCache: ResourceCache, resource: ResourceKey): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#loading.set(key, controller);
    this.#loaded.add(key);
    try {
      const found = await findUsage(resourceCache, resource, signal);
      if (signal.aborted) return;
      if (found) this.#usages.set(key, found);
      else this.#usages.delete(key);
      if (found?.isComplete !== true) this.#failed.add(key);
    } catch (error) {
      if (signal.aborted) return;
      this.#usages.delete(key);
      this.#failed.add(key);
      this.deps.warn('What uses a resource could not be found', error);
    } finally {
      if (this.#loading.get(key) === controller) this.#loading.delete(key);
    }
    this.#changed.fire();
  }

  /** Where it failed, only after a refresh, or when the resource itself could be read again. */
  #invalidate(changed: ResourceKey | undefined): void {
    this.#loaded.clear();
    for (const key of [...this.#failed]) {
      const place = parseResourcePath(vscode.Uri.parse(key).path);
      if (!changed || (place?.kind === changed.kind && place.id === changed.id)) this.#failed.delete(key);
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, redrawDelay);
  }

  #clear(key: string): void {
    this.#loading.get(key)?.abort();
    this.#loading.delete(key);
    this.#loaded.delete(key);
    this.#failed.delete(key);
    this.#usages.delete(key);
  }
}

/** Rejects with a `Problem`. Undefined where the resource can not be read. */
async function findUsage(
  resourceCache: ResourceCache,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<Usage | undefined> {
  // Not known where changes that were not sent came back without being read, or after a refresh.
  const [resource] = (await resourceCache.readMany([key], signal)).resources;
  if (!resource) return undefined;
  if (key.kind === 'clients') {
    const { resources: policies, failed } = await resourceCache.readMany(policiesOf(resource), signal);
    const givesAccess = policies.some(
      policy => policy.kind === 'tokenPolicies' && configurationAccessOf(resource, policy) !== undefined,
    );
    return { policies, givesAccess, isComplete: failed.length === 0 };
  }
  const users = await findClientsUsingIfFew(resourceCache, key, signal);
  if (!users || key.kind === 'loginPolicies') return { users, givesAccess: false, isComplete: true };
  const givesAccess = users.clients.some(client => configurationAccessOf(client, resource) !== undefined);
  return { users, givesAccess, isComplete: true };
}

function lensCommands(
  uri: vscode.Uri,
  profile: string,
  { users, policies, givesAccess }: Usage,
): readonly vscode.Command[] {
  const showUsers = (title: string) => commandLink(title, commands.showUsers, uri);
  const first: readonly vscode.Command[] = policies
    ? policies.map(policy =>
        commandLink(`${singularLabel(policy.kind)}: ${displayTitle(policy, 60)}`, commands.openResource, {
          profile,
          kind: policy.kind,
          id: policy.id,
        }),
      )
    : [
        !users
          ? showUsers(t('Look who uses it'))
          : users.clients.length > 0
            ? showUsers(describeUsage(users.clients, users.unread))
            : { title: describeUsage(users.clients, users.unread), command: '' },
      ];
  const access = commandLink(t('Gives configuration access'), commands.accessHealth, uri);
  return givesAccess ? [...first, access] : first;
}
