import {
  type ClientKind,
  clientKindOf,
  kindInWords,
  oneInWords,
  type ResourceEntry,
  type ResourceKey,
  type ResourceKind,
} from '../../core/configuration';
import type { ConfigurationAccess } from '../../core/configurationAccess';
import { t } from '../../core/l10n';
import { accessInWords } from '../../core/lockOut';
import type { Problem } from '../../core/problem';
import type { Profile } from '../../core/profile';
import { describeScope } from '../../core/scopeWords';
import { shownRange, shownTitle } from '../../core/shownTitle';
import type { Health } from './health';

/** How a node looks; all of it plain text. */
export interface NodeView {
  readonly label: string;
  readonly description?: string;
  readonly tooltip: string;
  /** A codicon, and the theme colour that it has. */
  readonly icon: string;
  readonly color?: string;
  readonly expands?: 'collapsed' | 'expanded';
  /** For the `when` clauses of menus. */
  readonly context: string;
  /** What a screen reader says: with a word for what the icon shows. */
  readonly spoken: string;
}

/** The configuration access that is proved, in one line; what to do where there is only one, or none. */
export function healthView(health: Health, profile: string): NodeView {
  const view = { context: 'health', color: '', description: profile };
  switch (health.is) {
    case 'looking':
      return said({
        ...view,
        label: t('Proving configuration access…'),
        tooltip: t('Which profiles of this machine get a token that can change clients and token policies.'),
        icon: 'shield',
      });
    case 'failed':
      return said({
        ...view,
        label: t('Configuration access could not be proved'),
        ...problemWords(health.problem),
        icon: 'warning',
        color: 'list.warningForeground',
      });
    case 'seen':
      return said({ ...view, ...seenWords(health.access, profile) });
  }
}

function seenWords(
  access: readonly ConfigurationAccess[],
  profile: string,
): Omit<NodeView, 'context' | 'spoken'> {
  const told = access.map(
    one => `${accessInWords(one)}: ${one.scopes.map(scope => describeScope(scope)).join('; ')}`,
  );
  const tooltip = told.map(line => shownTitle({ id: '', title: line }, 500)).join('\n');
  if (access.length === 0) {
    return {
      label: t('No configuration access proved'),
      description: t('nobody may be able to change the configuration'),
      tooltip: t(
        'No profile of this machine gets a token that can change clients and token policies. Access that cannot be proved does not count.',
      ),
      icon: 'error',
      color: 'list.errorForeground',
    };
  }
  if (access.length === 1) {
    return {
      // Short: both are to be read at the width that the view has at first.
      label: t('{0}: only one access', profile),
      description: t('create a spare'),
      tooltip: `${tooltip}\n${t('If it is lost, nobody but Akamai can restore it.')}`,
      icon: 'warning',
      color: 'list.warningForeground',
    };
  }
  return {
    label: t('Configuration access: {0} proved', access.length),
    ...{ tooltip, icon: 'shield', color: 'testing.iconPassed' },
  };
}

export function profileView({ name, origin, customerId }: Profile, isActive: boolean): NodeView {
  return said({
    label: shownTitle({ id: '', title: name }),
    ...(isActive && { description: t('active') }),
    tooltip: `${origin}/${customerId}`,
    icon: 'account',
    expands: isActive ? 'expanded' : 'collapsed',
    context: isActive ? 'profile.active' : 'profile',
    spokenKind: t('profile'),
  });
}

/** What is known of a collection's list. */
export interface ListFacts {
  readonly listed: number;
  /** How many of them the filter leaves. */
  readonly shown: number;
  /** How many more the service says there are. */
  readonly unnamed: number;
}

export function collectionView(kind: ResourceKind, facts: ListFacts | undefined): NodeView {
  return said({
    label: kindInWords(kind),
    ...(facts && { description: listWords(facts) }),
    tooltip:
      facts && facts.unnamed !== 0
        ? t('The service says that there are {0}, and names {1}.', facts.listed + facts.unnamed, facts.listed)
        : kindInWords(kind),
    icon: collectionIcons[kind],
    expands: 'collapsed',
    context: `collection.${kind}`,
  });
}

function listWords({ listed, shown, unnamed }: ListFacts): string {
  const count = shown < listed ? t('{0} of {1}', shown, listed) : String(listed);
  return unnamed === 0 ? count : t('{0}, the service counts {1}', count, listed + unnamed);
}

export function groupView(entries: readonly [ResourceEntry, ...ResourceEntry[]]): NodeView {
  const last = entries.at(-1) ?? entries[0];
  const label = shownRange(entries[0], last);
  return said({
    label,
    description: String(entries.length),
    tooltip: label,
    icon: 'list-unordered',
    expands: 'collapsed',
    context: 'group',
  });
}

/** What is known of a resource, besides its title. */
export interface ResourceFacts {
  /** Of a client, once it was read. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** Of a policy, once all clients are known. */
  readonly users?: number | undefined;
  readonly failure?: Problem | undefined;
  /** Something points to it that its list does not have. */
  readonly isMissing?: boolean;
  /** Below another one, where it leads no further. */
  readonly isReference?: boolean;
}

export function resourceView(key: ResourceKey, title: string, facts: ResourceFacts): NodeView {
  const { kind, id } = key;
  const clientKind = kind === 'clients' && facts.members ? clientKindOf(facts.members) : undefined;
  const label = shownTitle({ id, title });
  const what = clientKind ? clientInWords(clientKind) : oneInWords(kind);
  const description = descriptionOf(kind, clientKind, facts);
  const problem = facts.failure && problemWords(facts.failure).tooltip;
  return {
    label,
    ...(description !== '' && { description }),
    tooltip: [shownTitle({ id, title }, 1000), what, id, ...(problem === undefined ? [] : [problem])].join(
      '\n',
    ),
    icon: iconOf(kind, clientKind, facts),
    ...((facts.failure ?? facts.isMissing) && { color: 'list.warningForeground' }),
    ...(facts.isReference !== true && { expands: 'collapsed' }),
    context: contextOf(kind, clientKind),
    spoken: [...new Set([label, what, clientKind ? '' : description])].filter(part => part !== '').join(', '),
  };
}

function descriptionOf(
  kind: ResourceKind,
  clientKind: ClientKind | undefined,
  { users, failure, isMissing, isReference }: ResourceFacts,
): string {
  if (failure) return t('can not be read');
  if (isMissing === true) return t('is not there');
  if (clientKind) return clientWords(clientKind);
  if (kind === 'clients') return '';
  // Those of a client may have the same title.
  if (isReference === true) return oneInWords(kind);
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

/** In the place of what could not be shown; a click tries again. */
export function problemView(problem: Problem): NodeView {
  return said({
    label: problem.message,
    ...problemWords(problem),
    icon: problem.kind === 'cancelled' ? 'circle-slash' : 'error',
    ...(problem.kind !== 'cancelled' && { color: 'list.errorForeground' }),
    context: 'problem',
    description: t('click to try again'),
  });
}

export function noteView(text: string, severity: 'info' | 'warning'): NodeView {
  return said({ label: text, tooltip: text, icon: severity, context: 'note' });
}

export function lookView(clients: number): NodeView {
  return said({
    label: t('Look through all {0} clients…', clients),
    tooltip: t('Which clients use it is only known once all of them were read.'),
    icon: 'search',
    context: 'look',
  });
}

export function actionView(title: string): NodeView {
  return said({ label: title, tooltip: title, icon: 'arrow-small-right', context: 'action' });
}

function problemWords({ message, nextStep }: Problem): Pick<NodeView, 'tooltip'> {
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

/** What tells clients apart, in a word. */
export function clientWords(kind: ClientKind): string {
  switch (kind) {
    case 'public':
      return t('public');
    case 'confidential':
      return t('confidential');
    case 'configuration':
      return t('configuration');
  }
}

export function clientInWords(kind: ClientKind): string {
  switch (kind) {
    case 'public':
      return t('public client');
    case 'confidential':
      return t('confidential client');
    case 'configuration':
      return t('configuration client');
  }
}

/** A screen reader says what is to be read, and what kind of thing it is. */
function said({
  color,
  spokenKind,
  ...view
}: Omit<NodeView, 'spoken'> & { readonly spokenKind?: string }): NodeView {
  return {
    ...view,
    ...(color !== undefined && color !== '' && { color }),
    spoken: [view.label, spokenKind, view.description].filter(part => part !== undefined).join(', '),
  };
}
