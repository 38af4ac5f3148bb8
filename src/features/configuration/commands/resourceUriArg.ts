import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { resourceRefOf } from '../documents/resourceDocuments';

/** A document, as text or as `vscode.Uri` (contract). */
export const UriArg = z.union([z.string(), z.custom<vscode.Uri>(value => value instanceof vscode.Uri)]);

/** Throws a `Problem` of kind `gone` if it is no document of a resource. */
export function resourceUri(uri: z.output<typeof UriArg>): vscode.Uri {
  const parsed = typeof uri === 'string' ? vscode.Uri.parse(uri, true) : uri;
  resourceRefOf(parsed);
  return parsed;
}
