import * as vscode from 'vscode';
import type { Command } from '../../ui/commands/commandRegistry';
import {
  type internalConfigurationCommands,
  type publicConfigurationCommands,
  resourceScheme,
} from '../../ui/ids';
import { applyDrafts } from './commands/applyDrafts';
import { createResourceCommand, duplicateResource } from './commands/createCommand';
import { deleteResourceCommand, resetClientSecretCommand } from './commands/destructiveCommands';
import { applyResource, openResource } from './commands/documentCommands';
import { discardDraft, reviewAndApply } from './commands/draftCommands';
import { restorePreviousVersion } from './commands/restoreVersion';
import { showConfigurationAccess } from './commands/showConfigurationAccess';
import { showUsers } from './commands/showUsers';
import { createSpareAccessCommand } from './commands/spareAccessCommand';
import { requestTokenForResource } from './commands/tokenForResource';
import {
  copyResourceId,
  filterConfiguration,
  loadAllClients,
  refreshConfiguration,
} from './commands/treeCommands';
import type { ConfigurationServices } from './services';

/*
 * Everything that is loaded when the configuration is first used. One entry point, because each dynamic import adds some
 * bytes to what every window with a profile loads.
 */
export { removeProfileData } from './removeProfileData';
export { chooseResource } from './commands/chooseResource';
export { createServices } from './services';

export const publicCommands: Readonly<
  Record<(typeof publicConfigurationCommands)[number], (deps: ConfigurationServices) => Command>
> = {
  openResource,
  applyResource,
  reviewAndApply,
  applyDrafts,
  discardDraft,
  createResource: createResourceCommand,
  duplicateResource,
  deleteResource: deleteResourceCommand,
  resetClientSecret: resetClientSecretCommand,
  createSpareAccess: createSpareAccessCommand,
  restorePreviousVersion,
  refreshConfiguration,
  filterConfiguration: deps => filterConfiguration(deps.getTreeView()),
  copyResourceId,
  requestTokenForResource,
  accessHealth: showConfigurationAccess,
};

/** Called with the first argument of the lens, button or tree node. */
export const internalCommands: Readonly<
  Record<
    (typeof internalConfigurationCommands)[number],
    (deps: ConfigurationServices, passed: unknown) => unknown
  >
> = {
  showUsers,
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
  lookThroughClients: ({ getTreeView }, node) => loadAllClients(getTreeView(), node),
};
