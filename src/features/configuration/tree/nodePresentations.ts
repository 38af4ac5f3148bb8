import type { Uri } from 'vscode';
import { displayText } from '../../../core/common/displayText';
import { t } from '../../../core/common/l10n';
import type { Problem } from '../../../core/common/problem';
import type { Profile } from '../../../core/profile/profile';
import { displayRange, displayTitle, displayTitleEnds } from '../../../core/resources/displayTitle';
import {
  type ClientKind,
  clientKindOf,
  pluralLabel,
  singularLabel,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
} from '../../../core/resources/resource';

/** How a node looks. All texts are plain text. */
export interface NodePresentation {
  readonly label: string;
  readonly description?: string;
  readonly tooltip: string;
  /** A codicon, and the id of its theme color. */
  readonly icon: string;
  readonly color?: string;
  readonly collapsibleState?: 'collapsed' | 'expanded';
  /** For the `when` clauses of menus. */
  readonly context: string;
  /** The document of a resource. */
  readonly uri?: Uri;
  /** For screen readers: the label, with a word for what the icon shows. */
  readonly ariaLabel: string;
}

export function profilePresentation(
  { name, origin, customerId }: Profile,
  isActive: boolean,
): NodePresentation {
  return withAriaLabel({
    label: displayText(name),
    ...(isActive && { description: t('active') }),
    tooltip: `${origin}/${customerId}`,
    icon: 'account',
    collapsibleState: isActive ? 'expanded' : 'collapsed',
    context: isActive ? 'profile.active' : 'profile',
    ariaKind: t('profile'),
  });
}

export interface ListCounts {
  readonly total: number;
  /** How many match the filter. */
  readonly shown: number;
  /** How many more the service counts than it lists; may be negative. */
  readonly countMismatch: number;
}

export function collectionPresentation(kind: ResourceKind, facts: ListCounts | undefined): NodePresentation {
  return withAriaLabel({
    label: pluralLabel(kind),
    ...(facts && { description: describeCounts(facts) }),
    tooltip:
      facts && facts.countMismatch !== 0
        ? t(
            'The service counts {0} {1}, but lists {2}.',
            facts.total + facts.countMismatch,
            pluralLabel(kind),
            facts.total,
          )
        : pluralLabel(kind),
    icon: collectionIcons[kind],
    collapsibleState: 'collapsed',
    context: `collection.${kind}`,
  });
}

function describeCounts({ total, shown, countMismatch }: ListCounts): string {
  const count = shown < total ? t('{0} of {1}', shown, total) : String(total);
  return countMismatch === 0 ? count : t('{0}, the service counts {1}', count, total + countMismatch);
}

export function groupPresentation(entries: readonly [ResourceEntry, ...ResourceEntry[]]): NodePresentation {
  const last = entries.at(-1) ?? entries[0];
  const label = displayRange(entries[0], last);
  return withAriaLabel({
    label,
    description: String(entries.length),
    tooltip: label,
    icon: 'list-unordered',
    collapsibleState: 'collapsed',
    context: 'group',
  });
}

export interface ResourceFacts {
  /** Of a client that was read. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** Of a policy, if all clients are cached. */
  readonly users?: number | undefined;
  readonly failure?: Problem | undefined;
  /** Whether it has a draft. */
  readonly hasDraft?: boolean;
  readonly uri?: Uri;
  /** Another resource points to it, but its list does not contain it. */
  readonly isMissing?: boolean;
  /** A node below another resource, without children. */
  readonly isReference?: boolean;
}

export function resourcePresentation(
  key: ResourceKey,
  title: string,
  facts: ResourceFacts,
): NodePresentation {
  const { kind, id } = key;
  const clientKind = kind === 'clients' && facts.members ? clientKindOf(facts.members) : undefined;
  const label = displayTitleEnds({ id, title });
  const what = clientKind ? clientLabel(clientKind) : singularLabel(kind);
  const description = descriptionOf(kind, clientKind, facts);
  const problem = facts.failure && problemTooltip(facts.failure).tooltip;
  return {
    label,
    ...(description !== '' && { description }),
    tooltip: [
      ...[displayTitle({ id, title }, 1000), what],
      // With its document, VS Code adds what the tab says: the ID, and that it is not applied.
      ...(facts.uri ? [] : [id]),
      ...(problem === undefined ? [] : [problem]),
    ].join('\n'),
    icon: iconOf(kind, clientKind, facts),
    ...((facts.failure ?? facts.isMissing) && { color: 'list.warningForeground' }),
    ...(facts.isReference !== true && { collapsibleState: 'collapsed' }),
    context: `${contextOf(kind, clientKind)}${facts.hasDraft === true ? '.draft' : ''}`,
    ...(facts.uri && { uri: facts.uri }),
    ariaLabel: [
      ...new Set([
        displayTitle({ id, title }),
        what,
        clientKind ? '' : description,
        facts.hasDraft === true ? t('not applied') : '',
      ]),
    ]
      .filter(part => part !== '')
      .join(', '),
  };
}

function descriptionOf(
  kind: ResourceKind,
  clientKind: ClientKind | undefined,
  { users, failure, isMissing, isReference }: ResourceFacts,
): string {
  if (failure) return t('cannot be read');
  if (isMissing === true) return t('not found');
  if (clientKind) return clientKindLabel(clientKind);
  if (kind === 'clients') return '';
  // The two policies of a client may have the same title.
  if (isReference === true) return singularLabel(kind);
  if (users === undefined) return '';
  return users === 0 ? t('not used') : t('used by {0}', users);
}

function iconOf(kind: ResourceKind, clientKind: ClientKind | undefined, facts: ResourceFacts): string {
  if (facts.failure ?? facts.isMissing) return 'warning';
  return clientKind ? clientIcons[clientKind] : collectionIcons[kind];
}

function contextOf(kind: ResourceKind, clientKind: ClientKind | undefined): string {
  if (kind === 'clients') return clientKind ? `client.${clientKind}` : 'client';
  return kind === 'tokenPolicies' ? 'tokenPolicy' : 'loginPolicy';
}

export function problemPresentation(problem: Problem): NodePresentation {
  return withAriaLabel({
    label: problem.message,
    ...problemTooltip(problem),
    icon: problem.kind === 'cancelled' ? 'circle-slash' : 'error',
    ...(problem.kind !== 'cancelled' && { color: 'list.errorForeground' }),
    context: 'problem',
    description: t('click to try again'),
  });
}

export function messagePresentation(text: string, severity: 'info' | 'warning'): NodePresentation {
  return withAriaLabel({ label: text, tooltip: text, icon: severity, context: 'note' });
}

export function loadAllClientsPresentation(clients: number): NodePresentation {
  return withAriaLabel({
    label: t('Read all {0} clients…', clients),
    tooltip: t('Finds the clients that use this policy. Sends one request for each client.'),
    icon: 'search',
    context: 'look',
  });
}

export function actionPresentation(title: string): NodePresentation {
  return withAriaLabel({ label: title, tooltip: title, icon: 'arrow-small-right', context: 'action' });
}

/** What happened, and what to do. */
export function problemTooltip({ message, nextStep }: Problem): Pick<NodePresentation, 'tooltip'> {
  return { tooltip: `${message} ${nextStep}`.trim() };
}

const collectionIcons: Record<ResourceKind, string> = {
  tokenPolicies: 'law',
  loginPolicies: 'sign-in',
  clients: 'plug',
};

const clientIcons: Record<ClientKind, string> = {
  public: 'globe',
  confidential: 'lock',
  configuration: 'key',
};

function clientKindLabel(kind: ClientKind): string {
  switch (kind) {
    case 'public':
      return t('public');
    case 'confidential':
      return t('confidential');
    case 'configuration':
      return t('configuration');
  }
}

export function clientLabel(kind: ClientKind): string {
  switch (kind) {
    case 'public':
      return t('public client');
    case 'confidential':
      return t('confidential client');
    case 'configuration':
      return t('configuration client');
  }
}

/** Adds the text for screen readers: label, kind and description. */
export function withAriaLabel({
  color,
  ariaKind,
  ...presentation
}: Omit<NodePresentation, 'ariaLabel'> & { readonly ariaKind?: string }): NodePresentation {
  return {
    ...presentation,
    ...(color !== undefined && color !== '' && { color }),
    ariaLabel: [presentation.label, ariaKind, presentation.description]
      .filter(part => part !== undefined)
      .join(', '),
  };
}
