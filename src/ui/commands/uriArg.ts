import * as vscode from 'vscode';
import * as z from 'zod/mini';

/** A document or folder in the argument of a command: as text or as `vscode.Uri` (contract). */
export const UriArg = z.union([z.string(), z.custom<vscode.Uri>(value => value instanceof vscode.Uri)]);
