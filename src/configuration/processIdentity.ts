import { hostname } from 'node:os';
import { kill, pid } from 'node:process';

/** A name of this process, by which other windows on this machine can find it. */
export function currentProcess(): string {
  return `${hostname()} ${String(pid)}`;
}

/** Whether a process, named by `currentProcess`, has ended. False for a process on another machine. */
export function hasProcessEnded(name: string): boolean {
  const [, host, id = ''] = /^(.*) (\d+)$/.exec(name) ?? [];
  if (host !== hostname()) return false;
  try {
    // Signal 0 sends nothing; it only checks whether the process exists.
    kill(Number(id), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
