import * as vscode from 'vscode';
import type { ConfigurationRooms } from './rooms';
import { registerSchemas } from './schemas';

/** What the editor knows of the documents: their schemas, what is wrong in them, what may stand there and what it means. */
export function registerLanguage(_rooms: ConfigurationRooms): vscode.Disposable {
  return vscode.Disposable.from(registerSchemas());
}
