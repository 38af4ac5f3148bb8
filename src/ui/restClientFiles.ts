import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * Where REST Client keeps a file: in the folder of `VSC_REST_CLIENT_HOME`, in `~/.rest-client`, or in a folder of the XDG base
 * directories if that is set and `~/.rest-client` does not exist (docs/request-files.md, What the clients do).
 */
export async function restClientFile(name: string, xdgFolder: string | undefined): Promise<string> {
  const { VSC_REST_CLIENT_HOME: own } = process.env;
  if (isSet(own)) return path.join(own, name);
  const classic = path.join(os.homedir(), '.rest-client');
  return isSet(xdgFolder) && !(await exists(classic))
    ? path.join(xdgFolder, 'rest-client', name)
    : path.join(classic, name);
}

export async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

function isSet(variable: string | undefined): variable is string {
  return variable !== undefined && variable !== '';
}
