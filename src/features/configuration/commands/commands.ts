// The commands of the configuration. They are loaded when one is run, after the tree and the documents.
import type { Command } from '../../../ui/commands/commandRegistry';
import type { publicConfigurationCommands } from '../../../ui/ids';
import type { ConfigurationServices } from '../services';
import { applyDrafts } from './applyDrafts';
import { createResourceCommand, duplicateResource } from './createCommand';
import { deleteResourceCommand, resetClientSecretCommand } from './destructiveCommands';
import { applyResource, openResource } from './documentCommands';
import { discardDraft, reviewAndApply } from './draftCommands';
import { restorePreviousVersion } from './restoreVersion';
import { showConfigurationAccess } from './showConfigurationAccess';
import { createSpareAccessCommand } from './spareAccessCommand';
import { requestTokenForResource } from './tokenForResource';
import { copyResourceId, filterConfiguration, refreshConfiguration } from './treeCommands';

export { chooseResource } from './chooseResource';
export { showUsers } from './showUsers';
export { loadAllClients } from './treeCommands';

/** The public commands by their names. */
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
