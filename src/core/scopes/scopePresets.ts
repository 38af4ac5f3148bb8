import { displayText, onOneLine } from '../common/displayText';
import { t } from '../common/l10n';
import { idPlaceholder, type ResourceKey, type ResourceKind, resourceKinds } from '../resources/resource';
import { canonicalScope } from './compareScopes';
import { describeFirstScopes, type TitleOf } from './describeScope';

/** A part of a preset that the user fills in. `name`: the text between `<` and `>`. */
interface ScopePlaceholder {
  readonly name: string;
  readonly label: string;
}

/** A scope list with a label. `scope` may hold placeholders, for example `<loginPolicyId>`. */
export interface ScopePreset {
  readonly label: string;
  readonly description: string;
  readonly scope: string;
  readonly placeholders: readonly ScopePlaceholder[];
}

/** A resource to write after `.:` or `*:`. If it ends in a slash, an ID follows. */
interface ResourcePath {
  readonly path: string;
  readonly description: string;
}

/** The built-in presets, with the scopes that the API's documentation lists. */
export function scopePresets(): readonly ScopePreset[] {
  return [
    preset(t('Read everything'), t('All token policies, login policies and clients'), '.:config/**'),
    preset(
      t('Read and configure everything'),
      t('All token policies, login policies and clients'),
      '*:config/**',
    ),
    preset(t('Read and configure all token policies'), t('Nothing else'), '*:config/tokenPolicies**'),
    preset(
      t('Read all token policies and all login policies'),
      t('No clients'),
      '.:config/tokenPolicies** .:config/loginPolicies**',
    ),
    preset(t('Read one login policy'), t('The one you choose'), '.:config/loginPolicies/<loginPolicyId>'),
    preset(
      t('Read and configure one login policy'),
      t('The one you choose'),
      '*:config/loginPolicies/<loginPolicyId>',
    ),
    preset(
      t('Read and configure one property'),
      t('Its token policy, its login policy and its client'),
      '*:config/tokenPolicies/<tokenPolicyId> *:config/loginPolicies/<loginPolicyId> *:config/clients/<clientId>',
    ),
  ];
}

/** All presets for naming a scope, the built-in labels first: a workspace can name presets too. */
export function knownPresets(own: readonly ScopePreset[]): readonly ScopePreset[] {
  return [...scopePresets(), ...own];
}

/** The maximum of presets that are read of the setting: each list of choices reads all of them. */
export const maxOwnPresets = 500;

/** The maximum of characters of their scope lists together. A workspace may set them. */
const maxOwnLength = 100_000;

/** The presets of a user. */
export interface OwnPresets {
  readonly presets: readonly ScopePreset[];
  /** How many entries the setting has. */
  readonly entryCount: number;
  /** How many of them were read, from the first one on. */
  readonly readCount: number;
}

/** In characters. The scope is to the right of the label: a longer one, which a workspace may set, would hide it. */
const maxLabel = 60;

/** Scopes that the description of a preset names which has none. A workspace may set long lists. */
const maxDescribed = 5;

/**
 * The presets of the setting `hostedLogin.scopePresets` (`[{label, scope, description?}]`). Ignores invalid entries.
 */
export function readPresets(value: unknown): OwnPresets {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const presets: ScopePreset[] = [];
  let length = 0;
  for (const [index, entry] of entries.slice(0, maxOwnPresets).entries()) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { label, scope: written, description } = entry as Partial<Record<string, unknown>>;
    if (typeof label !== 'string' || typeof written !== 'string') continue;
    length += written.length;
    if (length > maxOwnLength) return { presets, entryCount: entries.length, readCount: index };
    // A completion inserts it, which must stay on its line.
    const scope = onOneLine(written).trim();
    const shown = displayText(label, maxLabel);
    if (!scope || !shown) continue;
    const words =
      typeof description === 'string'
        ? displayText(description)
        : describeFirstScopes(scope, maxDescribed).join(', ');
    presets.push(preset(shown, words, scope));
  }
  return { presets, entryCount: entries.length, readCount: Math.min(entries.length, maxOwnPresets) };
}

/** Fills the placeholders of a preset. Placeholders without a value stay. */
export function fillPreset(preset: ScopePreset, ids: Readonly<Record<string, string>>): string {
  return preset.scope.replace(/<(\w+)>/g, (placeholder, name: string) =>
    Object.hasOwn(ids, name) ? (ids[name]?.trim() ?? placeholder) : placeholder,
  );
}

/** The kind of resource whose ID a placeholder stands for; undefined for a placeholder of the user's own. */
export function kindOfPlaceholder(name: string): ResourceKind | undefined {
  return resourceKinds.find(kind => idPlaceholder(kind) === name);
}

/**
 * The label of the preset with this scope list, with title or ID of its last resource. Undefined if there is no such preset.
 */
export function presetLabel(
  scope: string,
  presets: readonly ScopePreset[],
  titleOf: TitleOf,
): string | undefined {
  const wanted = canonicalScope(scope);
  for (const preset of presets) {
    const ids = preset.placeholders.length === 0 ? [] : filledIn(wanted, preset);
    const key = ids?.at(-1);
    if (key) return `${preset.label}: ${titleOf(key) ?? key.id}`;
    if (canonicalScope(preset.scope) === wanted) return preset.label;
  }
  return undefined;
}

/** The resources in place of a preset's placeholders, in order. */
function filledIn(scope: string, preset: ScopePreset): readonly ResourceKey[] | undefined {
  const keys = preset.placeholders.map(({ name }) => {
    const kind = kindOfPlaceholder(name);
    const id = kind && new RegExp(`config/${kind}/([^\\s/*]+)`).exec(scope)?.[1];
    return kind && id !== undefined ? { kind, id } : undefined;
  });
  const known = keys.filter(key => key !== undefined);
  const ids = Object.fromEntries(preset.placeholders.map(({ name }, index) => [name, keys[index]?.id ?? '']));
  return known.length === keys.length && canonicalScope(fillPreset(preset, ids)) === scope
    ? known
    : undefined;
}

/** The documented resources, widest first. */
export function resourcePaths(): readonly ResourcePath[] {
  return [
    { path: 'config/**', description: t('All token policies, login policies and clients') },
    { path: 'config/tokenPolicies**', description: t('All token policies') },
    { path: 'config/tokenPolicies/', description: t('One token policy, by its ID') },
    { path: 'config/loginPolicies**', description: t('All login policies') },
    { path: 'config/loginPolicies/', description: t('One login policy, by its ID') },
    { path: 'config/clients**', description: t('All clients') },
    { path: 'config/clients/', description: t('One client, by its ID') },
    { path: 'webhooks/**', description: t('All webhooks') },
    { path: '**', description: t('Everything, not only the configuration') },
  ];
}

function preset(label: string, description: string, scope: string): ScopePreset {
  const names = new Set([...scope.matchAll(/<(\w+)>/g)].map(([, name = '']) => name));
  const placeholders = [...names].map(name => ({ name, label: placeholderLabel(name) }));
  return { label, description, scope, placeholders };
}

function placeholderLabel(name: string): string {
  if (name === 'tokenPolicyId') return t('ID of the token policy');
  if (name === 'loginPolicyId') return t('ID of the login policy');
  return name === 'clientId' ? t('ID of the client') : displayText(name, maxLabel);
}
