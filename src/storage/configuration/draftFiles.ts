// The files of drafts, and their secrets.
import { t } from '../../core/common/l10n';
import { parseUrl } from '../../core/common/parseUrl';
import { parseJson } from '../../core/json/json';
import { readRecord } from '../../core/json/readRecord';
import { joinSecrets, separateSecrets } from '../../core/resources/draftText';
import { type ResourceKey, resourceKinds } from '../../core/resources/resource';
import { type Secrets, storageProblem } from '../storageAccess';
import { namesIn, type TextFiles } from '../textFiles';

/** An edited resource that was saved, but not sent to the service yet. */
export interface Draft extends ResourceKey {
  /** A new one at each save. */
  readonly revision: string;
  /** The revision that this one replaces; empty if there was none. */
  readonly previous: string;
  readonly profileId: string;
  /** The customer of the resource. The profile may now be for another one. */
  readonly origin: string;
  readonly customerId: string;
  /** The title that the service had. */
  readonly title: string;
  /** The text that was shown when editing began, with masked secrets. */
  readonly base: string;
  /** The text as it was saved. Secrets that the user did not replace are masked. */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly changedAt: number;
}

/** What names the file of a draft. */
export type DraftFile = Pick<Draft, 'profileId' | 'revision'> & Partial<Draft>;

export const draftsFolder = 'drafts';

// prettier-ignore
const strings = [
  'revision', 'previous', 'profileId', 'origin', 'customerId', 'kind', 'id', 'title', 'base', 'text',
] as const;

export interface DraftFilesDeps {
  readonly files: TextFiles;
  readonly secrets: Secrets;
  readonly warn: (message: string, error: unknown) => void;
}

/** A file for each draft. The secrets in its text are in SecretStorage. */
export class DraftFiles {
  /** Removed revisions, also those whose file could not be removed. */
  readonly #over = new Map<string, DraftFile>();

  constructor(private readonly deps: DraftFilesDeps) {}

  /** Whether a draft was removed, here or in another window, although its file may still be there. */
  isOver(revision: string): boolean {
    return this.#over.has(revision);
  }

  /** Whether a draft has a file. Never rejects. */
  async isKept(draft: DraftFile): Promise<boolean> {
    const names = await namesIn(this.deps.files, draftsFolder);
    return names.includes(nameOf(draft));
  }

  /** The revisions of a profile that have a file, also one that cannot be read. Never rejects. */
  async revisionsOf(profileId: string): Promise<readonly string[]> {
    const names = await namesIn(this.deps.files, draftsFolder);
    return names.filter(name => name.startsWith(`${profileId}.`)).map(revisionOf);
  }

  /**
   * The drafts that have a file, by revision, without those that cannot be read. Rejects if the folder cannot be read.
   * @param known those that were read before: their secrets are not read again
   */
  async readAll(known: ReadonlyMap<string, Draft>): Promise<Map<string, Draft>> {
    const found = new Map<string, Draft>();
    for (const name of await this.deps.files.list(draftsFolder)) {
      // Those that are known too: another window may have written that they are over.
      const draft = await this.#read(name, known.get(revisionOf(name)));
      if (draft) found.set(draft.revision, draft);
    }
    return found;
  }

  async #read(name: string, known: Draft | undefined): Promise<Draft | undefined> {
    const source = parseJson(await this.deps.files.read(`${draftsFolder}/${name}`).catch(() => ''));
    const record = readRecord(source, { strings, numbers: ['changedAt'] });
    const kind = resourceKinds.find(candidate => candidate === record?.kind);
    if (!record || !kind || record.revision !== revisionOf(name) || !parseUrl(record.origin)) return known;
    const { hasSecrets, isOver } = source as { readonly hasSecrets?: unknown; readonly isOver?: unknown };
    const draft: Draft = { ...record, kind };
    if (isOver === true) this.#over.set(draft.revision, draft);
    if (known) return known;
    return hasSecrets === true ? this.#withSecrets(draft) : draft;
  }

  async #withSecrets(draft: Draft): Promise<Draft | undefined> {
    try {
      const secrets = await this.deps.secrets.get(secretsKey(draft));
      // Without them, the text says which ones are lost. One that was not JSON is lost as a whole.
      const text = joinSecrets({ text: draft.text, secrets }) ?? draft.text;
      const lost = t(
        'The text of this draft is lost, because it contained a secret. Make your changes again: this is the text that it began with.',
      );
      return { ...draft, text: text === '' ? `// ${lost}\n${draft.base}` : text };
    } catch (error) {
      this.deps.warn('The secrets of a draft could not be read', error);
      return undefined;
    }
  }

  /** Rejects with a `storage` problem; then nothing is kept. */
  async write(draft: Draft): Promise<void> {
    const { text, secrets } = separateSecrets(draft.text);
    const hasSecrets = secrets !== undefined;
    try {
      // The secret first: a file without it would have lost it.
      if (hasSecrets) await this.deps.secrets.store(secretsKey(draft), secrets);
      await this.deps.files.write(pathOf(draft), JSON.stringify({ ...draft, text, hasSecrets }));
    } catch (error) {
      if (hasSecrets) await this.deleteSecrets(draft);
      throw storageProblem(
        error,
        t('The draft of “{0}” could not be kept on this machine.', draft.title),
        t('Check that the disk is not full and the system keyring is unlocked, then save again.'),
      );
    }
  }

  /** Removes drafts for good, whether or not their files can be removed. Never rejects. */
  async removeAll(drafts: readonly DraftFile[]): Promise<void> {
    // All before any is removed: see `#removeFile`.
    for (const draft of drafts) this.#over.set(draft.revision, draft);
    for (const draft of drafts) {
      try {
        await this.#removeFile(draft);
      } catch (error) {
        // Another window may have removed it.
        this.deps.warn('A draft could not be removed', error);
      }
      await this.deleteSecrets(draft);
    }
  }

  /**
   * Removes the file of a draft, after that of the one it replaced, which would be a draft again without it. If that cannot
   * be removed, this one stays, without its text, and says that both are over. Rejects if a file cannot be removed.
   */
  async #removeFile(draft: DraftFile): Promise<void> {
    const { files } = this.deps;
    const replaced = this.#over.get(draft.previous ?? '');
    if (replaced && (await this.isKept(replaced))) {
      try {
        await this.#removeFile(replaced);
      } catch (error) {
        await files.write(pathOf(draft), JSON.stringify({ ...draft, base: '', text: '', isOver: true }));
        throw error;
      }
    }
    await files.remove(pathOf(draft));
  }

  /** Deletes the secrets in the text of a draft. Never rejects. */
  async deleteSecrets(draft: DraftFile): Promise<void> {
    try {
      await this.deps.secrets.delete(secretsKey(draft));
    } catch (error) {
      this.deps.warn('The secrets of a draft could not be removed', error);
    }
  }
}

function nameOf({ profileId, revision }: DraftFile): string {
  return `${profileId}.${revision}.json`;
}

function pathOf(draft: DraftFile): string {
  return `${draftsFolder}/${nameOf(draft)}`;
}

function secretsKey({ revision }: DraftFile): string {
  return `hostedLogin.draftSecrets.${revision}`;
}

function revisionOf(name: string): string {
  return name.split('.').at(-2) ?? '';
}
