/** The values of a setting, from `WorkspaceConfiguration.inspect`. Settings files may hold anything. */
export interface InspectedValues {
  readonly defaultValue?: unknown;
  /** The value of the remote machine if it has one, else the user's. */
  readonly globalValue?: unknown;
  /**
   * The user's value and the remote machine's, separately. Not in VS Code's typings. A repository can set the latter in its
   * dev container's configuration (`customizations.vscode.settings`).
   */
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * The value of a setting that only the user may loosen: the user's (or the default), unless workspace or remote machine
 * have a stricter one. Values that are not in `fromStrictToLoose` are ignored. Undefined if none is left.
 */
export function strictestValue<T>(fromStrictToLoose: readonly T[], given: InspectedValues): T | undefined {
  const { defaultValue, globalRemoteValue } = given;
  const rank = (value: unknown) => fromStrictToLoose.findIndex(each => each === value);
  const own = [userValue(given), defaultValue].map(rank).find(each => each !== -1);
  if (own === undefined) return undefined;
  const others = [globalRemoteValue, given.workspaceValue, given.workspaceFolderValue];
  return fromStrictToLoose[Math.min(own, ...others.map(rank).filter(each => each !== -1))];
}

/**
 * The values that come with the workspace, and not from the user, the one that counts first; also from the settings of a dev
 * container, which are those of the remote machine. VS Code joins values that are objects.
 */
export function workspaceValues(given: InspectedValues): readonly unknown[] {
  const { globalLocalValue, globalRemoteValue } = given;
  const remote = globalRemoteValue === globalLocalValue ? undefined : globalRemoteValue;
  return [given.workspaceFolderValue, given.workspaceValue, remote].filter(value => value !== undefined);
}

/** The user's own value, if there is one: not that of a workspace or a remote machine. */
export function userValue({ globalValue, globalLocalValue, globalRemoteValue }: InspectedValues): unknown {
  return globalRemoteValue === undefined ? globalValue : globalLocalValue;
}
