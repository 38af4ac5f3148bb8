/**
 * What is loaded when the configuration is used, in one: each module that is loaded by itself costs every window with a
 * profile some bytes.
 */
export { accessHealth } from './accessHealth';
export { createResourceCommand, duplicateResource } from './createCommand';
export {
  createSpareAccessCommand,
  deleteResourceCommand,
  resetClientSecretCommand,
} from './dangerousCommands';
export { applyResource, openResource } from './documentCommands';
export { restorePreviousVersion } from './restoring';
export { openRooms } from './rooms';
export { showUsers } from './showUsers';
export { requestTokenForResource } from './tokenForResource';
export {
  copyResourceId,
  filterConfiguration,
  lookThroughClients,
  refreshConfiguration,
} from './treeCommands';
