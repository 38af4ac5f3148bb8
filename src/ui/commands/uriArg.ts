import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { t } from '../../core/common/l10n';
import { Problem } from '../../core/common/problem';

/** A document or folder in the argument of a command: as text or as `vscode.Uri` (contract). */
export const UriArg = z.union([z.string(), z.custom<vscode.Uri>(value => value instanceof vscode.Uri)]);

/** The URI of an argument. Throws a `Problem` of kind `invalidInput` if a text is not a URI with a scheme. */
export function parseUriArg(uri: z.output<typeof UriArg>): vscode.Uri {
  if (typeof uri !== 'string') return uri;
  try {
    return vscode.Uri.parse(uri, true);
  } catch {
    throw new Problem('invalidInput', t('“{0}” is not a URI.', uri));
  }
}
