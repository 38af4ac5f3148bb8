// Asks the user what a new resource is.
import * as vscode from 'vscode';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { createCopyText } from '../../../core/resourceRules/resourceCopy';
import {
  singularTitle,
  type Resource,
  type ResourceKind,
  resourceKinds,
  titleMember,
} from '../../../core/resources/resource';
import { uniqueTitle } from '../../../core/resources/uniqueTitle';
import { askPick, askText, type PickItem } from '../../../ui/quickInput';

export interface NewResource {
  readonly kind: ResourceKind;
  /** JSON. */
  readonly text: string;
  /** What it is a copy of. */
  readonly like?: Resource;
}

interface Template extends PickItem {
  readonly members?: Readonly<Record<string, unknown>>;
  readonly like?: Resource;
}

/**
 * Asks for the kind (unless given), the template or resource to copy (unless given), the title, and for a client the
 * policies. Rejects with a `Problem`; `cancelled` on Escape.
 */
export async function askNewResource(
  configuration: ProfileConfiguration,
  kind: ResourceKind | undefined,
  like: Resource | undefined,
): Promise<NewResource> {
  const chosen = kind ?? (await askKind());
  const template: Template = like ? { label: like.title, like } : await askTemplate(configuration, chosen);
  const entries = await configuration.resourceCache.list(chosen);
  const taken = entries.map(({ title }) => title);
  const title = await askTitle(chosen, template, taken);
  if (template.like) {
    const text = createCopyText(chosen, template.like.body, title);
    return { kind: chosen, text, like: template.like };
  }
  const members: Record<string, unknown> = { [titleMember(chosen)]: title, ...template.members };
  if (chosen === 'clients') {
    members['tokenPolicy'] = await askPolicy(configuration, 'tokenPolicies');
    if (!isConfiguration(template)) members['loginPolicy'] = await askPolicy(configuration, 'loginPolicies');
  }
  if (chosen === 'loginPolicies') Object.assign(members, await askLoginPolicy());
  return { kind: chosen, text: JSON.stringify(members, undefined, 2) };
}

async function askKind(): Promise<ResourceKind> {
  const items = resourceKinds.map(kind => ({ label: singularTitle(kind), of: kind }));
  return (await askPick({ title: t('New Policy or Client'), placeholder: t('What to create'), items })).of;
}

async function askTemplate({ resourceCache }: ProfileConfiguration, kind: ResourceKind): Promise<Template> {
  const entries = await resourceCache.list(kind);
  const items: Template[] = [
    ...templates(kind),
    ...(entries.length === 0
      ? []
      : [{ label: t('Copy an existing one'), kind: vscode.QuickPickItemKind.Separator }]),
    ...entries.map(({ title, id }) => ({
      label: title === '' ? id : title,
      description: t('copy'),
      detail: id,
    })),
  ];
  const item = await askPick({
    title: t('New {0}', singularTitle(kind)),
    placeholder: t('Choose a template, or a policy or client to copy'),
    items,
  });
  if (item.members || item.detail === undefined) return item;
  return { ...item, like: await resourceCache.read({ kind, id: item.detail }) };
}

function templates(kind: ResourceKind): readonly Template[] {
  const lifetimes = { accessTokenLifetime: 3600, refreshTokenLifetime: 7_776_000 };
  switch (kind) {
    case 'tokenPolicies':
      return [
        {
          label: t('For people who sign in'),
          description: 'openid profile email',
          members: { ...lifetimes, allowedScopes: ['openid', 'profile', 'email'] },
        },
        {
          label: t('For reading the configuration'),
          description: '.:config/**',
          members: { ...lifetimes, allowedScopes: ['.:config/**'] },
        },
        {
          label: t('For administering the configuration'),
          description: '*:config/**',
          members: { ...lifetimes, allowedScopes: ['*:config/**'] },
        },
      ];
    case 'loginPolicies':
      return [
        {
          label: t('New login policy'),
          description: t('asks for the login URL and the identity store'),
          members: {},
        },
      ];
    case 'clients':
      return [
        {
          label: t('Public client'),
          description: t('an app that cannot keep a secret'),
          members: { type: 'public', redirectURIs: [] },
        },
        {
          label: t('Confidential client'),
          description: t('a web application that keeps a secret'),
          members: { type: 'confidential', redirectURIs: [] },
        },
        {
          label: t('Configuration client'),
          description: t('gets tokens for the configuration'),
          members: { type: 'confidential', redirectURIs: [], loginPolicy: undefined },
        },
      ];
  }
}

function isConfiguration({ members }: Template): boolean {
  return members !== undefined && 'loginPolicy' in members;
}

async function askTitle(kind: ResourceKind, template: Template, taken: readonly string[]): Promise<string> {
  const like = template.like?.title;
  return askText({
    title:
      like === undefined
        ? t('New {0}', singularTitle(kind))
        : t('New {0} from “{1}”', singularTitle(kind), like),
    prompt: t('Title'),
    value: like === undefined ? '' : uniqueTitle(t('{0} (copy)', like), taken),
    validate: text => {
      if (text.trim() === '') return t('Enter a title.');
      return taken.includes(text.trim()) ? t('“{0}” already exists.', text.trim()) : undefined;
    },
  });
}

async function askPolicy(
  { resourceCache }: ProfileConfiguration,
  kind: 'tokenPolicies' | 'loginPolicies',
): Promise<string> {
  const entries = await resourceCache.list(kind);
  const items = entries.map(({ title, id }) => ({ label: title === '' ? id : title, detail: id, id }));
  const placeholder =
    kind === 'tokenPolicies' ? t('Token policy of the client') : t('Login policy of the client');
  return (await askPick({ title: t('New {0}', singularTitle('clients')), placeholder, items })).id;
}

/** Asks for the members without a default. The secret is masked while it is typed, and sent at once. */
async function askLoginPolicy(): Promise<object> {
  const ask = (
    prompt: string,
    more: { isSecret?: boolean; value?: string; validate?: (text: string) => string | undefined } = {},
  ) =>
    askText({
      title: t('New {0}', singularTitle('loginPolicies')),
      prompt,
      validate: text => (text.trim() === '' ? t('Enter a value.') : undefined),
      ...more,
    });
  const loginURL = await ask(t('Login URL: where people sign in'), {
    validate: text =>
      /^https?:\/\/[^/]/.test(text.trim()) ? undefined : t('Enter a URL that begins with https://'),
  });
  const connectionDetails = {
    domain: await ask(t('Domain of the Capture application')),
    applicationId: await ask(t('ID of the Capture application')),
    entityType: await ask(t('Entity type of the users'), { value: 'user' }),
    clientId: await ask(t('Client ID of the owner of the application')),
    clientSecret: await ask(t('Client secret of the owner of the application'), { isSecret: true }),
  };
  return { loginURL, identityStoreDetails: { type: 'janrainCapture', connectionDetails } };
}
