// Removes drafts whose change the service already has.
import * as vscode from 'vscode';
import type { ProfileConfiguration } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { isProblem } from '../../../core/common/problem';
import { isEquivalentJson } from '../../../core/resources/equivalentJson';
import { alignMembers } from '../../../core/resources/memberOrder';
import type { Resource, ResourceKey } from '../../../core/resources/resource';
import { toDocumentText, toRequestBody } from '../../../core/resources/resourceText';
import type { Draft } from '../../../storage/configuration/draftFiles';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { showStatusBarMessage } from '../../../ui/notifications';
import { ResourceCacheEvents } from '../language/resourceCacheEvents';
import type { SendDeps } from './sendDocument';

interface ObsoleteDraftsDeps extends Pick<
  SendDeps,
  'configurations' | 'drafts' | 'documents' | 'fileSystem'
> {
  readonly profiles: ProfileStore;
  readonly warn: (message: string, error: unknown) => void;
}

/**
 * Removes drafts that equal what the service has, because somebody else made the same change, or because this machine sent
 * it before its window was closed. A status bar message says so.
 */
export function watchObsoleteDrafts(deps: ObsoleteDraftsDeps): vscode.Disposable {
  const { drafts, profiles, configurations } = deps;
  const cacheEvents = new ResourceCacheEvents();
  const check = (changed: ResourceKey | undefined) => {
    for (const profile of profiles.all) {
      for (const draft of drafts.of(profile)) {
        if (changed && (draft.kind !== changed.kind || draft.id !== changed.id)) continue;
        const configuration = configurations.for(profile);
        cacheEvents.follow(configuration.resourceCache);
        const resource = configuration.resourceCache.cached(draft);
        if (resource) void removeIfObsolete(deps, configuration, draft, resource);
      }
    }
  };
  const subscription = drafts.onDidChange(() => {
    check(undefined);
  });
  cacheEvents.onDidChange(check);
  check(undefined);
  return vscode.Disposable.from(subscription, cacheEvents);
}

async function removeIfObsolete(
  { documents, fileSystem, warn }: ObsoleteDraftsDeps,
  configuration: ProfileConfiguration,
  draft: Draft,
  { body }: Resource,
): Promise<void> {
  const uri = documents.uriOf(configuration, draft);
  if (fileSystem.isSending(uri) || !isObsolete(draft, body)) return;
  try {
    // A draft that takes back what was sent last equals the version before that, too.
    if (await configuration.journal.mayBeOutOfDate(draft, toDocumentText(body))) return;
    const shown = toDocumentText(alignMembers(body, draft.text));
    await fileSystem.onSent(uri, { ...draft, shown, owner: configuration.profile });
    showStatusBarMessage(t('The service has your change of “{0}”: the draft is gone', draft.title), 8000);
  } catch (error) {
    warn('A draft that equals the service could not be removed', error);
  }
}

function isObsolete({ text }: Draft, body: string): boolean {
  try {
    return isEquivalentJson(toRequestBody(text, body), body);
  } catch (error) {
    // Not JSON, or a mask without a secret.
    if (isProblem(error) || error instanceof SyntaxError) return false;
    throw error;
  }
}
