import * as vscode from 'vscode';
import {
  clientKindOf,
  kindInWords,
  oneInWords,
  type Resource,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
  resourceKinds,
} from '../../core/configuration';
import { t } from '../../core/l10n';
import { isProblem, type Problem } from '../../core/problem';
import { isResourceId } from '../../core/resourceId';
import { byTitle, mostSideBySide } from '../../core/resourceOrder';
import { shownTitle } from '../../core/shownTitle';
import { showWarning } from '../../ui/notifications';
import { withLateProgress } from '../../ui/progress';
import { askPick, askText, back, cancelled, type PickItem, type PickQuestion } from '../../ui/quickInput';
import type { ProfileDesk } from './desk';
import type { Holdings } from './holdings';
import { clientInWords } from './treeViews';
import { policiesOf } from './usage';

/** Which resource a question of another feature is about. */
export interface ResourceQuestion {
  readonly kind: ResourceKind;
  readonly title: string;
  readonly placeholder: string;
  /** Whether the policies of a chosen client are wanted. */
  readonly withPolicies: boolean;
}

/** A resource that the service has, and the policies that it points to where they were wanted. */
export interface ChosenResource extends ResourceKey {
  readonly policies: readonly ResourceKey[];
}

interface ResourceItem extends PickItem {
  readonly key?: ResourceKey;
}

/** All resources of a profile by title, as one list to search. Rejects with a `cancelled` problem. */
export async function chooseAny({ profile, holdings }: ProfileDesk): Promise<ResourceKey> {
  const lists = await looking(signal => Promise.all(resourceKinds.map(kind => holdings.list(kind, signal))));
  const items = () =>
    lists.flatMap((entries, index): ResourceItem[] => {
      const [kind] = resourceKinds.slice(index);
      if (!kind || entries.length === 0) return [];
      const heading = { label: kindInWords(kind), kind: vscode.QuickPickItemKind.Separator };
      return [heading, ...itemsOf(entries, holdings)];
    });
  const title = t('Open a Policy or Client of “{0}”', profile.name);
  const placeholder = t('Part of a title, a kind or an ID');
  const answer = await askWithClients(holdings, { title, placeholder, items });
  if (answer === back || !answer.key) throw cancelled();
  return answer.key;
}

/**
 * Asks for one resource of a kind by its title; an ID that its list does not name can be pasted, and is looked up. Where
 * the list cannot be read, the ID is asked for. Rejects with a `Problem`; `cancelled` on Escape.
 */
export async function chooseOne(
  { holdings }: ProfileDesk,
  question: ResourceQuestion,
): Promise<ChosenResource | typeof back> {
  for (;;) {
    const key = await askForKey(holdings, question);
    if (key === back) return back;
    try {
      const found = await find(holdings, key, question.withPolicies);
      return { ...key, policies: found && question.withPolicies ? policiesOf(found) : [] };
    } catch (error) {
      if (!isProblem(error) || error.kind !== 'gone') throw error;
      void showWarning(t('The service has no {0} with this ID.', oneInWords(key.kind)));
    }
  }
}

async function askForKey(
  holdings: Holdings,
  { kind, title, placeholder }: ResourceQuestion,
): Promise<ResourceKey | typeof back> {
  let entries: readonly ResourceEntry[];
  try {
    entries = await looking(signal => holdings.list(kind, signal));
  } catch (error) {
    if (!isProblem(error) || error.kind === 'cancelled') throw error;
    return askForId(error, { kind, title });
  }
  const answer = await askWithClients(holdings, {
    title,
    placeholder,
    canGoBack: true,
    items: () => itemsOf(entries, holdings),
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
    prompt: t('The titles cannot be read. {0} Enter the ID of the {1}.', message, oneInWords(kind)),
    canGoBack: true,
    issue: text => (isResourceId(text.trim()) ? undefined : t('Enter the ID of the {0}.', oneInWords(kind))),
  });
  return id === back ? back : { kind, id };
}

/** The resource, where its details are wanted or its list does not name it. Rejects with `gone` where there is none. */
async function find(
  holdings: Holdings,
  key: ResourceKey,
  areDetailsWanted: boolean,
): Promise<Resource | undefined> {
  const known = holdings.known(key);
  if (known || (holdings.entry(key) && !areDetailsWanted)) return known;
  return looking(signal => holdings.read(key, signal));
}

/**
 * Asks at once, and reads meanwhile what the clients are for, so that they can be told apart and found by it; not where
 * they are many.
 */
async function askWithClients(
  holdings: Holdings,
  question: Omit<PickQuestion<ResourceItem>, 'items'> & { readonly items: () => readonly ResourceItem[] },
): Promise<ResourceItem | typeof back> {
  const clients = holdings.listed('clients') ?? [];
  const isKnown = clients.every(client => holdings.known(client));
  const items = question.items();
  if (isKnown || clients.length > mostSideBySide) return askPick({ ...question, items });
  const controller = new AbortController();
  const read = holdings.some(clients, controller.signal).then(question.items, () => items);
  try {
    return await askPick({ ...question, items, refined: read });
  } finally {
    controller.abort();
  }
}

function itemsOf(entries: readonly ResourceEntry[], holdings: Holdings): ResourceItem[] {
  return byTitle(entries).map(({ kind, id, title }) => ({
    label: shownTitle({ id, title }),
    description: `${kindOf({ kind, id }, holdings)} ${id}`,
    key: { kind, id },
  }));
}

function kindOf(key: ResourceKey, holdings: Holdings): string {
  const members = key.kind === 'clients' ? holdings.known(key)?.members : undefined;
  const clientKind = members && clientKindOf(members);
  return clientKind ? clientInWords(clientKind) : oneInWords(key.kind);
}

/** What is longer than a word, and has no spaces: what is typed to find a title is no ID. */
function looksLikeId(text: string): boolean {
  return /^[\w.~-]{16,}$/.test(text) && /\d/.test(text) && isResourceId(text);
}

function looking<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withLateProgress(t('Looking at the service…'), run);
}
