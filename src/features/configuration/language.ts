import * as vscode from 'vscode';
import { resourceScheme } from '../../ui/ids';
import { registerFindings } from './findings';
import { HoldingsWatch } from './holdingsWatch';
import { idCompletions } from './idCompletion';
import { hoverAt } from './idHover';
import type { LanguageRooms } from './languageRooms';
import { registerSchemas } from './schemas';
import { UsageLenses } from './usageLens';

/** What the editor knows of the documents: their schemas, what is wrong in them, what may stand there and what it means. */
export function registerLanguage(rooms: LanguageRooms): vscode.Disposable {
  const watch = new HoldingsWatch();
  const lenses = new UsageLenses(rooms, watch);
  const documents = { scheme: resourceScheme };
  return vscode.Disposable.from(
    watch,
    lenses,
    registerSchemas(),
    registerFindings(rooms, watch),
    vscode.languages.registerCompletionItemProvider(
      documents,
      {
        provideCompletionItems: (document, position, cancellation) =>
          idCompletions(rooms, document, position, cancellation),
      },
      ...['"', '/'],
    ),
    vscode.languages.registerHoverProvider(documents, {
      provideHover: (...asked) => hoverAt(rooms, ...asked),
    }),
    vscode.languages.registerCodeLensProvider(documents, lenses),
  );
}
