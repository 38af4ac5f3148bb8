/** The values that a setting was given, as VS Code's `inspect` lists them; anything may stand in a settings file. */
export interface GivenValues {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * The value of a setting that only the user may loosen: the user's own (or else the default), unless the workspace has
 * a stricter one. Values that are not in `fromStrictToLoose` do not count. Undefined where no value counts.
 */
export function strictest<T>(
  fromStrictToLoose: readonly T[],
  { defaultValue, globalValue, workspaceValue, workspaceFolderValue }: GivenValues,
): T | undefined {
  const rank = (value: unknown) => fromStrictToLoose.findIndex(each => each === value);
  const own = [globalValue, defaultValue].map(rank).find(each => each !== -1);
  if (own === undefined) return undefined;
  const ofWorkspace = [workspaceValue, workspaceFolderValue].map(rank).filter(each => each !== -1);
  return fromStrictToLoose[Math.min(own, ...ofWorkspace)];
}
