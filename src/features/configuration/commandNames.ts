/** The commands for users and other extensions. */
export const publicCommandNames = [
  'openResource',
  'applyResource',
  'createResource',
  'duplicateResource',
  'deleteResource',
  'resetClientSecret',
  'createSpareAccess',
  'restorePreviousVersion',
  'refreshConfiguration',
  'filterConfiguration',
  'copyResourceId',
  'requestTokenForResource',
  'accessHealth',
] as const;

export type CommandName = (typeof publicCommandNames)[number];

/** The commands that only our own lenses, buttons and tree nodes call. */
export const internalCommandNames = [
  'showUsers',
  'applyChange',
  'cancelChange',
  'clearConfigurationFilter',
  'retryConfiguration',
  'lookThroughClients',
] as const;

export type InternalName = (typeof internalCommandNames)[number];
