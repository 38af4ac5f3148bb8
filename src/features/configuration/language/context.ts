import type * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { isProblem } from '../../../core/common/problem';
import { parseResourceUri } from '../../../core/resources/resourceUri';
import type { Drafts } from '../../../storage/configuration/drafts';
import type { BaseVersions } from '../documents/baseVersions';
import type { Refusals } from '../documents/refusals';
import type { ResourceDocuments } from '../documents/resourceDocuments';

/** What completion, hovers, lenses and checks of the configuration documents need. */
export interface LanguageDeps {
  readonly configurations: Pick<ConfigurationRegistry, 'forDocument'>;
  readonly baseVersions: Pick<BaseVersions, 'get' | 'uris'>;
  readonly drafts: Pick<Drafts, 'onDidChange' | 'others'>;
  readonly documents: Pick<ResourceDocuments, 'draftOf'>;
  readonly refusals: Pick<Refusals, 'get' | 'onDidChange'>;
  readonly warn: (message: string, error: unknown) => void;
}

/** The configuration of a document's profile; undefined if the profile was removed or the document is not ours. */
export function configurationFor(
  { configurations }: LanguageDeps,
  { uri }: vscode.TextDocument,
): ProfileConfiguration | undefined {
  const ref = parseResourceUri(uri);
  try {
    return ref && configurations.forDocument(ref.profile);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
