import * as vscode from 'vscode';
import { registerFindings } from './findings';
import { HoldingsWatch } from './holdingsWatch';
import type { LanguageRooms } from './languageRooms';
import { registerSchemas } from './schemas';

/** What the editor knows of the documents: their schemas, what is wrong in them, what may stand there and what it means. */
export function registerLanguage(rooms: LanguageRooms): vscode.Disposable {
  const watch = new HoldingsWatch();
  return vscode.Disposable.from(watch, registerSchemas(), registerFindings(rooms, watch));
}
