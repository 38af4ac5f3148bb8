import * as vscode from 'vscode';
import type { Profile } from '../../core/profile';
import { showUntitledHttpFile } from '../../ui/untitledHttpFile';

/** Opens the example requests, with the values of a profile where there is one, so that they can be sent as they are. */
export async function openExample(
  extensionUri: vscode.Uri,
  profile: Profile | undefined,
): Promise<{ readonly uri: string }> {
  const file = vscode.Uri.joinPath(extensionUri, 'examples', 'hosted-login.http');
  const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const { document } = await showUntitledHttpFile('hosted-login', withProfile(template, profile));
  return { uri: document.uri.toString() };
}

/** Not as a pattern of `replace`: a value may hold `$&`. */
function withProfile(template: string, profile: Profile | undefined): string {
  if (!profile) return template;
  return template
    .replace(/^@origin *=.*$/m, () => `@origin = ${profile.origin}`)
    .replace(/^@customerId *=.*$/m, () => `@customerId = ${profile.customerId}`);
}
