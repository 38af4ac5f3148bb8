// Replaces the push claims or the allowed response types of a login policy.
import type { ConfigurationApi } from '../../api/configuration/configurationApi';
import { t } from '../../core/common/l10n';
import { Problem, rephrase } from '../../core/common/problem';
import type { OptionName } from '../../core/resources/configurationSnapshot';
import { isEquivalentJson } from '../../core/resources/equivalentJson';
import type { ResourceEntry } from '../../core/resources/resource';
import { toRequestBody } from '../../core/resources/resourceText';
import type { WriteJournal } from '../writeJournal';

interface WriteOptionDeps {
  readonly resourceCache: { readonly api: Pick<ConfigurationApi, 'readOption' | 'replaceOption'> };
  readonly journal: Pick<WriteJournal, 'write' | 'untilClear' | 'noteShown'>;
}

interface OptionWrite {
  readonly policy: Pick<ResourceEntry, 'id' | 'title'>;
  readonly option: OptionName;
  /** The JSON to send. Masks stand for the secrets that the service has. */
  readonly text: string;
  /** What the service had when this was decided; undefined for a login policy that was just created. */
  readonly planned: string | undefined;
}

/**
 * Replaces what is below a login policy: reads it again, sends it, and reads it back. Resolves with what the service has then.
 * Rejects with a `Problem`: `changedMeanwhile` if somebody else changed it (nothing was sent) or the service shows another
 * value afterwards, or as `WriteJournal.write`.
 */
export async function writeOption(
  { resourceCache: { api }, journal }: WriteOptionDeps,
  { policy: { id, title }, option, text, planned }: OptionWrite,
): Promise<string> {
  const current = await api.readOption(id, option);
  const body = toRequestBody(text, current);
  if (isEquivalentJson(current, body)) return current;
  if (planned !== undefined && !isEquivalentJson(current, planned)) {
    throw new Problem(
      'changedMeanwhile',
      t('Somebody else changed {0} of “{1}” in the meantime, so it was not sent.', option, title),
      t('Compare again.'),
    );
  }
  const read = () => api.readOption(id, option);
  const isWritten = (found: string) => isEquivalentJson(found, body);
  await journal.write(
    {
      ...{ does: 'replace', key: { kind: 'loginPolicies', id, option }, title, after: body },
      ...(planned !== undefined && { before: current, readAgain: read }),
    },
    async (_, noteAccepted) => {
      await api.replaceOption(id, option, body);
      await noteAccepted();
    },
    async () => (isWritten(await read()) ? 'done' : 'unknown'),
  );
  const found = await journal.untilClear(read, isWritten).catch((error: unknown) => {
    throw rephrase(
      error,
      cause => t('{0} of “{1}” was sent and accepted, but could not be read back. {2}', option, title, cause),
      t('Compare again.'),
    );
  });
  if (isWritten(found)) {
    await journal.noteShown({ kind: 'loginPolicies', id, option });
    return found;
  }
  throw new Problem(
    'changedMeanwhile',
    t('{0} of “{1}” was sent and accepted, but the service shows another value.', option, title),
    t('Compare again.'),
  );
}
