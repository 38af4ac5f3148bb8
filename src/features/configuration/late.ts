import type { Command } from '../../ui/commands';
import { accessHealth } from './accessHealth';
import { createResourceCommand, duplicateResource } from './createCommand';
import {
  createSpareAccessCommand,
  deleteResourceCommand,
  resetClientSecretCommand,
} from './dangerousCommands';
import { applyResource, openResource } from './documentCommands';
import type { CommandName, InternalName } from './register';
import { restorePreviousVersion } from './restoring';
import type { ConfigurationRooms } from './rooms';
import { showUsers } from './showUsers';
import { requestTokenForResource } from './tokenForResource';
import {
  copyResourceId,
  filterConfiguration,
  lookThroughClients,
  refreshConfiguration,
} from './treeCommands';

/*
 * What is loaded when the configuration is used, in one: each module that is loaded by itself costs every window with a
 * profile some bytes.
 */
export { forgetProfiles } from './forgetting';
export { chooseOne } from './choosing';
export { openRooms } from './rooms';

/** The commands that people and code call. */
export const contract: Readonly<Record<CommandName, (rooms: ConfigurationRooms) => Command>> = {
  openResource,
  applyResource,
  createResource: createResourceCommand,
  duplicateResource,
  deleteResource: deleteResourceCommand,
  resetClientSecret: resetClientSecretCommand,
  createSpareAccess: createSpareAccessCommand,
  restorePreviousVersion,
  refreshConfiguration,
  filterConfiguration: rooms => filterConfiguration(rooms.openTree()),
  copyResourceId,
  requestTokenForResource,
  accessHealth,
};

/** The commands that only our own lenses, buttons and nodes call, with what they pass along. */
export const internal: Readonly<
  Record<InternalName, (rooms: ConfigurationRooms, passed: unknown) => unknown>
> = {
  showUsers,
  applyChange: ({ reviews }) => {
    reviews.answer(true);
  },
  cancelChange: ({ reviews }) => {
    reviews.answer(false);
  },
  clearConfigurationFilter: ({ openTree }) => {
    openTree().filterBy('');
  },
  retryConfiguration: ({ openTree }, node) => {
    openTree().tree.retry(node);
  },
  lookThroughClients: ({ openTree }, node) => lookThroughClients(openTree(), node),
};
