import type * as vscode from 'vscode';
import type {
  ConfigurationRegistry,
  ProfileConfiguration,
} from '../../../configuration/profileConfiguration';
import { isProblem } from '../../../core/common/problem';
import { parseResourcePath } from '../../../core/resources/resourceUri';
import type { BaseVersions } from '../documents/baseVersions';

/** What the language of the documents works with. */
export interface LanguageDeps {
  readonly configurations: Pick<ConfigurationRegistry, 'get'>;
  readonly baseVersions: Pick<BaseVersions, 'get'>;
  readonly warn: (message: string, error: unknown) => void;
}

/** The configuration of a document's profile; undefined where there is no such profile any more, or the document is none of ours. */
export function configurationFor(
  { configurations }: LanguageDeps,
  { uri }: vscode.TextDocument,
): ProfileConfiguration | undefined {
  const place = parseResourcePath(uri.path);
  try {
    return place && configurations.get(place.profile);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
