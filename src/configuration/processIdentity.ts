import os from 'node:os';
import process from 'node:process';

/** This process, as other windows on this machine can look for it. */
export function currentProcess(): string {
  return `${os.hostname()} ${String(process.pid)}`;
}

/**
 * Whether the process of that name (`currentProcess`) is known to have ended. False where nobody can tell from here: it may run
 * on another machine.
 */
export function hasProcessEnded(name: string): boolean {
  const [, host, id = ''] = /^(.*) (\d+)$/.exec(name) ?? [];
  if (host !== os.hostname()) return false;
  try {
    // Signal 0 sends nothing: it only asks whether there is such a process.
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
