// The lens above a document that says what uses the resource.
import * as vscode from 'vscode';
import { findClientsUsing, maxBackgroundReads, type PolicyUsers } from '../../../configuration/policyUsers';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { t } from '../../../core/common/l10n';
import { configurationAccessOf } from '../../../core/resourceRules/configurationAccess';
import { describeUsage } from '../../../core/resources/describeUsage';
import { displayTitle } from '../../../core/resources/displayTitle';
import { policiesOf } from '../../../core/resources/policyReferences';
import { singularLabel, type ResourceEntry, type ResourceKey } from '../../../core/resources/resource';
import { parseResourceUri } from '../../../core/resources/resourceUri';
import { createCodeLens } from '../../../ui/codeLens';
import { commandLink } from '../../../ui/commands/commandLink';
import { commands, resourceScheme } from '../../../ui/ids';
import { configurationFor, type LanguageDeps } from './context';
import type { ResourceCacheEvents } from './resourceCacheEvents';

interface Usage {
  /** Of a policy; undefined if that takes too many requests for a background task. */
  readonly users?: PolicyUsers | undefined;
  /** Of a client. */
  readonly policies?: readonly ResourceEntry[];
  readonly givesAccess: boolean;
  /** Whether everything could be read. */
  readonly isComplete: boolean;
}

/** Changes within this time redraw the lenses once. In ms. */
const redrawDelay = 100;

/**
 * The lens above each document that shows what uses the resource. Loaded in the background, and again only when the cache
 * changes: typing sends no requests. Shows nothing if the service does not answer.
 */
export class UsageCodeLensProvider implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #usages = new Map<string, Usage>();
  /** The documents that were loaded since the last change of the cache. */
  readonly #loaded = new Set<string>();
  /** The documents whose load failed. Not retried when another resource changes, since the service may be down. */
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
    const ref = parseResourceUri(document.uri);
    const configuration = configurationFor(this.deps, document);
    if (!ref || !configuration) return [];
    this.cacheEvents.follow(configuration.resourceCache);
    const key = document.uri.toString();
    const isHandled = this.#loaded.has(key) || this.#failed.has(key) || this.#loading.has(key);
    if (!isHandled) void this.#load(key, configuration.resourceCache, ref);
    const found = this.#usages.get(key);
    const top = new vscode.Range(0, 0, 0, 0);
    return found
      ? lensCommands(document.uri, configuration.profile.name, found).map(command =>
          createCodeLens(top, command),
        )
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
      this.deps.warn('The usage of a resource could not be loaded', error);
    } finally {
      if (this.#loading.get(key) === controller) this.#loading.delete(key);
    }
    this.#changed.fire();
  }

  /** A failed document is loaded again only after a refresh, or when its own resource changed. */
  #invalidate(changed: ResourceKey | undefined): void {
    this.#loaded.clear();
    for (const key of [...this.#failed]) {
      const ref = parseResourceUri(vscode.Uri.parse(key));
      if (!changed || (ref?.kind === changed.kind && ref.id === changed.id)) this.#failed.delete(key);
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

/** Resolves with undefined if the resource cannot be read. Rejects with a `Problem`. */
async function findUsage(
  resourceCache: ResourceCache,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<Usage | undefined> {
  // Not cached after a refresh, or if VS Code restored a dirty document without reading it.
  const [resource] = (await resourceCache.readMany([key], signal)).resources;
  if (!resource) return undefined;
  if (key.kind === 'clients') {
    const { resources: policies, failed } = await resourceCache.readMany(policiesOf(resource), signal);
    const givesAccess = policies.some(
      policy => policy.kind === 'tokenPolicies' && configurationAccessOf(resource, policy) !== undefined,
    );
    return { policies, givesAccess, isComplete: failed.length === 0 };
  }
  const users = await findClientsUsing(resourceCache, key, { limit: maxBackgroundReads, signal });
  if (!users || key.kind === 'loginPolicies') return { users, givesAccess: false, isComplete: true };
  const givesAccess = users.clients.some(client => configurationAccessOf(client, resource) !== undefined);
  return { users, givesAccess, isComplete: true };
}

function lensCommands(
  uri: vscode.Uri,
  profile: string,
  { users, policies, givesAccess }: Usage,
): readonly vscode.Command[] {
  const first = policies
    ? policies.map(policy =>
        commandLink(`${singularLabel(policy.kind)}: ${displayTitle(policy, 60)}`, commands.openResource, {
          profile,
          kind: policy.kind,
          id: policy.id,
        }),
      )
    : [usersCommand(uri, users)];
  const access = commandLink(t('Gives configuration access'), commands.accessHealth, uri);
  return givesAccess ? [...first, access] : first;
}

function usersCommand(uri: vscode.Uri, users: Usage['users']): vscode.Command {
  if (!users) return commandLink(t('Find clients that use this policy'), commands.showUsers, uri);
  const title = describeUsage(users.clients, users.unread);
  return users.clients.length > 0 ? commandLink(title, commands.showUsers, uri) : { title, command: '' };
}
