import type * as vscode from 'vscode';
import type { Send } from '../../api/http';
import type { ConfigurationRegistry } from '../../configuration/profileConfiguration';
import type { FileSecrets } from '../../storage/configuration/fileSecrets';
import type { PulledVersions } from '../../storage/configuration/pulledVersions';
import type { ProfileStore } from '../../storage/profiles/profileStore';
import type { FolderFiles, Texts } from '../../ui/documents/folderFiles';
import type { Target } from './folderChoice';

/** What the commands of the configuration as files need. */
export interface FilesDeps {
  readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'storageUri' | 'secrets'>;
  readonly profiles: ProfileStore;
  readonly configurations: ConfigurationRegistry;
  readonly send: Send;
  readonly mask: (secret: string) => void;
  readonly warn: (message: string, error: unknown) => void;
}

/** Plans as documents. */
export interface PlanViews {
  /** Compares and shows the plan. Rejects with a `Problem`. */
  readonly show: (target: Target) => Promise<void>;
  /** Compares again if the plan of these files is open. Never rejects. */
  readonly refresh: (target: Target) => Promise<void>;
  /**
   * Applies files after a review, and shows the result. Rejects with a `Problem` before anything is sent.
   * @param only addresses; all that can be applied if undefined
   */
  readonly apply: (target: Target, only: ReadonlySet<string> | undefined) => Promise<void>;
  /** Shows a comparison of two services, with a link to all differences. */
  readonly showText: (
    text: string,
    pairs: readonly TextPair[],
    names: { readonly one: string; readonly other: string },
  ) => Promise<void>;
  /** Shows what would be written to files, without writing it. */
  readonly showWrites: (files: FolderFiles, writes: Texts, before: Texts, title: string) => Promise<void>;
}

/** Two texts of a resource. */
export interface TextPair {
  readonly address: string;
  readonly one: string;
  readonly other: string;
}

/** What the commands share. */
export interface FilesServices extends FilesDeps {
  readonly pulledVersions: PulledVersions;
  readonly fileSecrets: FileSecrets;
  readonly plans: PlanViews;
}
