// Asks the user for a resource.
import * as vscode from 'vscode';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import type { ResourceCache } from '../../../configuration/resourceCache';
import { t } from '../../../core/common/l10n';
import { isProblem, type Problem } from '../../../core/common/problem';
import { displayTitle } from '../../../core/resources/displayTitle';
import { policiesOf } from '../../../core/resources/policyReferences';
import {
  clientKindOf,
  pluralLabel,
  singularLabel,
  type Resource,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
  resourceKinds,
} from '../../../core/resources/resource';
import { isResourceId } from '../../../core/resources/resourceId';
import { sortByTitle, maxUngrouped } from '../../../core/resources/resourceLists';
import { showWarning } from '../../../ui/notifications';
import { withLoadingProgress } from '../../../ui/progress';
import { askPick, askText, back, cancelled, type PickItem, type PickQuestion } from '../../../ui/quickInput';
import { clientLabel } from '../tree/nodePresentations';

export interface ResourceQuestion {
  readonly kind: ResourceKind;
  readonly title: string;
  readonly placeholder: string;
  /** Also return the policies of a chosen client. */
  readonly withPolicies: boolean;
}

export interface ChosenResource extends ResourceKey {
  readonly policies: readonly ResourceKey[];
}

interface ResourceItem extends PickItem {
  readonly key?: ResourceKey;
}

/** Asks for any resource of a profile, by title. Rejects with a `Problem`; `cancelled` on Escape. */
export async function chooseAnyResource({
  profile,
  resourceCache,
}: ProfileConfiguration): Promise<ResourceKey> {
  const lists = await withLoadingProgress(signal =>
    Promise.all(resourceKinds.map(kind => resourceCache.list(kind, signal))),
  );
  const items = () =>
    lists.flatMap((entries, index): ResourceItem[] => {
      const [kind] = resourceKinds.slice(index);
      if (!kind || entries.length === 0) return [];
      const heading = { label: pluralLabel(kind), kind: vscode.QuickPickItemKind.Separator };
      return [heading, ...itemsOf(entries, resourceCache)];
    });
  const title = t('Open a Policy or Client of “{0}”', profile.name);
  const placeholder = t('Search by title, kind or ID');
  const answer = await askWithClients(resourceCache, { title, placeholder, items });
  if (answer === back || !answer.key) throw cancelled();
  return answer.key;
}

/**
 * Asks for a resource of a kind, by title. The user can paste an ID that is not in the list; it is looked up. If the list
 * cannot be read, asks for the ID. Rejects with a `Problem`; `cancelled` on Escape.
 */
export async function chooseResource(
  { resourceCache }: ProfileConfiguration,
  question: ResourceQuestion,
): Promise<ChosenResource | typeof back> {
  for (;;) {
    const key = await chooseKey(resourceCache, question);
    if (key === back) return back;
    try {
      const found = await readIfNeeded(resourceCache, key, question.withPolicies);
      return { ...key, policies: found && question.withPolicies ? policiesOf(found) : [] };
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'gone') throw error;
      void showWarning(t('The service has no {0} with this ID.', singularLabel(key.kind)));
    }
  }
}

async function chooseKey(
  resourceCache: ResourceCache,
  { kind, title, placeholder }: ResourceQuestion,
): Promise<ResourceKey | typeof back> {
  let entries: readonly ResourceEntry[];
  try {
    entries = await withLoadingProgress(signal => resourceCache.list(kind, signal));
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled') throw error;
    return askForId(error, { kind, title });
  }
  const answer = await askWithClients(resourceCache, {
    title,
    placeholder,
    canGoBack: true,
    items: () => itemsOf(entries, resourceCache),
    itemFor: typed =>
      looksLikeId(typed) && !entries.some(({ id }) => id === typed)
        ? {
            icon: 'search',
            label: t('Look up the ID {0}', typed),
            alwaysShow: true,
            key: { kind, id: typed },
          }
        : undefined,
  });
  return answer === back || !answer.key ? back : answer.key;
}

async function askForId(
  { message }: Problem,
  { kind, title }: Pick<ResourceQuestion, 'kind' | 'title'>,
): Promise<ResourceKey | typeof back> {
  const id = await askText({
    title,
    prompt: t('The titles cannot be read. {0} Enter the ID of the {1}.', message, singularLabel(kind)),
    canGoBack: true,
    validate: text =>
      isResourceId(text.trim()) ? undefined : t('Enter the ID of the {0}.', singularLabel(kind)),
  });
  return id === back ? back : { kind, id };
}

/** Reads the resource if its details are wanted or it is not in the list. Rejects with `gone` if it does not exist. */
async function readIfNeeded(
  resourceCache: ResourceCache,
  key: ResourceKey,
  areDetailsWanted: boolean,
): Promise<Resource | undefined> {
  const known = resourceCache.cached(key);
  if (known || (resourceCache.listEntry(key) && !areDetailsWanted)) return known;
  return withLoadingProgress(signal => resourceCache.read(key, signal));
}

/** Shows the list at once, and adds the kind of each client when it was read, unless there are too many clients. */
async function askWithClients(
  resourceCache: ResourceCache,
  question: Omit<PickQuestion<ResourceItem>, 'items'> & { readonly items: () => readonly ResourceItem[] },
): Promise<ResourceItem | typeof back> {
  const clients = resourceCache.cachedList('clients') ?? [];
  const isKnown = clients.every(client => resourceCache.cached(client));
  const items = question.items();
  if (isKnown || clients.length > maxUngrouped) return askPick({ ...question, items });
  const controller = new AbortController();
  const read = resourceCache.readMany(clients, controller.signal).then(question.items, () => items);
  try {
    return await askPick({ ...question, items, refined: read });
  } finally {
    controller.abort();
  }
}

function itemsOf(entries: readonly ResourceEntry[], resourceCache: ResourceCache): ResourceItem[] {
  return sortByTitle(entries).map(({ kind, id, title }) => ({
    label: displayTitle({ id, title }),
    description: `${kindOf({ kind, id }, resourceCache)} ${id}`,
    key: { kind, id },
  }));
}

function kindOf(key: ResourceKey, resourceCache: ResourceCache): string {
  const members = key.kind === 'clients' ? resourceCache.cached(key)?.members : undefined;
  const clientKind = members && clientKindOf(members);
  return clientKind ? clientLabel(clientKind) : singularLabel(key.kind);
}

/** A long word with a digit. Shorter text is probably part of a title. */
function looksLikeId(text: string): boolean {
  return /^[\w.~-]{16,}$/.test(text) && /\d/.test(text) && isResourceId(text);
}
