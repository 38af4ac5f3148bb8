// Follows the drafts of other windows.
import * as vscode from 'vscode';
import type { ConfigurationRegistry } from '../../../configuration/profileConfiguration';
import { t } from '../../../core/common/l10n';
import { Problem } from '../../../core/common/problem';
import type { Drafts } from '../../../storage/configuration/drafts';
import type { ProfileStore } from '../../../storage/profiles/profileStore';
import { commandLink } from '../../../ui/commands/commandLink';
import { commands } from '../../../ui/ids';
import { askQuestion, showWarning } from '../../../ui/notifications';
import type { ChangeReviews } from './changeReviews';
import { findOpenDocument, type ResourceDocuments, resourceRefOf } from './resourceDocuments';
import type { ResourceFileSystem } from './resourceFileSystem';

interface OtherDraftsDeps {
  readonly drafts: Drafts;
  readonly documents: ResourceDocuments;
  readonly fileSystem: ResourceFileSystem;
  readonly profiles: Pick<ProfileStore, 'all'>;
  readonly configurations: ConfigurationRegistry;
  readonly reviews: ChangeReviews;
}

/** The drafts of other windows: documents show them, and the user is told if two windows have different drafts. */
export class OtherDrafts {
  /** The revisions that the user knows of. */
  readonly #reported = new Set<string>();

  constructor(private readonly deps: OtherDraftsDeps) {}

  /** Takes over what other windows kept or removed. Never rejects. */
  async follow(): Promise<void> {
    const { drafts, documents, profiles, configurations } = this.deps;
    if (await drafts.refresh()) documents.followDrafts();
    for (const profile of profiles.all) {
      for (const draft of drafts.of(profile)) {
        const others = drafts.others(profile, draft).filter(({ revision }) => !this.#reported.has(revision));
        const uri = documents.uriOf(configurations.for(profile), draft);
        if (others.length === 0 || !findOpenDocument(uri)) continue;
        for (const { revision } of others) this.#reported.add(revision);
        void showWarning(
          t('Another window has a draft of “{0}”, too. Both are kept.', draft.title),
          commandLink(t('Compare'), commands.compareDrafts, uri),
        );
      }
    }
  }

  /** Shows the draft of another window beside the document, and asks which one to keep. Rejects with a `Problem`. */
  async compare(uri: vscode.Uri): Promise<void> {
    const { drafts, documents, fileSystem, configurations, reviews } = this.deps;
    const { profile } = configurations.forDocument(resourceRefOf(uri).profile);
    const draft = documents.draftOf(uri);
    const [other] = draft ? drafts.others(profile, draft) : [];
    if (!other) throw new Problem('noVersion', t('The draft of the other window no longer exists.'));
    await reviews.showOtherDraft(uri, other);
    const use = t('Use the Other Draft');
    const discard = t('Discard the Other Draft');
    const chosen = await askQuestion(
      t(
        'On the left: the draft of “{0}” from another window, {1}.',
        other.title,
        new Date(other.changedAt).toLocaleString(),
      ),
      [use, discard],
    );
    if (chosen === use) {
      // An open review of this document is out of date.
      reviews.cancelFor(uri);
      // Its base would become what is being sent, which it lacks.
      await fileSystem.untilSent(uri);
      const { base: text, origin, customerId } = other;
      const document = await vscode.workspace.openTextDocument(uri);
      await fileSystem.replaceText(document, other.text, { text, origin, customerId });
    }
    if (chosen !== undefined) await drafts.remove(other);
  }
}
