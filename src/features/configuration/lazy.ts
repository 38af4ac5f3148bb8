import * as vscode from 'vscode';
import type { Command } from '../../ui/commands/commandRegistry';
import {
  type internalConfigurationCommands,
  type publicConfigurationCommands,
  resourceScheme,
} from '../../ui/ids';
import type { back } from '../../ui/quickInput';
import type { ChosenResource, chooseResource as ChooseResource } from './commands/chooseResource';
import type { ConfigurationServices } from './services';

/*
 * What is loaded when the configuration is first used: the tree and the documents. One entry point, because each dynamic
 * import adds some bytes to what every window with a profile loads. The commands are loaded when one is run.
 */
export { removeProfileData } from './removeProfileData';
export { createServices } from './services';

/** As `chooseResource` of `commands/chooseResource.ts`, which it loads. */
export async function chooseResource(
  ...asked: Parameters<typeof ChooseResource>
): Promise<ChosenResource | typeof back> {
  return (await import('./commands/commands')).chooseResource(...asked);
}

/** The command of this name. */
export async function publicCommand(
  name: (typeof publicConfigurationCommands)[number],
  services: ConfigurationServices,
): Promise<Command> {
  return (await import('./commands/commands')).publicCommands[name](services);
}

/** Called with the first argument of the lens, button or tree node. */
export const internalCommands: Readonly<
  Record<
    (typeof internalConfigurationCommands)[number],
    (deps: ConfigurationServices, passed: unknown) => unknown
  >
> = {
  showUsers: async (deps, passed) => {
    await (await import('./commands/commands')).showUsers(deps, passed);
  },
  compareDrafts: async ({ otherDrafts }, uri) => {
    if (uri instanceof vscode.Uri) await otherDrafts.compare(uri);
  },
  saveAndReview: async ({ fileSystem }) => {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.uri.scheme === resourceScheme) await fileSystem.saveByHand(document);
  },
  applyChange: ({ reviews }) => {
    reviews.answer(true);
  },
  cancelChange: ({ reviews }) => {
    reviews.answer(false);
  },
  clearConfigurationFilter: ({ getTreeView }) => {
    getTreeView().filterBy('');
  },
  retryConfiguration: ({ getTreeView }, node) => {
    getTreeView().tree.retry(node);
  },
  loadAllClients: async ({ getTreeView }, node) => {
    await (await import('./commands/commands')).loadAllClients(getTreeView(), node);
  },
};
