/** The values that a setting was given, as VS Code's `inspect` lists them; anything may stand in a settings file. */
export interface InspectedValues {
  readonly defaultValue?: unknown;
  /** The user's own and that of the remote machine as one, where the latter wins. */
  readonly globalValue?: unknown;
  /**
   * The user's own, and that of the machine that the window works on, taken apart; not in VS Code's typings. A dev
   * container's configuration writes the latter from a file of the repository (`customizations.vscode.settings`).
   */
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * The value of a setting that only the user may loosen: the user's own (or else the default), unless the workspace or the
 * remote machine has a stricter one. Values that are not in `fromStrictToLoose` do not count. Undefined where no value
 * counts.
 */
export function strictestValue<T>(fromStrictToLoose: readonly T[], given: InspectedValues): T | undefined {
  const { defaultValue, globalValue, globalLocalValue, globalRemoteValue } = given;
  const rank = (value: unknown) => fromStrictToLoose.findIndex(each => each === value);
  const user = globalRemoteValue === undefined ? globalValue : globalLocalValue;
  const own = [user, defaultValue].map(rank).find(each => each !== -1);
  if (own === undefined) return undefined;
  const others = [globalRemoteValue, given.workspaceValue, given.workspaceFolderValue];
  return fromStrictToLoose[Math.min(own, ...others.map(rank).filter(each => each !== -1))];
}
