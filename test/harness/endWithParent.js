// @ts-check
/**
 * Loaded into VS Code's server, and by it into its extension hosts: ends the process, and its process group where it
 * leads one, when the process that started it is gone. One that is killed outright has no chance to end others.
 */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // It leads no group.
  }
  process.exit(1);
}, 1000).unref();
