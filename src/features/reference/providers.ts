import * as vscode from 'vscode';
import { dialectOf, httpFiles } from '../../ui/httpFiles';
import { watchDocuments } from '../../ui/watchDocuments';
import { codeActionsFor } from './codeActions';
import { ReferenceDiagnostics } from './diagnostics';
import { hoverAt } from './hover';
import type { ReferenceRooms } from './state';

/** Findings and fixes in request files, and hover wherever the selector says. */
export function registerProviders(
  rooms: ReferenceRooms,
  selector: vscode.DocumentSelector,
): vscode.Disposable {
  const diagnostics = new ReferenceDiagnostics(rooms);
  return vscode.Disposable.from(
    diagnostics,
    watchDocuments({
      isOurs: document => dialectOf(document) !== undefined,
      look: document => diagnostics.read(document),
      closed: document => {
        diagnostics.forget(document);
      },
      failed: error => {
        rooms.warn('The references to the access token could not be checked', error);
      },
    }),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: (document, position) => hoverAt(rooms, document, position),
    }),
    vscode.languages.registerCodeActionsProvider(
      httpFiles,
      {
        provideCodeActions: (document, range, context) =>
          codeActionsFor(rooms, diagnostics, document, range, context),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}
