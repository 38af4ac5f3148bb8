// The values of the secrets that files name: stored ones, or asked for.
import { t } from '../../core/common/l10n';
import { listNames } from '../../core/common/listNames';
import { Problem } from '../../core/common/problem';
import type { PlanStep } from '../../core/configurationFiles/plan/planSteps';
import { askSecret } from '../../ui/askSecret';
import { askPick, cancelled } from '../../ui/quickInput';
import type { FilesServices } from './deps';
import type { Target } from './folderChoice';

/** The values, by the names that files write. */
type FileSecretValues = ReadonlyMap<string, string>;

type SecretServices = Pick<FilesServices, 'fileSecrets' | 'mask'>;

/** The stored secrets that files name. Rejects with a `Problem` of kind `missingInput` if one is not stored. */
export async function storedSecrets(
  services: SecretServices,
  { profile }: Target,
  steps: readonly PlanStep[],
): Promise<FileSecretValues> {
  const names = [...usersOf(steps).keys()];
  const stored = await findStored(services, profile, names);
  const missing = names.filter(name => !stored.has(name));
  if (missing.length === 0) return stored;
  throw new Problem(
    'missingInput',
    t('These secrets are needed and not stored: {0}.', listNames(missing)),
    t('Run Apply Files to Service once and enter them. Nothing was sent.'),
  );
}

/**
 * The secrets that files name: those that are stored, if the user agrees to use them there, and the others are asked for.
 * Rejects with `cancelled`.
 */
export async function askSecrets(
  services: SecretServices,
  { profile }: Target,
  steps: readonly PlanStep[],
): Promise<FileSecretValues> {
  const users = usersOf(steps);
  const stored = await findStored(services, profile, [...users.keys()]);
  const isUsed = stored.size === 0 || (await askToUse(stored, users, profile.name));
  const secrets = new Map(isUsed ? stored : []);
  for (const name of users.keys()) {
    if (secrets.has(name)) continue;
    const prompt = t('A file names this secret. It is kept in VS Code’s secret storage, and in no file.');
    const value = await askSecret(t('Secret {0}', name), prompt);
    await services.fileSecrets.store(profile, name, value);
    services.mask(value);
    secrets.set(name, value);
  }
  return secrets;
}

/** The addresses that need each secret, by name. */
function usersOf(steps: readonly PlanStep[]): ReadonlyMap<string, readonly string[]> {
  const names = [...new Set(steps.flatMap(({ secretNames }) => secretNames))].sort();
  const uses = (name: string) => steps.filter(({ secretNames }) => secretNames.includes(name));
  return new Map(names.map(name => [name, uses(name).map(({ address }) => address)]));
}

async function findStored(
  { fileSecrets, mask }: SecretServices,
  profile: Target['profile'],
  names: readonly string[],
): Promise<FileSecretValues> {
  const found = new Map<string, string>();
  for (const name of names) {
    const value = await fileSecrets.get(profile, name);
    if (value === undefined) continue;
    mask(value);
    found.set(name, value);
  }
  return found;
}

/** Any file may name a secret that was entered for another one. Resolves with false to enter them again. */
async function askToUse(
  stored: FileSecretValues,
  users: ReadonlyMap<string, readonly string[]>,
  profileName: string,
): Promise<boolean> {
  const uses = Array.from(stored.keys(), name => `${name}: ${(users.get(name) ?? []).join(', ')}`);
  const answer = await askPick({
    title: t('Secrets in Files'),
    placeholder: t('The files name secrets that you entered before for “{0}”.', profileName),
    items: [
      { icon: 'key', label: t('Use the Stored Secrets'), detail: uses.join('; '), isUsed: true },
      {
        icon: 'edit',
        label: t('Enter Them Again…'),
        detail: t('They replace the stored ones.'),
        isUsed: false,
      },
      { icon: 'close', label: t('Cancel'), detail: t('Nothing is sent.'), isUsed: undefined },
    ],
    staysOpen: true,
  });
  if (answer.isUsed === undefined) throw cancelled();
  return answer.isUsed;
}
