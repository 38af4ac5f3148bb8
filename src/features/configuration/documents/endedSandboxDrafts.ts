// Removes the drafts of sandboxes that ended.
import type { Send } from '../../../api/http';
import { t } from '../../../core/common/l10n';
import { isProblem } from '../../../core/common/problem';
import type { Drafts } from '../../../storage/configuration/drafts';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { showStatusBarMessage } from '../../../ui/notifications';

interface EndedSandboxDeps {
  readonly profiles: Pick<ProfileStore, 'sandbox'>;
  readonly drafts: Drafts;
  readonly send: Send;
}

/**
 * Removes the drafts of sandboxes that ended with their window, which nobody can apply now. Only after another
 * sandbox has taken over the profile, and only if nothing listens at the old origin. A status bar message says so.
 * Never rejects.
 */
export async function removeEndedSandboxDrafts({ profiles, drafts, send }: EndedSandboxDeps): Promise<void> {
  await drafts.whenLoaded();
  const { sandbox } = profiles;
  const others = sandbox ? drafts.ofOtherCustomers(sandbox) : [];
  let removed = 0;
  for (const draft of others) {
    // False if another run removed the draft first.
    if ((await hasEnded(send, draft.origin)) && (await drafts.remove(draft))) removed++;
  }
  if (removed > 0)
    showStatusBarMessage(t('Drafts of a stopped sandbox removed: {0}', removed), 8000, 'trash');
}

async function hasEnded(send: Send, origin: string): Promise<boolean> {
  try {
    await send({ method: 'GET', url: `${origin}/`, headers: {} });
    return false;
  } catch (error) {
    return isProblem(error) && error.kind === 'refusedHere';
  }
}
