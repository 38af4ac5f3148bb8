import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import type { UriArg } from '../../../ui/commands/uriArg';
import { resourceRefOf } from '../documents/resourceDocuments';

/** Throws a `Problem` of kind `gone` if it is not the URI of a resource document. */
export function resourceUri(uri: z.output<typeof UriArg>): vscode.Uri {
  const parsed = typeof uri === 'string' ? vscode.Uri.parse(uri, true) : uri;
  resourceRefOf(parsed);
  return parsed;
}
