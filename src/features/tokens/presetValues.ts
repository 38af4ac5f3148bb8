// Asks for the values of the placeholders in a scope preset.
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { idPlaceholder, type ResourceKey, type ResourceKind } from '../../core/resources/resource';
import { fillPreset, kindOfPlaceholder, type ScopePreset } from '../../core/scopes/scopePresets';
import { askText, back } from '../../ui/quickInput';

/** Asks for a resource of a kind. `withPolicies` adds the policies that a client points to. */
export type ChooseResource = (
  profile: Profile,
  question: {
    readonly kind: ResourceKind;
    readonly title: string;
    readonly placeholder: string;
    readonly withPolicies: boolean;
  },
) => Promise<(ResourceKey & { readonly policies: readonly ResourceKey[] }) | typeof back>;

export interface PresetValuesDeps {
  readonly titleOf: (profile: Profile, key: ResourceKey) => string | undefined;
  readonly chooseResource: ChooseResource;
}

type Ids = Readonly<Record<string, string>>;

/**
 * Asks for the values of a preset's placeholders and returns its scope list. Resources are chosen by title, a client
 * together with its policies; other values are typed. Rejects with a `Problem`.
 */
export async function askPresetValues(
  title: string,
  preset: ScopePreset,
  deps: PresetValuesDeps & { readonly profile: Profile },
): Promise<string | typeof back> {
  const questions = questionsOf(title, preset, deps);
  const answers: Ids[] = [];
  while (answers.length < questions.length) {
    const answer = await questions[answers.length]?.();
    if (answer !== undefined && answer !== back) answers.push(answer);
    else if (answers.pop() === undefined) return back;
  }
  return filled(preset, Object.assign({}, ...answers) as Ids);
}

function questionsOf(
  title: string,
  preset: ScopePreset,
  { profile, chooseResource }: PresetValuesDeps & { readonly profile: Profile },
): readonly (() => Promise<Ids | typeof back>)[] {
  const names = preset.placeholders.map(({ name }) => name);
  const isOfClient = names.includes('clientId') && names.some(name => name.endsWith('PolicyId'));
  return preset.placeholders.flatMap(({ name, label }) => {
    const kind = kindOfPlaceholder(name);
    if (!kind) return [() => askCustomId(title, preset, name, label)];
    if (isOfClient && kind !== 'clients') return [];
    return [
      async () => {
        const placeholder = isOfClient ? t('The client of the property') : `${preset.label}: ${label}`;
        const chosen = await chooseResource(profile, { kind, title, placeholder, withPolicies: isOfClient });
        return chosen === back ? back : idsOf([chosen, ...chosen.policies]);
      },
    ];
  });
}

function idsOf(keys: readonly ResourceKey[]): Ids {
  return Object.fromEntries(keys.map(({ kind, id }) => [idPlaceholder(kind), encodeURIComponent(id)]));
}

/** Leaves out scopes with an open placeholder: a configuration client has no login policy. */
function filled(preset: ScopePreset, ids: Ids): string {
  const scopes = fillPreset(preset, ids).split(/\s+/);
  const complete = scopes.filter(scope => !/<\w+>/.test(scope));
  if (complete.length > 0) return complete.join(' ');
  throw new Problem('invalidInput', t('The preset “{0}” has no scope to request.', preset.label));
}

async function askCustomId(
  title: string,
  preset: ScopePreset,
  name: string,
  label: string,
): Promise<Ids | typeof back> {
  const answer = await askText({
    title,
    prompt: `${preset.label}: ${label}`,
    canGoBack: true,
    validate: text => {
      if (text.trim() === '') return t('Enter a value for <{0}>.', name);
      return /^[\w.~-]+$/.test(text.trim()) ? undefined : t('An ID has only letters, digits and hyphens.');
    },
  });
  return answer === back ? back : { [name]: answer };
}
