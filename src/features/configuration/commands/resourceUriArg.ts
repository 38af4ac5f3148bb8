import type * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { parseUriArg, type UriArg } from '../../../ui/commands/uriArg';
import { resourceRefOf } from '../documents/resourceDocuments';

/** Throws a `Problem`: `invalidInput` if it is not a URI, `gone` if it is not that of a resource document. */
export function resourceUri(uri: z.output<typeof UriArg>): vscode.Uri {
  const parsed = parseUriArg(uri);
  resourceRefOf(parsed);
  return parsed;
}
