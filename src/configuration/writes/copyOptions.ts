// Keeps what is below a login policy when it is copied, or deleted and created again: its body does not have it.
import type { ConfigurationApi } from '../../api/configuration/configurationApi';
import { t } from '../../core/common/l10n';
import { isProblem, rephrase, undefinedIfFailed } from '../../core/common/problem';
import type { Profile } from '../../core/profile/profile';
import { type OptionName, optionNamesOf } from '../../core/resources/configurationSnapshot';
import type { Resource, ResourceEntry, ResourceKey, ResourceKind } from '../../core/resources/resource';
import type { ResourceHistory } from '../../storage/configuration/resourceHistory';
import { ownFailures } from '../ownFailures';
import type { WriteDeps } from './applyChange';
import { createUnverified, readCreated } from './createResource';
import { writeOption } from './writeOption';

/** JSON as the service sent it, by name, without what could not be read. */
export type Options = ReadonlyMap<OptionName, string>;

/**
 * What is below a login policy; empty for other kinds. What the service does not have, or does not let this client read, is left
 * out. Rejects with the `Problem` of any other failure, which may pass: without it, a copy would silently lose what is there.
 */
export async function readOptions(
  {
    resourceCache: { api },
  }: { readonly resourceCache: { readonly api: Pick<ConfigurationApi, 'readOption'> } },
  { kind, id }: ResourceKey,
  signal?: AbortSignal,
): Promise<Options> {
  const found = new Map<OptionName, string>();
  for (const option of optionNamesOf(kind)) {
    const reading = api.readOption(id, option, signal);
    const text = await undefinedIfFailed(reading, ({ kind: failure }) => ownFailures.includes(failure));
    if (text !== undefined) found.set(option, text);
  }
  return found;
}

/** What was below a login policy when this profile deleted it. Masks stand for secrets. */
export async function deletedOptions(
  history: ResourceHistory,
  profile: Profile,
  { kind, id }: ResourceKey,
): Promise<Options> {
  const found = new Map<OptionName, string>();
  for (const option of optionNamesOf(kind)) {
    const versions = await history.list(profile, { kind, id, option });
    const deleted = versions.find(({ sent }) => sent === undefined);
    if (deleted) found.set(option, deleted.text);
  }
  return found;
}

/**
 * As `createResource`, with what is below the original. Also rejects with a `Problem` that names what the copy may lack.
 * @param options what is below the original; undefined or empty if there is nothing
 */
export async function createCopy(
  deps: Pick<WriteDeps, 'resourceCache' | 'journal'>,
  kind: ResourceKind,
  text: string,
  options: Options = new Map(),
  signal?: AbortSignal,
): Promise<Resource> {
  const created = await createUnverified(deps, kind, text, signal);
  const resource = await readCreated(deps, created).catch((error: unknown) => {
    if (isProblem(error)) return error;
    throw error;
  });
  // Also if it could not be read back: otherwise nobody would know what it lacks.
  await writeOptions(deps, created, options);
  if (isProblem(resource)) throw resource;
  return resource;
}

/** Writes options below a login policy that was just created. Rejects with a `Problem` that says that it exists. */
async function writeOptions(
  deps: Pick<WriteDeps, 'resourceCache' | 'journal'>,
  policy: Pick<ResourceEntry, 'id' | 'title'>,
  options: Options,
): Promise<void> {
  for (const [option, text] of options) {
    await writeOption(deps, { policy, option, text, planned: undefined }).catch((error: unknown) => {
      throw rephrase(
        error,
        cause =>
          t('“{0}” was created. Its {1} may differ from the original. {2}', policy.title, option, cause),
        t('Delete it, then try again.'),
      );
    });
  }
}
