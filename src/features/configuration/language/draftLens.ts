import * as vscode from 'vscode';
import { t } from '../../../core/common/l10n';
import { changedMembers } from '../../../core/resources/draftText';
import { createCodeLens } from '../../../ui/codeLens';
import { commandLink } from '../../../ui/commands/commandLink';
import { readUnasked } from '../../../ui/documents/documentSnapshot';
import { commands } from '../../../ui/ids';
import { configurationFor, type LanguageDeps } from './context';

/** The lens above a document with a draft: how much is not applied, with what to do. */
export class DraftCodeLensProvider implements vscode.CodeLensProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: { dispose(): void };

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(private readonly deps: LanguageDeps) {
    this.#subscription = deps.drafts.onDidChange(() => {
      this.#changed.fire();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    const draft = this.deps.documents.draftOf(uri);
    const configuration = configurationFor(this.deps, document);
    if (!draft || !configuration) return [];
    const others = this.deps.drafts.others(configuration.profile, draft);
    const title = readUnasked(document, 'resource', () => describeDraft(draft.base, document.getText()));
    const links = [
      { title: title ?? t('Not applied'), command: '' },
      commandLink(t('Review and Apply'), commands.reviewAndApply, uri),
      commandLink(t('Discard'), commands.discardDraft, uri),
      ...(others.length === 0
        ? []
        : [commandLink(t('Compare with the Draft of Another Window'), commands.compareDrafts, uri)]),
    ];
    const top = new vscode.Range(0, 0, 0, 0);
    return links.map(link => createCodeLens(top, link));
  }
}

function describeDraft(base: string, text: string): string {
  const changed = changedMembers(base, text);
  if (!changed) return t('Not applied: not valid JSON');
  return changed.length === 1 ? t('Not applied: 1 change') : t('Not applied: {0} changes', changed.length);
}
